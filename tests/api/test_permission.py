"""Scope x role x territory: what a token does not have, it is not given, and errors have one shape."""

from __future__ import annotations

import pytest
from django.core.cache import cache
from django.test import Client, override_settings

from semesta.accounts.actor import Role
from semesta.api.door import described, door
from semesta.tokens.token_scope import TokenScope
from tests.api.systems import EVERY, a_secret, a_system
from tests.web.made_up import DISTRICT, LOTIM, OTHER_VILLAGE, VILLAGE

API = "/api/v1"
READS = {
    "/regions": TokenScope.REGIONS_READ, "/coverage/figure": TokenScope.COVERAGE_READ, "/lists": TokenScope.LISTS_READ,
    "/pairs": TokenScope.PAIRS_READ, "/plans": TokenScope.MONEY_READ, "/money/arrears": TokenScope.MONEY_READ,
    "/double-payments": TokenScope.MONEY_READ,
    "/exchange/batches": TokenScope.EXCHANGE_READ, "/law/asks": TokenScope.LAW_READ, "/trail": TokenScope.TRAIL_READ,
}  # fmt: skip

pytestmark = pytest.mark.usefixtures("regency")


def test_every_operation_says_which_scope_it_needs() -> None:
    assert all(
        "needs" in operation.view_func.__dict__
        for router in door._get_bound_routers()
        for view in router.path_operations.values()
        for operation in view.operations
    )
    stated = {told["x-scope"] for methods in described()["paths"].values() for told in methods.values()}
    assert stated == set(TokenScope)


@pytest.mark.parametrize("address", READS)
def test_a_scope_opens_its_own_addresses_and_no_other(address: str) -> None:
    with_it = a_system(scopes=[READS[address]])
    without = a_system(scopes=[scope for scope in EVERY if scope != READS[address]])
    assert with_it.get(API + address).status_code == 200
    refused = without.get(API + address)
    assert (refused.status_code, refused.json()["code"]) == (403, "not_permitted")


@pytest.mark.parametrize("sent", ["", "Bearer", "Bearer semesta_x", "Basic eDp5", "Bearer " + "x" * 5000])
def test_without_a_valid_token_nothing_is_told(sent: str) -> None:
    answer = Client().get(f"{API}/regions", headers={"Authorization": sent} if sent else {})
    told = answer.json()
    assert (answer.status_code, told["code"]) == (401, "no_token")
    assert set(told) == {"code", "message_id", "message_en", "remedy", "fields"}
    assert answer["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize(
    ("role", "territory", "address", "status"),
    [
        (Role.VILLAGE_OPERATOR, VILLAGE, f"/coverage/figure?region={VILLAGE}", 200),
        (Role.VILLAGE_OPERATOR, VILLAGE, f"/coverage/figure?region={OTHER_VILLAGE}", 404),
        (Role.VILLAGE_OPERATOR, VILLAGE, f"/coverage/figure?region={LOTIM}", 404),
        (Role.DISTRICT, DISTRICT, f"/coverage/parts?region={DISTRICT}", 200),
        (Role.PLANNER, "52.01", "/plans", 403),
        (Role.PLANNER, VILLAGE, "/plans", 403),
        (Role.VILLAGE_OPERATOR, VILLAGE, "/trail", 403),
        (Role.PROVINCE, "52", "/pairs", 403),
        (Role.AUDITOR, LOTIM, "/trail", 200),
    ],
)
def test_role_and_territory_hold_beside_the_scope(role: Role, territory: str, address: str, status: int) -> None:
    assert a_system(role, territory).get(API + address).status_code == status


def test_a_village_sees_its_own_lists_and_people_only() -> None:
    system = a_system(Role.VILLAGE_OPERATOR, OTHER_VILLAGE)
    lists = system.get(f"{API}/lists").json()["items"]
    assert [line["sender"] for line in lists] == [OTHER_VILLAGE]
    of_regency = {line["id"] for line in a_system().get(f"{API}/lists").json()["items"]}
    (foreign, *_) = of_regency - {lists[0]["id"]}
    assert system.get(f"{API}/lists/{foreign}").status_code == 404
    own = {"within": OTHER_VILLAGE}
    found = system.post(f"{API}/persons/search", own, content_type="application/json").json()["items"]
    assert {line["village_code"] for line in found} == {OTHER_VILLAGE}
    assert all("*" in line["nik"] for line in found)
    assert system.post(f"{API}/persons/search", {"within": LOTIM}, content_type="application/json").status_code == 404
    neighbour = {"within": VILLAGE, "limit": 1}
    (person,) = a_system().post(f"{API}/persons/search", neighbour, content_type="application/json").json()["items"]
    assert system.get(f"{API}/persons/{person['person_id']}/cover").status_code == 404
    assert a_system().get(f"{API}/persons/{person['person_id']}/cover").status_code == 200


@override_settings(API_RATE="2/h")
def test_a_token_that_asks_too_often_is_told_to_wait() -> None:
    cache.clear()
    headers = {"Authorization": f"Bearer {a_secret()}"}
    statuses = [Client().get(f"{API}/regions", headers=headers).status_code for _ in range(3)]
    assert statuses == [200, 200, 429]
    other = {"Authorization": f"Bearer {a_secret()}"}
    assert Client().get(f"{API}/regions", headers=other).status_code == 200
