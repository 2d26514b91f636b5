"""Lists by household: the registry's books of 2012 and 2016, the family form with signatures, Regsosek 2022."""

from __future__ import annotations

from collections.abc import Iterator

from semesta.synthetic.layout.page import Cell, Column, Laid, Page, Sheet, body, columns_by_field

_NO_BREAK = "\u00a0"


def _households(page: Page) -> Iterator[list[int]]:
    """Yield the page rows of each household, in the order of the page."""
    block: list[int] = []
    for i in range(len(page)):
        if block and page.household[i] != page.household[block[-1]]:
            yield block
            block = []
        block.append(i)
    if block:
        yield block


def bip2012(page: Page) -> Laid:
    """No single table: for each household a card line and the heading of persons, again and again."""
    heading = page.heading
    columns: list[Column] = [
        ("NO", "#"),
        ("NIK", "nik"),
        ("NAMA", "name"),
        ("JK", "sex"),
        ("TMPT LHR", "birth_place"),
        ("TGL LHR", "birth_on"),
        ("KTPEL", "=S"),
        ("AGAMA", "religion"),
        ("STATUS", "marital"),
        ("HUB. KEL", "relation"),
        ("PENDIDIKAN", "education"),
        ("PEKERJAAN", "occupation"),
        ("NAMA IBU", "mother_name"),
        ("NAMA AYAH", "father_name"),
        ("NO.AKTE LAHIR", ""),
    ]
    sheet = Sheet("BIP")
    sheet.add_merged("BUKU INDUK KEPENDUDUKAN", len(columns))
    sheet.add()
    for label, code, name in (
        ("PROVINSI", heading.village_code[:2], heading.province),
        ("KABUPATEN", heading.village_code[:5], heading.regency),
        ("KECAMATAN", heading.district_code, heading.district),
        ("KELURAHAN/DESA", heading.village_code, heading.village),
    ):
        sheet.add(label, ":", code.split(".")[-1], name.upper())
    sheet.add()
    row_of = [0] * len(page)
    for rows in _households(page):
        first = rows[0]
        sheet.add("NO.KK", None, "NAMA.KK", None, "ALAMAT")
        address = f"DUSUN {page.hamlet[first].upper()}, RT:{page.cells['rt'][first]}, RW:{page.cells['rw'][first]}"
        sheet.add(page.card[first], None, page.head_name[first], None, address)
        sheet.add(*(head for head, _ in columns))
        for i, line in zip(rows, body(page, columns, rows=rows), strict=True):
            row_of[i] = sheet.add(*line)
        sheet.add()
    return Laid([sheet], [0] * len(page), row_of, columns_by_field(columns))


def bip2016(page: Page) -> Laid:
    """Two heading lines, a line of column numbers, and a line 'No. KK : ...' with the address before each household."""
    heading = page.heading
    columns: list[Column] = [
        ("No", "#"),
        ("NIK", "nik"),
        ("Nama Lengkap", "name"),
        ("Tempat Lahir", "birth_place"),
        ("Tgl/Bln/Th", "birth_on"),
        ("JK", "sex"),
        ("Agama", "religion"),
        ("Status Kawin", "marital"),
        ("Hub. Keluarga", "relation"),
        ("Pendidikan", "education"),
        ("Pekerjaan", "occupation"),
        ("Ibu", "mother_name"),
        ("Ayah", "father_name"),
    ]
    sheet = Sheet("Sheet1")
    sheet.add_merged("BUKU INDUK PENDUDUK (BIP)", len(columns))
    sheet.add("PROVINSI", f"{_NO_BREAK}{heading.province.upper()}", None, "KECAMATAN", f"{_NO_BREAK}{heading.district}")
    sheet.add("KABUPATEN", f"{_NO_BREAK}{heading.regency.upper()}", None, "DESA/KEL", f"{_NO_BREAK}{heading.village}")
    sheet.add()
    over: list[Cell] = [head for head, _ in columns]
    under: list[Cell] = [None] * len(columns)
    over[3:5], under[3:5] = ["Tempat dan Tanggal Lahir", None], ["Tempat Lahir", "Tgl/Bln/Th"]
    over[11:13], under[11:13] = ["Nama Orang Tua Kandung", None], ["Ibu", "Ayah"]
    top = sheet.add(*over)
    sheet.add(*under)
    sheet.merges += [(top, 4, top, 5), (top, 12, top, 13)]
    sheet.merges += [(top, c, top + 1, c) for c in range(1, 14) if c not in (4, 5, 12, 13)]
    sheet.add(*(f"(-{n})" for n in range(1, len(columns) + 1)))
    row_of = [0] * len(page)
    for rows in _households(page):
        first = rows[0]
        sheet.add_merged(
            f"No. KK : {page.card[first]} Alamat : DUSUN {page.hamlet[first].upper()} "
            f"RT : {page.cells['rt'][first]} RW : {page.cells['rw'][first]}",
            len(columns),
        )
        for i, line in zip(rows, body(page, columns, rows=rows), strict=True):
            row_of[i] = sheet.add(*line)
    return Laid([sheet], [0] * len(page), row_of, columns_by_field(columns))


def family_form(page: Page) -> Laid:
    """One form under another: labels left and right, the members, then the lines of signatures."""
    heading = page.heading
    columns: list[Column] = [
        ("No.", "#"),
        ("Nama Lengkap", "name"),
        ("NIK", "nik"),
        ("Jenis Kelamin", "sex"),
        ("Tempat Lahir", "birth_place"),
        ("Tanggal Lahir", "birth_on"),
        ("Hubungan Keluarga", "relation"),
        ("Status Perkawinan", "marital"),
        ("Pekerjaan", "occupation"),
        ("Nama Ibu Kandung", "mother_name"),
        ("No. HP", "phone"),
    ]
    names = list(dict.fromkeys(page.hamlet))
    sheets = [Sheet(f"Dsn {n}"[:31]) for n in names]
    number = {n: i for i, n in enumerate(names)}
    sheet_of = [number[h] for h in page.hamlet]
    row_of = [0] * len(page)
    for rows in _households(page):
        first = rows[0]
        sheet = sheets[sheet_of[first]]
        sheet.add_merged("FORMULIR PENDATAAN KELUARGA PEKERJA", len(columns))
        sheet.add(
            "Nama Kepala Keluarga", None, f": {page.head_name[first]}", None, None, None, "Desa", f": {heading.village}"
        )
        sheet.add("Nomor KK", None, f": {page.card[first]}", None, None, None, "Kecamatan", f": {heading.district}")
        sheet.add("Alamat", None, f": Dusun {page.hamlet[first]} RT {page.cells['rt'][first]}")
        sheet.add()
        sheet.add(*(head for head, _ in columns))
        for i, line in zip(rows, body(page, columns, rows=rows), strict=True):
            row_of[i] = sheet.add(*line)
            sheet_of[i] = sheet_of[first]
        sheet.add()
        sheet.add(None, None, None, None, None, None, None, None, f"{heading.village}, {heading.signed_on:%d-%m-%Y}")
        sheet.add(None, "Mengetahui,", None, None, "Petugas Lapangan,", None, None, None, "Kepala Keluarga,")
        sheet.add()
        sheet.add(
            None, "(...............)", None, None, "(...............)", None, None, None, f"({page.head_name[first]})"
        )
        sheet.add()
    return Laid(sheets, sheet_of, row_of, columns_by_field(columns))


def regsosek(page: Page) -> Laid:
    """A sheet of households and a sheet of members keyed by card number; three heading lines; the block of name and
    NIK is repeated three times, beside demography, education and work."""
    heading = page.heading
    members: list[Column] = [
        ("Nomor KK", "kk"),
        ("401 No. Urut", "#"),
        ("402 Nama", "name"),
        ("403 NIK", "nik"),
        ("404 Hubungan dengan KK", "relation"),
        ("405 Jenis Kelamin", "sex"),
        ("406 Tanggal Lahir", "birth_on"),
        ("408 Status Perkawinan", "marital"),
        ("401 No. Urut", "#"),
        ("402 Nama", "name"),
        ("403 NIK", "nik"),
        ("412 Partisipasi Sekolah", ""),
        ("414 Ijazah Tertinggi", "education"),
        ("401 No. Urut", "#"),
        ("402 Nama", "name"),
        ("403 NIK", "nik"),
        ("416a Bekerja", "=1. Ya"),
        ("417 Pekerjaan Utama", "occupation"),
        ("431f Jaminan Ketenagakerjaan", "=5. Tidak"),
    ]
    people = Sheet("Anggota Keluarga")
    people.add_merged("IV. KETERANGAN DEMOGRAFI, PENDIDIKAN DAN KETENAGAKERJAAN", len(members))
    people.add(None, "A. DEMOGRAFI", *[None] * 6, "B. PENDIDIKAN", *[None] * 4, "C. KETENAGAKERJAAN", *[None] * 5)
    people.merges += [(2, 2, 2, 8), (2, 9, 2, 13), (2, 14, 2, 19)]
    people.add(*(head for head, _ in members))
    row_of = [people.add(*line) for line in body(page, members)]
    homes = Sheet("Keluarga")
    homes.add_merged("I. KETERANGAN TEMPAT", 9)
    homes.add(None, "A. WILAYAH", None, None, None, "B. KELUARGA")
    homes.add(
        "Nomor KK",
        "101 Provinsi",
        "102 Kabupaten",
        "103 Kecamatan",
        "104 Desa/Kelurahan",
        "105 Nama SLS",
        "106 Alamat",
        "107 Nama Kepala Keluarga",
        "108 Jumlah Anggota",
    )
    for rows in _households(page):
        i = rows[0]
        homes.add(
            page.card[i],
            heading.province,
            heading.regency,
            heading.district,
            heading.village,
            f"RT {page.cells['rt'][i]}",
            f"DUSUN {page.hamlet[i].upper()}",
            page.head_name[i],
            len(rows),
        )
    return Laid([homes, people], [1] * len(page), row_of, columns_by_field(members))
