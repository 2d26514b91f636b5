"""Which known layout a file has, told by its headings. The name is for the reader of a report only."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from semesta.sheets.raw_table import RawTable

_BY_HEADINGS: Final[tuple[tuple[str, frozenset[str]], ...]] = (
    ("opensid", frozenset({"PEKERJAANID", "KKLEVEL"})),
    ("siak", frozenset({"NAMAPENDUDUK", "KELAMIN"})),
    ("ektp", frozenset({"STATKWN", "SHDK"})),
    ("regsosek", frozenset({"402NAMA", "403NIK"})),
    ("employer", frozenset({"NOKPJ", "NAMAPERUSAHAAN"})),
)
_BY_FIELDS: Final[tuple[tuple[str, frozenset[str]], ...]] = (
    ("deaths extract", frozenset({"died_on"})),
    ("insurer extract", frozenset({"paid_until", "membership_class"})),
    ("insurer extract", frozenset({"kpj", "paid_until"})),
    ("welfare extract", frozenset({"decile"})),
    ("civil extract", frozenset({"village_code", "relation", "marital", "education"})),
)


def layout_of(tables: Sequence[RawTable], format_: str) -> str:
    """Return the layout of a file by its biggest table."""
    if not tables:
        return ""
    table = max(tables, key=lambda t: t.raw.height)
    for name, headings in _BY_HEADINGS:
        if headings <= table.headings:
            return name
    for name, fields in _BY_FIELDS:
        if fields <= table.fields:
            return name
    if table.style:
        return table.style
    if format_ == "csv":
        return "csv"
    return "list" if not table.titles and len(table.header_rows) == 1 and table.header_rows[0] == 1 else "hand-made"
