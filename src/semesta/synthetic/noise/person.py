"""Sex, telephone and place as lists write them."""

from __future__ import annotations

from semesta.synthetic.codes import SEX_WORDS
from semesta.synthetic.layout.page import Cell
from semesta.synthetic.noise.spoiling import Spoiling


def spoil_sex(list_: Spoiling, *, style: str, free: bool) -> None:
    """Write the sex column in the list's words and damage some rows; `free` when any other word may be written."""
    true: list[str] = list_.true["sex"].to_list()
    words = SEX_WORDS[style]
    list_.cells["sex"] = [words[sex][0] for sex in true]
    dealt = list_.one_of(
        {
            "wrong": list_.rates.sex_wrong,
            "missing": list_.rates.sex_missing,
            "other": list_.rates.sex_other_word if free else 0.0,
            "unreadable": list_.rates.sex_missing / 10 if free else 0.0,
        }
    )
    for i in dealt["wrong"]:
        list_.write(i, "sex", "sex_wrong", words["P" if true[i] == "L" else "L"][0], clean=true[i])
    for i in dealt["missing"]:
        list_.write(i, "sex", "sex_missing", None, clean=true[i])
    for i in dealt["other"]:
        others = SEX_WORDS["other"][true[i]]
        list_.write(i, "sex", "sex_other_word", others[list_.below(len(others))], clean=true[i])
    for i in dealt["unreadable"]:
        list_.write(i, "sex", "sex_unreadable", ("?", "X", "11")[list_.below(3)], clean=true[i])


def spoil_phone(list_: Spoiling, *, operator: str | None) -> None:
    """Damage the telephone column; a list may name its author's own number for everybody."""
    cells = list_.cells["phone"]
    if operator is not None:
        for i in range(len(list_)):
            list_.write(i, "phone", "phone_shared", operator)
        return
    known = [i for i, number in enumerate(cells) if number is not None]
    dealt = list_.one_of(
        {
            "zero": list_.rates.phone_zero_lost,
            "country": list_.rates.phone_country,
            "dashes": list_.rates.phone_dashes,
            "two": list_.rates.phone_two,
            "short": list_.rates.phone_short,
        }
    )
    known_rows = set(known)
    for kind, rows in dealt.items():
        for i in rows:
            if i in known_rows:
                _spoil_number(list_, i, kind, str(cells[i]))


def _spoil_number(list_: Spoiling, row: int, kind: str, number: str) -> None:
    if kind == "zero":
        value: Cell = number[1:] if list_.format == "csv" else int(number)
        list_.write(row, "phone", "phone_zero_lost", value)
    elif kind == "country":
        form = ("+62{}", "62{}", "+62 {}")[list_.below(3)]
        list_.write(row, "phone", "phone_other_form", form.format(number[1:]))
    elif kind == "dashes":
        list_.write(row, "phone", "phone_other_form", f"{number[:4]}-{number[4:8]}-{number[8:]}")
    elif kind == "two":
        list_.write(row, "phone", "phone_two_numbers", f"{number} / {number[:-2]}{list_.below(90) + 10}")
    else:
        list_.write(row, "phone", "phone_invalid", number[:6])
