"""How a file was understood, without the sender's own words: numbered sheets, column letters, counts of lines.

Names of sheets, headings that were not used and the file's name are the sender's writing and may hold a person's name,
so a page for everybody shows none of them.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from semesta.web.language import say
from semesta.web.words import word


@dataclass(frozen=True, slots=True)
class UnderstoodTable:
    """One table: the sheet's number, its first and last row with a person, which column holds what, unused columns,
    lines that are no people.
    """

    sheet: int
    header_rows: str
    first_row: int
    last_row: int
    person_rows: int
    columns: list[tuple[str, str]]
    unused: list[str]
    skipped: list[tuple[str, int]]


def sheet_numbers(tables: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """Number the sheets that hold tables, in the order of the file."""
    return {sheet: place + 1 for place, sheet in enumerate(dict.fromkeys(table["sheet"] for table in tables))}


def sheet_names(tables: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return what the page calls each sheet: nothing when there is but one, else its number."""
    numbers = sheet_numbers(tables)
    if len(numbers) < 2:
        return dict.fromkeys(numbers, "")
    return {sheet: say(f"lembar {number}:", f"sheet {number}:") for sheet, number in numbers.items()}


def understood(tables: Sequence[Mapping[str, Any]]) -> list[UnderstoodTable]:
    """Return the tables of a submission as the page shows them, columns in the order of the sheet."""
    numbers = sheet_numbers(tables)
    return [
        UnderstoodTable(
            sheet=numbers[table["sheet"]],
            header_rows=", ".join(str(row) for row in table["header_rows"]),
            # A list taken in before rows of persons were kept tells where its table begins and ends.
            first_row=table.get("first_person_row") or table["first_row"],
            last_row=table.get("last_person_row") or table["last_row"],
            person_rows=table["person_rows"],
            columns=[
                (letters, word("field", field))
                for field, letters in sorted(table["columns"].items(), key=lambda item: _place(item[1]))
            ],
            unused=sorted(table["unused_columns"].values(), key=_place),
            skipped=[(word("skipped", reason), lines) for reason, lines in table["skipped"].items()],
        )
        for table in tables
    ]


def _place(letters: str) -> tuple[int, str]:
    return len(letters), letters


def own_sheet_names(tables: Sequence[Mapping[str, Any]]) -> dict[str, str]:
    """Return what a page for the sender calls each sheet: nothing when there is but one, else its own name."""
    names = list(sheet_numbers(tables))
    return dict.fromkeys(names, "") if len(names) < 2 else {name: f"{name}:" for name in names}
