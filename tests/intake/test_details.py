"""What is kept of a person when several rows speak of her: whole facts of one row, never a mixture."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from semesta.bulk import read_lines
from tests.intake.builders import VILLAGE, a_list, a_row, taken

pytestmark = pytest.mark.django_db


def known_from_extract(folder: Path, **values: Any) -> None:
    cover = {"membership_class": "BPU", "programmes": "JKK+JKM", "payer": "DBHCHT", "segment": None}
    months = {"active_from": date(2025, 3, 1), "paid_until": date(2026, 1, 31), "village_code": None, "kk": None}
    taken(a_list(a_row() | cover | months | values, folder=folder, kind="insurer", sender="bpjs-tk"))


def the_person() -> dict[str, Any]:
    (person,) = read_lines("SELECT village_code, dusun, address, phone, died_on FROM people_person")
    return person


def test_village_and_hamlet_come_from_one_row_the_first_that_tells_them(tmp_path: Path) -> None:
    known_from_extract(tmp_path)
    here = a_row(village_code=VILLAGE, phone="628190000002")
    there = a_row(village_code="52.03.01.2001", dusun="AIK AMPAT", address="JL RAYA", phone="628110000001")
    taken(a_list(here, there, folder=tmp_path))
    person = the_person()
    assert (person["village_code"], person["dusun"], person["address"]) == (VILLAGE, None, None)
    assert person["phone"] == "628190000002"


def test_the_hamlet_of_another_village_is_not_added_to_a_known_village(tmp_path: Path) -> None:
    taken(a_list(a_row(), folder=tmp_path))
    taken(a_list(a_row(village_code="52.03.01.2001", dusun="AIK AMPAT"), folder=tmp_path, sender="52.03.01.2001"))
    assert (the_person()["village_code"], the_person()["dusun"]) == (VILLAGE, None)


def test_a_worker_list_records_no_death_but_its_dead_wait(tmp_path: Path) -> None:
    taken(a_list(a_row(), folder=tmp_path))
    (number,) = taken(a_list(a_row(died_on=date(2025, 11, 1)), folder=tmp_path, sender="52.03.05.2002"))
    assert the_person()["died_on"] is None
    (line,) = read_lines("SELECT outcome, reason FROM intake_stagedrow WHERE submission_id = %s", [number])
    assert line == {"outcome": "waiting", "reason": "recorded_dead"}


def test_a_member_without_period_or_programme_is_told_and_not_silently_uncovered(tmp_path: Path) -> None:
    known_from_extract(tmp_path, paid_until=None)
    assert read_lines("SELECT code, row, detail FROM intake_rowfinding") == [
        {"code": "cover_incomplete", "row": 2, "detail": "paid_until"}
    ]


def test_a_member_who_died_keeps_the_months_before(tmp_path: Path) -> None:
    taken(a_list(a_row(died_on=date(2025, 11, 3)), folder=tmp_path, kind="deaths", sender="dukcapil"))
    known_from_extract(tmp_path, paid_until=date(2025, 11, 30))
    assert read_lines("SELECT count(*) AS months FROM membership_coveredmonth") == [{"months": 18}]
