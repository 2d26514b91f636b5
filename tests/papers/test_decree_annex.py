"""The annex of a decree as PDF: what stands on it, that names stay names, and that doing it again changes nothing."""

from __future__ import annotations

from datetime import date
from io import BytesIO

import polars as pl
import pytest
from pypdf import PdfReader

from semesta.papers.decree_annex import DecreeAnnex, summary_pdf, village_pdfs, whole_pdf
from semesta.papers.typesetting import typeset

HOSTILE = "#panic() *SITI* _x_ $1$ \\u{41} // @a <b>"


def an_annex(*, is_draft: bool = False) -> DecreeAnnex:
    """Return a made-up decree's annex."""
    return DecreeAnnex(
        number="417/2026",
        issued_on=date(2026, 2, 3),
        about="PEKERJA RENTAN",
        issuer="BUPATI REKAAN",
        place="Selong",
        signatory="Lalu Rekaan",
        legal_basis=("Undang-Undang Nomor 24 Tahun 2011",),
        checksum="0123456789abcdef" * 4,
        sealed_lines=3014,
        is_draft=is_draft,
    )


def lines(count: int = 1, *, name: str = "INAQ REKAAN", village: str = "Kotaraja") -> pl.DataFrame:
    """Return lines of one village, each a person with nine months."""
    code, first = {"Kotaraja": ("52.03.05.2001", "41"), "Tetebatu": ("52.03.05.2002", "42")}[village]
    one = {
        "village_code": code, "village": village, "name": name, "segment": "Petani tembakau", "purse": "DBHCHT",
        "months": "Jan-Sep 2026", "month_count": 9, "amount_rp": 151_200,
    }  # fmt: skip
    return pl.DataFrame(
        [one | {"nik": f"520305{first}0790{9001 + i}", "person": int(first) * 10**4 + i} for i in range(count)]
    )


def text_of(pdf: bytes) -> str:
    """Return what a reader of the PDF sees, without line ends."""
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_the_summary_adds_up_persons_months_and_rupiah_per_purse_and_village() -> None:
    both = pl.concat([lines(2), lines(3, village="Tetebatu")])
    text = text_of(summary_pdf(an_annex(), both))
    assert "DBHCHT 5 45 Rp756.000 Seluruhnya 5 45 Rp756.000" in text
    assert "52.03.05.2001 Kotaraja DBHCHT 2 18 Rp302.400" in text
    assert "terdiri atas 5 baris. Sidik (SHA-256) seluruh 3.014 baris keputusan: " + "0123456789abcdef" * 4 in text
    assert "Selong, 3 Februari 2026" in text
    assert "LALU REKAAN" in text


def test_a_draft_says_so_and_nobody_signs_it() -> None:
    text = text_of(summary_pdf(an_annex(is_draft=True), lines()))
    assert "KONSEP" in text
    assert "LALU REKAAN" not in text


def test_every_village_has_its_part_with_a_line_per_person() -> None:
    parts = dict(village_pdfs(an_annex(), pl.concat([lines(2), lines(3, village="Tetebatu")])))
    assert list(parts) == ["52.03.05.2001", "52.03.05.2002"]
    text = text_of(parts["52.03.05.2002"])
    assert all(f"520305420790{9001 + i}" in text for i in range(3))
    assert "3 orang, 27 orang-bulan, Rp453.600" in text


def test_a_name_holds_no_commands() -> None:
    ((_, pdf),) = village_pdfs(an_annex(), lines(name=HOSTILE))
    assert "#panic() *SITI* _x_" in text_of(pdf)


def test_the_order_of_the_lines_changes_nothing_nor_does_doing_it_again() -> None:
    there, back = lines(4), lines(4).reverse()
    assert list(village_pdfs(an_annex(), there)) == list(village_pdfs(an_annex(), back))
    assert summary_pdf(an_annex(), there) == summary_pdf(an_annex(), back)


def test_only_the_room_s_own_letters_are_used() -> None:
    page = PdfReader(BytesIO(summary_pdf(an_annex(), lines()))).pages[0]
    fonts = page["/Resources"]["/Font"]  # type: ignore[index]
    assert all("SourceSans3" in str(font.get_object()["/BaseFont"]) for font in fonts.values())


def test_an_unknown_layout_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        typeset("none", {}, on=date(2026, 1, 1))


def test_a_person_of_two_purses_has_one_line() -> None:
    both = pl.concat([lines(), lines().with_columns(purse=pl.lit("APBD"), months=pl.lit("Okt-Des 2026"))])
    ((_, pdf),) = village_pdfs(an_annex(), both)
    text = text_of(pdf)
    assert text.count("INAQ REKAAN") == 1
    assert "APBD DBHCHT Okt-Des 2026 Jan-Sep 2026 Rp302.400" in text
    assert "1 orang, 18 orang-bulan" in text


def test_two_people_without_a_nik_are_two_and_what_is_taken_away_counts_down() -> None:
    nameless = lines(2).with_columns(nik=pl.lit(None, pl.String))
    gone = lines(1, village="Tetebatu").with_columns(pl.col("month_count", "amount_rp") * -1)
    text = text_of(summary_pdf(an_annex(), pl.concat([nameless, gone])))
    assert "Seluruhnya 3 9 Rp151.200" in text
    assert "-Rp151.200" in text


def test_a_short_annex_is_one_document_with_every_village_on_a_page_of_its_own() -> None:
    pdf = whole_pdf(an_annex(), pl.concat([lines(2), lines(100, village="Tetebatu")]))
    pages = [page.extract_text() for page in PdfReader(BytesIO(pdf)).pages]
    assert "Kotaraja (52.03.05.2001)" in pages[1]
    assert "Tetebatu (52.03.05.2002)" in pages[2]
    assert "5203054207909100" in pages[-1]
    assert len(pages) > 3
    with pytest.raises(ValueError, match="in parts"):
        whole_pdf(an_annex(), lines(2_001))
