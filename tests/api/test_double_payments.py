"""A payer's system reads what may be claimed back: by payer, and by person without a name."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from semesta.accounts.actor import Role
from tests.api.systems import a_system
from tests.duplicates.registers import told_by_two_payers
from tests.intake.builders import LOTIM, VILLAGE

pytestmark = pytest.mark.usefixtures("regency")
PAID_TWICE = "/api/v1/double-payments"


@pytest.fixture
def person(regency: None) -> Iterator[int]:
    """A farmer for whom two payers reported November 2025; what was reported goes again."""
    with told_by_two_payers("PETANI H") as number:
        yield number


def test_what_may_be_claimed_is_told_by_payer_and_by_person(person: int) -> None:
    told = a_system().get(PAID_TWICE).json()
    (mine,) = [item for item in told["items"] if item["person_id"] == person]
    (found,) = mine["double_payments"]
    assert {found["payer"], found["kept_by"]} == {"BAZNAS", "REKAAN"}
    assert (found["programmes"], found["months"], found["claim_rp"]) == (["jkk", "jkm"], ["2025-11"], 16_800)
    assert found["payer"] in {line["payer"] for line in told["payers"]}
    assert "PETANI" not in str(told)


def test_persons_are_read_page_by_page(person: int) -> None:
    first = a_system().get(f"{PAID_TWICE}?limit=1").json()
    assert len(first["items"]) == 1
    behind = a_system().get(f"{PAID_TWICE}?after={person}").json()
    assert person not in [item["person_id"] for item in behind["items"]]
    assert behind["payers"] == first["payers"]


@pytest.mark.parametrize(("role", "territory"), [(Role.VILLAGE_OPERATOR, VILLAGE), (Role.INSURER_BRANCH, LOTIM)])
def test_whom_it_does_not_concern_is_refused(person: int, role: Role, territory: str) -> None:
    assert a_system(role, territory).get(PAID_TWICE).status_code == 403
