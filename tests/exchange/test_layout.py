"""The layout: shipped, changed by the user, and every mistake told at once with its line."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from semesta.exchange.queries import LINE_SCHEMA
from semesta.sheets.exchange.answer_file import read_answer
from semesta.sheets.exchange.enrolment_file import enrolment_file
from semesta.sheets.exchange.layout_file import LayoutError, read_layout, shipped_layout, shipped_layout_text
from semesta.sheets.exchange.refusal_reason import reason_of, refusal_reasons
from semesta.sheets.opening import open_bytes
from semesta.sheets.workbook import CellKind, Workbook

OWN = """
name: cabang-selong
enrolment:
  sheet: Data
  columns:
    - {heading: No, field: line}
    - {heading: Aksi, field: entry, codes: {enrol: B, transfer: P, leave: K, death: M}}
    - {heading: Nomor KTP, field: nik, required: true}
    - {heading: Nama, field: name}
    - {heading: Mulai, field: first_month, format: yyyymm}
    - {heading: Iuran, field: monthly_rp}
answer:
  columns:
    - {heading: Nomor KTP, field: nik}
    - {heading: Hasil, field: outcome, codes: {accepted: Y, refused: [T, X], overlap: PU}}
"""


def one_line(**values: object) -> pl.DataFrame:
    line = {"line": 1, "entry": "enrol", "nik": "5203050101859001", "name": "INAQ", "first_month": date(2026, 3, 1),
            "monthly_rp": 16_800} | values  # fmt: skip
    return pl.DataFrame([{name: line.get(name) for name in LINE_SCHEMA}], schema=LINE_SCHEMA)


def mistakes(text: str) -> list[tuple[str, int | None]]:
    with pytest.raises(LayoutError) as problem:
        read_layout(text, file="uji.yaml")
    assert problem.value.report("id") != problem.value.report("en")
    return [(finding.kind.code, finding.place.row) for finding in problem.value.findings]


def test_a_layout_of_the_user_s_own_decides_columns_order_and_writing() -> None:
    layout = read_layout(OWN, file="uji.yaml")
    text = enrolment_file(one_line(), layout, written_as="csv", made_on=date(2026, 1, 5)).decode("utf-8-sig")
    assert text == "No;Aksi;Nomor KTP;Nama;Mulai;Iuran\r\n1;B;5203050101859001;INAQ;202603;16800\r\n"


def test_the_workbook_keeps_the_nik_as_text_and_amounts_as_numbers() -> None:
    layout = read_layout(OWN, file="uji.yaml")
    book = open_bytes("a.xlsx", enrolment_file(one_line(), layout, written_as="xlsx", made_on=date(2026, 1, 5)))
    assert isinstance(book, Workbook)
    assert book.grids[0].cells.row(1) == ("1", "B", "5203050101859001", "INAQ", "202603", "16800")
    assert (book.grids[0].kinds["C"][1], book.grids[0].kinds["F"][1]) == (CellKind.TEXT, CellKind.NUMBER)


def test_every_mistake_is_told_at_once_with_its_line() -> None:
    text = (
        OWN.replace("field: nik, required", "field: nikk, requird").replace("yyyymm", "tahun").replace(", death: M", "")
    )
    assert mistakes(text.replace("monthly_rp", "name")) == [
        ("layout_code_missing", 7), ("layout_unknown_key", 8), ("layout_unknown_field", 8),
        ("layout_unknown_format", 10), ("layout_twice", 11),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("before", "after", "code"),
    [
        ("name: cabang-selong", "nama: x", "layout_missing_key"),
        ("heading: Nama", "heading: Nomor KTP", "layout_twice"),
        ("required: true", "required: mungkin", "layout_wrong_type"),
        ("overlap: PU", "aktif: PU", "layout_unknown_code"),
        ("    - {heading: Nomor KTP, field: nik}\n", "", "layout_field_needed"),
        ("name: cabang-selong", "name: [", "layout_unreadable"),
        ("answer:\n", "answer:\n  reasons: {'01': salah}\n", "layout_unknown_code"),
        ("sheet: Data", "sheet: Data\n  sheet: Dua", "layout_key_twice"),
    ],
)
def test_a_mistake_is_named(before: str, after: str, code: str) -> None:
    assert code in {found for found, _ in mistakes(OWN.replace(before, after, 1))}


def test_an_answer_is_read_by_the_headings_and_codes_of_the_layout(tmp_path: Path) -> None:
    path = tmp_path / "jawaban.csv"
    path.write_text("HASIL GELOMBANG\n\nNOMOR KTP;HASIL\n5203050101859001;y\n5203050101859002;T\n5203050101859003;\n")
    reading = read_answer(path, read_layout(OWN, file="uji.yaml"))
    assert reading.refusals == ()
    assert reading.rows.select("row", "nik", "outcome").rows() == [
        (4, "5203050101859001", "accepted"), (5, "5203050101859002", "refused"),
    ]  # fmt: skip
    assert reading.unanswered == 1


def test_the_shipped_layout_is_sound_and_says_it_is_not_official() -> None:
    assert shipped_layout().text == shipped_layout_text()
    assert "No official template is public" in shipped_layout_text()


@pytest.mark.parametrize("code", list(refusal_reasons()))
def test_every_reason_is_known_by_its_own_words_in_both_languages(code: str) -> None:
    reason = refusal_reasons()[code]
    for language in ("id", "en"):
        assert all(reason.said(language)[part] for part in ("reason", "remedy", "next"))  # type: ignore[index]
    for words in reason.words:
        assert reason_of(None, f"maaf, {words.lower()}.", shipped_layout()) == code
