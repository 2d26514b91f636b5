"""Public figures to take away: coverage per village and month as CSV, with a dictionary of its columns."""

from __future__ import annotations

import csv
import io
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from semesta.coverage.queries import coverage_of, months_counted, village_table
from semesta.kernel.month import Month
from semesta.web.disclosure import FEW, KEPT_BACK, Told
from semesta.web.download import csv_response
from semesta.web.permission import open_to_all
from semesta.web.public_counts import counts_of
from semesta.web.views.asked import asked
from semesta.web.views.month import MonthNotCountedError, not_counted
from semesta.web.words import all_words

COLUMNS: Final = ("month", "district_code", "village_code", "village", "members", "known_workers")
"""Columns of the file; `column_meaning` in words.yaml says what each holds."""
_TYPES: Final = {"month": "YYYY-MM", "members": "count", "known_workers": "count"}
_WRITTEN: Final = {FEW: "<5", KEPT_BACK: "-"}


@require_safe
@open_to_all(reason="names the months and columns of the public file")
def open_data(request: HttpRequest) -> HttpResponse:
    """Show what can be taken away and what its columns mean."""
    return render(
        request, "web/citizen/open_data.html", {"months": months_counted(settings.REGENCY), "columns": COLUMNS}
    )


@require_safe
@open_to_all(reason="counts of villages; a count of one to four, and what would tell it, is not written")
def open_data_file(request: HttpRequest) -> HttpResponse:
    """Answer with the villages of a month as CSV (UTF-8, comma, a line of column names)."""
    try:
        month = asked(request, settings.REGENCY).month
    except MonthNotCountedError:
        return not_counted(request)
    response = HttpResponse(_file(month), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="cakupan-{settings.REGENCY}-{month}.csv"'
    return response


@require_safe
@open_to_all(reason="says what the columns of the public file hold")
def open_data_dictionary(request: HttpRequest) -> HttpResponse:
    """Answer with the data dictionary as CSV: every column of the file, its type, its meaning in both languages."""
    meanings = all_words()["column_meaning"]
    lines = ([name, _TYPES.get(name, "text"), meanings[name]["id"], meanings[name]["en"]] for name in COLUMNS)
    return csv_response(("column", "type", "meaning_id", "meaning_en"), lines, "kamus-data.csv", delimiter=",")


def _file(month: Month) -> str:
    """Return the file's text: of every village what the pages tell too, and no more."""
    written = io.StringIO()
    lines = csv.writer(written, lineterminator="\r\n")
    lines.writerow(COLUMNS)
    villages = village_table(settings.REGENCY, month)
    counts = counts_of(month, counted_at=coverage_of(settings.REGENCY, month)["counted_at"])
    for line in villages:
        told = counts[line["code"]]
        place = [str(month), line["district"], line["code"], line["name"]]
        lines.writerow([*place, _written(told.members), _written(told.known)])
    return written.getvalue()


def _written(count: Told) -> str:
    return str(count) if isinstance(count, int) else _WRITTEN[count]
