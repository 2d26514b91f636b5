"""What is held about a person as a document that the person can read: all records in words, without their blanks.

For programs there is the same as JSON, with the names of tables and columns as they are.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Any, Final

from semesta.kernel.finding import Language
from semesta.papers.person_copy import CopyPart, PersonCopy, person_copy_pdf
from semesta.papers.typesetting import day_in_words
from semesta.privacy.privacy_data import held_words

Held = dict[str, list[dict[str, Any]]]
"""Records by table, as `person_data` returns them."""
InWords = Callable[[str, str, object], str]
"""Table, column and value -> what a person reads."""
_WORDS: Final[dict[Language, dict[str, str]]] = {
    "id": {
        "title": "Salinan data pribadi", "person": "Orang nomor", "issued": "Dibuat pada", "by": "oleh",
        "right": "Diberikan menurut UU 27/2022. Perbaikan data yang salah diminta di kantor desa atau kabupaten.",
    },
    "en": {
        "title": "Copy of personal data", "person": "Person number", "issued": "Made on", "by": "by",
        "right": "Given under Law 27/2022. What is wrong can be corrected: ask at the village or regency office.",
    },
}  # fmt: skip


def as_json(held: Held) -> str:
    """Return the records as JSON; days and times as ISO text."""
    return json.dumps(held, ensure_ascii=False, indent=1, default=str)


def as_pdf(
    held: Held, *, person_id: int, regency: str, by: str, on: date, language: Language, in_words: InWords | None = None
) -> bytes:
    """Return the records as PDF: `regency` is the name of the regency, `by` whoever hands the copy out.

    `in_words` says what a value of a column is called; without it codes stand as they are kept.
    """
    words = _WORDS[language]
    day = day_in_words(on) if language == "id" else on.isoformat()
    copy = PersonCopy(
        title=f"{words['title']}, {regency}",
        about=(
            f"{words['person']} {person_id}. {words['issued']} {day} {words['by']} {by}.",
            words["right"],
        ),
        foot=f"{words['title']} · {words['person']} {person_id} · {day}",
        parts=[_part(table, records, language, in_words or _text) for table, records in held.items()],
        issued_on=on,
    )
    return person_copy_pdf(copy)


def _part(table: str, records: list[dict[str, Any]], language: Language, in_words: InWords) -> CopyPart:
    words = held_words()
    columns = words["columns"]
    return CopyPart(
        words["tables"][table][language],
        [
            [
                (columns[name][language], in_words(table, name, value))
                for name, value in record.items()
                if value not in (None, "", [], {})
            ]
            for record in records
        ],
    )


def _text(_table: str, _column: str, value: object) -> str:
    if isinstance(value, dict | list):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
