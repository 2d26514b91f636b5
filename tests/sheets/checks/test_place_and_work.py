"""Where people live, what they do, and what extracts say of cover, welfare and death."""

from __future__ import annotations

from datetime import date

import pytest

from tests.sheets.lists import MAN, SAKRA, WOMAN, a_list, codes, the_finding, values

SUWANGI = "52.03.02.2001"


def living(village: str | None, district: str | None = None, **context: object) -> object:
    return a_list(("NIK", "NAMA", "DESA/KEL", "KECAMATAN"), (MAN, "AMAQ SAHDAN", village, district), **context)


@pytest.mark.parametrize("written", ["SAKRA", "Sakra", "Desa Sakra", "DS. SAKRA", None, "-"])
def test_the_sender_s_own_village(written: str | None) -> None:
    reading = living(written)
    assert values(reading, "village_code") == [SAKRA]  # type: ignore[arg-type]
    assert not {"village_wrong", "village_unknown"} & set(codes(reading))  # type: ignore[arg-type]


def test_another_village_than_the_sender_s_is_told_and_kept() -> None:
    reading = living("SUWANGI")
    finding = the_finding(reading, "village_wrong")  # type: ignore[arg-type]
    assert (finding["before"], finding["after"], finding["column"]) == ("Suwangi", "Sakra", "C")
    assert values(reading, "village_code") == [SUWANGI]  # type: ignore[arg-type]


def test_another_spelling_is_noted_once() -> None:
    reading = living("SUANGI", village_code=SUWANGI)
    assert the_finding(reading, "village_alias")["after"] == "Suwangi"  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("written", "code"), [("52.03.09.2001", "village_old_code"), ("5203092001", "village_old_code")]
)
def test_an_old_code_is_read_as_the_new_one(written: str, code: str) -> None:
    header = ("NIK", "NAMA", "KODE DESA")
    reading = a_list(header, (MAN, "AMAQ SAHDAN", written), village_code=None)
    assert values(reading, "village_code") == ["52.03.21.2001"]
    assert code in codes(reading)


def test_a_code_that_is_unknown_leaves_the_word_to_the_name() -> None:
    header = ("NIK", "NAMA", "KODE DESA", "DESA")
    reading = a_list(header, (MAN, "AMAQ SAHDAN", "5203020003", "SUWANGI"), village_code=None)
    assert values(reading, "village_code") == [SUWANGI]
    assert "village_unknown" not in codes(reading)


def test_an_agency_s_list_means_the_village_of_the_regency_its_people_come_from() -> None:
    assert values(living("SUWANGI", village_code=None), "village_code") == [SUWANGI]  # type: ignore[arg-type]


def test_a_name_that_two_regencies_have_is_asked_about() -> None:
    reading = a_list(("NAMA", "ALAMAT", "DESA"), ("AMAQ SAHDAN", "PAOK", "SUWANGI"), village_code=None)
    assert the_finding(reading, "village_ambiguous")["detail"] == "52.01.01.2002, 52.03.02.2001"
    assert values(reading, "village_code") == [None]


def test_an_unknown_village_is_doubted() -> None:
    assert the_finding(living("ATLANTIS"), "village_unknown")["before"] == "ATLANTIS"  # type: ignore[arg-type]


def test_a_village_in_the_wrong_district_is_doubted() -> None:
    finding = the_finding(living("SAKRA", "AIKMEL"), "district_mismatch")  # type: ignore[arg-type]
    assert (finding["before"], finding["after"], finding["detail"]) == ("Sakra", "Sakra", "Aikmel")


def test_the_village_of_the_title_counts_for_an_agency_s_list() -> None:
    reading = a_list(
        ("DAFTAR NELAYAN DESA SUWANGI TAHUN 2026",), ("NIK", "NAMA"), (MAN, "AMAQ SAHDAN"), village_code=None
    )
    assert values(reading, "village_code") == [SUWANGI]


def test_a_list_of_another_village_is_told_by_its_title() -> None:
    reading = a_list(("DESA : SUWANGI",), ("NIK", "NAMA"), (MAN, "AMAQ SAHDAN"))
    (finding,) = reading.file_findings
    assert (finding.kind.code, finding.before, finding.after, finding.detail) == (
        "list_of_other_village", "Suwangi", "Sakra", "1"
    )  # fmt: skip


def test_a_list_most_of_whose_lines_name_another_village_is_told_once_for_the_file() -> None:
    lines = [(f"52030201018{n}9001", f"ORANG {chr(65 + n)}", "SUWANGI" if n < 4 else "SAKRA") for n in range(6)]
    reading = a_list(("NIK", "NAMA", "DESA"), *lines)
    assert [(f.kind.code, f.detail) for f in reading.file_findings] == [("list_of_other_village", "4")]
    assert a_list(("NIK", "NAMA", "DESA"), *lines[3:]).file_findings == ()


@pytest.mark.parametrize(
    ("rt", "rw", "expected"),
    [
        ("001", "002", ("001", "002")),
        ("1", "-", ("001", None)),
        ("RT 01 RW 02", None, ("001", "002")),
        ("001/002", None, ("001", "002")),
        ("003/-", None, ("003", None)),
        ("-", "-", (None, None)),
        (1, 2, ("001", "002")),
    ],
)
def test_neighbourhoods(rt: str | int, rw: str | int | None, expected: tuple[str | None, str | None]) -> None:
    reading = a_list(("NIK", "NAMA", "RT", "RW"), (MAN, "AMAQ SAHDAN", rt, rw))
    assert (values(reading, "rt"), values(reading, "rw")) == ([expected[0]], [expected[1]])


@pytest.mark.parametrize("written", ["PAOK", "DUSUN PAOK", "Dsn. Paok", "Dsn_Paok", "LINGK. PAOK", "Kekadusan Paok"])
def test_the_word_for_hamlet_is_no_part_of_its_name(written: str) -> None:
    assert values(a_list(("NIK", "NAMA", "DUSUN"), (MAN, "AMAQ SAHDAN", written)), "dusun") == ["PAOK"]


@pytest.mark.parametrize(
    ("written", "segment"),
    [
        ("PETANI/PEKEBUN", "farmer"),
        ("petani tembakau", "tobacco_farmer"),
        ("BURUH TANI TEMBAKAU", "tobacco_labourer"),
        ("Buruh Tani/Perkebunan", "farm_labourer"),
        ("20", "farm_labourer"),
        ("NELAYAN/PERIKANAN", "fisher"),
        ("ojek pangkalan", "transport"),
        ("kusir cidomo", "transport"),
        ("Penjual bakso (PKL)", "trader"),
        ("MARBOT MASJID", "mosque_caretaker"),
        ("guru ngaji", "quran_teacher"),
        ("Kader Posyandu", "cadre"),
        ("TKI", "migrant"),
        ("MENGURUS RUMAH TANGGA", "not_working"),
        ("99", None),
        ("KOLEKTOR PERANGKO", None),
    ],
)
def test_words_for_work(written: str, segment: str | None) -> None:
    assert values(a_list(("NIK", "NAMA", "PEKERJAAN"), (MAN, "AMAQ SAHDAN", written)), "segment") == [segment]


def test_code_89_is_never_guessed() -> None:
    reading = a_list(("NIK", "NAMA", "pekerjaan_id"), (MAN, "AMAQ SAHDAN", "89"))
    assert values(reading, "segment") == [None]
    assert "occupation_code_unclear" in codes(reading)


def test_missing_work_is_noted_where_the_list_does_not_say_it() -> None:
    header = ("NIK", "NAMA", "PEKERJAAN")
    people = ((MAN, "AMAQ SAHDAN", None), (WOMAN, "INAQ SAHNIM", "PENJAHIT"))
    assert the_finding(a_list(header, *people), "occupation_missing")["row"] == 2
    assert "occupation_missing" not in codes(a_list(header, *people, segment="tobacco_farmer"))


def test_the_list_s_segment_beats_general_words_only() -> None:
    header = ("NIK", "NAMA", "PEKERJAAN")
    people = ((MAN, "AMAQ SAHDAN", "WIRASWASTA"), (WOMAN, "INAQ SAHNIM", "PENJAHIT"))
    assert values(a_list(header, *people, segment="tobacco_farmer"), "segment") == ["tobacco_farmer", "craftsman"]


def test_a_title_that_names_the_work_speaks_for_its_people() -> None:
    reading = a_list(("DATA PETANI TEMBAKAU",), ("NIK", "NAMA"), (MAN, "AMAQ SAHDAN"))
    assert values(reading, "segment") == ["tobacco_farmer"]
    finding = the_finding(reading, "segment_from_title")
    assert (finding["before"], finding["after"]) == ("DATA PETANI TEMBAKAU", "Petani tembakau")


@pytest.mark.parametrize(
    ("titles", "segments"),
    [
        ([("DATA PETANI TEMBAKAU", None, None, "DATA NELAYAN")], ["tobacco_farmer", "fisher"]),
        ([("DATA PETANI TEMBAKAU",), (None, None, None, "DATA NELAYAN")], ["tobacco_farmer", "fisher"]),
        ([("DATA PETANI TEMBAKAU",)], ["tobacco_farmer", "tobacco_farmer"]),
        ([("DESA SAKRA",), ("NELAYAN", None, None, "PETANI TEMBAKAU")], ["fisher", "tobacco_farmer"]),
    ],
)
def test_tables_side_by_side_have_each_its_own_title(titles: list[tuple[str | None, ...]], segments: list[str]) -> None:
    header = ("NO", "NIK", "NAMA", "NO", "NIK", "NAMA")
    reading = a_list(*titles, header, ("1", MAN, "AMAQ SAHDAN", "2", WOMAN, "INAQ SAHNIM"))
    assert values(reading, "segment") == segments


@pytest.mark.parametrize(
    ("written", "rupiah"),
    [
        ("1500000", 1_500_000),
        ("Rp 1.500.000", 1_500_000),
        ("Rp1.500.000,00", 1_500_000),
        ("1,5 juta", 1_500_000),
        ("750rb", 750_000),
        (1500000, 1_500_000),
        ("banyak", None),
    ],
)
def test_income_is_whole_rupiah(written: str | int, rupiah: int | None) -> None:
    assert values(a_list(("NIK", "NAMA", "PENGHASILAN"), (MAN, "AMAQ SAHDAN", written)), "income_rp") == [rupiah]


def test_the_insurer_s_extract() -> None:
    reading = a_list(
        ("NIK", "NAMA", "NO KPJ", "SEGMEN", "PROGRAM", "SUMBER IURAN", "TGL MULAI AKTIF", "LUNAS SAMPAI"),
        (MAN, "AMAQ SAHDAN", "0123456789", "BPU", "JKK, JKM", "DBHCHT", "01-04-2025", "12-2025"),
        (WOMAN, "INAQ SAHNIM", None, "PU", "JHT;JKM;JKK", "Perusahaan", "2024-01-01", "2026-12-31"),
    )
    assert reading.layout == "insurer extract"
    assert values(reading, "membership_class") == ["BPU", "PU"]
    assert values(reading, "programmes") == ["JKK+JKM", "JHT+JKK+JKM"]
    assert values(reading, "payer") == ["DBHCHT", "PERUSAHAAN"]
    assert values(reading, "active_from") == [date(2025, 4, 1), date(2024, 1, 1)]
    assert values(reading, "paid_until") == [date(2025, 12, 31), date(2026, 12, 31)]
    assert "date_future" not in codes(reading)


def test_programmes_ticked_in_columns_of_their_own() -> None:
    reading = a_list(("NIK", "NAMA", "JHT", "JKK", "JKM"), (MAN, "AMAQ SAHDAN", "T", "Y", "√"))
    assert values(reading, "programmes") == ["JKK+JKM"]


def test_deaths_and_deciles() -> None:
    reading = a_list(
        ("NIK", "NAMA", "TANGGAL MENINGGAL", "DESIL"),
        (MAN, "AMAQ SAHDAN", "05-11-2025", "3"),
        (WOMAN, "INAQ SAHNIM", "05-11-2027", "11"),
    )
    assert values(reading, "died_on")[0] == date(2025, 11, 5)
    assert values(reading, "decile") == [3, None]
    assert the_finding(reading, "date_future")["column"] == "C"
    assert the_finding(reading, "decile_out_of_range")["before"] == "11"
