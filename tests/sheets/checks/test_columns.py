"""Columns whose headings mislead are told by their content; a regency can teach its own words."""

from __future__ import annotations

from semesta.sheets.columns import shipped_synonyms
from tests.sheets.lists import MAN, WOMAN, a_list, codes, the_finding, values

PEOPLE = [(str(int(MAN) + 2 * i), f"SITI {chr(65 + i)}MINAH") for i in range(6)]


def test_a_column_of_16_digits_without_heading_is_the_nik() -> None:
    niks = [MAN, WOMAN, "5203024101909003", "5203025505809004", "5203021012709005"]
    reading = a_list(("NO", "NAMA", None, "ALAMAT"), *((str(i), "SITI AMINAH", n, "SAKRA") for i, n in enumerate(niks)))
    assert values(reading, "nik") == niks
    assert the_finding(reading, "column_by_content")["after"] == "NIK"


def test_a_column_of_repeated_16_digits_is_the_family_card() -> None:
    cards = ["5203021705129001"] * 3 + ["5203021705129002"] * 3
    reading = a_list(("NIK", "NAMA", None), *((n, name, card) for (n, name), card in zip(PEOPLE, cards, strict=True)))
    assert values(reading, "kk") == cards


def test_employee_numbers_headed_nik_are_not_used() -> None:
    reading = a_list(
        ("NIK", "NO KTP", "NAMA"), *((f"EMP-{100 + i}", nik, name) for i, (nik, name) in enumerate(PEOPLE))
    )
    assert values(reading, "nik") == [nik for nik, _ in PEOPLE]
    assert the_finding(reading, "employee_number_column")["column"] == "A"


def test_a_running_number_headed_member_number_is_no_member_number() -> None:
    reading = a_list(("No. Peserta", "NIK", "NAMA"), *((str(i), *p) for i, p in enumerate(PEOPLE, 1)))
    assert values(reading, "kpj") == [None] * 6


def test_a_second_column_of_names_is_told_not_used() -> None:
    reading = a_list(("NIK", "NAMA LENGKAP", "NAMA PEMILIK"), (MAN, "AMAQ SAHDAN", "LALU HADI"))
    assert values(reading, "name") == ["AMAQ SAHDAN"]
    finding = the_finding(reading, "column_repeated")
    assert (finding["column"], finding["before"], finding["detail"]) == ("C", "NAMA PEMILIK", "NAMA")


def test_numbers_of_others_are_not_the_person_s() -> None:
    header = ("NIK", "NAMA", "NIK IBU", "NAMA KETUA KELOMPOK", "NO REKENING", "NAMA BANK")
    reading = a_list(header, (MAN, "AMAQ SAHDAN", WOMAN, "LALU HADI", "1610001234567890", "BANK NTB"))
    assert (values(reading, "nik"), values(reading, "name")) == ([MAN], ["AMAQ SAHDAN"])
    assert reading.tables[0].unused_columns["NIK IBU"] == "C"


def test_a_regency_teaches_its_own_heading() -> None:
    own = shipped_synonyms().extended([("name", "ARAN", ""), ("dusun", "REPOK", "")])
    reading = a_list(("NIK", "ARAN", "REPOK"), (MAN, "AMAQ SAHDAN", "PAOK"), synonyms=own)
    assert (values(reading, "name"), values(reading, "dusun")) == (["AMAQ SAHDAN"], ["PAOK"])


def test_a_formula_error_is_told() -> None:
    reading = a_list(("NIK", "NAMA", "ALAMAT"), (MAN, "AMAQ SAHDAN", "#N/A"))
    assert the_finding(reading, "cell_error")["column"] == "C"


def test_the_same_row_has_the_same_hash_wherever_it_stands() -> None:
    first = a_list(("NIK", "NAMA"), (MAN, "AMAQ SAHDAN"), (WOMAN, "INAQ SAHNIM"))
    moved = a_list(("DAFTAR",), ("NO", "NAMA", "NIK", "KET"), ("1", "Inaq Sahnim", WOMAN), ("2", "AMAQ SAHDAN", MAN))
    assert set(values(first, "row_hash")) == set(values(moved, "row_hash"))
    changed = a_list(("NIK", "NAMA"), (MAN, "AMAQ SAHDAM"))
    assert not set(values(changed, "row_hash")) & set(values(first, "row_hash"))


def test_reading_twice_says_the_same() -> None:
    lines = (("NIK", "NAMA", "TGL LAHIR"), (MAN, "H. AHMAD", "1-7-90"), ("0", "S0LEH", "31-12-1970"))
    first, second = a_list(*lines), a_list(*lines)
    assert first.rows.equals(second.rows)
    assert first.findings.equals(second.findings)
    assert codes(first)
