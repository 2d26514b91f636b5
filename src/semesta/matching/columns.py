"""Kinds of fields: how the columns rows bring become the standardised columns that conditions speak of.

Every kind is a function from a frame and a field to one or more columns named after the field. A column the frame does
not have is taken as unknown. Nothing is guessed: what does not fit a kind becomes null.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

import polars as pl

from semesta.matching.name_key import name_parts


@dataclass(frozen=True)
class Field:
    """A field of a schema: its name, kind and options (which columns of the frame it is read from, limits)."""

    name: str
    kind: str
    options: Mapping[str, Any] = field(default_factory=dict)

    @property
    def makes(self) -> dict[str, str]:
        """Return the standardised columns this field makes, each with its type."""
        return {f"{self.name}{suffix}": kind for suffix, kind in KINDS[self.kind].makes.items()}

    def source(self, option: str = "column") -> str:
        """Return the column of the frame that an option names; the main one is called as the field by default."""
        return str(self.options.get(option, self.name if option == "column" else ""))

    def read(self, frame: pl.DataFrame) -> pl.DataFrame:
        """Make the standardised columns of this field."""
        return KINDS[self.kind].read(frame, self)

    def of(self, frame: pl.DataFrame, option: str = "column") -> pl.Series:
        """Return that column of the frame as text, all null when the frame lacks it."""
        column = self.source(option)
        if column in frame.columns:
            return frame[column].cast(pl.String)
        return pl.Series(column, [None], dtype=pl.String).new_from_index(0, frame.height)


@dataclass(frozen=True)
class Kind:
    """What a kind makes (suffix of the column -> type), the options it knows, and the function that does it."""

    makes: Mapping[str, str]
    options: frozenset[str]
    read: Callable[[pl.DataFrame, Field], pl.DataFrame]


_COMMON: Final = frozenset({"column", "most_names"})


def _by_value(values: pl.Series, read: Callable[[pl.Series], pl.DataFrame]) -> pl.DataFrame:
    """Read every different value once."""
    different = values.unique()
    made = read(different)
    told = made.with_columns(different.alias("\0value"))
    given = pl.DataFrame({"\0value": values})
    return given.join(told, on="\0value", how="left", maintain_order="left", nulls_equal=True).select(made.columns)


def _text(frame: pl.DataFrame, f: Field) -> pl.DataFrame:
    """Capitals, letters and digits, single spaces; leading words of `drop` taken off."""

    def tidy(values: pl.Series) -> pl.DataFrame:
        text = values.str.to_uppercase().str.replace_all(r"[^\p{L}\p{N}]+", " ").str.strip_chars()
        if "drop" in f.options:
            text = text.str.replace(rf"^(?:{f.options['drop']})\b\s*", "")
        return text.replace("", None).alias(f.name).to_frame()

    return _by_value(f.of(frame), tidy)


def _code(frame: pl.DataFrame, f: Field) -> pl.DataFrame:
    """As it is, null when empty."""
    return pl.DataFrame({"t": f.of(frame)}).select(pl.when(pl.col("t") != "").then("t").alias(f.name))


def _digits(frame: pl.DataFrame, f: Field) -> pl.DataFrame:
    """Digits only, of the asked length, not the same digit throughout."""
    text = pl.col("t")
    only = pl.when(text.str.contains(r"^[0-9]+$")).then(text).otherwise(text.str.replace_all("[^0-9]", ""))
    frame = pl.DataFrame({"t": f.of(frame)}).select(t=only)
    length = text.str.len_bytes()
    fits = length == int(f.options["length"]) if "length" in f.options else length >= 5
    return frame.select(pl.when(fits & (text.str.strip_chars_start(text.str.head(1)) != "")).then("t").alias(f.name))


def _person_name(frame: pl.DataFrame, f: Field) -> pl.DataFrame:
    """Folded name, its first word, its words between spaces (Sasak and Indonesian spelling)."""
    parts = _by_value(f.of(frame), name_parts).with_columns(pl.col("name_bare").fill_null(False))
    return parts.rename({c: c.replace("name", f.name, 1) for c in parts.columns})


def _relative_name(frame: pl.DataFrame, f: Field) -> pl.DataFrame:
    """Folded name of a parent; null where it names nobody (Inaq X is called after a child)."""

    def key(names: pl.Series) -> pl.DataFrame:
        return name_parts(names).select(pl.when(~pl.col("name_bare")).then("name_key").alias(f"{f.name}_key"))

    return _by_value(f.of(frame), key)


def _date(frame: pl.DataFrame, f: Field) -> pl.DataFrame:
    """A day as yyyymmdd, the same with day and month turned, the year, whether it is a day that registrars default to.

    `told` names the column that is null where the date was read off another column (its NIK); `precision` one that
    says "year" where only the year is known.
    """
    column = f.source()
    value = frame[column] if column in frame.columns else f.of(frame)
    if value.dtype == pl.String:
        value = value.str.to_date("%Y-%m-%d", strict=False)
    exact = f.of(frame, "precision") != "year"
    told = f.source("told")
    is_told = frame[told].is_not_null() if told in frame.columns else value.is_not_null()
    day = pl.col("day")
    text = day.dt.strftime("%Y%m%d")
    turned = pl.when(day.dt.day() <= 12).then(day.dt.strftime("%Y%d%m"))
    default = (
        (day.dt.month() == 12) & (day.dt.day() == 31) | (day.dt.month().is_in([1, 7])) & (day.dt.day() == 1)
    ).fill_null(False)
    days = pl.DataFrame({"day": value.cast(pl.Date), "exact": exact.fill_null(True), "told": is_told})
    different = (
        days.select("day")
        .unique()
        .with_columns(text=text, turned=turned, year=day.dt.year().cast(pl.Int32), default=default)
    )
    return days.join(different, on="day", how="left", maintain_order="left", nulls_equal=True).select(
        pl.when("exact").then("text").alias(f.name),
        pl.when("exact").then("turned").alias(f"{f.name}_turned"),
        pl.col("year").alias(f"{f.name}_year"),
        pl.col("default").alias(f"{f.name}_default"),
        pl.col("told").alias(f"{f.name}_told"),
    )


def _nik(frame: pl.DataFrame, f: Field) -> pl.DataFrame:
    """The NIK, else the digits written if they are 15 to 17; whether it is sure; its head; the birth date it encodes.

    `state` names the column that says `valid` of a sound number that nothing contradicts; without it every number of
    16 digits with a possible date counts as sure. `written` names the digits as found.
    """
    numbers = pl.DataFrame({"nik": f.of(frame), "written": f.of(frame, "written"), "state": f.of(frame, "state")})
    digits = pl.coalesce("nik", pl.when(pl.col("written").str.contains(r"^[0-9]{15,17}$")).then("written"))
    nik = pl.col("digits")
    whole = nik.str.contains(r"^[0-9]{16}$")
    day = nik.str.slice(6, 2).cast(pl.Int8, strict=False)
    born_day = pl.when(day > 40).then(day - 40).otherwise(day)
    month = nik.str.slice(8, 2).cast(pl.Int8, strict=False)
    possible = whole & born_day.is_between(1, 31) & month.is_between(1, 12)
    stated = f.source("state") in frame.columns
    sure = (pl.col("state") == "valid") & whole if stated else possible
    head, stem = pl.when(whole).then(nik.str.slice(0, 15)), pl.when(whole).then(nik.str.slice(0, 12))
    encoded = nik.str.slice(10, 2) + nik.str.slice(8, 2) + born_day.cast(pl.String).str.zfill(2)
    return numbers.with_columns(digits=digits).select(
        nik.alias(f.name),
        sure.fill_null(False).alias(f"{f.name}_sure"),
        head.alias(f"{f.name}_head"),
        stem.alias(f"{f.name}_stem"),
        (whole & nik.str.ends_with("0")).fill_null(False).alias(f"{f.name}_ends_0"),
        pl.when(possible).then(encoded).alias(f"{f.name}_birth"),
    )


KINDS: Final[Mapping[str, Kind]] = {
    "text": Kind({"": "text"}, _COMMON | {"drop"}, _text),
    "code": Kind({"": "text"}, _COMMON, _code),
    "digits": Kind({"": "text"}, _COMMON | {"length"}, _digits),
    "person_name": Kind(
        {"_key": "text", "_token": "text", "_last": "text", "_words": "text", "_bare": "yes or no"},
        frozenset({"column"}),
        _person_name,
    ),
    "relative_name": Kind({"_key": "text"}, frozenset({"column"}), _relative_name),
    "date": Kind(
        {"": "text", "_turned": "text", "_year": "number", "_default": "yes or no", "_told": "yes or no"},
        frozenset({"column", "told", "precision"}),
        _date,
    ),
    "nik": Kind(
        {"": "text", "_sure": "yes or no", "_head": "text", "_stem": "text", "_ends_0": "yes or no", "_birth": "text"},
        _COMMON | {"state", "written"},
        _nik,
    ),
}
