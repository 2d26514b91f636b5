"""Projects and packages: what would be billed is what is billed; what cannot be is refused whole, with its reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from semesta.funding.actions import bill_package, bill_project
from semesta.funding.actions.other_bills import Project
from semesta.funding.queries.bills import bills_of
from semesta.funding.queries.other_bills import other_bill_totals, package_preview, project_preview
from semesta.funding.refusals import RefusedError
from semesta.kernel.month import Month
from tests.funding.builders import a_house, died, merged, some_workers
from tests.funding.random_year import everything
from tests.intake.builders import CONSOLE, LOTIM, VILLAGE, nik

pytestmark = pytest.mark.django_db
FEBRUARY = date(2026, 2, 10)
MARCH = Month(2026, 3)


@pytest.fixture(autouse=True)
def _migrant() -> None:
    a_house()
    some_workers(1, segment="migrant")


def project(value: int = 300_000_000, village: str = VILLAGE, due_on: date = FEBRUARY) -> str:
    told = Project("SPK-7", "CV Rekaan", village, value, date(2026, 3, 2))
    return bill_project(CONSOLE, LOTIM, told, issued_on=FEBRUARY, due_on=due_on)


def package(person: int = 1, months: int = 24) -> str:
    return bill_package(
        CONSOLE, LOTIM, person, start=MARCH, contract_months=months, issued_on=FEBRUARY, document="PK-1"
    )


def test_what_is_shown_before_is_what_is_billed() -> None:
    asked = {"contract_value_rp": 300_000_000, "village_code": VILLAGE, "starts_on": date(2026, 3, 2)}
    shown = project_preview(LOTIM, **asked)  # type: ignore[arg-type]
    assert shown == {"jkk_rp": 550_000, "jkm_rp": 70_000, "amount_rp": 620_000}
    told = package_preview(LOTIM, nik(9001), start=MARCH, contract_months=24, placement="individual")
    assert (told["person_id"], str(told["last"]), told["amount_rp"]) == (1, "2028-02", 332_500)
    assert bills_of(LOTIM) == []
    project()
    package()
    assert {bill["kind"]: bill["amount_rp"] for bill in bills_of(LOTIM)} == {"project": 620_000, "package": 332_500}
    assert [bill["document"] for bill in bills_of(LOTIM, kind="project")] == ["SPK-7"]
    assert [(one["kind"], one["bills"], one["open_rp"]) for one in other_bill_totals(LOTIM)] == [
        ("project", 1, 620_000), ("package", 1, 332_500)]  # fmt: skip


def test_a_package_is_for_the_person_whichever_record_was_named() -> None:
    some_workers(1, segment="migrant", first=2)
    merged(1, into=2)
    told = package_preview(LOTIM, "1", start=MARCH, contract_months=24, placement="agency")
    assert told["person_id"] == 2


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        (lambda: project(-5), "not_whole"),
        (lambda: project(0), "not_whole"),
        (lambda: project(village="52.04.01.2001"), "village_unknown"),
        (lambda: project(due_on=date(2026, 2, 9)), "due_before_issue"),
        (lambda: package(months=0), "law_silent"),
        (lambda: package(99), "person_unknown"),
        (lambda: package_preview(LOTIM, nik(9777), start=MARCH, contract_months=6, placement="agency"),
         "person_not_found"),
    ],
)  # fmt: skip
def test_what_cannot_be_billed_is_refused_with_a_remedy(asked: Callable[[], Any], code: str) -> None:
    before = everything()
    with pytest.raises(RefusedError) as refused, transaction.atomic():
        asked()
    (finding,) = refused.value.findings
    assert (finding.kind.code, bool(finding.remedy("id")), bool(finding.remedy("en"))) == (code, True, True)
    assert everything() == before


def test_nobody_pays_for_the_dead_or_twice() -> None:
    package()
    with pytest.raises(RefusedError, match="paid by MANDIRI"), transaction.atomic():
        bill_package(CONSOLE, LOTIM, 1, start=Month(2026, 5), contract_months=6, issued_on=FEBRUARY, document="PK-2")
    died(1, date(2026, 2, 1))
    with pytest.raises(RefusedError, match="died on 2026-02-01"), transaction.atomic():
        bill_package(CONSOLE, LOTIM, 1, start=Month(2028, 5), contract_months=6, issued_on=FEBRUARY, document="PK-2")
