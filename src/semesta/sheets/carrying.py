"""Values written once for a group of persons: in a line above them, or in the first row of the group only.

A value is carried down where the list's form says that it holds for the rows below: a line "DUSUN X", the line of a
family, a column that is filled once per group. What is merely missing here and there stays missing.
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from semesta.sheets.columns import field_label
from semesta.sheets.household import FIELDS as HOUSEHOLD_FIELDS
from semesta.sheets.household import HouseholdLines
from semesta.sheets.lines import Judged
from semesta.sheets.normalise.gaps import without_blanks
from semesta.sheets.normalise.text import by_value
from semesta.sheets.normalise.words import is_head
from semesta.sheets.raw_table import RawTable
from semesta.sheets.settling import ColumnNote
from semesta.sheets.workbook import Grid

_CARRIED: Final = ("dusun", "rt", "rw", "rt_rw", "kk", "address", "village", "district")
_OF_FAMILIES: Final = ("kk", "address")
_CARRY_SHARE: Final = 0.4
"""A column with at least this share of empty cells, filled on the first line of its groups, is carried down."""
_REPEATED_SHARE: Final = 0.1
_HEADS_SHARE: Final = 0.9


def carry_groups(table: RawTable, judged: Judged, people: npt.NDArray[np.intp]) -> None:
    """Give the persons under a group line ("DUSUN X") its value, where their own cell is empty."""
    for name, values in judged.carried.items():
        marks = pl.Series("v", [None] * len(judged.reasons), dtype=pl.String).scatter(
            list(values), list(values.values())
        )
        below = marks.forward_fill()[people]
        if below.null_count() < below.len():
            _fill(table, name, below)
            table.notes.append((None, table.letters.get(name, ""), ColumnNote("carried_down", -1, name, detail=name)))


def carry_households(table: RawTable, household: HouseholdLines, people: npt.NDArray[np.intp], grid: Grid) -> None:
    """Give the persons of a family (lines of the grid) the card number and address of its line."""
    if not people.size:
        return
    values = household.values
    which = np.searchsorted(values["line"].to_numpy(), people, side="right") - 1
    of_persons = values[np.maximum(which, 0)].with_columns(pl.Series("inside", which >= 0))
    carried = of_persons.select(
        pl.when("inside").then(pl.col(name)).alias(name) for name in (*HOUSEHOLD_FIELDS, "line")
    )
    told = [name for name in HOUSEHOLD_FIELDS if carried[name].null_count() < carried.height]
    for name in told:
        _fill(table, name, carried[name])
    table.raw = table.raw.with_columns((carried["line"] + grid.first_row).cast(pl.Int32).alias("line_kk"))
    letters = grid.cells.columns[int(values["column"][0])]
    table.letters.setdefault("kk", letters)
    labels = ", ".join(field_label(name) for name in told)
    table.notes.append((None, letters, ColumnNote("carried_down", -1, "kk", detail=labels)))


def _fill(table: RawTable, name: str, below: pl.Series) -> None:
    """Put values into a field's cells where those are empty."""
    own = f"r_{name}"
    if own in table.raw.columns:
        blank = pl.col(own).is_null() | (pl.col(own).str.strip_chars() == "")
        table.raw = table.raw.with_columns(pl.when(blank).then(below).otherwise(pl.col(own)).alias(own))
    else:
        table.raw = table.raw.with_columns(below.alias(own))


def carry_columns(table: RawTable) -> None:
    """Carry down values that stand only on the first line of their group (hamlet, family card ...)."""
    present = [f for f in _CARRIED if f"r_{f}" in table.raw.columns]
    if not present or table.raw.height < 3:
        return
    raw = table.raw
    filled = {f"r_{f}": without_blanks(raw[f"r_{f}"]) for f in present}
    shares = [column.null_count() / raw.height for column in filled.values()]
    sparse = [f for f, share in zip(present, shares, strict=True) if _CARRY_SHARE <= share < 1]
    carry = [f for f in sparse if f not in _OF_FAMILIES and _begins_groups(filled[f"r_{f}"])]
    if "kk" in sparse and _stands_with_heads(table, filled["r_kk"]):
        carry += [f for f in _OF_FAMILIES if f in sparse]
    if carry:
        table.raw = raw.with_columns(filled[f"r_{f}"].forward_fill() for f in carry)
        table.notes += [(None, table.letters.get(f, ""), ColumnNote("carried_down", -1, f, detail=f)) for f in carry]


def _begins_groups(values: pl.Series) -> bool:
    """Say whether values are written once per group: the first line has one, and hardly one repeats the one before."""
    if values[0] is None:
        return False
    written = values.drop_nulls()
    again = int((written == written.shift(1)).fill_null(False).sum())
    return again <= _REPEATED_SHARE * len(written)


def _stands_with_heads(table: RawTable, cards: pl.Series) -> bool:
    """Say whether the family card is written for the heads of families, and for hardly anybody else."""
    if "relation" not in table.fields or cards[0] is None:
        return False
    heads = by_value(table.raw["r_relation"], is_head, pl.Boolean()).fill_null(False)
    return bool((heads == cards.is_not_null()).sum() >= _HEADS_SHARE * len(cards))
