"""Tables that speak of the same people: a questionnaire spread over blocks or sheets, and a sheet of households.

A later table whose people are nearly all on an earlier one, and which adds columns the earlier one lacks, gives its
columns to those rows; its lines are accounted for as joined. Rows it alone has stay persons. A table of households
(family card and address, nobody's name) gives the address to the members by family card.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

import polars as pl

from semesta.sheets.raw_table import RawTable
from semesta.sheets.settling import ColumnNote

JOINED: Final = "joined to its person"
HOUSEHOLD_ROW: Final = "household row"
_KEYS: Final = frozenset({"row_number", "kk", "nik", "name"})
_HOME: Final = ("address", "dusun", "rt", "rw", "rt_rw", "village", "district")
_OVERLAP: Final = 0.8


def join_tables(tables: Sequence[RawTable]) -> list[RawTable]:
    """Return the tables with joined ones emptied of the lines they gave away."""
    joined = list(tables)
    fields = [table.fields for table in joined]
    for i, later in enumerate(joined):
        for j, earlier in enumerate(joined[:i]):
            if _adds_columns(fields[j], fields[i]) and _same_people(earlier, later):
                _join(earlier, later)
                fields[j] = earlier.fields
                break
    homes = [table for table in joined if table.is_households]
    for home in homes:
        for table in joined:
            if not table.is_households and "kk" in table.fields:
                _give_home(home, table)
        home.skipped[HOUSEHOLD_ROW] = home.skipped.get(HOUSEHOLD_ROW, 0) + home.raw.height
        home.raw = home.raw.head(0)
    return joined


def _adds_columns(earlier: frozenset[str], later: frozenset[str]) -> bool:
    new = later - earlier - _KEYS
    common = (later & earlier) - _KEYS
    return bool(new) and len(common) <= len(new) and bool(later & earlier & {"nik", "name"})


def _key(table: RawTable) -> pl.Series:
    """Return what names a person in both tables: the digits of the NIK, or the name where there is none."""
    nik = pl.col("r_nik").str.replace_all("[^0-9]", "") if "nik" in table.fields else pl.lit(None, pl.String)
    name = (
        pl.col("r_name").str.to_uppercase().str.replace_all("[^A-Z]", "")
        if "name" in table.fields
        else pl.lit(None, pl.String)
    )
    return table.raw.select(pl.coalesce(pl.when(nik.str.len_bytes() > 8).then(nik), name).alias("key")).to_series()


def _same_people(earlier: RawTable, later: RawTable) -> bool:
    if not earlier.raw.height or not later.raw.height:
        return False
    keys = _key(later)
    return bool(keys.is_in(_key(earlier).implode()).fill_null(False).sum() >= _OVERLAP * len(keys))


def _join(earlier: RawTable, later: RawTable) -> None:
    keys = _key(later)
    new = sorted(later.fields - earlier.fields)
    columns = [c for name in new for c in (f"r_{name}", f"k_{name}") if c in later.raw.columns]
    given = (
        later.raw.select(columns).with_columns(key=keys).unique("key", keep="first").filter(pl.col("key").is_not_null())
    )
    earlier.raw = (
        earlier.raw.with_columns(_key(earlier)).join(given, on="key", how="left", maintain_order="left").drop("key")
    )
    matched = keys.is_in(_key(earlier).implode()).fill_null(False)
    later.skipped[JOINED] = later.skipped.get(JOINED, 0) + int(matched.sum())
    later.raw = later.raw.filter(~matched)
    for row in later.raw["row"].to_list():
        later.notes.append(
            (row, later.letters.get("name", ""), ColumnNote("block_without_row", -1, "name", detail="NIK"))
        )
    if later.sheet == earlier.sheet:
        earlier.letters.update({name: later.letters[name] for name in new if name in later.letters})
    earlier.notes.append((None, "", ColumnNote("blocks_joined", -1, "", detail="NIK")))


def _give_home(home: RawTable, table: RawTable) -> None:
    """Give address and neighbourhood to members whose own table does not have them."""
    wanted = [f for f in _HOME if f in home.fields and f not in table.fields]
    if not wanted:
        return
    digits = pl.col("r_kk").str.replace_all("[^0-9]", "").alias("key")
    given = home.raw.select(digits, *(f"r_{f}" for f in wanted)).unique("key", keep="first").filter(pl.col("key") != "")
    table.raw = table.raw.with_columns(digits).join(given, on="key", how="left", maintain_order="left").drop("key")
    table.notes.append((None, "", ColumnNote("blocks_joined", -1, "", detail="No. KK")))
