"""What can be wrong in a law file, as findings with file, line and remedy; all mistakes of a folder come at once."""

from __future__ import annotations

from dataclasses import replace

from semesta.kernel.finding import Finding, FindingKind, Language, Place


def _kind(code: str, title: tuple[str, str], message: tuple[str, str], remedy: tuple[str, str]) -> FindingKind:
    return FindingKind(code, "refusal", *title, *message, *remedy)


NOT_YAML = _kind(
    "law_not_yaml",
    ("Berkas tidak terbaca", "File cannot be read"),
    ("Bukan YAML yang benar: {detail}.", "This is not valid YAML: {detail}."),
    ("Periksa indentasi, tanda kutip, dan titik dua.", "Check indentation, quotes and colons."),
)
KEY_TWICE = _kind(
    "law_key_twice",
    ("Kunci ditulis dua kali", "Key written twice"),
    ("'{before}' muncul dua kali; yang pertama di baris {after}.", "'{before}' stands twice; first on line {after}."),
    ("Hapus salah satu.", "Remove one of them."),
)
DATE_TWICE = _kind(
    "law_two_values_on_one_date",
    ("Dua nilai pada satu tanggal", "Two values on one date"),
    (
        "Ada dua nilai untuk tanggal {before}; yang pertama di baris {after}.",
        "There are two values for {before}; first on line {after}.",
    ),
    (
        "Satu tanggal hanya boleh satu nilai; hapus atau ubah tanggalnya.",
        "One date has one value; remove or redate one.",
    ),
)
UNKNOWN_KEY = _kind(
    "law_unknown_key",
    ("Kunci tidak dikenal", "Unknown key"),
    ("'{before}' bukan kunci di sini.", "'{before}' is no key here."),
    ("Pakai salah satu dari: {after}.", "Use one of: {after}."),
)
MISSING_KEY = _kind(
    "law_missing_key",
    ("Kunci kurang", "Key missing"),
    ("'{before}' belum ditulis{detail}.", "'{before}' is missing{detail}."),
    ("Tambahkan '{before}: ...'.", "Add '{before}: ...'."),
)
WRONG_TYPE = _kind(
    "law_wrong_type",
    ("Isi salah bentuk", "Wrong kind of value"),
    ("'{before}' bukan {detail}.", "'{before}' is not {detail}."),
    ("Tulis {after}.", "Write {after}."),
)
IMPOSSIBLE_DATE = _kind(
    "law_impossible_date",
    ("Tanggal tidak mungkin", "Impossible date"),
    ("'{before}' bukan tanggal yang ada.", "'{before}' is no date that exists."),
    ("Tulis tanggal sebagai TTTT-BB-HH, misalnya {after}.", "Write the date as YYYY-MM-DD, for example {after}."),
)
NEGATIVE = _kind(
    "law_negative",
    ("Nilai negatif", "Negative value"),
    ("'{before}' negatif.", "'{before}' is negative."),
    ("Tulis bilangan nol atau lebih.", "Write a number of zero or more."),
)
UNKNOWN_NAME = _kind(
    "law_unknown_name",
    ("Nama tidak dikenal", "Unknown name"),
    ("'{before}' tidak ada di {detail}.", "'{before}' does not exist in {detail}."),
    ("Tambahkan di {detail}, atau pakai: {after}.", "Add it to {detail}, or use: {after}."),
)
UNMARKED = _kind(
    "law_unverified_unmarked",
    ("Belum diverifikasi tetapi tidak ditandai", "Unverified but not marked"),
    ("Tanda keyakinan M berarti dari ingatan.", "Confidence M means from memory."),
    (
        "Tambahkan 'unverified: true' dan 'question: ...'.",
        "Add 'unverified: true' and 'question: ...'.",
    ),
)
NO_QUESTION = _kind(
    "law_unverified_without_question",
    ("Belum diverifikasi tanpa pertanyaan", "Unverified without a question"),
    (
        "Nilai ini belum diverifikasi tetapi tidak menyebut pertanyaannya.",
        "This value is unverified but names no question.",
    ),
    ("Tambahkan 'question: ...' dari questions.yaml.", "Add 'question: ...' from questions.yaml."),
)
NOT_SEEN = _kind(
    "law_not_seen",
    ("Rujukan kurang", "Reference missing"),
    (
        "Tanda keyakinan {before} berarti pernah terlihat, tetapi 'seen' kosong.",
        "Confidence {before} means it was seen somewhere, but 'seen' is empty.",
    ),
    (
        "Tambahkan 'seen: [...]' dari sources.yaml, atau tandai 'confidence: M' dengan 'unverified: true'.",
        "Add 'seen: [...]' from sources.yaml, or mark it 'confidence: M' with 'unverified: true'.",
    ),
)
DISORDER = _kind(
    "law_rows_out_of_order",
    ("Baris tidak berurutan", "Rows out of order"),
    ("Kunci '{before}' tidak lebih besar daripada baris sebelumnya.", "Key '{before}' is not above the row before."),
    ("Urutkan baris menaik dan tanpa kembar.", "Sort the rows upwards, without doubles."),
)
NAME_TWICE = _kind(
    "law_name_twice",
    ("Nama dipakai dua kali", "Name used twice"),
    ("Sudah ada aturan '{before}' di anggaran ini.", "This purse has a rule '{before}' already."),
    ("Beri nama lain.", "Give it another name."),
)
YEARS_REVERSED = _kind(
    "law_years_reversed",
    ("Tahun terbalik", "Years reversed"),
    ("'from' {before} setelah 'to' {after}.", "'from' {before} is after 'to' {after}."),
    ("Tukar kedua tahun itu.", "Swap the two years."),
)
ONE_ONLY = _kind(
    "law_one_only",
    ("Terlalu banyak", "Too many"),
    ("Hanya satu yang boleh di sini; '{before}' berlebih.", "Only one may stand here; '{before}' is too much."),
    ("Buat aturan sendiri untuk yang lain.", "Write a rule of its own for the other."),
)
NOT_TEXT = _kind(
    "law_not_text",
    ("Berkas bukan teks", "File is not text"),
    ("Berkas ini tidak tersimpan sebagai UTF-8.", "This file is not saved as UTF-8."),
    ("Simpan ulang dengan pengodean UTF-8.", "Save it again in the encoding UTF-8."),
)
STRAY_FILE = _kind(
    "law_stray_file",
    ("Berkas tidak terpakai", "File that would not be read"),
    ("Berkas ini tidak akan dibaca.", "This file would not be read."),
    (
        "Namai dengan akhiran .yaml di parameters/, purses/, regions/, atau cases/; atau pindahkan dari folder hukum.",
        "Name it .yaml inside parameters/, purses/, regions/ or cases/; or move it out of the law folder.",
    ),
)
EMPTY_FOLDER = _kind(
    "law_empty_folder",
    ("Folder hukum tidak ditemukan", "Law folder not found"),
    ("Tidak ada {after} di '{before}'.", "There is no {after} in '{before}'."),
    (
        "Jalankan dari salinan repositori, atau setel SEMESTA_LAW_DIR ke folder law/.",
        "Run from a copy of the repository, or set SEMESTA_LAW_DIR to the law/ folder.",
    ),
)


def mistake_text(finding: Finding, language: Language) -> str:
    """Write one mistake as `file:line field: message Remedy`, the way editors can jump to."""
    place = finding.place
    line = f":{place.row}" if place.row is not None else ""
    field = f" {finding.field}:" if finding.field else ""
    finding = replace(finding, detail=_said(finding.detail, language), after=_said(finding.after, language))
    return f"{place.file}{line}:{field} {finding.message(language)} {finding.remedy(language)}"


def _said(blank: str, language: Language) -> str:
    """Return the side of `Indonesian / English` that the reader understands; other texts as they are."""
    indonesian, sign, english = blank.partition(" / ")
    return english if sign and language == "en" else indonesian


class LawFileError(ValueError):
    """The law folder cannot be used; `findings` lists every mistake with its file and line."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(self.report("en"))

    def report(self, language: Language) -> str:
        """Return all mistakes, one per line."""
        return "\n".join(mistake_text(finding, language) for finding in self.findings)


def mistake(
    kind: FindingKind,
    *,
    file: str,
    line: int | None,
    field: str = "",
    before: str = "",
    after: str = "",
    detail: str = "",
) -> Finding:
    """Build a finding at a line of a law file."""
    return Finding(kind, Place(file=file, row=line), field=field, before=before, after=after, detail=detail)
