"""Absurd lists are read to the end: the work grows with the lines, not with their square."""

from __future__ import annotations

from tests.sheets.lists import MAN, Line, a_grid, a_list, a_reading, assert_accounted, codes

MANY = 6_000


def test_one_number_copied_down_under_as_many_names() -> None:
    reading = a_list(("NIK", "NAMA"), *((MAN, f"NAMA {_word(i)}") for i in range(MANY)))
    assert codes(reading).count("nik_two_names") == MANY


def test_one_name_and_birth_date_without_any_number() -> None:
    people = [(str(i), "AMAQ SAHDAN", "01-07-1990", f"5203020101{i:06d}") for i in range(MANY)]
    assert a_list(("NO", "NAMA", "TGL LAHIR", "NO KK"), *people).rows.height == MANY


def test_a_header_again_and_again_in_other_words() -> None:
    headers: tuple[Line, Line] = (("NO", "NAMA", "NIK", "TGL LAHIR"), ("No.", "NIK", "Nama Lengkap", "No. HP"))
    lines: list[Line] = []
    for i in range(600):
        lines += [headers[i % 2], ("1", "AMAQ SAHDAN", MAN, None) if i % 2 == 0 else ("1", MAN, "AMAQ SAHDAN", None)]
    grid = a_grid(*lines)
    reading = a_reading(grid)
    assert len(reading.tables) == 600
    assert_accounted(reading, grid)


def test_lines_that_are_all_odd() -> None:
    grid = a_grid(
        ("NO", "NAMA", "NIK"), *((None, f"catatan {_word(i)}", None) for i in range(MANY)), ("1", "SITI", MAN)
    )
    reading = a_reading(grid)
    assert reading.rows.height == 1
    assert_accounted(reading, grid)


def _word(number: int) -> str:
    """Spell a number in letters, differently for every number."""
    return "".join(chr(65 + int(digit) * 2) for digit in str(number)) + chr(65 + number % 26)
