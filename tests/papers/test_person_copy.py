"""The copy of a person's data: every value stands on it as text, whatever people have typed."""

from __future__ import annotations

from datetime import date

from semesta.papers.person_copy import WIDEST, CopyPart, PersonCopy, person_copy_pdf
from tests.papers.test_decree_annex import HOSTILE, text_of


def a_copy(*records: list[tuple[str, str]]) -> PersonCopy:
    """Return a copy with one part."""
    return PersonCopy("Salinan", ("Orang nomor 1.",), "Salinan · 1", [CopyPart("Orang", records)], date(2026, 1, 20))


def test_records_of_many_names_stand_one_by_one_with_their_count() -> None:
    record = [("NIK", "5203050101859001"), ("nama", HOSTILE), *((f"isian {place}", "ada") for place in range(WIDEST))]
    text = text_of(person_copy_pdf(a_copy(record, record)))
    assert "Orang (2)" in text
    assert "NIK 5203050101859001 nama #panic() *SITI* _x_" in text


def test_records_of_few_names_stand_in_a_table_with_room_for_what_one_lacks() -> None:
    text = text_of(person_copy_pdf(a_copy([("bulan", "2026-01"), ("program", "jkk")], [("program", "jkm")])))
    assert "bulan program 2026-01 jkk jkm" in text


def test_letters_that_the_typeface_lacks_stop_nothing() -> None:
    text = text_of(person_copy_pdf(a_copy([("nama", "SITI 🙂 سيتي \x07\ue000 ÀÉ")], [("alamat", "x" * 3_000)])))
    assert "SITI" in text
    assert "ÀÉ" in text


def test_the_same_copy_gives_the_same_bytes() -> None:
    copy = a_copy([("nama", "SITI")])
    assert person_copy_pdf(copy) == person_copy_pdf(copy)
