"""Records merged after a decree are one person to the insurer, told of under the head."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from semesta.bulk import execute, read_lines
from semesta.exchange.strip import person_strip
from tests.exchange.builders import answered, decreed_workers, entries, line_states, made
from tests.funding.builders import decreed, died, merged, months_of, states
from tests.intake.builders import LOTIM

pytestmark = pytest.mark.django_db


def test_the_head_speaks_with_what_any_record_tells() -> None:
    decreed_workers(1)
    execute("INSERT INTO people_person (regency_code, id, name, name_key, name_token, nik, village_code) "
            "VALUES (%s, 50, 'INDUK', 'induk', 'induk', '5203050101859950', '52.03.05.2001')", [LOTIM])  # fmt: skip
    merged(1, into=50)
    made()
    (line,) = read_lines("SELECT person_id, name, nik, birth_on FROM exchange_batchline")
    assert line == {"person_id": 50, "name": "INDUK", "nik": "5203050101859950", "birth_on": date(1985, 1, 1)}


def test_one_person_decreed_under_two_records_is_told_once() -> None:
    purse = decreed_workers(2, months=range(1, 4))
    decreed(months_of([2], range(4, 7), purse), number="SK-2")
    merged(2, into=1)
    assert made().lines == 1
    assert entries(1) == [(1, "enrol", "2026-01", "2026-06")]


def test_a_merge_after_sending_sends_nobody_again(tmp_path: Path) -> None:
    decreed_workers(2)
    made()
    answered(tmp_path, (1, "DITERIMA"), (2, "DITERIMA"))
    merged(2, into=1)
    assert made().batches == ()
    execute("UPDATE people_person SET merged_into = NULL WHERE id = 2")
    assert made().batches == ()


def test_a_death_told_of_any_record_is_reported_once(tmp_path: Path) -> None:
    decreed_workers(1)
    made()
    answered(tmp_path, (1, "DITERIMA"))
    execute("INSERT INTO people_person (regency_code, id, name, name_key, name_token) "
            "VALUES (%s, 60, 'CATATAN', 'catatan', 'catatan')", [LOTIM])  # fmt: skip
    merged(60, into=1)
    died(60, date(2026, 3, 15))
    made()
    assert entries(2) == [(1, "death", "2026-04", "2026-09")]
    assert made().batches == ()


def test_a_wage_earner_s_months_are_taken_back_whichever_record_holds_them(tmp_path: Path) -> None:
    decreed_workers(2, months=range(1, 4))
    made()
    merged(2, into=1)
    taken = answered(tmp_path, (1, "PESERTA PU AKTIF", "since=02/2026"), (2, "DITERIMA"))
    assert (taken.months_taken_back, states()) == (4, {"decreed": 2})
    marks = read_lines("SELECT person_id, cardinality(taken_back) AS months FROM exchange_wageearneroverlap ORDER BY 1")
    assert marks == [{"person_id": 1, "months": 2}, {"person_id": 2, "months": 2}]


def test_the_strip_shows_the_person_of_all_records() -> None:
    decreed_workers(2, months=range(1, 4))
    merged(2, into=1)
    for asked in ("1", "2"):
        page = person_strip(LOTIM, asked, language="id")
        assert page["person_id"] == 1
        (strip,) = page["strips"]
        assert len(strip["steps"][1]["details"]) == 2
    assert line_states() == {}
