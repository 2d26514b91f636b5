"""Whoever signs in begins where the work is, on a page that the role may open."""

from __future__ import annotations

import pytest
from django.urls import resolve

from semesta.accounts.actor import Actor, Role
from semesta.web.navigation import landing_of
from semesta.web.permission import OpenToRoles, permission_of
from tests.intake.builders import LOTIM


@pytest.mark.parametrize("role", Role)
def test_every_role_lands_on_a_page_it_may_open(role: Role) -> None:
    stated = permission_of(resolve(landing_of(Actor("uji", role, LOTIM))).func)
    assert stated is not None
    assert not isinstance(stated, OpenToRoles) or role in stated.roles
