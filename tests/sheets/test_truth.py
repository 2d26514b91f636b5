"""A whole made-up regency, read file by file and held against what is known to be true of every row.

Of the planted damages that a reader of the one list can see at least 99 % are found, of the clean cells at most 0.1 %
are accused, every row of every file is read, and every line is accounted for. Nothing is left out of the count.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

import polars as pl
import pytest

from semesta.regions.shipped import shipped_gazetteer
from semesta.sheets.catalogue import ONCE_PER_COLUMN, kinds, severity_of
from semesta.sheets.context import ReadingContext
from semesta.sheets.opening import open_workbook
from semesta.sheets.reader import read_workbook
from semesta.sheets.workbook import Workbook
from tests.sheets.lists import assert_accounted
from tests.synthetic.made_up import MadeUp, a_regency

_LEAST_FOUND = 0.99
_MOST_ACCUSED = 0.001
_PLACE = ("file", "sheet", "row")
_IDENTITY = ("nik", "kk", "birth_on", "birth", "sex", "sex_man")
"""Cells that speak of one another: a contradiction between two of them may be told at either."""
_CONTRADICTIONS = ("nik_birth_mismatch", "nik_sex_mismatch")


@dataclass(frozen=True)
class Held:
    """What was read of all files, beside the truth."""

    made: MadeUp
    rows: pl.DataFrame
    findings: pl.DataFrame
    cells: int  # filled or not, of person rows, in columns that were understood


@pytest.fixture(scope="module", params=[(0.008, 3, 1.0), (0.004, 11, 2.0)], ids=["usual", "twice as bad"])
def held(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Held:
    """Generate a regency and read every file of it; a refusal, a lost row or an unaccounted line fails here."""
    scale, seed, noise = request.param
    made = a_regency(tmp_path_factory.mktemp("held") / "regency", scale=scale, seed=seed, noise=noise)
    rows: list[pl.DataFrame] = []
    findings: list[pl.DataFrame] = []
    cells = 0
    for entry in made.manifest.files:
        sender = entry.sender if entry.kind == "village_list" else None
        today = date.fromisoformat(made.manifest.as_of)
        context = ReadingContext(shipped_gazetteer(), today, village_code=sender, segment=entry.segment)
        workbook = open_workbook(made.folder / entry.path)
        assert isinstance(workbook, Workbook), entry.path
        reading = read_workbook(workbook, context=context)
        assert reading.refusal is None, entry.path
        assert_accounted(reading, *workbook.grids)
        path = pl.lit(entry.path).alias("file")
        rows.append(reading.rows.with_columns(path))
        findings.append(reading.findings.with_columns(path))
        cells += sum(table.person_rows * len(table.columns) for table in reading.tables)
    return Held(made, pl.concat(rows), pl.concat(findings), cells)


def test_every_row_is_read_and_none_invented(held: Held) -> None:
    read = held.rows.select(_PLACE)
    assert not read.is_duplicated().any()
    assert read.sort(_PLACE).equals(held.made.rows.select(_PLACE).sort(_PLACE))


def test_planted_damages_are_found(held: Held) -> None:
    planted = held.made.damages.filter(pl.col("expected_code").is_not_null()).with_columns(code="expected_code")
    assert set(planted["code"]) <= kinds().keys()
    told = held.findings.with_columns(pl.col("code").replace(_CONTRADICTIONS[1], _CONTRADICTIONS[0]))
    planted = planted.with_columns(pl.col("code").replace(_CONTRADICTIONS[1], _CONTRADICTIONS[0]))
    once = pl.col("code").is_in(ONCE_PER_COLUMN)
    by_cell = planted.filter(~once).join(told.select(*_PLACE, "code").unique(), on=[*_PLACE, "code"], how="semi")
    by_file = planted.filter(once).join(told.select("file", "code").unique(), on=["file", "code"], how="semi")
    for found, all_of_them in ((by_cell, planted.filter(~once)), (by_file, planted.filter(once))):
        missed = all_of_them.join(found, on=[*_PLACE, "field", "kind"], how="anti")
        assert found.height >= _LEAST_FOUND * all_of_them.height, missed.group_by("kind").len()


def test_clean_cells_are_not_accused(held: Held) -> None:
    accusing = [code for code in kinds() if severity_of(code) in ("doubt", "error") and code not in ONCE_PER_COLUMN]
    group = pl.when(pl.col("field").is_in(_IDENTITY)).then(pl.lit("identity")).otherwise("field").alias("group")
    told = held.findings.filter(pl.col("code").is_in(accusing) & pl.col("row").is_not_null()).with_columns(group)
    damaged = held.made.damages.with_columns(group)
    whole_rows = damaged.filter(pl.col("field") == "row").select(_PLACE).unique()
    unfounded = told.join(damaged, on=[*_PLACE, "group"], how="anti").join(whole_rows, on=_PLACE, how="anti")
    accused = unfounded.select(*_PLACE, "field").unique()
    assert accused.height <= _MOST_ACCUSED * held.cells, unfounded.group_by("code").len()


def test_what_was_repaired_is_true(held: Held) -> None:
    """Where the list says the truth or a repairable version of it, the reading says the truth."""
    truth = held.made.rows.join(held.made.persons, on="person_id").select(*_PLACE, "nik", "birth_on", "sex")
    visible = held.made.damages.filter(~pl.col("kind").is_in(_REPAIRABLE)).select(_PLACE).unique()
    clean = truth.join(visible, on=_PLACE, how="anti")
    read = clean.join(held.rows.select(*_PLACE, "nik", "birth_on", "sex"), on=_PLACE, suffix="_read")
    for name in ("nik", "birth_on", "sex"):
        wrong = read.filter(pl.col(f"{name}_read").is_not_null() & (pl.col(name) != pl.col(f"{name}_read")))
        assert wrong.is_empty(), wrong


_REPAIRABLE = (
    *("nik_decimal", "nik_separators", "nik_invisible", "nik_apostrophe", "nik_letters_replaced", "nik_other_regency"),
    *("birth_missing", "date_swapped", "date_two_digit_year", "date_serial", "date_other_form", "birth_heaped"),
    *("sex_missing", "sex_other_word", "sex_pria_wanita", "name_case", "name_spaces", "name_dots", "name_title"),
    *("phone_zero_lost", "phone_other_form", "kk_missing", "mother_missing", "district_alias"),
)
