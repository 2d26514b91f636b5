"""Why a village lags, in sentences: each with its number and what would help, the most pressing first."""

from __future__ import annotations

from typing import Any

from semesta.web.language import say
from semesta.web.templatetags.page_text import count, rupiah


def reasons_in_words(village: dict[str, Any], why: dict[str, Any]) -> list[str]:
    """Return the reasons of a line of `villages_compared` with what `reasons_of_villages` says of it."""
    told: list[tuple[int, str, str]] = [
        (
            0 if why["files"] else 1,
            "Belum ada daftar dari desa: minta daftar pekerja.",
            "No list from the village yet: ask for a list of workers.",
        ),
        (
            why["waiting_rows"],
            "{n} baris daftar menunggu perbaikan: kirim kembali salinan bertanda.",
            "{n} list rows wait to be mended: send back the marked copy.",
        ),
        (
            village["lacking"],
            "{n} pekerja kurang NIK atau tanggal lahir: lengkapi dari KTP atau KK.",
            "{n} workers lack a NIK or a day of birth: complete them from the identity or family card.",
        ),
        (
            village["in_grace"],
            "{n} orang dalam masa tenggang: bulan ini belum dibayar.",
            "{n} persons are in grace: this month is not paid.",
        ),
        (
            village["enrollable"],
            "{n} pekerja dapat segera didaftarkan: perlu sumber dana atau iuran sendiri.",
            "{n} workers could be enrolled at once: a purse or own contributions are needed.",
        ),
    ]
    found = [say(indonesian, english).replace("{n}", count(number)) for number, indonesian, english in told if number]
    if why["arrears_rp"]:
        owed = rupiah(why["arrears_rp"])
        found.insert(0, say(f"Tunggakan {owed} atas nama desa.", f"{owed} are overdue for the village."))
    return found
