"""Several sheets, several tables on one sheet, and questionnaires spread over blocks and sheets."""

from __future__ import annotations

from tests.sheets.lists import MAN, WOMAN, Line, a_grid, a_reading, assert_accounted, codes, values

FIRST = ("NO", "NAMA", "NIK")
SAHDAN = ("1", "AMAQ SAHDAN", MAN)
SAHNIM = ("2", "INAQ SAHNIM", WOMAN)


def file_codes(reading: object) -> list[str]:
    return [finding.kind.code for finding in reading.file_findings]  # type: ignore[attr-defined]


def test_every_sheet_has_its_own_columns() -> None:
    first = a_grid(FIRST, SAHDAN, sheet="Paok")
    second = a_grid(("NIK", "Nama Lengkap", "L/P"), (WOMAN, "INAQ SAHNIM", "P"), sheet="Bagek")
    reading = a_reading(first, second)
    assert values(reading, "sheet") == ["Paok", "Bagek"]
    assert values(reading, "nik") == [MAN, WOMAN]
    assert [t.columns["nik"] for t in reading.tables] == ["C", "A"]
    assert_accounted(reading, first, second)


def test_a_table_tells_the_rows_that_hold_persons_apart_from_titles_and_foot() -> None:
    (table,) = a_reading(a_grid(("DAFTAR PEKERJA",), FIRST, SAHDAN, SAHNIM, ("JUMLAH", "2"))).tables
    assert (table.first_row, table.first_person_row, table.last_person_row, table.last_row) == (1, 3, 4, 5)


def test_a_sheet_of_code_lists_is_passed_over_and_told() -> None:
    people = a_grid(FIRST, SAHDAN)
    lists = a_grid(("KODE JENIS KELAMIN", None), ("1", "LAKI-LAKI"), sheet="Kode Data")
    reading = a_reading(people, lists)
    assert file_codes(reading) == ["sheet_without_table"]
    assert reading.tables[1].skipped == {"no table": 2}
    assert_accounted(reading, people, lists)


def test_a_second_table_with_other_columns_is_read_too() -> None:
    grid = a_grid(
        FIRST,
        SAHDAN,
        (),
        ("DAFTAR PENGGANTI",),
        ("NIK", "TGL LAHIR", "NAMA LENGKAP", "NO HP"),
        (WOMAN, "02-03-1985", "INAQ SAHNIM", "081234567890"),
    )
    reading = a_reading(grid)
    assert values(reading, "name") == ["AMAQ SAHDAN", "INAQ SAHNIM"]
    assert values(reading, "phone") == [None, "6281234567890"]
    assert "two_tables" in file_codes(reading)
    assert_accounted(reading, grid)


def test_two_halves_printed_side_by_side_are_different_people() -> None:
    reading = a_reading(
        a_grid(
            ("NO", "NAMA", "NIK", None, "NO", "NAMA", "NIK"),
            ("1", "AMAQ SAHDAN", MAN, None, "3", "LALU HADI", "5203020107909003"),
            ("2", "INAQ SAHNIM", WOMAN, None, "4", "BAIQ RINI", "5203024107909004"),
        )
    )
    assert sorted(values(reading, "name")) == ["AMAQ SAHDAN", "BAIQ RINI", "INAQ SAHNIM", "LALU HADI"]
    assert [t.columns["nik"] for t in reading.tables] == ["C", "G"]


REGSOSEK: list[Line] = [
    ("NO KK", "401", "402 Nama", "403 NIK", "405 Jenis Kelamin", "401", "402 Nama", "403 NIK", "417 Pekerjaan Utama"),
    ("5203020101109001", "1", "AMAQ SAHDAN", MAN, "1", "1", "AMAQ SAHDAN", MAN, "Petani tembakau"),
    ("5203020101109001", "2", "INAQ SAHNIM", WOMAN, "2", "2", "INAQ SAHNIM", WOMAN, "Pedagang"),
]


def test_blocks_that_repeat_the_same_people_give_more_columns() -> None:
    grid = a_grid(*REGSOSEK)
    reading = a_reading(grid)
    assert reading.layout == "regsosek"
    assert values(reading, "name") == ["AMAQ SAHDAN", "INAQ SAHNIM"]
    assert values(reading, "segment") == ["tobacco_farmer", "trader"]
    assert "blocks_joined" in codes(reading)
    assert_accounted(reading, grid)


def test_a_block_further_down_is_joined_by_nik_in_any_order() -> None:
    grid = a_grid(
        ("NO", "NAMA", "NIK", "TGL LAHIR"),
        ("1", "AMAQ SAHDAN", MAN, "01-07-1990"),
        ("2", "INAQ SAHNIM", WOMAN, "02-03-1985"),
        (),
        ("NO", "NAMA", "NIK", "PEKERJAAN"),
        ("1", "INAQ SAHNIM", WOMAN, "Pedagang"),
        ("2", "AMAQ SAHDAN", MAN, "Nelayan"),
    )
    reading = a_reading(grid)
    assert values(reading, "row") == [2, 3]
    assert values(reading, "segment") == ["fisher", "trader"]
    assert reading.tables[1].skipped["joined to its person"] == 2
    assert_accounted(reading, grid)


def test_a_sheet_of_households_gives_the_address_to_the_members() -> None:
    homes = a_grid(
        ("Nomor KK", "105 Nama SLS", "106 Alamat", "107 Nama Kepala Keluarga"),
        ("5203020101109001", "RT 003", "DUSUN PAOK", "AMAQ SAHDAN"),
        sheet="Keluarga",
    )
    members = a_grid(*REGSOSEK, sheet="Anggota")
    reading = a_reading(homes, members)
    assert values(reading, "rt") == ["003", "003"]
    assert values(reading, "address") == ["DUSUN PAOK", "DUSUN PAOK"]
    assert reading.tables[0].skipped == {"header": 1, "household row": 1}
    assert_accounted(reading, homes, members)
