"""What a workbook says: one line per person row, findings with their cells, and an account of every other line.

Invariant: lines of the used range = person rows + skipped lines; nothing disappears between the two.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from semesta.kernel.finding import Finding

ROW_SCHEMA: dict[str, pl.DataType] = {
    # where the row stands
    "sheet": pl.String(),
    "row": pl.Int32(),
    "row_hash": pl.String(),  # of the normalised values, not of the place: the same person line, the same hash
    # the person
    "nik": pl.String(),  # 16 digits that pass every structural rule, else null
    "nik_state": pl.String(),  # valid | doubtful | damaged | missing
    "nik_written": pl.String(),  # digits as found after cleaning, whatever their number; null when missing
    "kk": pl.String(),
    "name": pl.String(),  # display form: single spaces, upper case, titles kept apart
    "title": pl.String(),
    "birth_place": pl.String(),
    "birth_on": pl.Date(),
    "birth_precision": pl.String(),  # day | heaped | year | null
    "sex": pl.String(),  # L | P
    "mother_name": pl.String(),
    "father_name": pl.String(),
    "phone": pl.String(),  # 62..., digits only
    "marital": pl.String(),
    "relation": pl.String(),
    "education": pl.String(),
    # where the person lives
    "address": pl.String(),
    "rt": pl.String(),
    "rw": pl.String(),
    "dusun": pl.String(),
    "village_code": pl.String(),  # dotted; null when neither column nor sender tells
    # work and cover
    "occupation": pl.String(),  # as written
    "segment": pl.String(),  # code of segments.csv, null when the words tell none
    "enterprise": pl.String(),
    "income_rp": pl.Int64(),
    "kpj": pl.String(),
    "heir_name": pl.String(),
    "remarks": pl.String(),
    # insurer's, civil and welfare extracts
    "membership_class": pl.String(),  # PU | BPU | JK | PMI
    "programmes": pl.String(),  # e.g. "JKK+JKM"
    "payer": pl.String(),
    "active_from": pl.Date(),
    "paid_until": pl.Date(),
    "died_on": pl.Date(),
    "decile": pl.Int8(),
}
"""Columns of `Reading.rows`; a column the file does not have is all null."""

FINDING_SCHEMA: dict[str, pl.DataType] = {
    "sheet": pl.String(),
    "row": pl.Int32(),
    "column": pl.String(),  # spreadsheet letters; null when the finding is about the whole row
    "field": pl.String(),
    "code": pl.String(),  # a FindingKind of the catalogue
    "before": pl.String(),
    "after": pl.String(),  # repaired or suggested value
    "detail": pl.String(),
}
"""Columns of `Reading.findings`, one line per finding about a row."""


@dataclass(frozen=True)
class Table:
    """How one table of a sheet was understood: which columns hold what, and where it begins and ends."""

    sheet: str
    header_rows: tuple[int, ...]
    first_row: int
    last_row: int
    columns: dict[str, str]  # field -> column letters
    unused_columns: dict[str, str]  # header words -> column letters
    person_rows: int
    skipped: dict[str, int]  # reason (blank, title, group line, column numbers, footer, ...) -> lines
    first_person_row: int = 0  # 0 where nobody stands in the table
    last_person_row: int = 0


@dataclass(frozen=True)
class Reading:
    """The whole of a file. When `refusal` is set, the file as a whole is not taken and the frames are empty."""

    file: str
    format: str
    sha256: str
    layout: str  # opensid | bip2012 | bip2016 | ektp | siak | household form | hand-made | csv | extract ...
    rows: pl.DataFrame
    findings: pl.DataFrame
    tables: tuple[Table, ...]
    file_findings: tuple[Finding, ...] = ()
    refusal: Finding | None = None
