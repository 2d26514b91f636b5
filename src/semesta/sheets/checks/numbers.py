"""Read the NIK and family-card columns and say what is wrong with each number by itself."""

from __future__ import annotations

from typing import Final

import polars as pl

from semesta.sheets.desk import Desk
from semesta.sheets.normalise.numbers import read_numbers
from semesta.sheets.workbook import CellKind

_NATURAL_SHARE: Final = 0.5
_NATURAL_LEAST: Final = 20
"""Number cells that mostly do not end in 0 were written by a program, not typed: a last 0 tells nothing there."""

_NIK_CODES: Final = {
    "missing": "nik_missing",
    "placeholder": "nik_placeholder",
    "scientific": "nik_scientific",
    "not_a_number": "nik_not_a_number",
    "length": "nik_length",
    "impossible_date": "nik_impossible_date",
    "rounded": "nik_rounded",
    "maybe_rounded": "nik_maybe_rounded",
}
_KK_CODES: Final = {
    "missing": "kk_missing",
    "placeholder": "kk_missing",
    "scientific": "kk_scientific",
    "not_a_number": "kk_not_a_number",
    "length": "kk_length",
    "impossible_date": "kk_impossible_date",
    "rounded": "kk_rounded",
}


def read_niks(desk: Desk) -> pl.DataFrame:
    """Read the NIK column; findings are made later, when the numbers have been held against the other columns.

    Columns: digits, problem, tidied, lettered, day, month, year, woman.
    """
    text = desk.text("nik")
    if text is None:
        text = desk.nothing(pl.String())
    numbers = read_numbers(text, desk.kind("nik"), women=True)
    return _without_natural_zeros(numbers)


def _without_natural_zeros(numbers: pl.DataFrame) -> pl.DataFrame:
    doubtful = (numbers["problem"] == "maybe_rounded").fill_null(False)
    if not doubtful.any():
        return numbers
    numeric = numbers.filter((pl.col("kind") == CellKind.NUMBER) & (pl.col("length") == 16))
    if numeric.height < _NATURAL_LEAST or 1 - doubtful.sum() / numeric.height < _NATURAL_SHARE:
        return numbers
    return numbers.with_columns(problem=pl.when(pl.col("problem") != "maybe_rounded").then("problem"))


def tell_niks(desk: Desk, niks: pl.DataFrame) -> None:
    """Make the findings of the NIK column; `problem` may by now say "kk" as well."""
    found = desk.found
    for t, table in enumerate(desk.tables):
        if "nik" not in table.fields:
            found.one(t, None, "nik", "no_nik_column")
    frame = desk.frame("nik").hstack(niks.select("digits", "problem", "tidied", "lettered", "length", "has_kk_hint"))
    if "r_nik" not in frame.columns:
        return
    told = pl.col("problem").is_not_null() & (pl.col("problem") != "shifted")
    wrong = frame.filter(told & desk.in_tables_with("nik"))
    if wrong.height:
        codes = {**_NIK_CODES, "kk": "kk_in_nik_column"}
        detail = (
            pl.when(pl.col("problem") == "length")
            .then(pl.col("length").cast(pl.String))
            .when(pl.col("problem") == "rounded")
            .then(pl.format("{}1 … {}9", pl.col("digits").str.slice(0, 15), pl.col("digits").str.slice(0, 15)))
        )
        code = pl.col("problem").replace_strict(codes, return_dtype=pl.String)
        found.cells(wrong, "nik", code, before=pl.col("r_nik"), after=pl.col("has_kk_hint"), detail=detail)
    if frame["lettered"].any():
        lettered = frame.filter(pl.col("lettered"))
        found.cells(lettered, "nik", "nik_letters_replaced", before=pl.col("r_nik"), after=pl.col("digits"))
    tell_tidied(desk, frame, "nik")


def tell_tidied(desk: Desk, frame: pl.DataFrame, name: str) -> None:
    """Note once per column that apostrophes, separators or decimal tails were dropped from numbers."""
    if frame["tidied"].null_count() == frame.height:
        return
    for code in frame["tidied"].drop_nulls().unique().sort():
        part = frame.filter(pl.col("tidied") == code)
        desk.found.once(part, name, str(code), before=pl.col(f"r_{name}"), after=pl.col("digits"))


def read_cards(desk: Desk) -> pl.DataFrame:
    """Read the family-card column and make its findings, except those that need the NIK.

    Columns: digits, problem, day, month, year, woman.
    """
    text = desk.text("kk")
    if text is None:
        text = desk.nothing(pl.String())
    cards = read_numbers(text, desk.kind("kk"), women=True)
    day_too_late = pl.col("woman") & pl.col("problem").is_null()
    return cards.with_columns(
        problem=pl.when(day_too_late.fill_null(False))
        .then(pl.lit("impossible_date"))
        .when(pl.col("problem") == "maybe_rounded")
        .then(None)
        .otherwise("problem")
    )


def tell_cards(desk: Desk, cards: pl.DataFrame, holds_nik: pl.Series) -> None:
    """Make the findings of the family-card column; `holds_nik`: lines whose card cell holds a NIK."""
    columns = cards.select("digits", "problem", "tidied", "lettered", "length").with_columns(holds_nik=holds_nik)
    frame = desk.frame("kk").hstack(columns)
    if "r_kk" not in frame.columns:
        return
    where = "row"
    if "line_kk" in desk.raw.columns:
        frame = frame.with_columns(line=pl.coalesce(desk.raw["line_kk"], desk.raw["row"]))
        where = "line"
        frame = frame.unique(["t", "line"], keep="first", maintain_order=True)
    has_column = pl.col("t").is_in([i for i, table in enumerate(desk.tables) if "kk" in table.fields])
    wrong = frame.filter(pl.col("problem").is_not_null() & ~pl.col("holds_nik") & has_column)
    code = pl.col("problem").replace_strict(_KK_CODES, return_dtype=pl.String)
    detail = pl.when(pl.col("problem") == "length").then(pl.col("length").cast(pl.String))
    desk.found.cells(wrong, "kk", code, before=pl.col("r_kk"), detail=detail, row=where)
    niks = frame.filter(pl.col("holds_nik"))
    desk.found.cells(niks, "kk", "nik_in_kk_column", before=pl.col("r_kk"), row=where)
    lettered = frame.filter(pl.col("lettered"))
    desk.found.cells(lettered, "kk", "kk_letters_replaced", before=pl.col("r_kk"), after=pl.col("digits"), row=where)
    tell_tidied(desk, frame, "kk")
