"""Months that two payers paid: what may be claimed back of whom, for the finance office and for payers' systems."""

from __future__ import annotations

from itertools import groupby
from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router, Schema

from semesta.accounts.actor import Role
from semesta.api.needs import needs
from semesta.api.problem import answers
from semesta.api.shapes import Behind, page_behind
from semesta.duplicates.double_payments import claims_by_payer, double_payments
from semesta.tokens.token_scope import TokenScope

router = Router(tags=["money"])
LOOKS: Final = (
    Role.ADMINISTRATOR, Role.PLANNER, Role.FINANCE, Role.AUDITOR, Role.READER, Role.VERIFIER,
)  # fmt: skip


class PayerPaidTwice(Schema):
    """What a payer may claim back; `not_priced`: findings whose wage or package is not known."""

    payer: str
    persons: int
    months: int
    claim_rp: int
    not_priced: int


class DoublePayment(Schema):
    """Months (YYYY-MM) and programmes that `payer` paid again while `kept_by` keeps them; null: the sum is unknown."""

    payer: str
    membership_class: str
    kept_by: str
    kept_class: str
    programmes: list[str]
    months: list[str]
    claim_rp: int | None
    basis: str
    records: list[int]


class PersonPaidTwice(Schema):
    """A person by number, and every payer who may claim months back."""

    person_id: int
    double_payments: list[DoublePayment]


class DoublePaymentsPage(Schema):
    """What each payer may claim in the whole regency, and a page of the persons."""

    payers: list[PayerPaidTwice]
    items: list[PersonPaidTwice]
    next: int | None


@router.get("", response=answers(DoublePaymentsPage), summary="Months paid twice, by person")
@needs(TokenScope.MONEY_READ, *LOOKS, of_regency=True)
def paid_twice(request: HttpRequest, asked: Query[Behind]) -> dict[str, Any]:
    """Persons in order of their number, without names; `payers` counts all of them, whatever the page."""
    lines = double_payments(settings.REGENCY)
    by_person = sorted(lines, key=lambda line: int(line["person_id"]))
    persons = [
        {"person_id": person, "double_payments": list(found)}
        for person, found in groupby(by_person, key=lambda line: line["person_id"])
    ]
    page = page_behind(persons, after=asked.after, limit=asked.limit, key="person_id")
    return page | {"payers": claims_by_payer(lines)}
