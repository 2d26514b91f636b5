"""Whom somebody means who names a record: a person by number, or a row by its file, sheet and row."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from semesta.bulk import read_lines

MOST_NAMED = 5
_DIGITS_OF_A_NUMBER = 19
_FORMS = (
    "'{said}' tidak menunjuk siapa pun; tulis nomor orang (1234), BERKAS:BARIS (daftar.xlsx:17),"
    " BERKAS:LEMBAR:BARIS (daftar.xlsx:Sheet1:17) atau NOMOR KIRIMAN:BARIS (12:17)"
    " / '{said}' points at nobody; write a person's number (1234), FILE:ROW (list.xlsx:17),"
    " FILE:SHEET:ROW (list.xlsx:Sheet1:17) or SUBMISSION NUMBER:ROW (12:17)"
)
_ROWS = """
SELECT r.submission_id, r.line, r.sheet, r.row, s.sender, s.file_name,
       CASE WHEN r.waited_for IS NULL THEN r.person_id END AS person_id
  FROM intake_stagedrow r JOIN intake_submission s ON s.id = r.submission_id
 WHERE r.regency_code = %s AND (s.file_name = %s OR s.id::text = %s) AND r.row::text = %s AND (%s = '' OR r.sheet = %s)
 ORDER BY r.submission_id DESC, r.line
"""


class NobodyThereError(LookupError):
    """No person has this number, no row stands there, or what was said is no number and no place of a row."""


class SeveralThereError(ValueError):
    """Several rows stand where somebody points; nobody is chosen. `candidates` are ways to name one each."""

    def __init__(self, said: str, rows: Sequence[dict[str, Any]]) -> None:
        """Name what was said, and the rows it may mean."""
        self.candidates = [f"{row['submission_id']}:{row['sheet']}:{row['row']}" for row in rows]
        named = [
            f"{name} ({row['sender']}, {row['file_name']})"
            for name, row in zip(self.candidates, rows[:MOST_NAMED], strict=False)
        ]
        more = len(rows) - len(named)
        listed = ", ".join(named)
        super().__init__(
            f"{said} menunjuk {len(rows)} baris; sebutkan salah satu: {listed}{f' dan {more} lagi' if more else ''}."
            f" / {said} points at {len(rows)} rows; name one of them: {listed}{f' and {more} more' if more else ''}."
        )


@dataclass(frozen=True, slots=True)
class Somebody:
    """A person of the register (`person_id`) or a row (`submission_id`, `line`) that waits or waited for its match."""

    person_id: int | None = None
    submission_id: int = 0
    line: int = 0


def somebody(regency_code: str, said: str) -> Somebody:
    """Read "1234" (a person's number) or "list.xlsx:17", "list.xlsx:Sheet1:17", "12:17" (submission 12, row 17).

    A row that founded or joined a person by the exact rules stands for that person. NobodyThereError: nobody is there;
    SeveralThereError: several files of that name, or several sheets, have such a row, and they are not of one person.
    """
    if said.isascii() and said.isdigit() and len(said) < _DIGITS_OF_A_NUMBER:
        if not read_lines("SELECT 1 FROM people_person WHERE regency_code = %s AND id = %s", [regency_code, int(said)]):
            raise NobodyThereError(f"Tidak ada orang nomor {said} / there is no person {said}")
        return Somebody(int(said))
    file, *sheet, row = said.split(":") if ":" in said else ("", said)
    if not file:
        raise NobodyThereError(_FORMS.format(said=said))
    found = read_lines(_ROWS, [regency_code, file, file, row, "".join(sheet), "".join(sheet)])
    meant = {
        Somebody(line["person_id"]) if line["person_id"] else Somebody(None, line["submission_id"], line["line"])
        for line in found
    }
    if not meant:
        raise NobodyThereError(f"Tidak ada baris {said} / there is no row {said}")
    if len(meant) > 1:
        raise SeveralThereError(said, found)
    return meant.pop()
