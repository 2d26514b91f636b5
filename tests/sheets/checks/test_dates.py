"""Dates in every form that lists use."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sheets.lists import MAN, Line, a_list, codes, the_finding, values

HEADER = ("NAMA", "ALAMAT", "TGL LAHIR", "NO HP")


def born(*written: str | int | date | None) -> list[Line]:
    names = (f"SITI {chr(65 + i // 26)}{chr(65 + i % 26)}MINAH" for i in range(len(written)))
    return [HEADER, *((name, "SAKRA", cell, "081234567890") for name, cell in zip(names, written, strict=True))]


@pytest.mark.parametrize(
    "written",
    [
        "1985-03-12",
        "12-03-1985",
        "12/03/1985",
        "12.03.1985",
        "12-3-1985",
        "12 Maret 1985",
        "12 Mart 1985",
        "12 MAR 1985",
        "12-Maret-1985",
        "12Maret1985",
        "12 March 1985",
        "12031985",
        "19850312",
        "1985/03/12",
        "1985-03-12 00:00:00",
        "12-03-1985 ",
        date(1985, 3, 12),
        31118,
        "31118",
    ],
)
def test_forms_of_one_date(written: str | int | date) -> None:
    assert values(a_list(*born(written)), "birth_on") == [date(1985, 3, 12)]


MONTHS = (
    ("Januari", "Jan"),
    ("Februari", "Pebruari", "Feb", "Peb"),
    ("Maret", "Mar", "Mrt"),
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


@pytest.mark.parametrize(("month", "word"), [(m, w) for m, words in enumerate(MONTHS, 1) for w in words])
def test_month_words(month: int, word: str) -> None:
    reading = a_list(*born(f"07 {word} 1995", f"7 {word.upper()} 1995"))
    assert values(reading, "birth_on") == [date(1995, month, 7)] * 2


@given(days=st.lists(st.dates(date(1930, 1, 1), date(2020, 12, 31)), min_size=1, max_size=30), form=st.integers(0, 4))
def test_a_column_of_one_form_is_read_whole(days: list[date], form: int) -> None:
    forms = ("{d:%d-%m-%Y}", "{d:%d/%m/%Y}", "{d:%d.%m.%Y}", "{d.day} {m} {d.year}", "{d.day}-{d.month}-{d.year}")
    written = [forms[form].format(d=day, m=MONTHS[day.month - 1][0]) for day in days]
    reading = a_list(*born(*written))
    assert values(reading, "birth_on") == days
    assert set(codes(reading)) <= {"no_nik_column", "birth_heaped", "sex_missing", "phone_shared"}


@pytest.mark.parametrize(
    ("written", "code", "on", "precision"),
    [
        ("12-3-85", "date_two_digit_year", date(1985, 3, 12), "day"),
        ("12.03.10", "date_two_digit_year", date(2010, 3, 12), "day"),
        ("1985", "date_year_only", date(1985, 12, 31), "year"),
        ("TH 1985", "date_year_only", date(1985, 12, 31), "year"),
        ("00-00-1960", "date_year_only", date(1960, 12, 31), "year"),
        ("29-02-1985", "date_impossible", None, None),
        ("31-04-1985", "date_impossible", None, None),
        ("12/25/1985", "date_swapped", date(1985, 12, 25), "day"),
        ("kemarin", "date_unreadable", None, None),
        ("12 Foo 1985", "date_unreadable", None, None),
        ("01-01-2030", "date_future", date(2030, 1, 1), "heaped"),
        ("12-03-1785", "date_too_early", date(1785, 3, 12), "day"),
    ],
)
def test_a_date_that_needs_a_word(written: str, code: str, on: date | None, precision: str | None) -> None:
    reading = a_list(*born(written))
    finding = the_finding(reading, code)
    assert (finding["row"], finding["column"], finding["before"]) == (2, "C", written)
    assert (values(reading, "birth_on"), values(reading, "birth_precision")) == ([on], [precision])


@pytest.mark.parametrize("written", ["-", "0", "0000-00-00", "", None, "1900-01-00"])
def test_no_date_is_no_date(written: str | None) -> None:
    reading = a_list(*born(written))
    assert "birth_missing" in codes(reading)
    assert values(reading, "birth_on") == [None]


def test_excel_serial_numbers_are_noted_once() -> None:
    reading = a_list(*born(22107, 22108, "12-03-1985"))
    finding = the_finding(reading, "date_serial")
    assert (finding["before"], finding["after"], finding["detail"]) == ("22107", "1960-07-10", "2")


def test_heaped_dates_are_marked_and_counted() -> None:
    reading = a_list(*born("31-12-1970", "01-01-1971", "02-01-1971"))
    assert values(reading, "birth_precision") == ["heaped", "heaped", "day"]
    assert the_finding(reading, "birth_heaped")["detail"] == "2"


@pytest.mark.parametrize(
    ("written", "place", "on"),
    [
        ("SELONG, 12-03-1985", "SELONG", date(1985, 3, 12)),
        ("Selong / 12 Maret 1985", "SELONG", date(1985, 3, 12)),
        ("MASBAGIK 31-12-1970", "MASBAGIK", date(1970, 12, 31)),
        ("Lendang Nangka,12.3.85", "LENDANG NANGKA", date(1985, 3, 12)),
        ("SELONG", "SELONG", None),
        ("12-03-1985", None, date(1985, 3, 12)),
        ("-", None, None),
    ],
)
def test_place_and_date_in_one_cell(written: str, place: str | None, on: date | None) -> None:
    reading = a_list(("NAMA", "TTL", "NO HP"), ("AMAQ SAHDAN", written, "081234567890"))
    assert (values(reading, "birth_place"), values(reading, "birth_on")) == ([place], [on])


def test_a_column_turned_by_a_foreign_excel_is_doubted_where_the_nik_is_silent() -> None:
    texts = [("SITI AMINAH", f"{13 + i}/04/1985", None) for i in range(12)]
    dates = [("SITI AMINAH", date(1985, 4, 1 + i), None) for i in range(12)]
    reading = a_list(("NAMA", "TGL LAHIR", "NIK"), *texts, *dates)
    assert codes(reading).count("date_swap_suspected") == 11  # the fourth of April cannot be turned


def test_an_age_that_cannot_be_is_doubted() -> None:
    header = ("NAMA", "NIK", "TGL LAHIR", "UMUR")
    reading = a_list(header, ("AMAQ SAHDAN", MAN, "01-07-1990", "35 th"), ("LALU HADI", None, "01-07-1990", "53"))
    finding = the_finding(reading, "age_mismatch")
    assert (finding["row"], finding["before"], finding["after"]) == (3, "53", "35")
