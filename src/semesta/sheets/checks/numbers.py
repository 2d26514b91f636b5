"""Read the NIK and family-card columns and say what is wrong with each number by itself."""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from semesta.sheets.desk import Desk, Mask
from semesta.sheets.normalise.numbers import (
    CARD,
    IMPOSSIBLE,
    LENGTH,
    MAYBE_ROUNDED,
    PROBLEMS,
    ROUNDED,
    SHIFTED,
    TIDIED,
    Numbers,
    read_numbers,
)
from semesta.sheets.workbook import CellKind

_NATURAL_SHARE: Final = 0.5
_NATURAL_LEAST: Final = 20
"""Number cells that mostly do not end in 0 were written by a program, not typed: a last 0 tells nothing there."""

_NIK_CODES: Final = {problem: f"nik_{problem}" for problem in PROBLEMS} | {"card": "kk_in_nik_column"}
_CARD_CODES: Final = {problem: f"kk_{problem}" for problem in PROBLEMS} | {"placeholder": "kk_missing"}
_WITH_SUGGESTION: Final = (CARD, LENGTH, IMPOSSIBLE)


def read_niks(desk: Desk) -> Numbers:
    """Read the NIK column; its findings are made later, when the numbers have been held against the other columns."""
    niks = read_numbers(desk.text("nik"), desk.kind("nik"))
    doubtful = niks.problem == MAYBE_ROUNDED
    if doubtful.any():
        typed = (niks.kind == CellKind.NUMBER) & (niks.value >= 0)
        if typed.sum() >= _NATURAL_LEAST and doubtful.sum() <= _NATURAL_SHARE * typed.sum():
            niks.problem[doubtful] = 0
    return niks


def tell_niks(desk: Desk, niks: Numbers, instead: pl.Series) -> None:
    """Make the findings of the NIK column; `instead`: the NIK suggested for a cell that holds a card or a slip."""
    found, text = desk.found, desk.text("nik")
    for t, fields in enumerate(desk.fields):
        if "nik" not in fields:
            found.one(t, None, "nik", "no_nik_column")
    if text is None:
        return
    wrong = np.flatnonzero((niks.problem != 0) & (niks.problem != SHIFTED) & desk.in_tables_with("nik"))
    if wrong.size:
        problems = niks.problem[wrong].tolist()
        digits, others = niks.digits[wrong].to_list(), instead[wrong].to_list()
        found.cells(
            wrong,
            "nik",
            [_NIK_CODES[PROBLEMS[p]] for p in problems],
            before=text,
            after=[n if p in _WITH_SUGGESTION else None for p, n in zip(problems, others, strict=True)],
            detail=[_detail(p, d) for p, d in zip(problems, digits, strict=True)],
        )
    found.cells(niks.lettered, "nik", "nik_letters_replaced", before=text, after=niks.digits)
    _tell_tidied(desk, niks, "nik")


def _detail(problem: int, digits: str | None) -> str:
    if digits is None:
        return ""
    if problem == LENGTH:
        return str(len(digits))
    return f"{digits[:15]}1 … {digits[:15]}9" if problem == ROUNDED else ""


def _tell_tidied(desk: Desk, numbers: Numbers, name: str) -> None:
    """Note once per column that apostrophes, separators or decimal tails were dropped from numbers."""
    for code in np.unique(numbers.tidied).tolist():
        if code:
            desk.found.once(numbers.tidied == code, name, TIDIED[code], before=desk.text(name), after=numbers.digits)


def read_cards(desk: Desk) -> Numbers:
    """Read the family-card column. A card has no 40 added to its day, and a last 0 tells nothing about it."""
    cards = read_numbers(desk.text("kk"), desk.kind("kk"))
    cards.problem[cards.problem == MAYBE_ROUNDED] = 0
    cards.problem[(cards.problem == 0) & cards.woman] = IMPOSSIBLE
    return cards


def tell_cards(desk: Desk, cards: Numbers, holds_nik: Mask) -> None:
    """Make the findings of the family-card column; `holds_nik`: lines whose card cell holds a NIK.

    A card carried down from a family's line is told once, at that line.
    """
    text = desk.text("kk")
    if text is None:
        return
    rows: npt.NDArray[np.int32] | None = None
    first = np.ones(len(desk), dtype=bool)
    if "line_kk" in desk.cells:
        rows = desk.cells["line_kk"].fill_null(-1).to_numpy()
        rows = np.where(rows < 0, desk.found.rows, rows).astype(np.int32)
        first[1:] = (rows[1:] != rows[:-1]) | (desk.found.tables[1:] != desk.found.tables[:-1])
    found = desk.found
    wrong = np.flatnonzero((cards.problem != 0) & ~holds_nik & first & desk.in_tables_with("kk"))
    if wrong.size:
        problems = cards.problem[wrong].tolist()
        detail = [_detail(p, d) for p, d in zip(problems, cards.digits[wrong].to_list(), strict=True)]
        codes = [_CARD_CODES[PROBLEMS[p]] for p in problems]
        found.cells(wrong, "kk", codes, before=text, detail=detail, rows=rows)
    found.cells(holds_nik & first, "kk", "nik_in_kk_column", before=text, rows=rows)
    found.cells(cards.lettered & first, "kk", "kk_letters_replaced", before=text, after=cards.digits, rows=rows)
    _tell_tidied(desk, cards, "kk")
