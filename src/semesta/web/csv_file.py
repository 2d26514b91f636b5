"""A CSV file that spreadsheets open as it is meant: UTF-8 with its mark, and no cell that they would compute.

A text that begins with = + - @ or a control character is written with an apostrophe before it (OWASP, CSV injection);
numbers are written as numbers.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final

from django.http import HttpResponse

_COMPUTED: Final = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_file(name: str, headings: Sequence[str], lines: Iterable[Sequence[object]]) -> HttpResponse:
    """Return a file of this name. It is written whole: what a reader may see holds until the view returns."""
    text = io.StringIO()
    writer = csv.writer(text)
    for line in (headings, *lines):
        writer.writerow([safe_cell(cell) for cell in line])
    answer = HttpResponse(b"\xef\xbb\xbf" + text.getvalue().encode(), content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def safe_cell(value: object) -> object:
    """Return what stands in a cell for a value: nothing for None, ISO text for days, never a formula."""
    if value is None:
        return ""
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, str) and value.startswith(_COMPUTED):
        return f"'{value}"
    return value
