"""What must be refused is refused with its reason, whole, and nothing is left half done."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from semesta.bulk import execute, read_lines
from semesta.funding.actions import close_year, compute_plan, freeze_plan, make_plan, open_purse, take_payments
from semesta.funding.actions.decrees import DecreeHead
from semesta.funding.actions.plans import PlanTerms
from semesta.funding.actions.purses import NewPurse
from semesta.funding.payment_file import read_payment_bytes
from semesta.funding.refusals import RefusedError
from semesta.kernel.month import Month
from tests.funding.builders import DAY, MINIMUM, YEAR, a_house, a_purse, billed, decreed, months_of, some_workers
from tests.funding.random_year import everything
from tests.intake.builders import CONSOLE, LOTIM

pytestmark = pytest.mark.django_db


@pytest.fixture
def purse() -> int:
    a_house()
    number = a_purse(ceiling_rp=100 * MINIMUM)
    decreed(months_of(some_workers(3)[:2], range(1, 4), number))
    execute("UPDATE people_person SET birth_on = '1985-01-01', sex = 'L'")
    billed(1)
    return number


def refused(asked: Callable[[], Any]) -> list[str]:
    """The codes of a refusal that left everything as it was."""
    before = everything(), read_lines("SELECT count(*) FROM funding_purse")
    with pytest.raises(RefusedError) as error, transaction.atomic():
        asked()
    assert (everything(), read_lines("SELECT count(*) FROM funding_purse")) == before
    assert all(finding.remedy("id") and finding.remedy("en") for finding in error.value.findings)
    return [finding.kind.code for finding in error.value.findings]


def test_a_bank_file_with_a_wrong_total(purse: int) -> None:
    data = f"tanggal;referensi;jumlah\n2026-01-09;P{purse};{MINIMUM}\nTOTAL;;{MINIMUM + 1}".encode()
    assert refused(lambda: take_payments(CONSOLE, LOTIM, read_payment_bytes("b.csv", data), taken_on=DAY)) == [
        "file_total_wrong"
    ]


@pytest.mark.parametrize("ceiling", [-1, 0])
def test_a_ceiling_not_above_nought(purse: int, ceiling: int) -> None:
    new = NewPurse(YEAR, "csr", LOTIM, "CSR", "MoU uji")
    assert refused(lambda: open_purse(CONSOLE, LOTIM, new, ceiling_rp=ceiling, dated_on=DAY)) == ["not_whole"]


def test_a_decree_for_a_closed_year(purse: int) -> None:
    close_year(CONSOLE, LOTIM, YEAR, closed_on=date(YEAR, 12, 31), document="BA")
    plan = months_of([1], range(5, 6), purse)
    assert refused(lambda: decreed(plan, number="SK-9")) == ["purse_closed"]


def test_a_plan_frozen_after_its_year_was_closed(purse: int) -> None:
    plan = make_plan(CONSOLE, LOTIM, PlanTerms("x", YEAR, DAY, Month(YEAR, 4), Month(YEAR + 1, 1)))
    assert compute_plan(CONSOLE, LOTIM, plan) == "computed"
    close_year(CONSOLE, LOTIM, YEAR, closed_on=date(YEAR, 12, 31), document="BA")
    codes = refused(lambda: freeze_plan(CONSOLE, LOTIM, plan, DecreeHead("SK-9", DAY, "uji")))
    assert set(codes) == {"purse_closed"}
