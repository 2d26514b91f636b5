"""Damaged NIK and family-card numbers, every kind that spreadsheets and typing are known to produce.

No damage may make a number whose serial is below 9001 and which could so be a real person's: a rounded number ends
in 9000, a wrong digit falls on the last three or on the date and district.
"""

from __future__ import annotations

from datetime import date

from semesta.kernel.nik import nik_problem
from semesta.synthetic.noise.spoiling import Spoiling

_PLACEHOLDERS = ("0", "-", "BELUM ADA", "DLM PROSES", "belum ada", "0000000000000000")
_INVISIBLE = ("{}\u00a0", "\u00a0{}", "{}\u200b", " {}", "{} ")
_LETTERS = {"0": "O", "1": "l", "5": "S"}


def spoil_nik(list_: Spoiling, *, known_prefixes: frozenset[str], whole_column: bool) -> None:
    """Damage the NIK column: at most one damage a row, runs last because they overwrite."""
    true: list[str] = list_.true["nik"].to_list()
    second: list[str | None] = list_.true["second_nik"].to_list()
    for i in list_.hit(list_.rates.second_nik):
        if second[i] is not None:
            list_.write(i, "nik", "nik_second", second[i])
            true[i] = second[i] or ""
    if whole_column:
        list_.log.drop(range(len(list_)), "nik")
        for i in range(len(list_)):
            _round(list_, i, true[i])
        return
    rates = list_.rates
    dealt = list_.one_of(
        {
            "missing": rates.nik_missing,
            "placeholder": rates.nik_placeholder,
            "typed": rates.nik_typed_wrong,
            "length": rates.nik_wrong_length,
            "rounded": rates.nik_rounded,
            "scientific": rates.nik_scientific,
            "float": rates.nik_float_text,
            "separators": rates.nik_separators,
            "invisible": rates.nik_invisible,
            "apostrophe": rates.nik_apostrophe,
            "letters": rates.nik_letters,
            "kk": rates.nik_is_kk,
            "neighbour": rates.nik_of_neighbour,
        }
    )
    cards = list_.true["kk"].to_list()
    list_.log.drop([i for rows in dealt.values() for i in rows], "nik")
    for i in dealt["missing"]:
        list_.write(i, "nik", "nik_missing", None, clean=true[i])
    for i in dealt["placeholder"]:
        list_.write(i, "nik", "nik_placeholder", _PLACEHOLDERS[list_.below(len(_PLACEHOLDERS))], clean=true[i])
    for i in dealt["typed"]:
        _mistype(list_, i, true[i], known_prefixes)
    for i in dealt["length"]:
        place = list_.below(16)
        longer = true[i][:place] + str(list_.below(10)) + true[i][place:]
        wrong = longer if list_.below(2) else true[i][:place] + true[i][place + 1 :]
        list_.write(i, "nik", "nik_length", wrong, clean=true[i])
    for i in dealt["rounded"]:
        _round(list_, i, true[i])
    for i in dealt["scientific"]:
        lost = f"{float(true[i]):.5E}".replace("E+0", "E+")
        list_.write(i, "nik", "nik_scientific", lost.replace(".", ",") if list_.below(3) == 0 else lost, clean=true[i])
    for i in dealt["float"]:
        list_.write(i, "nik", "nik_decimal", f"{true[i]}.0", clean=true[i])
    for i in dealt["separators"]:
        list_.write(i, "nik", "nik_separators", _separated(true[i], list_.below(3)), clean=true[i])
    for i in dealt["invisible"]:
        list_.write(i, "nik", "nik_invisible", _INVISIBLE[list_.below(len(_INVISIBLE))].format(true[i]), clean=true[i])
    for i in dealt["apostrophe"]:
        list_.write(i, "nik", "nik_apostrophe", f"'{true[i]}", clean=true[i])
    for i in dealt["letters"]:
        digit = next(d for d in ("0", "1", "5") if d in true[i])
        list_.write(i, "nik", "nik_letters_replaced", true[i].replace(digit, _LETTERS[digit], 2), clean=true[i])
    for i in dealt["kk"]:
        list_.write(i, "nik", "kk_in_nik_column", cards[i], clean=true[i])
    for i in dealt["neighbour"]:
        _borrow(list_, i, true)
    _drag(list_, true)


def _round(list_: Spoiling, row: int, nik: str) -> None:
    """Keep 15 digits in a number cell, as a spreadsheet does with a typed NIK."""
    if list_.format == "csv":
        list_.write(row, "nik", "nik_rounded_as_text", nik[:15] + "0", clean=nik)
    else:
        list_.write(row, "nik", "nik_maybe_rounded", int(nik[:15] + "0"), clean=nik)


def _mistype(list_: Spoiling, row: int, nik: str, known_prefixes: frozenset[str]) -> None:
    """Get one digit wrong, or two next to each other swapped; name what that makes of the number."""
    place = (0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 13, 14, 15)[list_.below(15)]
    if list_.below(3) == 0 and place not in (11, 12, 15):
        wrong = nik[:place] + nik[place + 1] + nik[place] + nik[place + 2 :]
    else:
        digit = str((int(nik[place]) + 1 + list_.below(9)) % 10)
        wrong = nik[:place] + digit + nik[place + 1 :]
    if wrong == nik or wrong[12:] == "9000":
        wrong = nik[:15] + ("7" if nik[15] != "7" else "8")
    list_.write(row, "nik", _kind_of_wrong(nik, wrong, known_prefixes), wrong, clean=nik)


def _kind_of_wrong(nik: str, wrong: str, known_prefixes: frozenset[str]) -> str:
    """Name what a mistyped number contradicts: the calendar, the map, the birth date, the sex or nothing."""
    if nik_problem(wrong) == "impossible_date":
        return "nik_impossible_date"
    if wrong[:6] not in known_prefixes:
        return "nik_unknown_prefix"
    if wrong[6:12] == nik[6:12]:
        return "nik_typed_wrong"
    same_day = int(wrong[6:8]) % 40 == int(nik[6:8]) % 40 and wrong[8:12] == nik[8:12]
    return "nik_sex_mismatch" if same_day else "nik_birth_mismatch"


def _borrow(list_: Spoiling, row: int, true: list[str]) -> None:
    """Copy the NIK of the row above (or below the first) as when a line is copied and half changed."""
    other = row - 1 if row else row + 1
    if 0 <= other < len(true) and true[other] != true[row]:
        list_.write(row, "nik", "nik_two_names", true[other], clean=true[row])
        if list_.cells["nik"][other] == true[other]:
            list_.log.add(other, "nik", "nik_lent", true[other], true[other])


def _drag(list_: Spoiling, true: list[str]) -> None:
    """Overwrite runs of rows with numbers rising by one, as the fill handle does."""
    length = 7
    for start in list_.hit(list_.rates.nik_run / (length - 1)):
        rows = range(start + 1, min(start + length, len(list_)))
        if len(rows) < 3 or list_.cells["nik"][start] != true[start] or int(true[start][12:]) > 9990 - length:
            continue
        list_.log.drop(rows, "nik")
        list_.log.add(start, "nik", "nik_run_start", true[start], true[start])
        for step, i in enumerate(rows, start=1):
            list_.write(i, "nik", "nik_run", str(int(true[start]) + step), clean=true[i])


def _separated(nik: str, style: int) -> str:
    if style == 0:
        return " ".join((nik[:4], nik[4:8], nik[8:12], nik[12:]))
    if style == 1:
        return f"{nik[:6]}-{nik[6:12]}-{nik[12:]}"
    return ".".join((nik[:6], nik[6:12], nik[12:]))


def spoil_kk(list_: Spoiling, *, other_cards: list[str]) -> None:
    """Damage the family-card column."""
    true: list[str] = list_.true["kk"].to_list()
    dealt = list_.one_of(
        {
            "missing": list_.rates.kk_missing,
            "wrong": list_.rates.kk_wrong,
            "earlier": list_.rates.moved_kk,
        }
    )
    for i in dealt["missing"]:
        list_.write(i, "kk", "kk_missing", None)
    for i in dealt["wrong"]:
        if list_.below(3) == 0:
            list_.write(i, "kk", "kk_length", true[i][:15])
        else:
            digit = str((int(true[i][15]) + 1 + list_.below(8)) % 9 + 1)
            list_.write(i, "kk", "kk_typed_wrong", true[i][:15] + digit)
    for i in dealt["earlier"]:
        if other_cards:
            list_.write(i, "kk", "kk_earlier", other_cards[list_.below(len(other_cards))])


def note_truths(list_: Spoiling, *, regency_prefix: str) -> None:
    """Note what is true and yet worth a word: numbers of other regencies, register entries with another's number."""
    born: list[date] = list_.true["birth_on"].to_list()
    sexes: list[str] = list_.true["sex"].to_list()
    for i, nik in enumerate(list_.true["nik"].to_list()):
        if list_.cells["nik"][i] != nik:
            continue
        if not nik.startswith(regency_prefix):
            list_.log.add(i, "nik", "nik_other_regency", nik, nik)
        day = born[i].day + (40 if sexes[i] == "P" else 0)
        if nik[6:12] != f"{day:02d}{born[i]:%m%y}" and "birth_on" in list_.cells:
            list_.log.add(i, "nik", "nik_shared", nik, nik)
