"""The copy of a person's data: every value stands on it as text, whatever people have typed."""

from __future__ import annotations

from datetime import date

from semesta.papers.person_copy import CopyPart, PersonCopy, person_copy_pdf
from tests.papers.test_decree_annex import HOSTILE, text_of


def a_copy(*records: list[tuple[str, str]]) -> PersonCopy:
    """Return a copy with one part."""
    return PersonCopy("Salinan", ("Orang nomor 1.",), "Salinan · 1", [CopyPart("Orang", records)], date(2026, 1, 20))


def test_names_and_values_stand_side_by_side_with_the_count_of_records() -> None:
    text = text_of(person_copy_pdf(a_copy([("NIK", "5203050101859001")], [("nama", HOSTILE)])))
    assert "Orang (2)" in text
    assert "NIK 5203050101859001" in text
    assert "#panic() *SITI* _x_" in text


def test_letters_that_the_typeface_lacks_stop_nothing() -> None:
    text = text_of(person_copy_pdf(a_copy([("nama", "SITI 🙂 سيتي \x07\ue000 ÀÉ")], [("alamat", "x" * 3_000)])))
    assert "SITI" in text
    assert "ÀÉ" in text


def test_the_same_copy_gives_the_same_bytes() -> None:
    copy = a_copy([("nama", "SITI")])
    assert person_copy_pdf(copy) == person_copy_pdf(copy)
