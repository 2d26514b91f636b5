"""Shapes that many operations share: codes, months, numbers, and a page of a list."""

from __future__ import annotations

import re
from datetime import date
from typing import Annotated, Any, Generic, TypeVar

from ninja import Schema
from pydantic import BeforeValidator, ConfigDict, Field

from semesta.kernel.finding import Language
from semesta.kernel.month import Month

Item = TypeVar("Item")
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_LARGEST = 2**53 - 1


def _as_whole(value: Any) -> Any:
    return int(value) if isinstance(value, float) and value.is_integer() else value  # JSON knows one kind of number


Whole = BeforeValidator(_as_whole)
"""For numbers of a body: 5.0 is as whole as 5 (JSON Schema's `integer`)."""
RegionCode = Annotated[
    str, Field(pattern=r"^[0-9]{2}(\.[0-9]{2}(\.[0-9]{2}(\.[0-9]{4})?)?)?$", examples=["52.03.05.2001"], max_length=13)
]
"""A dotted region code."""
MonthText = Annotated[str, Field(pattern=r"^20[0-9]{2}-(0[1-9]|1[0-2])$", examples=["2026-01"], max_length=7)]
"""A month, YYYY-MM."""
Year = Annotated[int, Field(ge=2000, le=2099), Whole]
Number = Annotated[int, Field(ge=1, le=_LARGEST), Whole]
Key = Annotated[int, Field(ge=0, le=_LARGEST), Whole]
"""Where a page begins: behind the item that has this number."""
Limit = Annotated[int, Field(ge=1, le=200), Whole]
Text = Annotated[str, Field(max_length=120, pattern=r"^[^\x00-\x1f]*$")]
Reason = Annotated[str, Field(min_length=3, max_length=500, pattern=r"^[^\x00-\x1f]*[^\x00-\x20][^\x00-\x1f]*$")]
Lang = Annotated[str, Field(pattern=r"^(id|en)$")]
"""The language of sentences in the answer."""


def _as_month(value: Any) -> Any:
    return str(Month.of(value)) if isinstance(value, date) else str(value) if isinstance(value, Month) else value


AnyMonth = Annotated[str, BeforeValidator(_as_month)]
"""A month in an answer, YYYY-MM, whether the query gives its first day or a `Month`."""


def _as_day(value: Any) -> Any:
    if isinstance(value, str) and _DAY.fullmatch(value) is None:
        raise ValueError("write YYYY-MM-DD")  # a bare number would be read as seconds since 1970
    return value


Day = Annotated[date, BeforeValidator(_as_day)]
"""A day, YYYY-MM-DD and nothing else."""


class Body(Schema):
    """What is sent: nothing but the fields it names, each of its very type."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Behind(Schema):
    """Which page of a list: behind the item with number `after`, at most `limit` items."""

    after: Key = 0
    limit: Limit = 50


class Before(Schema):
    """Which page of a list whose newest come first: before the item with number `before`."""

    before: Key | None = None
    limit: Limit = 50


class Spoken(Schema):
    """The language of sentences in the answer."""

    lang: Lang = "id"

    @property
    def language(self) -> Language:
        """Return it as the program names it."""
        return "en" if self.lang == "en" else "id"


class Page(Schema, Generic[Item]):
    """Some items, and behind which number the next page begins (null: there is none)."""

    items: list[Item]
    next: int | None


def page_of(lines: list[dict[str, Any]], *, limit: int, key: str) -> dict[str, Any]:
    """Return a page of lines that were asked for with one more than `limit`; `key` names the number to go on behind."""
    shown = lines[:limit]
    return {"items": shown, "next": shown[-1][key] if len(lines) > limit else None}


def page_behind(lines: list[dict[str, Any]], *, after: int, limit: int, key: str) -> dict[str, Any]:
    """Return a page of a short list that a query gives as a whole, in order of `key`."""
    behind = sorted((line for line in lines if line[key] > after), key=lambda line: int(line[key]))
    return page_of(behind, limit=limit, key=key)
