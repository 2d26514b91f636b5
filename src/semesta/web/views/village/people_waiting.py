"""People of a village who are on its lists but wait: each leads to the row that can be mended. Also as CSV."""

from __future__ import annotations

from typing import Any, Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from semesta.coverage.queries import Wanted
from semesta.intake.sender_queries import waiting_in_village
from semesta.intake.words import reason_in_words
from semesta.web.download import csv_response
from semesta.web.language import reader_language, say
from semesta.web.masking import masked_numbers

WAITING: Final = "waiting"
"""What the form calls the standing of those who have no record yet."""
A_PAGE: Final = 50


def waiting_page(request: HttpRequest, code: str, wanted: Wanted) -> dict[str, Any]:
    """Return fifty people whose rows wait (`rows`), and where the page ended (`after`, empty for the last one)."""
    place = _place(request.GET.get("sesudah", ""))
    found = waiting_in_village(
        settings.REGENCY, code, name=wanted.name, nik=wanted.nik, after=place, most=A_PAGE + 1
    )  # fmt: skip
    last = found[A_PAGE - 1] if len(found) > A_PAGE else None
    return {
        "is_waiting": True,
        "rows": [_shown(line) for line in found[:A_PAGE]],
        "after": f"{last['submission_id']}-{last['line']}" if last else "",
    }


def waiting_csv(code: str, wanted: Wanted, *, most: int) -> HttpResponse:
    """Give the same people as CSV, NIK masked, with the list and row that each stands in."""
    found = waiting_in_village(settings.REGENCY, code, name=wanted.name, nik=wanted.nik, most=most)
    headings = [
        say("Nama", "Name"), "NIK", say("Mengapa menunggu", "Why it waits"), say("Kiriman", "Submission"),
        say("Lembar", "Sheet"), say("Baris", "Row"),
    ]  # fmt: skip
    lines = [
        [line["name"] or "", line["nik"], line["words"], line["submission_id"], line["sheet"], line["row"]]
        for line in map(_shown, found)
    ]
    return csv_response(headings, lines, f"menunggu-{code}.csv")


def _shown(line: dict[str, Any]) -> dict[str, Any]:
    return line | {
        "nik": masked_numbers(line["nik_written"]),
        "words": reason_in_words("waiting", line["reason"], reader_language()),
    }


def _place(text: str) -> tuple[int, int]:
    numbers = text.split("-")
    if len(numbers) != 2 or not all(one.isascii() and one.isdigit() and len(one) < 10 for one in numbers):
        return 0, 0
    return int(numbers[0]), int(numbers[1])
