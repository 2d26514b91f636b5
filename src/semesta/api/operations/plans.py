"""Plans: the list of a year, one with its purses, totals and reasons. People of plans are for the pages."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router, Schema

from semesta.api.needs import MONEY, needs
from semesta.api.problem import answers
from semesta.api.shapes import AnyMonth, Behind, Number, Page, Year, page_behind
from semesta.funding.queries.plans import plan_numbered, plans_of
from semesta.tokens.token_scope import TokenScope

router = Router(tags=["plans"])


class PlansAsked(Behind):
    """A page of plans, of one year or of all."""

    year: Year | None = None


class PlanShape(Schema):
    """A plan: the terms it is computed under and its state; `end_month` is the first month after it."""

    id: int
    name: str
    fiscal_year: int
    as_of_on: date
    start_month: AnyMonth
    end_month: AnyMonth
    policy_name: str
    relief: str
    take_up_percent: int
    seed: str
    state: str
    people: int
    decree: str | None
    made_by: str
    made_at: datetime
    computed_at: datetime | None


class PlanPurseShape(Schema):
    """What a plan does with a purse; purse 0 are those who pay themselves."""

    purse_id: int
    kind: str
    owner: str
    name: str
    ceiling_rp: int | None
    committed_rp: int
    room_rp: int | None
    planned_rp: int
    left_rp: int | None
    people: int
    months: int


class PlanSums(Schema):
    """People decided on, protected, covered before and kept; months and rupiah proposed."""

    people: int
    protected: int
    covered_before: int
    kept: int
    months: int
    public_rp: int
    self_rp: int


class PlanReason(PlanSums):
    """The same for one reason."""

    code: str


class PlanWithResult(PlanShape):
    """A plan with the proof of its optimum, its purses, its totals and the reasons."""

    certificate: dict[str, Any]
    purses: list[PlanPurseShape]
    totals: PlanSums
    reasons: list[PlanReason]


@router.get("", response=answers(Page[PlanShape]), summary="Plans, oldest first")
@needs(TokenScope.MONEY_READ, *MONEY, of_regency=True)
def plans(request: HttpRequest, asked: Query[PlansAsked]) -> dict[str, Any]:
    """Of one year, or of all."""
    return page_behind(
        plans_of(settings.REGENCY, fiscal_year=asked.year), after=asked.after, limit=asked.limit, key="id"
    )


@router.get("/{number}", response=answers(PlanWithResult), summary="One plan with its result")
@needs(TokenScope.MONEY_READ, *MONEY, of_regency=True)
def plan(request: HttpRequest, number: Number) -> dict[str, Any]:
    """The certificate says how good the plan provably is, and which rule stands in the way of an impossible one."""
    if number not in {line["id"] for line in plans_of(settings.REGENCY)}:
        raise LookupError(number)
    return plan_numbered(settings.REGENCY, number)
