"""Rows whose contents have slipped into the neighbouring columns: a number of 16 digits stands where none belongs.

Such a row is told once, as shifted; whatever else its cells would cause is a consequence and is not told.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from semesta.sheets.desk import Desk

_NUMBERLESS: Final = ("name", "birth_on", "birth", "birth_place", "sex", "row_number", "mother_name", "address")
_NUMBER: Final = r"^\W{0,2}[0-9]{16}\W{0,2}$"


def find_shifted(desk: Desk, niks: pl.DataFrame) -> pl.Series:
    """Return the lines that have shifted, and tell them."""
    shifted = pl.Series([False]).new_from_index(0, niks.height)
    present = [name for name in _NUMBERLESS if f"r_{name}" in desk.raw.columns]
    has_digits = desk.clean["name"].str.contains("[0-9]{9}") if "name" in present else shifted
    suspect = (niks["problem"].is_not_null() | has_digits).fill_null(False)
    if not suspect.any() or not present:
        return shifted
    cells = desk.raw.filter(suspect).select(pl.col(f"r_{name}").str.contains(_NUMBER).fill_null(False) for name in present)
    where = suspect.arg_true().filter(cells.select(pl.any_horizontal(pl.all())).to_series())
    if not where.len():
        return shifted
    shifted = shifted.scatter(where, True)
    for name in reversed(present):
        mine = desk.raw[f"r_{name}"].str.contains(_NUMBER).fill_null(False) & shifted
        frame = desk.frame(name, mine=mine).filter("mine").unique(["t", "row"], maintain_order=True)
        desk.found.cells(frame, name, "row_shifted", before=pl.col(f"r_{name}"), detail=pl.lit(name))
    desk.found.silence(desk.frame(shifted=shifted).filter("shifted"), but="row_shifted")
    return shifted
