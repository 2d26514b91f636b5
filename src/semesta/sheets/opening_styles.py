"""How an xlsx workbook shows its numbers: plainly, as dates, or in a way that is left to the parser."""

from __future__ import annotations

import re
from typing import Final
from xml.etree.ElementTree import Element

import numpy as np
import numpy.typing as npt

PLAIN, DATE, OTHER, AS_TYPED = range(4)
"""A number, whole days, a format that says something else, and for cells that are no numbers."""

_PLAIN_FORMATS: Final = frozenset({*range(14), *range(37, 45), 48, 49})
_DATE_FORMATS: Final = frozenset(range(14, 18))
_FIRST_OWN: Final = 164
_PLAIN_CODE: Final = re.compile(r"(?:General|[#0.,% -]+|@)$")
_DATE_CODE: Final = re.compile(r"[dmyDMY/. -]*[dmyDMY][dmyDMY/. -]*$")


def number_styles(root: Element | None) -> npt.NDArray[np.uint8]:
    """Return PLAIN, DATE or OTHER for each style of the part `xl/styles.xml`, in its order."""
    if root is None:
        return np.zeros(0, dtype=np.uint8)
    own = {format_.get("numFmtId", ""): format_.get("formatCode", "") for format_ in root.iter(_named(root, "numFmt"))}
    styles = root.find(_named(root, "cellXfs"))
    ids = [style.get("numFmtId", "0") for style in styles] if styles is not None else []
    return np.array([_shown(number, own) for number in ids], dtype=np.uint8)


def _named(root: Element, name: str) -> str:
    return f"{root.tag.rpartition('}')[0]}}}{name}" if "}" in root.tag else name


def _shown(number: str, own: dict[str, str]) -> int:
    if not number.isdigit():
        return OTHER
    code = own.get(number)
    if code is not None:
        known = PLAIN if _PLAIN_CODE.match(code) else DATE if _DATE_CODE.match(code) else OTHER
        return known if int(number) >= _FIRST_OWN else OTHER
    return PLAIN if int(number) in _PLAIN_FORMATS else DATE if int(number) in _DATE_FORMATS else OTHER
