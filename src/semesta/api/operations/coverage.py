"""Coverage: a figure with its bases, the parts of a region, its villages side by side, and its months."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router, Schema

from semesta.accounts.actor import Role
from semesta.api.clock import today
from semesta.api.needs import OFFICE, needs, within_territory
from semesta.api.operations.regions import RegionShape
from semesta.api.problem import answers
from semesta.api.shapes import MonthText, RegionCode
from semesta.coverage.queries import (
    NoSnapshotError,
    coverage_of,
    coverage_of_parts,
    month_to_show,
    months_counted,
    trend_of,
    villages_compared,
)
from semesta.kernel.month import Month
from semesta.kernel.region_code import level_of
from semesta.tokens.token_scope import TokenScope

router = Router(tags=["coverage"])
_READERS = (*OFFICE, Role.PROVINCE, Role.DISTRICT, Role.VILLAGE_OPERATOR, Role.INSURER_BRANCH)


class BaseShape(Schema):
    """A workforce base and the share of it that is covered; `members` are those that the base's scope counts."""

    key: str
    title_id: str
    title_en: str
    scope: str
    value: int
    kind: str
    source: str
    as_of: str
    members: int
    share: float | None


class TargetShape(Schema):
    """A target stated for the year and the share of it that is reached."""

    year: int
    value: int
    kind: str
    source: str
    members: int
    share: float | None


class FigureShape(Schema):
    """Coverage of a region in a month: persons, and every base with its source and date."""

    region: RegionShape
    month: str
    counted_at: datetime
    members: int
    in_grace: int
    known_workers: int
    not_placed: int
    workers: list[BaseShape]
    target: list[TargetShape]


class VillageShape(Schema):
    """A village beside the others; `fair_share` is shrunk, and orders villages fairly to small ones."""

    code: str
    name: str
    district: str
    members: int
    known: int
    in_grace: int
    enrollable: int
    lacking: int
    share: float | None
    low: float | None
    high: float | None
    standing: str
    fair_share: float | None
    distance: float | None


class MonthShape(Schema):
    """A counted month of a region."""

    month: str
    members: int
    in_grace: int
    known_workers: int


@router.get("/figure", response=answers(FigureShape), summary="Coverage with every base")
@needs(TokenScope.COVERAGE_READ, *_READERS)
def figure(
    request: HttpRequest, region: Query[RegionCode | None] = None, month: Query[MonthText | None] = None
) -> dict[str, Any]:
    """Without a month: the newest counted one that has begun."""
    return coverage_of(_region(request, region), _month(month))


@router.get("/parts", response=answers(list[FigureShape]), summary="The same for every part of a region")
@needs(TokenScope.COVERAGE_READ, *_READERS)
def parts(
    request: HttpRequest, region: Query[RegionCode | None] = None, month: Query[MonthText | None] = None
) -> list[dict[str, Any]]:
    """In order of code; a village has no parts."""
    return coverage_of_parts(_region(request, region), _month(month))


@router.get("/villages", response=answers(list[VillageShape]), summary="Villages side by side")
@needs(TokenScope.COVERAGE_READ, *_READERS)
def villages(
    request: HttpRequest, region: Query[RegionCode | None] = None, month: Query[MonthText | None] = None
) -> list[dict[str, Any]]:
    """Every village of the region in order of code, with the interval of its share."""
    within = _region(request, region)
    lines = villages_compared(settings.REGENCY, _month(month))
    return [line for line in lines if line["code"] == within or line["code"].startswith(within + ".")]


@router.get("/months", response=answers(list[MonthShape]), summary="Counted months, oldest first")
@needs(TokenScope.COVERAGE_READ, *_READERS)
def months(request: HttpRequest, region: Query[RegionCode | None] = None) -> list[dict[str, Any]]:
    """The counted months of the last 13."""
    return trend_of(_region(request, region), _month(None))


def _region(request: HttpRequest, code: str | None) -> str:
    """Return the region asked for; without one the token's territory, or the regency where that is wider."""
    own: str = request.auth.actor.territory  # type: ignore[attr-defined]
    wanted = code or (own if own.startswith(settings.REGENCY) else settings.REGENCY)
    within_territory(request, wanted)
    return wanted if level_of(wanted) else settings.REGENCY


def _month(text: str | None) -> Month:
    if text:
        return Month.parse(text)
    newest = month_to_show(months_counted(settings.REGENCY), Month.of(today()))
    if newest is None:
        raise NoSnapshotError("Belum ada bulan yang dihitung / no month has been counted yet")
    return newest
