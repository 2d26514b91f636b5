"""The header of a list is found wherever it stands, in one line, two or three."""

from __future__ import annotations

import pytest

from tests.sheets.lists import MAN, WOMAN, a_grid, a_list, a_reading, values

PEOPLE = (("1", "AMAQ SAHDAN", MAN), ("2", "INAQ SAHNIM", WOMAN))


@pytest.mark.parametrize(
    "words",
    [
        ("NO", "NAMA", "NIK"),
        ("No.", "Nama Lengkap", "N I K"),
        ("NO URUT", "NAMA SESUAI KTP", "NO. KTP"),
        ("Nomor", "nama_lengkap", "NIK/No KTP"),
        ("#", "NAMA PEKERJA", "NOMOR INDUK KEPENDUDUKAN"),
        ("401", "402 Nama", "403 NIK"),
        ("NO", "Nama Peserta Program", "NIK (16 angka)"),
    ],
)
def test_headings_of_many_spellings_name_the_same_columns(words: tuple[str, str, str]) -> None:
    reading = a_list(words, *PEOPLE)
    assert values(reading, "nik") == [MAN, WOMAN]
    assert values(reading, "name") == ["AMAQ SAHDAN", "INAQ SAHNIM"]


def test_titles_above_the_header_are_no_people() -> None:
    reading = a_list(
        ("DAFTAR CALON PESERTA BPJS KETENAGAKERJAAN",),
        ("DESA : SAKRA", None, "KECAMATAN : SAKRA"),
        (),
        ("NO", "NAMA", "NIK"),
        *PEOPLE,
    )
    (table,) = reading.tables
    assert table.header_rows == (4,)
    assert table.skipped == {"title": 2, "blank": 1, "header": 1}
    assert values(reading, "row") == [5, 6]


def test_a_header_far_below_is_found() -> None:
    lines = [("kata pengantar nomor", str(i)) for i in range(90)]
    reading = a_list(*lines, ("NO", "NAMA", "NIK", "ALAMAT"), *PEOPLE)
    assert values(reading, "row") == [92, 93]


def test_two_header_lines_are_read_together() -> None:
    reading = a_list(
        ("NO", "NAMA", "NIK", "TEMPAT DAN TANGGAL LAHIR", None, "NAMA ORANG TUA", None, "JENIS KELAMIN", None),
        (None, None, None, "TEMPAT", "TANGGAL", "IBU", "AYAH", "L", "P"),
        ("1", "2", "3", "4", "5", "6", "7", "8", "9"),
        ("1", "INAQ SAHNIM", WOMAN, "SAKRA", "02-03-1985", "SAPIAH", "AMAQ ALI", None, "V"),
    )
    row = reading.rows.row(0, named=True)
    assert (row["birth_place"], str(row["birth_on"])) == ("SAKRA", "1985-03-02")
    assert (row["mother_name"], row["father_name"], row["sex"]) == ("SAPIAH", "AMAQ ALI", "P")
    assert reading.tables[0].header_rows == (1, 2)
    assert reading.tables[0].skipped["column numbers"] == 1


def test_a_wide_heading_does_not_name_every_column_under_it() -> None:
    reading = a_list(
        ("NO", "NAMA", "NIK", "PENDIDIKAN", None, "TANGGAL", None),
        (None, None, None, "Partisipasi sekolah", "Ijazah tertinggi", "LAHIR", "NIKAH"),
        ("1", "AMAQ SAHDAN", MAN, "tidak lagi", "SMA", "01-07-1990", "05-06-2012"),
    )
    row = reading.rows.row(0, named=True)
    assert (row["education"], str(row["birth_on"])) == ("SLTA", "1990-07-01")


def test_headings_merged_over_two_lines_name_their_column() -> None:
    grid = a_grid(
        ("NO", "NAMA", "NIK", "AHLI WARIS", None),
        (None, None, None, "NAMA", "HUBUNGAN"),
        ("1", "AMAQ SAHDAN", MAN, "INAQ SAHDAN", "ISTRI"),
        merged=((1, 1, 2, 1), (1, 2, 2, 2), (1, 3, 2, 3), (1, 4, 1, 5)),
    )
    reading = a_reading(grid)
    assert values(reading, "name") == ["AMAQ SAHDAN"]
    assert values(reading, "heir_name") == ["INAQ SAHDAN"]


@pytest.mark.parametrize("numbers", [("1", "2", "3"), ("(1)", "(2)", "(3)"), ("-1", "-2", "-3"), (1, 2, 3)])
def test_a_line_of_column_numbers_is_nobody(numbers: tuple[str, ...]) -> None:
    reading = a_list(("NO", "NAMA", "NIK"), numbers, *PEOPLE)
    assert reading.tables[0].skipped["column numbers"] == 1
    assert reading.rows.height == 2


def test_a_sheet_without_any_header_is_refused() -> None:
    reading = a_list(("bahan rapat", "Senin"), ("konsumsi", "20"))
    assert reading.refusal is not None
    assert reading.refusal.kind.code == "no_header_found"
    assert reading.rows.is_empty()


def test_a_header_without_people_is_refused() -> None:
    reading = a_list(("NO", "NAMA", "NIK"), (None, None, None))
    assert reading.refusal is not None
    assert reading.refusal.kind.code == "no_person_rows"
