"""Role x address x territory: `matrix.yaml` says who may open what, and every address is asked by everybody else."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from django.test import Client
from django.urls import URLPattern, reverse

from semesta.accounts.actor import Role
from semesta.web.permission import OpenToAll, OpenToRoles, permission_of
from tests.architecture.test_pages import all_addresses
from tests.intake.builders import LOTIM, VILLAGE
from tests.web.made_up import DISTRICT, OTHER_VILLAGE
from tests.web.signing import signed_in_as

MATRIX: dict[str, Any] = yaml.safe_load((Path(__file__).parent / "matrix.yaml").read_text())
GROUPS: dict[str, list[str]] = MATRIX["groups"]
TABLE: dict[str, dict[str, Any]] = MATRIX["addresses"]
FILLED = {"RegionConverter": VILLAGE, "NumberConverter": 1, "SlugConverter": "x", "StringConverter": "x"}
ADDRESSES = {str(address.name): address for address in all_addresses()}
FOR_ROLES = [name for name, line in TABLE.items() if line["open_to"] != "everybody"]
WITHIN = [name for name in FOR_ROLES if TABLE[name].get("within")]


def roles_of(name: str) -> set[str]:
    """Return the roles that may open an address, with the groups of the table spelled out."""
    said = TABLE[name]["open_to"]
    parts = said if isinstance(said, list) else [said]
    return {role for part in parts for role in GROUPS.get(part, [part])}


def address_of(name: str, region: str = VILLAGE) -> str:
    pattern: URLPattern = ADDRESSES[name]
    filled = {key: FILLED[type(kind).__name__] for key, kind in pattern.pattern.converters.items()}
    within = TABLE[name].get("within")
    return reverse(name, kwargs=filled | ({within: region} if within else {}))


def asked(client: Client, address: str) -> Any:
    """Ask for a page by GET, or by POST where it is only posted to."""
    answer = client.get(address)
    return client.post(address) if answer.status_code == 405 else answer


def test_every_address_stands_in_the_table_and_no_other() -> None:
    assert set(TABLE) == set(ADDRESSES)


@pytest.mark.parametrize("name", sorted(ADDRESSES))
def test_the_table_says_what_the_page_states(name: str) -> None:
    stated = permission_of(ADDRESSES[name].callback)
    if TABLE[name]["open_to"] == "everybody":
        assert isinstance(stated, OpenToAll)
        return
    assert isinstance(stated, OpenToRoles)
    assert (stated.roles, stated.within) == ({Role(role) for role in roles_of(name)}, TABLE[name].get("within"))


def test_whoever_is_not_signed_in_is_led_to_the_sign_in_page(pages: Client) -> None:
    led = {name: asked(pages, address_of(name)).headers.get("Location", "") for name in FOR_ROLES}
    assert [name for name, where in led.items() if not where.startswith(f"{reverse('sign-in')}?next=")] == []


@pytest.mark.parametrize("role", list(Role))
def test_other_roles_are_refused(role: Role, last_submission: int) -> None:
    client = signed_in_as(role, LOTIM)
    others = [name for name in FOR_ROLES if role not in roles_of(name)]
    assert {name: asked(client, address_of(name)).status_code for name in others} == dict.fromkeys(others, 403)


@pytest.mark.parametrize("name", WITHIN)
def test_outside_the_territory_nothing_is_found(name: str, last_submission: int) -> None:
    client = signed_in_as(Role(sorted(roles_of(name))[0]), VILLAGE)
    own, sibling, parent = (asked(client, address_of(name, region)) for region in (VILLAGE, OTHER_VILLAGE, DISTRICT))
    assert (sibling.status_code, parent.status_code) == (404, 404)
    assert own.status_code != 403
    assert reverse("sign-in") not in own.headers.get("Location", "")


def test_a_refusal_is_told_in_the_frame_of_the_pages(last_submission: int) -> None:
    page = signed_in_as(Role.PROVINCE, LOTIM).get(address_of("verifier-queue")).content.decode()
    assert "Halaman ini bukan untuk peran Anda" in page
    assert 'class="masthead' in page
