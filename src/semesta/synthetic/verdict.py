"""What a careful reader of one list should find: the damages as finally written, each with its expected code.

Several damages may sit in one cell; all of them are then told with the value the cell ended up with. A damage in a
column that the layout leaves out is dropped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from semesta.synthetic.damage import KINDS
from semesta.synthetic.layout.page import Cell
from semesta.synthetic.noise.spoiling import Spoiling

_SAME_DAY = frozenset({"date_other_form", "date_serial", "date_two_digit_year", "birth_heaped"})
_DIGITS = str.maketrans({"O": "0", "l": "1", "S": "5"})


@dataclass(frozen=True, slots=True)
class Verdict:
    """One damage as it stands in the file."""

    row: int
    field: str
    kind: str
    clean: str
    written: str
    expected: str | None


def expected_codes(list_: Spoiling, *, shown: frozenset[str], shifted: frozenset[int]) -> list[Verdict]:
    """Return the damages of a list in order of row, with the code each should cause.

    `shown` are the fields with a column; of rows that slipped sideways only that is told.
    """
    sound = _sound_niks(list_) if "nik" in shown else [False] * len(list_)
    spoiled_birth = {row for row, name, kind, _, _ in list_.log.entries if name == "birth_on" and kind not in _SAME_DAY}
    repeated = _plain_repetitions(list_, sound) if "nik" in shown and "name" in shown else frozenset()
    borrowed = _niks_of_two(list_)
    found = []
    true = {name: list_.true[name].to_list() for name in ("name", "mother_name")}
    for row, name, kind, told, noted in sorted(list_.log.entries, key=lambda e: e[0]):
        if (name not in shown and name != "row") or (row in shifted and kind != "row_shifted"):
            continue
        rule = KINDS[kind]
        expected = rule.expected if sound[row] else rule.without_nik
        if expected == "nik_birth_mismatch" and name == "nik" and (row in spoiled_birth or "birth_on" not in shown):
            expected = None
        if kind == "nik_two_names" and row not in borrowed:
            expected = None
        if kind == "person_repeated" and row not in repeated:
            expected = None
        written = noted if name == "row" else _text(list_.cells[name][row])
        clean = true[name][row] if name in true else told
        found.append(Verdict(row, name, kind, clean, written, expected))
    return found


def _sound_niks(list_: Spoiling) -> list[bool]:
    """Say for each row whether the written NIK can be read and tells the true birth date and sex."""
    born: Sequence[date] = list_.true["birth_on"].to_list()
    sexes: Sequence[str] = list_.true["sex"].to_list()
    bad = {row for row, name, kind, _, _ in list_.log.entries if name == "nik" and kind in _UNREADABLE}
    sound = []
    for i, cell in enumerate(list_.cells["nik"]):
        digits = _digits(cell)
        day = born[i].day + (40 if sexes[i] == "P" else 0)
        sound.append(i not in bad and len(digits) == 16 and digits[6:12] == f"{day:02d}{born[i]:%m%y}")
    return sound


_UNREADABLE = frozenset({"nik_length", "nik_scientific", "kk_in_nik_column", "nik_placeholder", "nik_missing"})


def _digits(cell: Cell) -> str:
    if type(cell) is str and len(cell) == 16 and cell.isdigit():
        return cell
    text = str(cell or "").strip().removesuffix(".0").translate(_DIGITS)
    return "".join(c for c in text if c.isascii() and c.isdigit())


def _plain_repetitions(list_: Spoiling, sound: list[bool]) -> frozenset[int]:
    """Return the repeated rows whose NIK and name read the same as on the person's other row."""
    people = list_.true["person_id"].to_list()
    again = list_.true["again"].to_list()
    keys = [
        (_digits(list_.cells["nik"][i]), " ".join(str(list_.cells["name"][i]).upper().split()))
        for i in range(len(list_))
    ]
    first = {person: keys[i] for i, person in enumerate(people) if not again[i]}
    whole = {person: sound[i] for i, person in enumerate(people) if not again[i]}
    return frozenset(
        i for i, person in enumerate(people) if again[i] and sound[i] and whole[person] and keys[i] == first[person]
    )


def _niks_of_two(list_: Spoiling) -> frozenset[int]:
    """Return the rows whose written NIK stands for another person too."""
    people = list_.true["person_id"].to_list()
    owners: dict[str, set[int]] = {}
    digits = [_digits(cell) for cell in list_.cells["nik"]]
    for number, person in zip(digits, people, strict=True):
        owners.setdefault(number, set()).add(person)
    return frozenset(i for i, number in enumerate(digits) if len(owners[number]) > 1)


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else str(cell)
