"""The NIK: what is wrong with it by itself, and what the other columns and rows say of it."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from semesta.kernel.nik import make_nik
from tests.sheets.lists import MAN, WOMAN, Line, a_list, codes, the_finding, values

HEADER = ("NO", "NIK", "NAMA", "TGL LAHIR", "L/P")


def one(nik: str | int | None, born: str | date | None = None, sex: str | None = None) -> Line:
    return ("1", nik, "AMAQ SAHDAN", born, sex)


@pytest.mark.parametrize(
    "written", [MAN, f"'{MAN}", f"{MAN}.0", f" {MAN}\u00a0", "5203 0201 0790 9001", "520302-010790-9001"]
)
def test_a_sound_nik_however_it_is_dressed(written: str) -> None:
    reading = a_list(HEADER, one(written))
    assert values(reading, "nik") == [MAN]
    assert values(reading, "nik_state") == ["valid"]


@pytest.mark.parametrize(
    ("written", "code"),
    [(f"'{MAN}", "nik_apostrophe"), (f"{MAN}.0", "nik_decimal"), ("5203.0201.0790.9001", "nik_separators")],
)
def test_a_cosmetic_change_is_noted_once_for_the_column(written: str, code: str) -> None:
    reading = a_list(HEADER, one(written), one(written), one(None))
    finding = the_finding(reading, code)
    assert (finding["row"], finding["column"], finding["detail"]) == (2, "B", "2")
    assert (finding["before"], finding["after"]) == (written, MAN)


@pytest.mark.parametrize(
    ("written", "code", "state"),
    [
        (None, "nik_missing", "missing"),
        ("", "nik_missing", "missing"),
        ("0", "nik_placeholder", "missing"),
        ("-", "nik_placeholder", "missing"),
        ("BELUM ADA", "nik_placeholder", "missing"),
        ("dlm proses", "nik_placeholder", "missing"),
        ("0000000000000000", "nik_placeholder", "missing"),
        ("520302010790900", "nik_length", "damaged"),
        ("52030201079090011", "nik_length", "damaged"),
        ("5203020107900000", "nik_rounded", "damaged"),
        (5203020107900000, "nik_rounded", "damaged"),
        (5203020107909010, "nik_maybe_rounded", "doubtful"),
        ("5.20302E+15", "nik_scientific", "damaged"),
        ("5,20302E+15", "nik_scientific", "damaged"),
        ("5203023213909001", "nik_impossible_date", "damaged"),
        ("5203023002909001", "nik_impossible_date", "damaged"),
        ("TIDAK BAWA KTP", "nik_not_a_number", "damaged"),
        ("5299020107909001", "nik_unknown_prefix", "doubtful"),
    ],
)
def test_a_nik_that_breaks_a_rule(written: str | int | None, code: str, state: str) -> None:
    reading = a_list(HEADER, ("1", MAN, "INAQ SAHNIM", None, None), one(written))
    finding = the_finding(reading, code)
    assert (finding["row"], finding["column"], finding["field"]) == (3, "B", "nik")
    assert values(reading, "nik_state")[1] == state
    assert (values(reading, "nik")[1] is None) == (state in ("missing", "damaged"))


@pytest.mark.parametrize("written", ["5203020137909001", "5203020170909001"])
def test_a_slip_in_the_date_suggests_the_only_number_that_fits(written: str) -> None:
    reading = a_list(HEADER, one(written, "01-07-1990", "L"))
    assert the_finding(reading, "nik_impossible_date")["after"] == MAN


@pytest.mark.parametrize("written", ["52030201107909001", "520302107909001"])
def test_a_digit_too_many_or_too_few_suggests_the_only_number_that_fits(written: str) -> None:
    reading = a_list(HEADER, one(written, "01-07-1990", "L"))
    assert the_finding(reading, "nik_length")["after"] == MAN
    assert values(reading, "nik") == [None]


def test_a_digit_lost_from_the_serial_suggests_nothing() -> None:
    reading = a_list(HEADER, one("520302010790901", "01-07-1990", "L"))
    assert the_finding(reading, "nik_length")["after"] == ""


def test_letters_for_digits_are_replaced_and_shown() -> None:
    reading = a_list(HEADER, one("52O302O1O79O90Ol"))
    finding = the_finding(reading, "nik_letters_replaced")
    assert (finding["before"], finding["after"]) == ("52O302O1O79O90Ol", MAN)
    assert values(reading, "nik") == [MAN]


def test_number_cells_written_by_a_program_may_end_in_zero() -> None:
    people = [("1", int(f"520302010790{9001 + i}"), "AMAQ SAHDAN", None, None) for i in range(30)]
    reading = a_list(HEADER, *people)
    assert "nik_maybe_rounded" not in codes(reading)


def test_a_district_that_moved_is_known_by_its_old_code() -> None:
    reading = a_list(HEADER, one("5203090107909001", "01-07-1990", "L"))
    assert codes(reading) == []


def test_a_nik_of_another_regency_is_only_noted() -> None:
    reading = a_list(HEADER, one("5201010107909001", "01-07-1990", "L"))
    assert the_finding(reading, "nik_other_regency")["detail"] == "Kabupaten Lombok Barat"
    assert values(reading, "nik_state") == ["valid"]


def test_birth_date_and_sex_against_the_nik() -> None:
    reading = a_list(HEADER, one(MAN, "03-09-1991", "P"))
    birth, sex = the_finding(reading, "nik_birth_mismatch"), the_finding(reading, "nik_sex_mismatch")
    assert (birth["before"], birth["after"]) == ("1991-09-03", "1990-07-01")
    assert (sex["before"], sex["after"], sex["column"]) == ("P", "L", "E")
    assert values(reading, "nik_state") == ["doubtful"]


def test_a_swapped_day_and_month_is_mended_by_the_nik() -> None:
    reading = a_list(HEADER, one(MAN, date(1990, 1, 7), "L"))
    finding = the_finding(reading, "date_swapped")
    assert (finding["before"], finding["after"]) == ("1990-01-07", "1990-07-01")
    assert values(reading, "birth_on") == [date(1990, 7, 1)]
    assert values(reading, "nik_state") == ["valid"]


def test_empty_birth_date_and_sex_are_taken_from_a_sound_nik() -> None:
    reading = a_list(HEADER, one(WOMAN))
    assert the_finding(reading, "birth_from_nik")["after"] == "1985-03-02"
    assert the_finding(reading, "sex_from_nik")["after"] == "P"
    assert (values(reading, "birth_on"), values(reading, "sex")) == ([date(1985, 3, 2)], ["P"])


def test_nothing_is_taken_from_a_damaged_nik() -> None:
    reading = a_list(HEADER, one("520302420385900"))
    assert {"birth_missing", "sex_missing", "nik_length"} == set(codes(reading))
    assert (values(reading, "birth_on"), values(reading, "sex")) == ([None], [None])


def test_columns_the_list_does_not_have_are_read_from_the_nik_and_noted_once() -> None:
    reading = a_list(("NIK", "NAMA"), (MAN, "AMAQ SAHDAN"), (WOMAN, "INAQ SAHNIM"))
    assert the_finding(reading, "birth_column_from_nik")["detail"] == "2"
    assert the_finding(reading, "sex_column_from_nik")["detail"] == "2"
    assert values(reading, "sex") == ["L", "P"]


def test_a_list_without_nik_keeps_its_people_waiting() -> None:
    reading = a_list(("NO", "NAMA", "ALAMAT"), ("1", "AMAQ SAHDAN", "SAKRA"), ("2", "INAQ SAHNIM", "SAKRA"))
    assert codes(reading).count("no_nik_column") == 1
    assert values(reading, "nik_state") == ["missing", "missing"]


@given(
    born=st.dates(date(1930, 1, 1), date(2025, 12, 31)),
    sex=st.sampled_from(["L", "P"]),
    serial=st.integers(9001, 9999),
    form=st.sampled_from(["%d-%m-%Y", "%Y-%m-%d", "%d/%m/%Y", "%d.%m.%Y"]),
)
def test_a_row_that_agrees_with_its_nik_is_never_accused(born: date, sex: str, serial: int, form: str) -> None:
    nik = make_nik(region="520302", born_on=born, sex=sex, serial=serial)  # type: ignore[arg-type]
    reading = a_list(HEADER, ("1", nik, "AMAQ SAHDAN", born.strftime(form), sex))
    assert set(codes(reading)) <= {"birth_heaped"}
    row = reading.rows.row(0, named=True)
    assert (row["nik"], row["nik_state"], row["birth_on"], row["sex"]) == (nik, "valid", born, sex)
