"""Lists that are one table: OpenSID, e-KTP and SIAK exports, employer sheet, aid programme, health post, plain."""

from __future__ import annotations

from semesta.synthetic.layout.page import Column, Laid, Page, Sheet, body, columns_by_field

_OPENSID = (
    "alamat", "dusun", "rw", "rt", "nama", "no_kk", "nik", "sex", "tempatlahir", "tanggallahir", "agama_id",
    "pendidikan_kk_id", "pendidikan_sedang_id", "pekerjaan_id", "status_kawin", "kk_level", "warganegara_id",
    "ayah_nik", "nama_ayah", "ibu_nik", "nama_ibu", "golongan_darah_id", "akta_lahir", "dokumen_pasport",
    "tanggal_akhir_paspor", "dokumen_kitas", "akta_perkawinan", "tanggalperkawinan", "akta_perceraian",
    "tanggalperceraian", "cacat_id", "cara_kb_id", "hamil", "ktp_el", "status_rekam", "alamat_sekarang",
    "status_dasar", "suku", "tag_id_card", "id_asuransi", "no_asuransi", "lat", "lng",
)  # fmt: skip
_OPENSID_FIELDS = {
    "alamat": "address",
    "dusun": "dusun",
    "rw": "rw",
    "rt": "rt",
    "nama": "name",
    "no_kk": "kk",
    "nik": "nik",
    "sex": "sex",
    "tempatlahir": "birth_place",
    "tanggallahir": "birth_on",
    "agama_id": "religion",
    "pendidikan_kk_id": "education",
    "pekerjaan_id": "occupation",
    "status_kawin": "marital",
    "kk_level": "relation",
    "warganegara_id": "=1",
    "nama_ayah": "father_name",
    "nama_ibu": "mother_name",
    "golongan_darah_id": "=13",
    "ktp_el": "=2",
    "status_rekam": "=8",
    "alamat_sekarang": "address",
    "status_dasar": "=1",
    "suku": "=Sasak",
    "id_asuransi": "=1",
}
_KODE_DATA = (
    ("KODE JENIS KELAMIN", "", "KODE AGAMA", "", "KODE STATUS KAWIN", "", "KODE HUBUNGAN KELUARGA", ""),
    (1, "LAKI-LAKI", 1, "ISLAM", 1, "BELUM KAWIN", 1, "KEPALA KELUARGA"),
    (2, "PEREMPUAN", 2, "KRISTEN", 2, "KAWIN", 2, "SUAMI"),
    (None, None, 3, "KATHOLIK", 3, "CERAI HIDUP", 3, "ISTRI"),
    (None, None, 4, "HINDU", 4, "CERAI MATI", 4, "ANAK"),
)


def opensid(page: Page) -> Laid:
    """Machine words as headings, a `###` row that ends the data, notes under it, and a sheet of codes."""
    columns: list[Column] = [(name, _OPENSID_FIELDS.get(name, "")) for name in _OPENSID]
    sheet = Sheet("Data Penduduk")
    sheet.add(*_OPENSID)
    first = sheet.next_row
    sheet.lines.extend(body(page, columns))
    sheet.add("###", *[None] * 5)
    sheet.add("Baris di bawah tanda ### tidak dibaca.")
    sheet.add("Kolom kode dapat diisi dengan angka atau kata sesuai lembar Kode Data.")
    codes = Sheet("Kode Data", lines=list(_KODE_DATA))
    return _one_table([sheet, codes], page, first, columns)


def ektp(page: Page) -> Laid:
    """The 19 columns of the e-KTP book of residents under three title lines."""
    columns: list[Column] = [
        ("NO", "#"),
        ("Nama Lengkap", "name"),
        ("NIK", "nik"),
        ("Tempat Lahir", "birth_place"),
        ("Tgl/Bln/Th", "birth_on"),
        ("JK", "sex"),
        ("Stat Kwn", "marital"),
        ("Gol. Drh", "=-"),
        ("SHDK", "relation"),
        ("Agama", "religion"),
        ("Pendidikan Terakhir", "education"),
        ("No Akta Lahir", ""),
        ("Pekerjaan", "occupation"),
        ("Nama Ibu", "mother_name"),
        ("Nama Ayah", "father_name"),
        ("Wjb KTP", "=Ya"),
        ("KTP-eL", "=Sudah"),
        ("Status", "=Hidup"),
        ("Stat Rkm", "=PRINT READY RECORD"),
    ]
    sheet = Sheet(page.heading.village[:31])
    sheet.add_merged("BUKU INDUK PENDUDUK WARGA NEGARA INDONESIA", len(columns))
    sheet.add_merged(f"DESA/KELURAHAN {page.heading.village.upper()}", len(columns))
    sheet.add_merged(f"KECAMATAN {page.heading.district.upper()} {page.heading.regency.upper()}", len(columns))
    sheet.add()
    return _table(sheet, page, columns)


def siak(page: Page) -> Laid:
    """The 37 columns of the registry's export, one row per person, status Hidup."""
    heading = page.heading
    columns: list[Column] = [
        ("Nomor KK", "kk"),
        ("NIK", "nik"),
        ("Nama Penduduk", "name"),
        ("Status", "=Hidup"),
        ("Tempat Lahir", "birth_place"),
        ("Tanggal Lahir", "birth_on"),
        ("Kelamin", "sex"),
        ("NIK Ayah", ""),
        ("Ayah", "father_name"),
        ("NIK Ibu", ""),
        ("Ibu", "mother_name"),
        ("Status Kawin", "marital"),
        ("SHDK", "relation"),
        ("Agama", "religion"),
        ("Kecamatan", "district"),
        ("Desa/Kel", "village"),
        ("Alamat", "address"),
        ("RW", "rw"),
        ("RT", "rt"),
        ("Pendidikan", "education"),
        ("Pekerjaan", "occupation"),
        ("Deskripsi Pekerjaan", ""),
        ("Gol. Darah", "=Tdk Th"),
        ("Akta Lahir", "=Tidak"),
        ("No Akta Lahir", ""),
        ("Akta Kawin", "=Tidak"),
        ("No Akta Kawin", ""),
        ("Tgl Kawin", ""),
        ("Akta Cerai", "=Tidak"),
        ("No Akta Cerai", ""),
        ("Tgl Cerai", ""),
        ("Kelainan Fisik", "=Tidak"),
        ("Penyandang Cacat", ""),
        ("Kewarganegaraan", "=WNI"),
        ("Nama Petugas Entri", "=OPERATOR"),
        ("Tgl Entri", f"={heading.year - 3}-03-04"),
        ("Tgl Ubah", f"={heading.year - 1}-08-11"),
    ]
    return _table(Sheet("Export"), page, columns)


def bpjs_employer(page: Page) -> Laid:
    """The sheet of a public personnel module: merged title, date of export, headings on row 4, 26 columns."""
    heading = page.heading
    columns: list[Column] = [
        ("NO", "#"),
        ("NIK", "nik"),
        ("NO KPJ", ""),
        ("NAMA LENGKAP", "name"),
        ("TEMPAT LAHIR", "birth_place"),
        ("TANGGAL LAHIR", "birth_on"),
        ("JENIS KELAMIN", "sex"),
        ("STATUS PERKAWINAN", "marital"),
        ("ALAMAT", "address"),
        ("KELURAHAN", "village"),
        ("KECAMATAN", "district"),
        ("KOTA/KAB", f"={heading.regency.upper()}"),
        ("PROVINSI", f"={heading.province.upper()}"),
        ("KODE POS", ""),
        ("NO HP", "phone"),
        ("EMAIL", ""),
        ("NAMA IBU KANDUNG", "mother_name"),
        ("TGL MULAI BEKERJA", f"=02-01-{heading.year - 2}"),
        ("UPAH", "income_rp"),
        ("STATUS KEPESERTAAN", "=AKTIF"),
        ("JHT", "=T"),
        ("JKK", "=Y"),
        ("JKM", "=Y"),
        ("JP", "=T"),
        ("KODE PERUSAHAAN", ""),
        ("NAMA PERUSAHAAN", "enterprise"),
    ]
    sheet = Sheet("Data Tenaga Kerja")
    sheet.add_merged(heading.title, len(columns))
    sheet.add(f"Tanggal Export : {heading.signed_on:%d-%m-%Y}")
    sheet.add()
    return _table(sheet, page, columns)


def aid_programme(page: Page) -> Laid:
    """A sheet that describes the programme and a sheet of its participants."""
    heading = page.heading
    programme = Sheet("Program")
    for label, value in (
        ("ID", "12"),
        ("Nama Program", heading.title),
        ("Sasaran Program", "1"),
        ("Keterangan", "Perlindungan pekerja rentan"),
        ("Asal Dana", "3"),
        ("Rentang Waktu Mulai", f"{heading.year}-01-01"),
        ("Rentang Waktu Akhir", f"{heading.year}-12-31"),
    ):
        programme.add(label, value)
    columns: list[Column] = [
        ("No. Peserta", "#"),
        ("NIK", "nik"),
        ("Nama", "name"),
        ("Tempat Lahir", "birth_place"),
        ("Tanggal Lahir", "birth_on"),
        ("Jenis Kelamin", "sex"),
        ("Desa", "village"),
        ("Kecamatan", "district"),
        ("Alamat", "address"),
        ("Pekerjaan", "occupation"),
    ]
    laid = _table(Sheet("Peserta"), page, columns)
    return Laid([programme, *laid.sheets], [1] * len(page), laid.row_of, laid.columns)


def health_post(page: Page) -> Laid:
    """Rows 1 to 5 hidden with metadata in column C, headings on row 6, data from row 7."""
    columns: list[Column] = [
        ("No", "#"),
        ("NIK KTP", "nik"),
        ("Nama Lengkap", "name"),
        ("Tanggal Lahir", "birth_on"),
        ("Jenis Kelamin", "sex"),
        ("Nama Ibu", "mother_name"),
        ("Desa/Kelurahan", "village"),
        ("Kecamatan", "district"),
        ("Dusun", "dusun"),
        ("No. HP", "phone"),
        ("Pekerjaan", "occupation"),
        ("Keterangan", ""),
    ]
    heading = page.heading
    sheet = Sheet("Data")
    for key, value in (
        ("kode", heading.village_code),
        ("wilayah", heading.village.upper()),
        ("bulan", f"{heading.signed_on.month}"),
        ("tahun", f"{heading.year}"),
        ("versi", "2.1"),
    ):
        sheet.add(None, key, value)
    sheet.hidden.update(range(1, 6))
    return _table(sheet, page, columns)


def plain(page: Page) -> Laid:
    """One heading line and nothing else, with one of the many sets of words in use."""
    heads = page.style.integers(0, 3)
    words: list[Column] = [
        (("NO", "No.", "Nomor")[heads], "#"),
        (("NIK", "No. KTP", "nik")[heads], "nik"),
        (("NO KK", "Nomor KK", "no_kk")[heads], "kk"),
        (("NAMA LENGKAP", "Nama Peserta", "nama_lengkap")[heads], "name"),
        (("JK", "Jenis Kelamin", "jenis_kelamin")[heads], "sex"),
        (("TEMPAT LAHIR", "Tmp Lahir", "tempat_lahir")[heads], "birth_place"),
        (("TGL LAHIR", "Tanggal Lahir", "tanggal_lahir")[heads], "birth_on"),
        (("ALAMAT", "Alamat Lengkap", "alamat")[heads], "address"),
        (("DESA/KEL", "Desa/Kelurahan", "desa")[heads], "village"),
        (("KEC.", "Kecamatan", "kecamatan")[heads], "district"),
        (("PEKERJAAN", "Profesi", "pekerjaan")[heads], "occupation"),
        (("NAMA IBU KANDUNG", "Nama Ibu", "nama_ibu")[heads], "mother_name"),
        (("NO HP", "HP/WA", "no_hp")[heads], "phone"),
    ]
    if "enterprise" in page.cells:
        words.insert(10, (("NAMA USAHA", "Nama Usaha", "nama_usaha")[heads], "enterprise"))
    return _table(Sheet("Sheet1"), page, words)


def _table(sheet: Sheet, page: Page, columns: list[Column]) -> Laid:
    sheet.add(*(head for head, _ in columns))
    first = sheet.next_row
    sheet.lines.extend(body(page, columns))
    return _one_table([sheet], page, first, columns)


def _one_table(sheets: list[Sheet], page: Page, first: int, columns: list[Column]) -> Laid:
    rows = list(range(first, first + len(page)))
    return Laid(sheets, [0] * len(page), rows, columns_by_field(columns))
