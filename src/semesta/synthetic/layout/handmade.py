"""Lists a village secretary makes by hand: titles, merged cells, headings of one or two lines, column numbers, blocks
by hamlet, totals, and place, date and signature of the village head."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from semesta.synthetic.layout.page import Cell, Column, Formula, Laid, Page, Sheet, body, columns_by_field

Hamlets = Literal["lines", "first row", "sheets", "column"]
_MONTHS = (
    "Januari", "Februari", "Maret", "April", "Mei", "Juni", "Juli", "Agustus", "September", "Oktober", "November",
    "Desember",
)  # fmt: skip


@dataclass(frozen=True)
class _Form:
    """The author's choices for one list."""

    hamlets: Hamlets
    combined_birth: bool  # birthplace and date in one cell
    ticks: bool  # two columns L and P
    two_lines: bool
    numbered: bool
    titles: int
    hide: bool


def by_lines(page: Page) -> Laid:
    """One table whose hamlets are announced by merged lines."""
    return _lay(page, "lines")


def by_first_row(page: Page) -> Laid:
    """One table whose hamlet column is filled on the first row of each block only."""
    return _lay(page, "first row")


def by_sheets(page: Page) -> Laid:
    """One sheet per hamlet, each with its own titles, totals and signature."""
    return _lay(page, "sheets")


def with_column(page: Page) -> Laid:
    """One table with the hamlet on every row and birthplace and date in one cell."""
    return _lay(page, "column")


def _lay(page: Page, hamlets: Hamlets) -> Laid:
    style = page.style
    form = _Form(
        hamlets=hamlets,
        combined_birth="birth_place_birth" in page.cells,
        ticks="tick_l" in page.cells,
        two_lines=bool(style.random() < 0.5) or "tick_l" in page.cells,
        numbered=bool(style.random() < 0.5),
        titles=int(style.integers(2, 6)),
        hide=bool(style.random() < 0.3),
    )
    columns = _columns(page, form)
    names = list(dict.fromkeys(page.hamlet))
    blocks = {n: [i for i in range(len(page)) if page.hamlet[i] == n] for n in names}
    row_of = [0] * len(page)
    sheet_of = [0] * len(page)
    if form.hamlets == "sheets":
        sheets = []
        for number, name in enumerate(names):
            sheet = Sheet(f"{page.pick('Dsn', 'DUSUN')} {name}"[:31])
            sheets.append(sheet)
            _head(sheet, page, columns, form, hamlet=name)
            _block(sheet, page, columns, blocks[name], row_of)
            for i in blocks[name]:
                sheet_of[i] = number
            _foot(sheet, page, columns, len(blocks[name]))
        return Laid(sheets, sheet_of, row_of, _where(columns))
    sheet = Sheet(page.pick("Sheet1", "DATA", page.heading.village[:31]))
    _head(sheet, page, columns, form, hamlet=None)
    for number, name in enumerate(names, start=1):
        if form.hamlets == "lines":
            sheet.add_merged(f"{page.pick('DUSUN', 'KEKADUSAN', 'DSN.')} {name.upper()}", len(columns))
        first = sheet.next_row
        _block(sheet, page, columns, blocks[name], row_of)
        if form.hamlets == "first row":
            at = next(c for c, (_, f) in enumerate(columns, start=1) if f == "dusun_first")
            if len(blocks[name]) > 1:
                sheet.merges.append((first, at, sheet.next_row - 1, at))
        if form.hide and number == 2:
            sheet.hidden.update(range(first, min(first + 3, sheet.next_row)))
    _foot(sheet, page, columns, len(page))
    return Laid([sheet], sheet_of, row_of, _where(columns))


def _columns(page: Page, form: _Form) -> list[Column]:
    columns: list[Column] = [(page.pick("NO", "NO.", "No", "NO URUT"), "#")]
    if form.hamlets == "first row":
        columns.append((page.pick("DUSUN", "KEKADUSAN", "LINGKUNGAN"), "dusun_first"))
    columns.append((page.pick("NAMA", "NAMA LENGKAP", "NAMA SESUAI KTP", "NAMA PEKERJA"), "name"))
    columns.append((page.pick("NIK", "N I K", "NO KTP", "NIK/No KTP", "NOMOR INDUK KEPENDUDUKAN"), "nik"))
    columns.append((page.pick("NO KK", "NO. KK", "NOMOR KARTU KELUARGA"), "kk"))
    if form.combined_birth:
        columns.append((page.pick("TTL", "TEMPAT/TGL LAHIR", "Tempat, Tanggal Lahir"), "birth_place_birth"))
    else:
        columns.append((page.pick("TEMPAT LAHIR", "TMPT LHR", "TMP LAHIR"), "birth_place"))
        columns.append((page.pick("TGL LAHIR", "TANGGAL LAHIR", "TGL/BLN/TH"), "birth_on"))
    if form.ticks:
        columns += [("L", "tick_l"), ("P", "tick_p")]
    elif "sex_pria" in page.cells:
        columns.append(("JENIS KELAMIN (PRIA/WANITA)", "sex_pria"))
    else:
        columns.append((page.pick("L/P", "JK", "JENIS KELAMIN", "J K"), "sex"))
    if form.hamlets == "column":
        columns.append((page.pick("DUSUN", "DSN", "GUBUK / DASAN"), "dusun"))
    columns.append((page.pick("RT", "RT/RW"), "rt"))
    columns.append((page.pick("PEKERJAAN", "JENIS PEKERJAAN", "PROFESI"), "occupation"))
    if page.style.random() < 0.6:
        columns.append((page.pick("NO HP", "NO. HP", "HP/WA", "NO TELP"), "phone"))
    if page.style.random() < 0.4:
        columns.append((page.pick("NAMA IBU KANDUNG", "IBU KANDUNG", "NAMA IBU"), "mother_name"))
    columns.append((page.pick("KET", "KET.", "KETERANGAN"), "remarks"))
    return columns


def _where(columns: Sequence[Column]) -> dict[str, str]:
    """Name the columns by plain fields, also where a cell holds two of them."""
    found = columns_by_field(columns)
    for glued, parts in (
        ("birth_place_birth", ("birth_place", "birth_on")),
        ("dusun_first", ("dusun",)),
        ("tick_l", ("sex",)),
        ("sex_pria", ("sex",)),
    ):
        if glued in found:
            found |= dict.fromkeys(parts, found.pop(glued))
    return found


def _head(sheet: Sheet, page: Page, columns: Sequence[Column], form: _Form, *, hamlet: str | None) -> None:
    heading = page.heading
    kind = "KELURAHAN" if heading.is_kelurahan else "DESA"
    titles = [
        heading.title,
        f"{kind} {heading.village.upper()}",
        f"KECAMATAN {heading.district.upper()}",
        f"{heading.regency.upper()}",
        f"TAHUN {heading.year}",
    ][: form.titles]
    if hamlet is not None:
        titles.append(f"DUSUN {hamlet.upper()}")
    for title in titles:
        sheet.add_merged(title, len(columns))
    sheet.add()
    top = sheet.add(*(_over(head, name, form) for head, name in columns))
    if form.two_lines:
        sheet.add(*(_under(head, name, form) for head, name in columns))
        pairs = [c for c, (_, name) in enumerate(columns, start=1) if name in ("tick_l", "birth_place")]
        sheet.merges += [(top, c, top, c + 1) for c in pairs if columns[c][1] in ("tick_p", "birth_on")]
        covered = {c + d for c in pairs for d in (0, 1)}
        sheet.merges += [(top, c, top + 1, c) for c in range(1, len(columns) + 1) if c not in covered]
    if form.numbered:
        sheet.add(*range(1, len(columns) + 1))


def _over(head: str, name: str, form: _Form) -> Cell:
    if not form.two_lines:
        return head
    return {
        "tick_l": "JENIS KELAMIN",
        "tick_p": None,
        "birth_place": "TEMPAT DAN TANGGAL LAHIR",
        "birth_on": None,
    }.get(name, head)


def _under(head: str, name: str, form: _Form) -> Cell:
    return head if name in ("tick_l", "tick_p", "birth_place", "birth_on") else None


def _block(sheet: Sheet, page: Page, columns: Sequence[Column], rows: list[int], row_of: list[int]) -> None:
    lines = body(page, columns, rows=rows)
    at = next((c for c, (_, name) in enumerate(columns) if name == "dusun_first"), None)
    for number, (i, line) in enumerate(zip(rows, lines, strict=True)):
        cells = list(line)
        if at is not None:
            cells[at] = page.hamlet[i] if number == 0 else None
        row_of[i] = sheet.add(*cells)


def _foot(sheet: Sheet, page: Page, columns: Sequence[Column], people: int) -> None:
    heading = page.heading
    last = sheet.next_row - 1
    total: list[Cell] = ["JUMLAH", None, Formula(f"=COUNTA(C{max(1, last - people + 1)}:C{last})", people), "ORANG"]
    sheet.add(*total)
    sheet.add()
    right: list[Cell] = [None] * max(4, len(columns) - 4)
    day = heading.signed_on
    sheet.add(*right, f"{heading.village}, {day.day} {_MONTHS[day.month - 1]} {day.year}")
    sheet.add(*right, f"{'Lurah' if heading.is_kelurahan else 'Kepala Desa'} {heading.village}")
    for _ in range(3):
        sheet.add()
    sheet.add(*right, "( ............................ )")
