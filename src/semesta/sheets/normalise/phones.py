"""Telephone numbers in the form 62..., digits only. Numbers written 08... are read as a whole column."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from semesta.sheets.normalise.text import bare

_SOUND = re.compile(r"^62(?:8\d{7,12}|[2-79]\d{7,10})$")
_NOTHING = re.compile(r"^(?:[-–—.0/ ]+|TIDAK ADA|TDK ADA|BELUM ADA|NIHIL)$")
_SEVERAL = re.compile(r"^([+0-9 .\-()]{9,}?)\s*(?:[/,;&|]|DAN|ATAU)+\s*[+0-9 .\-()]{8,}")
_TAIL = re.compile(r"[.,]0+$")
_WORD = re.compile(r"[A-Z]{4,}")


@dataclass
class Phones:
    """A column of numbers: `phone` null where there is none, and lines that were invalid, held two, or were
    completed.
    """

    phone: pl.Series
    invalid: npt.NDArray[np.bool_]
    two: npt.NDArray[np.bool_]
    completed: npt.NDArray[np.bool_]


def read_phones(text: pl.Series) -> Phones:
    """Read a column of telephone numbers."""
    written = bare(text)
    value = pl.col("v")
    usual_form = (
        value.str.starts_with("08")
        & value.str.len_bytes().is_between(9, 14)
        & value.cast(pl.Int64, strict=False).is_not_null()
    )
    read = written.to_frame("v").select(
        usual=usual_form.fill_null(False),
        phone=pl.when(usual_form).then(pl.lit("62") + value.str.slice(1)),
        odd=value.is_not_null() & ~usual_form,
    )
    phone = read["phone"]
    odd = np.flatnonzero(read["odd"].fill_null(False).to_numpy())
    invalid, two, completed = (np.zeros(len(text), dtype=bool) for _ in range(3))
    if odd.size:
        found = [read_phone(cell) for cell in written[odd].to_list()]
        phone = phone.scatter(odd, [f[0] for f in found])
        invalid[odd] = [f[1] == "invalid" for f in found]
        two[odd] = [f[1] == "two" for f in found]
        completed[odd] = [f[1] == "completed" for f in found]
    return Phones(phone, invalid, two, completed)


def read_phone(cell: str) -> tuple[str | None, str]:
    """Read one number that is not written 08...: the number and what was done (completed, two, invalid or nothing).

    >>> read_phone("+62 812-3456-7890"), read_phone("84012")
    (('6281234567890', 'completed'), (None, 'invalid'))
    """
    upper = cell.upper()
    if _NOTHING.match(upper):
        return None, ""
    several = _SEVERAL.match(upper)
    first = _TAIL.sub("", several[1] if several is not None else upper)
    digits = "".join(c for c in first if c.isdigit())
    if digits.startswith("0"):
        digits = "62" + digits.lstrip("0")
    elif digits.startswith("8"):
        digits = "62" + digits
    if not _SOUND.match(digits) or _WORD.search(first):
        return None, "invalid"
    return digits, "two" if several is not None else "completed"
