"""A system decides a pair as a verifier does on the page: with a reason, once, taken back exactly; numbers masked."""

from __future__ import annotations

import pytest

from semesta.accounts.actor import Role
from semesta.bulk import read_lines
from semesta.duplicates.queries import decisions_of
from semesta.tokens.token_scope import TokenScope
from tests.api.systems import a_system
from tests.duplicates.registers import a_pair
from tests.intake.builders import LOTIM, VILLAGE

pytestmark = pytest.mark.usefixtures("regency")
PAIRS = "/api/v1/pairs"
SEEN = {"verdict": "same", "reason": "KTP keduanya dilihat"}


def merged_into(name: str) -> int | None:
    found = read_lines("SELECT merged_into FROM people_person WHERE name = %s", [name])[0]["merged_into"]
    return int(found) if found else None


@pytest.fixture
def pair(regency: None) -> int:
    """A pair of two farmers that is asked; taken back after the test, whatever was decided."""
    first, second = (
        read_lines("SELECT id FROM people_person WHERE name = %s", [f"PETANI {letter}"])[0]["id"] for letter in "HI"
    )
    known = read_lines("SELECT number FROM duplicates_pair WHERE person_id = %s AND record_id = %s", [first, second])
    return int(known[0]["number"]) if known else a_pair(first, second)


def test_a_pair_is_decided_once_and_taken_back(pair: int) -> None:
    system = a_system()
    address = f"{PAIRS}/{pair}/decision"
    told = system.post(address, SEEN, content_type="application/json")
    assert told.status_code == 200, told.content
    assert [(one["verdict"], one["reason"]) for one in told.json()["decisions"]] == [("same", SEEN["reason"])]
    assert "5203050101859008" not in told.content.decode()
    assert merged_into("PETANI I")
    again = system.post(address, SEEN | {"verdict": "different"}, content_type="application/json")
    assert (again.status_code, len(decisions_of(LOTIM, pair))) == (409, 1)
    stands = told.json()["decision_id"]
    unnamed, other, named = (
        system.delete(f"{address}?reason=KTP+milik+adiknya{which}")
        for which in ("", f"&decision={stands + 1}", f"&decision={stands}")
    )
    assert [answer.status_code for answer in (unnamed, other, named)] == [422, 409, 200]
    assert str(stands) in other.json()["message_en"]
    assert (merged_into("PETANI I"), named.json()["decision_id"]) == (None, None)


def test_who_may_not_decide_changes_nothing(pair: int) -> None:
    reads_only = a_system(scopes=[TokenScope.PAIRS_READ])
    village = a_system(Role.VILLAGE_OPERATOR, VILLAGE)
    before = len(decisions_of(LOTIM, pair))
    for system in (reads_only, village):
        assert system.post(f"{PAIRS}/{pair}/decision", SEEN, content_type="application/json").status_code == 403
    assert len(decisions_of(LOTIM, pair)) == before


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        (SEEN | {"verdict": "maybe"}, 422),
        (SEEN | {"reason": ""}, 422),
        (SEEN | {"number": 7}, 422),
        ({"verdict": "same"}, 422),
    ],
)
def test_half_a_decision_is_none(pair: int, sent: dict[str, object], status: int) -> None:
    before = len(decisions_of(LOTIM, pair))
    answer = a_system().post(f"{PAIRS}/{pair}/decision", sent, content_type="application/json")
    assert (answer.status_code, len(decisions_of(LOTIM, pair))) == (status, before)


def test_a_pair_that_is_not_there_is_not_found() -> None:
    answer = a_system().post(f"{PAIRS}/999999/decision", SEEN, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (404, "not_found")
