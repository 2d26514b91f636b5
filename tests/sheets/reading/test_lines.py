"""Under a header, everything that is not a person is told apart, and every line is accounted for."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.sheets.lists import MAN, WOMAN, Line, a_grid, a_list, a_reading, assert_accounted, codes, the_finding, values

HEADER = ("NO", "NAMA", "NIK", "ALAMAT")
SAHDAN = ("1", "AMAQ SAHDAN", MAN, "SAKRA")
SAHNIM = ("2", "INAQ SAHNIM", WOMAN, "SAKRA")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ((None, None, None, None), "blank"),
        (("JUMLAH", None, "2", "ORANG"), "total"),
        (("TOTAL PESERTA", None, None, "2"), "total"),
        (("DUSUN BAGEK",), "group line"),
        (("III. KEKADUSAN PAOK",), "group line"),
        (HEADER, "header"),
        (("7", None, None, None), "numbered but empty"),
        (("CONTOH", "SITI", MAN, "SAKRA"), "example line"),
    ],
)
def test_a_line_between_people_that_is_nobody(line: Line, reason: str) -> None:
    reading = a_list(HEADER, SAHDAN, line, SAHNIM)
    assert values(reading, "name") == ["AMAQ SAHDAN", "INAQ SAHNIM"]
    assert reason in reading.tables[0].skipped


def test_signatures_under_the_list_are_nobody() -> None:
    footer: list[Line] = [
        (),
        (None, None, None, "Sakra, 12 Januari 2026"),
        (None, "Mengetahui,", None, "Kepala Desa Sakra"),
        (),
        (None, "( ................ )", None, "H. SALEH, S.Pd"),
        (None, None, None, "NIP. 19700101 199003 1 001"),
    ]
    grid = a_grid(HEADER, SAHDAN, SAHNIM, *footer)
    reading = a_reading(grid)
    assert values(reading, "row") == [2, 3]
    assert reading.tables[0].skipped == {"header": 1, "blank": 2, "footer": 4}
    assert_accounted(reading, grid)


def test_three_hashes_end_the_data() -> None:
    reading = a_list(HEADER, SAHDAN, ("###",), SAHNIM, ("catatan", "jangan dihapus"))
    assert values(reading, "name") == ["AMAQ SAHDAN"]
    assert reading.tables[0].skipped["after the end mark"] == 3


@pytest.mark.parametrize(
    "line",
    [
        ("3", "LALU HADI", None, None),
        ("3", "LALU HADI", "-", "SAKRA"),
        (None, "LALU HADI", None, "SAKRA"),
        (None, None, "5203020107909003", None),
        ("3", None, "BELUM ADA", "SAKRA"),
    ],
)
def test_a_person_of_whom_little_is_known_is_kept(line: Line) -> None:
    reading = a_list(HEADER, SAHDAN, line, SAHNIM)
    assert values(reading, "row") == [2, 3, 4]


def test_a_lone_name_without_number_is_asked_about() -> None:
    reading = a_list(HEADER, SAHDAN, (None, "TEMBAKAU VIRGINIA"), SAHNIM)
    finding = the_finding(reading, "line_not_read")
    assert (finding["row"], finding["column"], finding["before"]) == (3, "B", "TEMBAKAU VIRGINIA")
    assert reading.rows.height == 2


def test_a_group_line_gives_its_hamlet_to_the_people_below() -> None:
    reading = a_list(HEADER, ("DUSUN BAGEK",), SAHDAN, ("Dsn. Paok",), SAHNIM)
    assert values(reading, "dusun") == ["BAGEK", "PAOK"]
    assert "carried_down" in codes(reading)


def test_a_hamlet_on_the_first_row_of_its_block_is_carried_down() -> None:
    people = [(str(i), "DUSUN PAOK" if i == 1 else None, f"SITI {'ABC'[i % 3]}MINAH", None) for i in range(1, 9)]
    reading = a_list(("NO", "DUSUN", "NAMA", "NIK"), *people, ("9", "Dsn_Bagek", "AMAQ SAHDAN", MAN))
    assert values(reading, "dusun") == ["PAOK"] * 8 + ["BAGEK"]
    assert the_finding(reading, "carried_down")["field"] == "dusun"


def test_a_cell_merged_downwards_holds_for_all_its_rows() -> None:
    grid = a_grid(
        ("NO", "DUSUN", "NAMA", "NIK"),
        ("1", "PAOK", "AMAQ SAHDAN", MAN),
        ("2", None, "INAQ SAHNIM", WOMAN),
        ("3", "BAGEK", "LALU HADI", None),
        merged=((2, 2, 3, 2),),
    )
    assert values(a_reading(grid), "dusun") == ["PAOK", "PAOK", "BAGEK"]


def test_a_hamlet_that_is_missing_here_and_there_is_not_invented() -> None:
    people = [(str(i), "PAOK" if i % 4 else None, "AMAQ SAHDAN", None) for i in range(1, 13)]
    reading = a_list(("NO", "DUSUN", "NAMA", "NIK"), *people)
    assert values(reading, "dusun").count(None) == 3


LINES = st.lists(
    st.sampled_from(
        [
            SAHDAN,
            SAHNIM,
            HEADER,
            ("3", "LALU HADI", None, None),
            ("JUMLAH", None, "3"),
            ("DUSUN BAGEK",),
            (None, "Mengetahui,"),
            (None, None, None, "Sakra, 12 Januari 2026"),
            (None, "H. SALEH"),
            ("1", "2", "3", "4"),
            (),
            ("###",),
            ("NAMA", "NIK", "TGL LAHIR", "NO HP"),
            ("AMAQ ALI", "5203020107909004", "01-07-1990", "081234567890"),
            ("No. KK : 5203020101109001", None, "Alamat : DUSUN PAOK RT : 001 RW : 002"),
        ]
    ),
    max_size=14,
)


@settings(max_examples=150, deadline=None)
@given(LINES)
def test_every_line_is_a_person_or_skipped_whatever_the_order(lines: list[Line]) -> None:
    grid = a_grid(HEADER, SAHDAN, *lines)
    reading = a_reading(grid)
    assert reading.refusal is None
    assert_accounted(reading, grid)
    assert not reading.rows.select("sheet", "row").is_duplicated().any()
