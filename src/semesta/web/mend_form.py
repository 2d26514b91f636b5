"""The cells that somebody corrects on a result page: read from the form, with what is wrong in them said per row."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from semesta.intake.mending import FIELDS, MOST_AT_ONCE, Field, Mend
from semesta.kernel.nik import nik_problem
from semesta.web.language import say

_NAME = re.compile(r"(nik|kk|name|birth_on|nik_confirmed)-(\d{1,9})")
_LONGEST = 120
_DIGITS = 16


@dataclass(frozen=True, slots=True)
class MendForm:
    """Corrections as they were typed: what can be sent, what is wrong per line, and the text of every field."""

    mends: list[Mend] = field(default_factory=list)
    problems: dict[int, list[str]] = field(default_factory=dict)
    typed: dict[str, str] = field(default_factory=dict)

    @property
    def about_all(self) -> list[str]:
        """Return what is wrong with the form as a whole."""
        if len({mend.line for mend in self.mends}) > MOST_AT_ONCE:
            return [say(f"Paling banyak {MOST_AT_ONCE} baris sekali kirim.", f"At most {MOST_AT_ONCE} rows at once.")]
        if not self.mends and not self.problems:
            return [say("Belum ada sel yang diisi.", "No cell was filled in yet.")]
        return []


def mend_form(posted: Mapping[str, str], *, today: date) -> MendForm:
    """Read every field that was filled in; an empty field leaves its cell as it is."""
    form = MendForm()
    for name, raw in posted.items():
        found = _NAME.fullmatch(name)
        text = " ".join(raw.split())
        if found is None or not text:
            continue
        what, line = cast(Field, found[1]), int(found[2])
        form.typed[name] = text
        value, problem = _checked(what, text, today)
        if problem:
            form.problems.setdefault(line, []).append(problem)
        else:
            form.mends.append(Mend(line, what, value))
    form.mends.sort(key=lambda mend: (mend.line, FIELDS.index(mend.field)))
    return form


def _checked(what: Field, text: str, today: date) -> tuple[str, str]:
    if len(text) > _LONGEST or not text.isprintable():
        return "", say("Isinya terlalu panjang.", "This is too long.")
    if what in ("nik", "kk"):
        return _number(what, re.sub(r"[ .\-]", "", text))
    if what == "birth_on":
        return _day(text, today)
    if what == "nik_confirmed":
        return "", ""
    return text, ""


def _number(what: str, digits: str) -> tuple[str, str]:
    label = "NIK" if what == "nik" else say("Nomor KK", "The family-card number")
    if len(digits) != _DIGITS or not (digits.isascii() and digits.isdigit()):
        return "", say(
            f"{label} harus 16 angka; ini {len(digits)}.", f"{label} must have 16 digits; this has {len(digits)}."
        )
    if nik_problem(digits):
        return "", say(
            f"{label} memuat tanggal atau nomor urut yang tidak mungkin.",
            f"{label} holds an impossible date or serial.",
        )
    return digits, ""


def _day(text: str, today: date) -> tuple[str, str]:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or not date(1900, 1, 1) <= day <= today:
        return "", say("Tanggal lahir tidak mungkin.", "This birth date is impossible.")
    return f"{day:%d-%m-%Y}", ""


def with_typed(rows: Sequence[Mapping[str, Any]], form: MendForm) -> list[dict[str, Any]]:
    """Put what was typed, and what is wrong with it, back with the rows of the page."""
    return [
        {
            **row,
            "typed": {name: form.typed.get(f"{name}-{row['line']}", "") for name in FIELDS},
            "problems": form.problems.get(row["line"], []),
        }
        for row in rows
    ]
