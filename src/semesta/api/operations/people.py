"""Persons of the territory: found, NIK masked; and where the cover of one stands, payer by payer."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from semesta.api.needs import PERSONS, needs, within_territory
from semesta.api.problem import answers
from semesta.api.shapes import Body, Key, Limit, Number, Page, RegionCode, Spoken, Text, page_of
from semesta.exchange.strip import NoPersonError, person_strip
from semesta.people.queries import Sought, persons_sought
from semesta.tokens.token_scope import TokenScope

router = Router(tags=["persons"])
NikText = Annotated[str, Field(pattern=r"^[0-9]{16}$")]


class PersonShape(Schema):
    """Somebody of the register; NIK masked."""

    person_id: int
    nik: str | None
    name: str
    birth_year: int | None
    village_code: str | None


class StepShape(Schema):
    """A step of the road from plan to payment: reached or not, the months, and what the papers say."""

    step: str
    is_reached: bool
    months: list[str]
    details: list[dict[str, Any]]


class StripShape(Schema):
    """The steps of one payer."""

    payer: str
    steps: list[StepShape]


class PersonWithCover(Schema):
    """A person and the strip of every payer."""

    person_id: int
    nik: str | None
    name: str
    village_code: str | None
    died_on: date | None
    strips: list[StripShape]


class SearchSent(Body):
    """Whom to look for: part of a name, or a whole NIK; sent as a body, so that no address ever holds a NIK."""

    within: RegionCode
    name: Text = ""
    nik: NikText | None = None
    after: Key = 0
    limit: Limit = 50


@router.post("/search", response=answers(Page[PersonShape]), summary="Find persons of the territory")
@needs(TokenScope.PERSONS_READ, *PERSONS)
def search(request: HttpRequest, sought: SearchSent) -> dict[str, Any]:
    """In order of their numbers; the next page is `after` the number in `next`. The living and the dead."""
    within = within_territory(request, sought.within)
    whom = Sought(name=sought.name, nik=sought.nik or "", after=sought.after)
    return page_of(persons_sought(within, whom, most=sought.limit + 1), limit=sought.limit, key="person_id")


@router.get("/{number}/cover", response=answers(PersonWithCover), summary="Where somebody's cover stands")
@needs(TokenScope.PERSONS_READ, *PERSONS)
def cover(request: HttpRequest, number: Number, spoken: Query[Spoken]) -> dict[str, Any]:
    """From proposed to paid, with what decrees, batches, answers, bills and payments say."""
    found = person_strip(settings.REGENCY, str(number), language=spoken.language)
    if found["person_id"] != number and len(str(number)) == 16:
        raise NoPersonError(number)  # a NIK is not a number of a person: no address holds one
    within_territory(request, found["village_code"] or settings.REGENCY)
    return found
