"""Files that pages give out: workbooks, and CSV that no spreadsheet takes for formulas."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from semesta.kernel.cell_text import harmless

_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook_response(data: bytes, name: str) -> HttpResponse:
    """Return an xlsx as a download; `name` is the program's own and plain ASCII."""
    return _attachment(data, _XLSX, name)


def pdf_response(data: bytes, name: str) -> HttpResponse:
    """Return a PDF as a download."""
    return _attachment(data, "application/pdf", name)


def json_response(text: str, name: str) -> HttpResponse:
    """Return JSON as a download, as it is."""
    return _attachment(text.encode(), "application/json", name)


def csv_file_response(data: bytes, name: str) -> HttpResponse:
    """Return a CSV that was written already, for a program to read; `csv_response` is for people."""
    return _attachment(data, "text/csv; charset=utf-8", name)


def csv_response(
    headings: Sequence[str], lines: Iterable[Sequence[object]], name: str, *, delimiter: str = ";"
) -> HttpResponse:
    """Return lines as a CSV download: UTF-8 with its mark for Excel, semicolons, formulas made harmless.

    It is written whole: what a reader may see holds until the view returns.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter)
    writer.writerow(headings)
    writer.writerows([harmless(cell) for cell in line] for line in lines)
    return _attachment(text.getvalue().encode("utf-8-sig"), "text/csv; charset=utf-8", name)


def _attachment(data: bytes, content_type: str, name: str) -> HttpResponse:
    response = HttpResponse(data, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    return response
