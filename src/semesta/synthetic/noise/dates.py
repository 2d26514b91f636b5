"""Birth dates as lists write them: one usual form per list, other forms and wrong values on some rows."""

from __future__ import annotations

import calendar
from datetime import date

from semesta.synthetic.layout.page import Cell
from semesta.synthetic.noise.spoiling import Spoiling

_EPOCH = date(1899, 12, 30).toordinal()
_MONTHS = (
    ("Januari", "Jan"),
    ("Februari", "Pebruari", "Feb", "Peb"),
    ("Maret", "Mar", "Mart"),
    ("April", "Apr"),
    ("Mei", "May"),
    ("Juni", "Jun", "June"),
    ("Juli", "Jul", "July"),
    ("Agustus", "Agt", "Ags", "Agust", "August"),
    ("September", "Sep", "Sept"),
    ("Oktober", "Okt", "October"),
    ("November", "Nopember", "Nov", "Nop"),
    ("Desember", "Des", "December"),
)
_FORMS = {
    "dd-mm-yyyy": "{d:02d}-{m:02d}-{y}",
    "dd/mm/yyyy": "{d:02d}/{m:02d}/{y}",
    "yyyy-mm-dd": "{y}-{m:02d}-{d:02d}",
    "dd.mm.yyyy": "{d:02d}.{m:02d}.{y}",
    "d-m-yyyy": "{d}-{m}-{y}",
    "dd.mm.yy": "{d:02d}.{m:02d}.{short:02d}",
    "dd-mm-yy": "{d:02d}-{m:02d}-{short:02d}",
    "d-m-yy": "{d}-{m}-{short:02d}",
}
_OTHER_FORMS = ("dd-mm-yyyy", "dd/mm/yyyy", "yyyy-mm-dd", "dd month yyyy", "dd mon yyyy", "d-m-yyyy", "dd.mm.yyyy")


def written_date(day: date, form: str, *, turn: int = 0) -> Cell:
    """Write a date in a form; `turn` chooses among the words for a month."""
    if form == "date cell":
        return day
    if form == "serial":
        return day.toordinal() - _EPOCH
    if form in ("dd month yyyy", "dd mon yyyy"):
        words = _MONTHS[day.month - 1]
        word = words[0] if form == "dd month yyyy" else words[turn % len(words)]
        return f"{day.day:02d} {word} {day.year}"
    return _FORMS[form].format(d=day.day, m=day.month, y=day.year, short=day.year % 100)


def spoil_birth(list_: Spoiling, *, form: str, text_only: bool) -> None:
    """Write the birth date column in the list's form and damage some rows, at most one damage each."""
    born: list[date] = list_.true["birth_on"].to_list()
    cells: list[Cell] = [written_date(day, form) for day in born]
    list_.cells["birth_on"] = cells
    rates = list_.rates
    dealt = list_.one_of(
        {
            "missing": rates.birth_missing,
            "swapped": rates.birth_swapped,
            "digit": rates.birth_digit,
            "year": rates.birth_year,
            "default": rates.birth_default,
            "year only": rates.birth_year_only,
            "zero": rates.birth_zero,
            "impossible": rates.birth_impossible,
            "short": rates.birth_short_year,
            "serial": 0.0 if text_only or list_.format == "csv" else rates.birth_serial,
            "other": rates.birth_other_form,
        }
    )

    def put(row: int, kind: str, value: Cell) -> None:
        list_.write(row, "birth_on", kind, value, clean=born[row])

    for i in dealt["missing"]:
        put(i, "birth_missing", None)
    for i in dealt["swapped"]:
        day = born[i]
        if day.day <= 12 and day.day != day.month:
            put(i, "date_swapped", written_date(date(day.year, day.day, day.month), form))
    for i in dealt["digit"]:
        put(i, "birth_typed_wrong", written_date(_near(born[i], list_.below(27)), form))
    for i in dealt["year"]:
        wrong = _year(born[i], born[i].year + (-2, -1, 1, 10, -10)[list_.below(5)])
        if wrong != born[i]:
            put(i, "birth_typed_wrong", written_date(wrong, form))
    for i in dealt["default"]:
        default = date(born[i].year, *((12, 31), (1, 1), (7, 1))[list_.below(3)])
        if default != born[i]:
            put(i, "birth_default", written_date(default, form))
    for i in dealt["year only"]:
        put(i, "date_year_only", str(born[i].year))
    for i in dealt["zero"]:
        put(i, "date_zero", f"00-00-{born[i].year}")
    for i in dealt["impossible"]:
        common = born[i].year if not calendar.isleap(born[i].year) else born[i].year - 1
        put(i, "date_impossible", (f"29-02-{common}", f"31-04-{common}", f"30-02-{common}")[list_.below(3)])
    for i in dealt["short"]:
        put(i, "date_two_digit_year", written_date(born[i], ("dd.mm.yy", "dd-mm-yy", "d-m-yy")[list_.below(3)]))
    for i in dealt["serial"]:
        put(i, "date_serial", written_date(born[i], "serial"))
    for i in dealt["other"]:
        other = _OTHER_FORMS[list_.below(len(_OTHER_FORMS))]
        if other != form:
            put(i, "date_other_form", written_date(born[i], other, turn=list_.below(4)))
    touched = {i for rows in dealt.values() for i in rows}
    for i, day in enumerate(born):
        if (day.month, day.day) in ((12, 31), (1, 1)) and i not in touched:
            list_.log.add(i, "birth_on", "birth_heaped", day, cells[i])


def _near(day: date, draw: int) -> date:
    """Return another day of the same month."""
    last = calendar.monthrange(day.year, day.month)[1]
    return day.replace(
        day=(day.day + draw) % last + 1 if (day.day + draw) % last + 1 != day.day else day.day % last + 1
    )


def _year(day: date, year: int) -> date:
    """Return the day in another year, not later than 2020, 29 February as the 28th."""
    year = min(year, 2020)
    last = calendar.monthrange(year, day.month)[1]
    return date(year, day.month, min(day.day, last))
