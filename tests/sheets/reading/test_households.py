"""Lists written family by family: the card and address of the family's line hold for its members."""

from __future__ import annotations

from tests.sheets.lists import MAN, WOMAN, Line, a_grid, a_reading, assert_accounted, codes, the_finding, values

CARDS = ("5203020101109001", "5203020505129002")


def a_book_of_2012() -> list[Line]:
    lines: list[Line] = [("BUKU INDUK PENDUDUK",), ("DESA", ":", "2003", "SAKRA"), ()]
    for card, address, name, nik in (
        (CARDS[0], "DUSUN PAOK, RT:001, RW:002, Kodepos:83355,-", "AMAQ SAHDAN", MAN),
        (CARDS[1], "DUSUN BAGEK, RT:003, RW:-", "INAQ SAHNIM", WOMAN),
    ):
        lines += [
            ("NO.KK", None, "NAMA.KK", None, "ALAMAT"),
            (card, None, name, None, address),
            ("NO", "NIK", "NAMA", "JK", "TMPT LHR", "TGL LHR", "STATUS", "HUB. KEL"),
            ("1", nik, name, "L" if nik == MAN else "P", "SAKRA", "01-07-1990", "KAWIN", "KEPALA KELUARGA"),
            ("2", None, "SITI AMINAH", "P", "SAKRA", "05-06-2011", "BELUM KAWIN", "ANAK"),
            (),
        ]
    return lines


def test_the_book_of_2012_repeats_its_header_for_every_family() -> None:
    grid = a_grid(*a_book_of_2012())
    reading = a_reading(grid)
    assert reading.layout == "bip2012"
    assert values(reading, "kk") == [CARDS[0], CARDS[0], CARDS[1], CARDS[1]]
    assert values(reading, "dusun") == ["PAOK", "PAOK", "BAGEK", "BAGEK"]
    assert values(reading, "rt") == ["001", "001", "003", "003"]
    assert values(reading, "rw") == ["002", "002", None, None]
    assert values(reading, "marital") == ["KAWIN", "BELUM KAWIN"] * 2
    assert reading.tables[0].skipped["household line"] == 4
    assert_accounted(reading, grid)


def test_the_book_of_2016_has_one_line_per_family() -> None:
    grid = a_grid(
        ("BUKU INDUK PENDUDUK (BIP)",),
        ("No", "NIK", "Nama Lengkap", "Tempat dan Tanggal Lahir", None, "JK", "Nama Orang Tua Kandung", None),
        (None, None, None, "Tempat Lahir", "Tgl/Bln/Th", None, "Ibu", "Ayah"),
        ("(-1)", "(-2)", "(-3)", "(-4)", "(-5)", "(-6)", "(-7)", "(-8)"),
        (f"No. KK : {CARDS[0]}", None, "Alamat : MERTAK, Nama Dusun : PAOK, RT/RW : 001/-"),
        ("1", f"{MAN}\u00a0", "AMAQ SAHDAN", "SAKRA", "01-07-1990", "Lk", "SAPIAH", "AMAQ ALI"),
        (f"No. KK : {CARDS[1]} Alamat : DUSUN BAGEK RT : 003 RW : 004",),
        ("1", f"{WOMAN}\u00a0", "INAQ SAHNIM", "SAKRA", "02-03-1985", "Pr", "JANNAH", "AMAQ RI"),
        ("Keterangan:",),
    )
    reading = a_reading(grid)
    assert reading.layout == "bip2016"
    assert values(reading, "nik") == [MAN, WOMAN]
    assert values(reading, "kk") == list(CARDS)
    assert values(reading, "dusun") == ["PAOK", "BAGEK"]
    assert values(reading, "rt") == ["001", "003"]
    assert values(reading, "sex") == ["L", "P"]
    assert_accounted(reading, grid)


def test_a_damaged_card_is_told_once_at_its_line() -> None:
    lines = a_book_of_2012()
    lines[4] = ("520302010110900", None, "AMAQ SAHDAN", None, "DUSUN PAOK, RT:001, RW:002")
    reading = a_reading(a_grid(*lines))
    finding = the_finding(reading, "kk_length")
    assert (finding["row"], finding["column"], finding["detail"]) == (5, "A", "15")
    assert values(reading, "kk") == [None, None, CARDS[1], CARDS[1]]


def test_forms_under_one_another_give_each_family_its_own_card() -> None:
    lines: list[Line] = []
    for card, dusun, name, nik in ((CARDS[0], "Paok", "AMAQ SAHDAN", MAN), (CARDS[1], "Bagek", "INAQ SAHNIM", WOMAN)):
        lines += [
            ("FORMULIR PENDATAAN KELUARGA",),
            ("Nama Kepala Keluarga", None, f": {name}", None, "Desa", ": Sakra"),
            ("Nomor KK", None, f": {card}", None, "Kecamatan", ": Sakra"),
            ("Alamat", None, f": Dusun {dusun} RT 001"),
            ("No.", "Nama Lengkap", "NIK", "Jenis Kelamin", "Pekerjaan"),
            ("1", name, nik, "L" if nik == MAN else "P", "Petani"),
            (None, None, None, None, "Sakra, 12-01-2026"),
            (None, "Mengetahui,", None, "Petugas Lapangan,", "Kepala Keluarga,"),
            (None, "(..........)", None, "(..........)", f"({name})"),
        ]
    grid = a_grid(*lines)
    reading = a_reading(grid)
    assert values(reading, "kk") == list(CARDS)
    assert reading.layout == "household form"
    assert values(reading, "dusun") == ["PAOK", "BAGEK"]
    assert "line_not_read" not in codes(reading)
    assert_accounted(reading, grid)


def test_a_card_on_the_head_s_row_only_is_carried_down() -> None:
    header = ("NO", "NO KK", "NAMA", "NIK", "SHDK")
    people: list[Line] = [
        (str(i), None if i % 4 else CARDS[i // 4], "SITI AMINAH", None, "ANAK" if i % 4 else "KEPALA KELUARGA")
        for i in range(8)
    ]
    reading = a_reading(a_grid(header, *people))
    assert values(reading, "kk") == [CARDS[0]] * 4 + [CARDS[1]] * 4


def test_a_card_that_is_simply_missing_is_not_borrowed_from_the_row_above() -> None:
    header = ("NO", "NO KK", "NAMA", "NIK")
    people: list[Line] = [(str(i), CARDS[0] if i < 3 else None, "SITI AMINAH", None) for i in range(6)]
    reading = a_reading(a_grid(header, *people))
    assert values(reading, "kk") == [CARDS[0]] * 3 + [None] * 3
    assert codes(reading).count("kk_missing") == 3
