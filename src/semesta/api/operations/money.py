"""Money: purses with their realisation, decrees, bills and arrears. All amounts are whole rupiah."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router, Schema

from semesta.api.clock import today
from semesta.api.needs import MONEY, needs
from semesta.api.problem import answers
from semesta.api.shapes import AnyMonth, Behind, MonthText, Number, Page, Year, page_behind
from semesta.funding.queries.bills import arrears as arrears_on
from semesta.funding.queries.bills import bills_of
from semesta.funding.queries.decrees import decree_named, decrees_of
from semesta.funding.queries.purses import realisation
from semesta.kernel.month import Month
from semesta.tokens.token_scope import TokenScope

router = Router(tags=["money"])


class PurseShape(Schema):
    """A purse of a year: its ceiling, what is decreed, billed and paid of it, and what is left."""

    id: int
    kind: str
    owner: str
    name: str
    ceiling_rp: int
    change_rp: int
    revised_rp: int
    committed_rp: int
    billed_rp: int
    paid_rp: int
    rest_rp: int
    available_rp: int


class DecreeShape(Schema):
    """A decree and the checksum its lines were frozen under."""

    id: int
    number: str
    fiscal_year: int
    title: str
    dated_on: date
    amends: str | None
    sha256: str
    lines: int
    added_rp: int
    removed_rp: int


class DecreeTotal(Schema):
    """What a decree gives a village from a purse."""

    village_code: str
    village: str
    purse_id: int
    purse: str
    people: int
    months: int
    amount_rp: int


class DecreeWithTotals(DecreeShape):
    """A decree with its totals; `is_sealed` says that its lines still bear the checksum."""

    is_sealed: bool
    totals: list[DecreeTotal]


class OfYear(Behind):
    """A page of a fiscal year."""

    year: Year


class OfMonth(Behind):
    """A page of a month; `only_open` leaves out what is paid or reversed."""

    month: MonthText
    only_open: bool = False


class BillShape(Schema):
    """A bill of a month: members, amounts, what is paid of it."""

    id: int
    reference: str
    kind: str
    purse_id: int | None
    payer: str
    village_code: str
    membership_class: str
    month: AnyMonth
    members: int
    jkk_rp: int
    jkm_rp: int
    amount_rp: int
    paid_rp: int
    open_rp: int
    due_on: date
    settled_on: date | None
    reversed_on: date | None


class OwedShape(Schema):
    """What a payer owes from a purse, and since when."""

    payer: str
    payer_name: str
    purse: str
    bills: int
    open_rp: int
    oldest_due_on: date
    age_days: int
    months: int


class ArrearsShape(Schema):
    """What was due before a day and is unpaid."""

    on: date
    open_rp: int
    payers: list[OwedShape]


@router.get("/purses", response=answers(Page[PurseShape]), summary="Purses of a year with their realisation")
@needs(TokenScope.MONEY_READ, *MONEY, of_regency=True)
def purses(request: HttpRequest, asked: Query[OfYear]) -> dict[str, Any]:
    """As of today."""
    lines = realisation(settings.REGENCY, asked.year, on=today())["purses"]
    return page_behind(lines, after=asked.after, limit=asked.limit, key="id")


@router.get("/decrees", response=answers(Page[DecreeShape]), summary="Decrees")
@needs(TokenScope.MONEY_READ, *MONEY, of_regency=True)
def decrees(request: HttpRequest, asked: Query[Behind]) -> dict[str, Any]:
    """In order of their internal number."""
    return page_behind(decrees_of(settings.REGENCY), after=asked.after, limit=asked.limit, key="id")


@router.get("/decrees/{number}", response=answers(DecreeWithTotals), summary="One decree with its totals")
@needs(TokenScope.MONEY_READ, *MONEY, of_regency=True)
def decree(request: HttpRequest, number: Number) -> dict[str, Any]:
    """By its internal number: the number on paper holds signs that an address cannot."""
    for line in decrees_of(settings.REGENCY):
        if line["id"] == number:
            return decree_named(settings.REGENCY, line["number"])
    raise LookupError(number)


@router.get("/bills", response=answers(Page[BillShape]), summary="Bills of a month")
@needs(TokenScope.MONEY_READ, *MONEY, of_regency=True)
def bills(request: HttpRequest, asked: Query[OfMonth]) -> dict[str, Any]:
    """In order of their internal number; reversed ones too, unless only open ones are asked for."""
    lines = bills_of(settings.REGENCY, month=Month.parse(asked.month), only_open=asked.only_open)
    return page_behind(lines, after=asked.after, limit=asked.limit, key="id")


@router.get("/arrears", response=answers(ArrearsShape), summary="What is due and unpaid today")
@needs(TokenScope.MONEY_READ, *MONEY, of_regency=True)
def arrears(request: HttpRequest) -> dict[str, Any]:
    """The largest first."""
    return arrears_on(settings.REGENCY, on=today())
