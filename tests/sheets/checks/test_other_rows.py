"""Numbers in the wrong column, dragged cells, and the same number or person on several rows."""

from __future__ import annotations

import pytest

from tests.sheets.lists import MAN, WOMAN, a_grid, a_list, a_reading, codes, the_finding, values

HEADER = ("NO", "NO KK", "NIK", "NAMA", "TGL LAHIR", "L/P")
CARD = "5203021705129001"


def test_the_row_s_own_card_in_the_nik_column() -> None:
    reading = a_list(HEADER, ("1", CARD, CARD, "AMAQ SAHDAN", "01-07-1990", "L"))
    assert codes(reading) == ["kk_in_nik_column"]
    assert (values(reading, "nik"), values(reading, "nik_state")) == ([None], ["damaged"])
    assert values(reading, "kk") == [CARD]


def test_card_and_nik_in_each_other_s_column_suggest_the_nik() -> None:
    reading = a_list(HEADER, ("1", MAN, CARD, "AMAQ SAHDAN", "01-07-1990", "L"))
    assert the_finding(reading, "kk_in_nik_column")["after"] == MAN
    assert the_finding(reading, "nik_in_kk_column")["before"] == MAN
    assert values(reading, "kk") == [None]


def test_the_nik_written_in_the_card_column_too() -> None:
    reading = a_list(HEADER, ("1", MAN, MAN, "AMAQ SAHDAN", "01-07-1990", "L"))
    assert codes(reading) == ["nik_in_kk_column"]
    assert values(reading, "nik") == [MAN]


def test_the_card_of_another_row_in_the_nik_column() -> None:
    reading = a_list(
        HEADER,
        ("1", CARD, MAN, "AMAQ SAHDAN", "01-07-1990", "L"),
        ("2", None, CARD, "INAQ SAHNIM", "02-03-1985", "P"),
    )
    assert the_finding(reading, "kk_in_nik_column")["row"] == 3


def test_a_card_in_a_list_without_cards_is_known_by_its_date() -> None:
    reading = a_list(("NIK", "NAMA", "TGL LAHIR", "L/P"), (CARD, "AMAQ SAHDAN", "01-07-1990", "L"))
    assert codes(reading) == ["kk_in_nik_column"]


def dragged(count: int) -> list[tuple[str, str, str, str, str, str]]:
    days = [f"{1 + i:02d}-{1 + i % 12:02d}-{1970 + i}" for i in range(count)]
    return [(str(i), CARD, str(int(MAN) + i), f"SITI {chr(65 + i)}MINAH", days[i], "L") for i in range(count)]


def test_a_dragged_cell_makes_a_run() -> None:
    first = ("0", CARD, MAN, "AMAQ SAHDAN", "01-07-1990", "L")
    reading = a_list(HEADER, first, *dragged(6)[1:])
    runs = reading.findings.filter(reading.findings["code"] == "nik_run")
    assert runs["row"].to_list() == [3, 4, 5, 6, 7]
    assert set(runs["detail"]) == {"6"}
    assert values(reading, "nik_state") == ["valid"] + ["doubtful"] * 5
    assert "nik_birth_mismatch" not in codes(reading)


def test_people_registered_one_after_the_other_are_no_run() -> None:
    people = [(str(i), CARD, str(int(MAN) + i), f"SITI {chr(65 + i)}MINAH", "01-07-1990", "L") for i in range(5)]
    assert "nik_run" not in codes(a_list(HEADER, *people))


def test_one_nik_with_two_names_accuses_the_row_it_does_not_fit() -> None:
    reading = a_list(
        HEADER,
        ("1", CARD, MAN, "AMAQ SAHDAN", "01-07-1990", "L"),
        ("2", CARD, MAN, "BAIQ RINI", "05-06-1977", "P"),
    )
    finding = the_finding(reading, "nik_two_names")
    assert (finding["row"], finding["before"], finding["detail"]) == (3, "BAIQ RINI", "'AMAQ SAHDAN' (Daftar 2)")
    assert values(reading, "nik_state") == ["valid", "doubtful"]


def test_one_nik_with_two_names_accuses_both_when_neither_stands_out() -> None:
    reading = a_list(("NIK", "NAMA"), (MAN, "LALU HADI"), (MAN, "ZULKARNAIN"))
    assert codes(reading).count("nik_two_names") == 2


@pytest.mark.parametrize("again", ["MUHAMMAD SAIFUL", "Muh. Saepul", "M. SAIFUL", "H. MUHAMMAD SYAIFUL"])
def test_the_same_person_twice_is_a_note_not_a_conflict(again: str) -> None:
    row = ("1", CARD, MAN, "MUHAMMAD SAIFUL", "01-07-1990", "L")
    reading = a_list(HEADER, row, ("2", CARD, MAN, again, "01-07-1990", "L"))
    finding = the_finding(reading, "person_repeated")
    assert (finding["row"], finding["detail"]) == (3, "Daftar 2")
    assert "nik_two_names" not in codes(reading)
    assert reading.rows.height == 2


def test_a_person_twice_on_two_sheets_is_told() -> None:
    first = a_grid(("NIK", "NAMA"), (MAN, "AMAQ SAHDAN"), sheet="Paok")
    second = a_grid(("NAMA", "NIK"), ("AMAQ SAHDAN", MAN), sheet="Bagek")
    assert the_finding(a_reading(first, second), "person_repeated")["detail"] == "Paok 2"


def test_a_row_without_nik_that_looks_like_another_is_doubted() -> None:
    reading = a_list(
        HEADER,
        ("1", CARD, WOMAN, "INAQ SAHNIM", "02-03-1985", "P"),
        ("2", CARD, None, "INAQ SAHNIM", "02-03-1985", "P"),
        ("3", "5203021705129009", None, "INAQ SAHNIM", "02-03-1985", "P"),
    )
    assert the_finding(reading, "person_maybe_repeated")["row"] == 3


def test_two_people_of_one_name_with_sound_niks_are_left_apart() -> None:
    reading = a_list(
        HEADER,
        ("1", CARD, WOMAN, "INAQ SAHNIM", "02-03-1985", "P"),
        ("2", CARD, "5203024203859003", "INAQ SAHNIM", "02-03-1985", "P"),
    )
    assert codes(reading) == []


def test_a_shifted_row_is_told_once() -> None:
    reading = a_list(
        HEADER,
        ("1", CARD, WOMAN, "INAQ SAHNIM", "02-03-1985", "P"),
        ("2", None, CARD, MAN, "AMAQ SAHDAN", "01-07-1990", "L"),
    )
    assert codes(reading, row=3) == ["row_shifted"]
    assert values(reading, "nik") == [WOMAN, None]
    assert values(reading, "nik_state") == ["valid", "damaged"]
