"""The truth points at the right cells: what it says was written is what a reader finds there."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import polars as pl
from python_calamine import CalamineWorkbook

from semesta.synthetic.damage import DAMAGE_SCHEMA, KINDS
from semesta.synthetic.layout.page import column_number, letters
from semesta.synthetic.listing import ROW_SCHEMA
from semesta.synthetic.population import PERSON_SCHEMA
from tests.synthetic.made_up import MadeUp

GLUED = ("handmade",)  # layouts that put two fields into one cell or a sex into two


@cache
def _sheet(path: Path, sheet: str) -> list[list[Any]]:
    return CalamineWorkbook.from_path(str(path)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def _text(cell: Any) -> str:
    if isinstance(cell, date):
        return cell.isoformat()[:10]
    return str(int(cell)) if isinstance(cell, float) else str(cell)


def _cells(made_up: MadeUp, damages: pl.DataFrame) -> Iterator[tuple[str, str, str]]:
    """Yield kind, written value and what stands in the cell, for workbooks."""
    books = damages.filter(~pl.col("file").str.ends_with(".csv") & pl.col("column").is_not_null())
    for file, sheet, row, column, kind, written in books.select(
        "file", "sheet", "row", "column", "kind", "written"
    ).iter_rows():
        line = _sheet(made_up.folder / file, sheet)[row - 1]
        place = column_number(column) - 1
        yield kind, written, _text(line[place]) if place < len(line) else ""


def test_every_damage_stands_where_the_truth_says(battered: MadeUp) -> None:
    plain = {f.path for f in battered.manifest.files if not f.layout.startswith(GLUED)}
    damages = battered.damages.filter(pl.col("file").is_in(plain))
    found = list(_cells(battered, damages))
    assert len(found) > 2_000
    assert [f for f in found if f[1].strip() != f[2].strip()] == []


def test_in_glued_cells_the_written_value_is_part_of_the_cell(battered: MadeUp) -> None:
    glued = {f.path for f in battered.manifest.files if f.layout.startswith(GLUED)}
    damages = battered.damages.filter(pl.col("file").is_in(glued) & (pl.col("field") != "sex"))
    assert [f for f in _cells(battered, damages) if f[1].strip() not in f[2]] == []


def test_a_row_without_damage_to_its_nik_shows_the_persons_nik(quiet: MadeUp) -> None:
    entry = next(f for f in quiet.manifest.files if f.layout == "siak" and f.format == "xlsx")
    rows = quiet.rows.filter(pl.col("file") == entry.path).join(quiet.persons, on="person_id")
    touched = set(quiet.damages.filter((pl.col("file") == entry.path) & (pl.col("field") == "nik"))["row"])
    clean = rows.filter(~pl.col("row").is_in(touched))
    shown = [_sheet(quiet.folder / entry.path, "Export")[row - 1][1] for row in clean["row"]]
    assert shown == clean["nik"].to_list()


def test_a_rounded_nik_is_a_number_cell_that_ends_in_zero(battered: MadeUp) -> None:
    rounded = battered.damages.filter(pl.col("kind") == "nik_maybe_rounded").row(0, named=True)
    line = _sheet(battered.folder / rounded["file"], rounded["sheet"])[rounded["row"] - 1]
    cell = line[column_number(rounded["column"]) - 1]
    assert isinstance(cell, float)
    assert str(int(cell)) == rounded["clean"][:15] + "0"


def test_truth_tables_have_their_stated_columns(quiet: MadeUp) -> None:
    assert dict(quiet.rows.schema) == ROW_SCHEMA
    assert dict(quiet.damages.schema) == DAMAGE_SCHEMA
    assert dict(quiet.persons.schema) == PERSON_SCHEMA


def test_every_row_is_a_person_and_every_damage_a_row(quiet: MadeUp) -> None:
    assert quiet.rows.join(quiet.persons, on="person_id", how="anti").is_empty()
    key = ["file", "sheet", "row"]
    assert quiet.damages.join(quiet.rows, on=key, how="anti").is_empty()


def test_every_kind_of_damage_occurs(battered: MadeUp) -> None:
    assert set(battered.damages["kind"]) == set(KINDS)


def test_column_letters_and_numbers_are_two_names_of_one_thing() -> None:
    assert [letters(n) for n in (1, 26, 27, 43, 703)] == ["A", "Z", "AA", "AQ", "AAA"]
    assert [column_number(letters(n)) for n in range(1, 800)] == list(range(1, 800))
