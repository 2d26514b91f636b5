"""Rows whose contents have slipped into the neighbouring columns: a number of 16 digits stands where none belongs.

Such a row is told once, as shifted; whatever else its cells would cause is a consequence and is not told.
"""

from __future__ import annotations

import re
from typing import Final

import numpy as np
import polars as pl

from semesta.sheets.columns import field_label
from semesta.sheets.desk import Desk, Mask
from semesta.sheets.normalise.gaps import filled
from semesta.sheets.normalise.numbers import Numbers
from semesta.sheets.normalise.words import is_no_sex

_NUMBERLESS: Final = ("name", "birth_on", "birth", "birth_place", "sex", "row_number", "mother_name", "address")
_NUMBER = re.compile(r"^\W{0,2}[0-9]{16}\W{0,2}$")


def find_shifted(desk: Desk, niks: Numbers, odd_names: Mask) -> Mask:
    """Return the lines that have shifted, and tell them; `odd_names`: lines whose name is hardly one."""
    shifted = np.zeros(len(desk), dtype=bool)
    nameless = ~filled(desk.clean["name"]) & desk.in_tables_with("name")
    suspect = np.flatnonzero((niks.problem != 0) | odd_names | nameless)
    present = [name for name in _NUMBERLESS if f"r_{name}" in desk.cells]
    if not suspect.size or not present:
        return shifted
    cells = pl.DataFrame([desk.cells[f"r_{name}"] for name in present])[suspect]
    sex = present.index("sex") if "sex" in present else None
    born = [present.index(name) for name in ("birth_on", "birth") if name in present]
    for line, row in zip(suspect.tolist(), cells.rows(), strict=True):
        at = next(
            (i for i, cell in enumerate(row) if cell is not None and len(cell) >= 16 and _NUMBER.match(cell)), None
        )
        if at is None and sex is not None and _holds_words(row[sex], next((row[i] for i in born if row[i]), None)):
            at = sex
        if at is not None:
            shifted[line] = True
            label = field_label(present[at])
            desk.found.cells(np.array([line]), present[at], "row_shifted", before=row[at], detail=label)
    if shifted.any():
        desk.found.silence(shifted, but="row_shifted")
    return shifted


def _holds_words(sex: str | None, born: str | None) -> bool:
    """Say whether words stand both where the sex belongs and where the birth date does."""
    if not sex or not born or len(sex) <= 3 or len(born) <= 2:
        return False
    return not any(c.isdigit() for c in born) and is_no_sex(sex)
