"""The annex of a decree as a workbook: one line per person and range, totals per village and purse, the checksum.

Nothing in it is a formula: texts are written as texts, and a text that begins like a formula gets an apostrophe, so
that it stays harmless when the sheet is saved as CSV.
"""

from __future__ import annotations

from io import BytesIO
from typing import Any

import xlsxwriter

from semesta.kernel.cell_text import harmless
from semesta.kernel.finding import Language

_LINES = (
    ("line", "No", "No"), ("sign", "Tambah/kurang", "Added/removed"), ("nik", "NIK", "NIK"), ("name", "Nama", "Name"),
    ("village_code", "Kode desa", "Village code"), ("village", "Desa", "Village"),
    ("segment_code", "Pekerjaan", "Segment"), ("membership_class", "Golongan", "Class"),
    ("purse", "Sumber dana", "Purse"),
    ("start_month", "Dari bulan", "From month"), ("last_month", "Sampai bulan", "To month"),
    ("months", "Jumlah bulan", "Months"), ("monthly_rp", "Iuran sebulan", "A month"), ("amount_rp", "Jumlah", "Amount"),
    ("reason", "Keterangan", "Reason"), ("canonical", "Teks sidik", "Sealed text"),
)  # fmt: skip
_TOTALS = (
    ("village_code", "Kode desa", "Village code"), ("village", "Desa", "Village"), ("purse", "Sumber dana", "Purse"),
    ("people", "Orang", "People"), ("months", "Orang-bulan", "Person-months"), ("amount_rp", "Jumlah", "Amount"),
)  # fmt: skip
_RUPIAH = "#,##0"


def annex_workbook(decree: dict[str, Any], lines: list[dict[str, Any]], *, language: Language = "id") -> bytes:
    """Return the annex as xlsx. `decree` and `lines` are those of `funding.queries.decrees`."""
    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(buffer, options) as book:
        bold, money = book.add_format({"bold": True}), book.add_format({"num_format": _RUPIAH})
        sheet = book.add_worksheet("Lampiran" if language == "id" else "Annex")
        _head(sheet, decree, language, bold)
        _table(sheet, 5, _LINES, [_told(line) for line in lines], language, bold, money)
        sums = book.add_worksheet("Rekapitulasi" if language == "id" else "Totals")
        _head(sums, decree, language, bold)
        last = _table(sums, 5, _TOTALS, decree["totals"], language, bold, money)
        sums.write_string(last, 0, "JUMLAH" if language == "id" else "TOTAL", bold)
        for column, name in ((3, "people"), (4, "months"), (5, "amount_rp")):
            sums.write_number(last, column, sum(int(total[name]) for total in decree["totals"]), money)
    return buffer.getvalue()


def canonical_text(line: dict[str, Any]) -> str:
    """Return the text of a line that the checksum is taken over, as `decree_text.LINE_TEXT` makes it in SQL."""
    parts = [
        line["line"], line["sign"], line["person_id"], line["purse_id"], line["village_code"], line["segment_code"],
        line["membership_class"], f"{line['start_month']:%Y-%m}", f"{line['end_month']:%Y-%m}", line["months"],
        line["income_rp"], line["risk_class"], line["monthly_rp"], line["removes_decree_id"], line["removes_line"],
    ]  # fmt: skip
    return "|".join("" if part is None else str(part) for part in parts)


def _told(line: dict[str, Any]) -> dict[str, Any]:
    shown = {"start_month": f"{line['start_month']:%Y-%m}", "last_month": f"{line['last_day']:%Y-%m}"}
    signs = {"+": "tambah", "-": "kurang"}
    return {**line, **shown, "sign": signs[line["sign"]], "canonical": canonical_text(line)}


def _head(sheet: Any, decree: dict[str, Any], language: Language, bold: Any) -> None:
    words = ("Keputusan", "Tanggal", "Sidik SHA-256") if language == "id" else ("Decree", "Date", "SHA-256")
    sheet.write_string(0, 0, str(harmless(f"{words[0]} {decree['number']}")), bold)
    sheet.write_string(1, 0, str(harmless(decree["title"])))
    sheet.write_string(2, 0, f"{words[1]} {decree['dated_on']}")
    sheet.write_string(3, 0, f"{words[2]} {decree['sha256']}")


def _table(
    sheet: Any, top: int, columns: tuple[tuple[str, str, str], ...], lines: list[dict[str, Any]], language: Language,
    bold: Any, money: Any,
) -> int:  # fmt: skip
    for column, (_, indonesian, english) in enumerate(columns):
        sheet.write_string(top, column, indonesian if language == "id" else english, bold)
    for row, line in enumerate(lines, top + 1):
        for column, (name, *_) in enumerate(columns):
            value = line[name]
            if name in ("monthly_rp", "amount_rp", "months", "people", "line"):
                sheet.write_number(row, column, int(value), money)
            else:
                sheet.write_string(row, column, str(harmless("" if value is None else str(value))))
    return top + 1 + len(lines)
