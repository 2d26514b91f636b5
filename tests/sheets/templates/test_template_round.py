"""A template that was filled in is read without a single finding, segment by segment; an empty one holds nobody."""

from __future__ import annotations

import io
from datetime import date
from typing import Any

import openpyxl
import pytest

from semesta.kernel.gazetteer import Gazetteer, Region
from semesta.kernel.nik import make_kk, make_nik
from semesta.kernel.segment import shipped_segments
from semesta.sheets.context import ReadingContext
from semesta.sheets.opening import open_bytes
from semesta.sheets.reader import read_workbook
from semesta.sheets.reading import Reading
from semesta.sheets.templates import member_extract_template, worker_list_template
from semesta.sheets.workbook import Workbook
from tests.sheets.files import saved

KOTARAJA = Region("52.03.05.2001", "Kotaraja")
SEGMENTS = list(shipped_segments().values())
REGIONS = [
    Region("52", "Nusa Tenggara Barat"),
    Region("52.03", "Lombok Timur"),
    Region("52.03.05", "Masbagik"),
    KOTARAJA,
]


def read(data: bytes, *, village: str | None = KOTARAJA.code) -> Reading:
    book = open_bytes("templat.xlsx", data)
    assert isinstance(book, Workbook)
    context = ReadingContext(Gazetteer.of(REGIONS), today=date(2026, 2, 1), village_code=village)
    return read_workbook(book, context=context)


def filled(template: bytes, *people: list[Any]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(template))
    for person in people:
        book.worksheets[0].append(person)
    return saved(book)


def a_worker(number: int, occupation: str) -> list[Any]:
    born, sex = date(1980 + number % 20, 1 + number % 12, 3 + number), "LP"[number % 2]
    nik = make_nik(region="520305", born_on=born, sex="L" if sex == "L" else "P", serial=9001 + 7 * number)
    kk = make_kk(region="520305", issued_on=date(2015, 3, 1 + number % 27), serial=9101 + 3 * number)
    name = f"{chr(65 + number % 26)}{chr(97 + number // 26)}HNIM SEMAN".upper()
    return [number, nik, kk, name, "MASBAGIK", born, sex, "INAQ SEMAN", "JALAN RAYA", "001", "-", "DASAN BARU",
            occupation, f"0812{34567890 + 13 * number}", "KAWIN", 1_500_000, "LALA ANI", None]  # fmt: skip


def test_a_filled_list_is_read_without_a_finding_and_every_segment_is_known() -> None:
    template = worker_list_template(language="id", village=KOTARAJA, segments=SEGMENTS)
    people = [a_worker(i % 24 + 1 + 0, segment.name_id) for i, segment in enumerate(SEGMENTS[:24])]
    reading = read(filled(template, *people))
    assert reading.findings.rows() == []
    assert reading.file_findings == ()
    assert reading.rows["segment"].to_list() == [segment.code for segment in SEGMENTS[:24]]


@pytest.mark.parametrize("segment", SEGMENTS[24:], ids=lambda segment: segment.code)
def test_the_last_segments_are_known_too(segment: Any) -> None:
    template = worker_list_template(language="en", village=None, segments=SEGMENTS)
    reading = read(filled(template, a_worker(1, segment.name_id)))
    assert (reading.findings.rows(), reading.rows["segment"].to_list()) == ([], [segment.code])


def test_a_filled_extract_of_the_insurer_is_read_without_a_finding() -> None:
    nik = make_nik(region="520305", born_on=date(1990, 7, 1), sex="L", serial=9001)
    member = [1, None, nik, "AMAQ SAHDAN", date(1990, 7, 1), "L", "BPU", "JKK+JKM", "DBHCHT", date(2025, 7, 1),
              date(2025, 12, 31), None, "KOTARAJA", "MASBAGIK"]  # fmt: skip
    reading = read(filled(member_extract_template(language="id"), member), village=None)
    assert reading.findings.rows() == []
    row = reading.rows.row(0, named=True)
    assert [row[name] for name in ("nik", "membership_class", "programmes", "payer", "village_code")] == [
        nik, "BPU", "JKK+JKM", "DBHCHT", KOTARAJA.code,
    ]  # fmt: skip
    assert (row["active_from"], row["paid_until"]) == (date(2025, 7, 1), date(2025, 12, 31))


@pytest.mark.parametrize("village", [KOTARAJA, None])
def test_an_empty_template_holds_nobody(village: Region | None) -> None:
    reading = read(worker_list_template(language="id", village=village, segments=SEGMENTS))
    assert reading.refusal is not None
    assert reading.refusal.kind.code == "no_person_rows"
