"""What a careful reader of one list should find: the damages as finally written, each with its expected code.

Several damages may sit in one cell; all of them are then told with the value the cell ended up with. A damage in a
column that the layout leaves out is dropped. What a damage needs in order to be seen is written in `damage.KINDS`;
here it is decided, row by row, whether the list has it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from semesta.kernel.nik import WOMAN_DAY_OFFSET, nik_problem
from semesta.synthetic.damage import KINDS, Need
from semesta.synthetic.layout.page import Cell
from semesta.synthetic.noise.spoiling import Spoiling

_SAME_DAY = frozenset({"date_other_form", "date_serial", "date_two_digit_year", "birth_heaped"})
_WRONG_DAY = frozenset({"birth_typed_wrong", "birth_default"})
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


def expected_codes(list_: Spoiling, *, shown: Collection[str], shifted: Collection[int]) -> list[Verdict]:
    """Return the damages of a list in order of row, with the code each should cause.

    `shown` are the fields with a column (`card` when family cards stand above households); of rows that slipped
    sideways only that is told.
    """
    evidence = _evidence(list_, shown)
    true = {name: list_.true[name].to_list() for name in ("name", "mother_name")}
    found = []
    for row, name, kind, told, noted in sorted(list_.log.entries, key=lambda e: e[0]):
        if (name not in shown and name != "row") or (row in shifted and kind != "row_shifted"):
            continue
        rule = KINDS[kind]
        seen = rule.needs == "nothing" or row in evidence[rule.needs]
        written = noted if name == "row" else _text(list_.cells[name][row])
        clean = true[name][row] if name in true else told
        found.append(Verdict(row, name, kind, clean, written, rule.expected if seen else rule.otherwise))
    return found


def _evidence(list_: Spoiling, shown: Collection[str]) -> dict[Need, frozenset[int]]:
    """Return, for every need but "nothing", the rows that have it."""
    kinds: dict[tuple[int, str], set[str]] = {}
    for row, name, kind, _, _ in list_.log.entries:
        kinds.setdefault((row, name), set()).add(kind)
    rows = range(len(list_))
    numbers = [_digits(cell) for cell in list_.cells["nik"]]
    cards = _cards(list_, shown)
    owners = _owners(list_, numbers)
    birth, sex = [_said_birth(number) for number in numbers], [_said_sex(number) for number in numbers]
    born: list[date] = list_.true["birth_on"].to_list()
    sexes: list[str] = list_.true["sex"].to_list()
    of_two = {i for i in rows if len(owners[numbers[i]]) > 1}
    readable = {
        i
        for i in rows
        if "nik" in shown and nik_problem(numbers[i]) is None and not kinds.get((i, "nik"), set()) & _NOT_ONES
    }
    right_birth = {i for i in readable if birth[i] == f"{born[i]:%d%m%y}"}
    right_sex = {i for i in readable if sex[i] == sexes[i]}
    spoiled_birth = {i for i in rows if kinds.get((i, "birth_on"), set()) - _SAME_DAY}
    wrong_birth = {i for i in rows if kinds.get((i, "birth_on"), set()) & _WRONG_DAY}
    spoiled_sex = {i for i in rows if kinds.get((i, "sex"), set()) & {"sex_wrong", "sex_missing", "sex_unreadable"}}
    own = right_birth & right_sex
    trusted = {i for i in readable if i in own or i not in of_two}
    contradicted = {i for i in rows if "sex_wrong" in kinds.get((i, "sex"), set())}
    silent = spoiled_sex - contradicted if "sex" in shown else set(rows)
    return {
        "sound nik": frozenset(own),
        "nik for birth": frozenset(trusted & (silent | right_sex) - contradicted),
        "nik for sex": frozenset(trusted & right_birth - wrong_birth),
        "birth date": frozenset(i for i in rows if "birth_on" in shown and i not in spoiled_birth),
        "sex": frozenset(i for i in rows if "sex" in shown and i not in spoiled_sex),
        "known card": frozenset(i for i in rows if numbers[i] in cards),
        "both owners": frozenset(of_two),
        "rows alike": _rows_alike(list_, numbers, readable) if "name" in shown else frozenset(),
    }


# Numbers that are nobody's in the row: a run, or a card taken for what it is
_NOT_ONES = frozenset({"nik_run", "kk_in_nik_column"})


def _said_birth(number: str) -> str:
    """Return the DDMMYY a NIK tells, empty when it is none."""
    if nik_problem(number) is not None:
        return ""
    day = int(number[6:8])
    return f"{day - WOMAN_DAY_OFFSET if day > WOMAN_DAY_OFFSET else day:02d}{number[8:12]}"


def _said_sex(number: str) -> str:
    return "" if nik_problem(number) is not None else "P" if int(number[6:8]) > WOMAN_DAY_OFFSET else "L"


def _digits(cell: Cell) -> str:
    if type(cell) is str and len(cell) == 16 and cell.isdigit():
        return cell
    text = str(cell or "").strip().removesuffix(".0").translate(_DIGITS)
    return "".join(c for c in text if c.isascii() and c.isdigit())


def _cards(list_: Spoiling, shown: Collection[str]) -> set[str]:
    """Return the family-card numbers that the list itself tells."""
    if "card" in shown:
        return set(list_.true["kk"].to_list())
    return {_digits(cell) for cell in list_.cells["kk"]} if "kk" in shown else set()


def _owners(list_: Spoiling, numbers: list[str]) -> dict[str, set[int]]:
    """Return for every number written the people it is written for."""
    owners: dict[str, set[int]] = {}
    for number, person in zip(numbers, list_.true["person_id"].to_list(), strict=True):
        owners.setdefault(number, set()).add(person)
    return owners


def _rows_alike(list_: Spoiling, numbers: list[str], readable: set[int]) -> frozenset[int]:
    """Return the repeated rows whose NIK and name read the same as on the person's first row, every digit known."""
    people: list[int] = list_.true["person_id"].to_list()
    again: list[bool] = list_.true["again"].to_list()
    whole = {i for i in readable if not isinstance(list_.cells["nik"][i], int)}
    names = [" ".join(str(name).upper().split()) for name in list_.cells["name"]]
    first = {person: i for i, person in enumerate(people) if not again[i]}
    return frozenset(
        i
        for i, person in enumerate(people)
        if again[i] and {i, first[person]} <= whole
        if (numbers[i], names[i]) == (numbers[first[person]], names[first[person]])
    )


def _text(cell: Cell) -> str:
    if cell is None:
        return ""
    return cell.isoformat() if isinstance(cell, date) else str(cell)
