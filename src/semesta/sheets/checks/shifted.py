"""Rows whose contents have slipped into the neighbouring columns: a number of 16 digits stands where none belongs.

Such a row is told once, as shifted; whatever else its cells would cause is a consequence and is not told.
"""

from __future__ import annotations

import re
from typing import Final

import numpy as np

from semesta.sheets.columns import field_label
from semesta.sheets.desk import Desk, Mask
from semesta.sheets.normalise.numbers import Numbers
from semesta.sheets.normalise.words import is_no_sex

_NUMBERLESS: Final = ("name", "birth_on", "birth", "birth_place", "sex", "row_number", "mother_name", "address")
_NUMBER = re.compile(r"^\W{0,2}[0-9]{16}\W{0,2}$")


def find_shifted(desk: Desk, niks: Numbers, odd_names: Mask) -> Mask:
    """Return the lines that have shifted, and tell them; `odd_names`: lines whose name is hardly one."""
    shifted = np.zeros(len(desk), dtype=bool)
    nameless = desk.clean["name"].is_null().to_numpy() & desk.in_tables_with("name")
    suspect = np.flatnonzero((niks.problem != 0) | odd_names | nameless)
    present = [name for name in _NUMBERLESS if f"r_{name}" in desk.raw.columns]
    if not suspect.size or not present:
        return shifted
    cells = desk.raw.select(f"r_{name}" for name in present)[suspect]
    for line, row in zip(suspect.tolist(), cells.rows(), strict=True):
        slipped = _slipped(dict(zip(present, row, strict=True)))
        if slipped is not None:
            shifted[line] = True
            name, cell = slipped
            desk.found.cells(np.array([line]), name, "row_shifted", before=cell, detail=field_label(name))
    if shifted.any():
        desk.found.silence(shifted, but="row_shifted")
    return shifted


def _slipped(row: dict[str, str | None]) -> tuple[str, str] | None:
    """Return a field and cell that show that a row has slipped: a long number, or words both for sex and birth date."""
    for name, cell in row.items():
        if cell is not None and len(cell) >= 16 and _NUMBER.match(cell):
            return name, cell
    sex, born = row.get("sex"), row.get("birth_on") or row.get("birth")
    if sex and born and len(sex) > 3 and not any(c.isdigit() for c in born) and is_no_sex(sex) and len(born) > 2:
        return "sex", sex
    return None
