"""What one table of a sheet gives before anything is cleaned: its persons' cells by field, and the account of its
lines.

`raw` has one line per person: `row` (spreadsheet row), `r_<field>` the text as written, `k_<field>` the kind of the
cell for fields where the kind tells something, `line_<field>` the row it was carried down from, where it was.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

import polars as pl

from semesta.sheets.settling import ColumnNote

FIELDS: Final = (
    "row_number",
    "nik",
    "kk",
    "name",
    "birth_place",
    "birth_on",
    "birth",
    "age",
    "sex",
    "sex_man",
    "sex_woman",
    "mother_name",
    "father_name",
    "phone",
    "marital",
    "relation",
    "education",
    "address",
    "address_now",
    "rt",
    "rw",
    "rt_rw",
    "dusun",
    "village",
    "village_code",
    "district",
    "occupation",
    "occupation_more",
    "group",
    "enterprise",
    "income_rp",
    "kpj",
    "heir_name",
    "remarks",
    "membership_class",
    "membership_status",
    "programmes",
    "jht",
    "jkk",
    "jkm",
    "jp",
    "jkp",
    "payer",
    "active_from",
    "paid_until",
    "died_on",
    "decile",
    "resident_status",
)
"""Fields whose cells are kept, in the order of a reading."""

KIND_FIELDS: Final = ("nik", "kk", "birth_on", "birth", "died_on", "active_from", "paid_until")
"""Fields for which it matters whether the file kept a number, a date or a text."""


@dataclass
class RawTable:
    """One table as it stands in the sheet. first_row to last_row = person rows + skipped lines, every line once."""

    sheet: str
    header_rows: tuple[int, ...]
    first_row: int
    last_row: int
    letters: dict[str, str]  # field -> column letters
    unused: dict[str, str]  # heading -> column letters
    raw: pl.DataFrame
    skipped: dict[str, int]
    style: str = ""  # bip2012 | bip2016 | ""
    headings: frozenset[str] = frozenset()  # folded
    titles: Mapping[str, str] = field(default_factory=dict)  # village, district, dusun ... named above the table
    notes: list[tuple[int | None, str, ColumnNote]] = field(default_factory=list)  # (row, letters, note)

    @property
    def fields(self) -> frozenset[str]:
        """Return the fields that persons of this table can have."""
        return frozenset(c[2:] for c in self.raw.columns if c.startswith("r_"))

    @property
    def is_households(self) -> bool:
        """Say whether this is a table of families: a card number on each line, nobody's name or NIK."""
        return "kk" in self.fields and not self.fields & {"name", "nik"}

    def check_account(self) -> None:
        """Raise AssertionError unless every line of the table is accounted for."""
        lines = self.last_row - self.first_row + 1
        counted = self.raw.height + sum(self.skipped.values())
        if lines != counted:
            raise AssertionError(f"sheet {self.sheet}: {lines} lines, but {counted} accounted for: {self.skipped}")
