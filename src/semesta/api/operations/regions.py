"""Regions of the regency: one, and those below it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest
from ninja import Query, Router, Schema

from semesta.api.needs import needs
from semesta.api.problem import answers
from semesta.api.shapes import RegionCode
from semesta.kernel.region_code import regency_of
from semesta.regions.queries import children_of, region_named
from semesta.tokens.token_scope import TokenScope

router = Router(tags=["regions"])


class RegionShape(Schema):
    """A region: code, name, level (province, regency, district, village), and the code of the one it lies in."""

    code: str
    name: str
    level: str
    kind: str
    parent: str | None


class RegionWithParts(RegionShape):
    """A region with those one level below, in order of code."""

    parts: list[RegionShape]


@router.get("", response=answers(RegionWithParts), summary="A region and what lies one level below")
@needs(TokenScope.REGIONS_READ)
def region(request: HttpRequest, code: Query[RegionCode | None] = None) -> dict[str, Any]:
    """Without a code: the regency. Regions are public; the territory of the token does not narrow them."""
    wanted = code or settings.REGENCY
    if len(wanted) < len(settings.REGENCY) or regency_of(wanted) != settings.REGENCY:
        raise Http404
    return region_named(wanted) | {"parts": children_of(wanted)}
