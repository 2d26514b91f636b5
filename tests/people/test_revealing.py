"""Showing a masked detail in full: to whom, for a reason, and with a trace that does not repeat it."""

from __future__ import annotations

import pytest

from semesta.accounts.actor import Actor, NotPermittedError, Role
from semesta.accounts.scope import in_scope_of
from semesta.audit.queries import trail_of
from semesta.people.actions import reveal_identity
from semesta.people.revealing import NoPersonError, NotRevealedError
from tests.accounts.two_regencies import NEIGHBOUR, OPERATOR, PLANNER, VERIFIER
from tests.funding.builders import a_house, some_workers
from tests.intake.builders import LOTIM

pytestmark = pytest.mark.django_db
NIK = "5203050101859001"
REASON = "cocokkan dengan KTP"


@pytest.fixture(autouse=True)
def _somebody() -> None:
    a_house()
    some_workers(1)


@pytest.mark.parametrize("actor", [OPERATOR, VERIFIER, Actor("auditor", Role.AUDITOR, LOTIM)])
def test_the_number_is_shown_and_a_trace_is_left_without_it(actor: Actor) -> None:
    with in_scope_of(actor):
        assert reveal_identity(actor, LOTIM, 1, "nik", REASON) == NIK
    (entry,) = trail_of("person", 1)
    assert (entry["actor"], entry["action"]) == (actor.name, "reveal_identity")
    assert NIK not in str(entry)
    assert REASON in str(entry["detail"])


def test_what_is_not_known_is_nothing() -> None:
    assert reveal_identity(VERIFIER, LOTIM, 1, "phone", REASON) is None


@pytest.mark.parametrize(
    "actor", [PLANNER, NEIGHBOUR, Actor("baca", Role.READER, LOTIM), Actor("x", Role.VERIFIER, "52.01")]
)
def test_other_roles_and_territories_are_refused_without_a_trace(actor: Actor) -> None:
    with pytest.raises(NotPermittedError):
        reveal_identity(actor, LOTIM, 1, "nik", REASON)
    assert trail_of("person", 1) == []


def test_on_a_page_another_village_is_not_even_told_that_somebody_is_there() -> None:
    with pytest.raises(NoPersonError), in_scope_of(NEIGHBOUR):
        reveal_identity(NEIGHBOUR, LOTIM, 1, "nik", REASON)


@pytest.mark.parametrize(("field", "reason"), [("nik", "  ok   "), ("merged_into", REASON), ("name; --", REASON)])
def test_a_bad_request_is_refused(field: str, reason: str) -> None:
    with pytest.raises(NotRevealedError):
        reveal_identity(VERIFIER, LOTIM, 1, field, reason)
