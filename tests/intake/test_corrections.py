"""A corrected file supersedes only what it corrects; the same content again changes nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from semesta.audit.queries import trail_of
from semesta.bulk import read_lines
from tests.intake.builders import a_list, a_row, nik, taken

pytestmark = pytest.mark.django_db


def four_rows(**fourth: Any) -> list[dict[str, Any]]:
    rows = [a_row(f"ORANG KE {word}", nik=nik(9001 + i), kk=None) for i, word in enumerate(("SATU", "DUA", "TIGA"))]
    return [*rows, a_row("ZOHRI", nik=nik(9044), kk=None) | fourth]


def outcomes(number: int) -> list[str]:
    lines = read_lines("SELECT reason FROM intake_stagedrow WHERE submission_id = %s ORDER BY line", [number])
    return [line["reason"] for line in lines]


def persons() -> list[dict[str, Any]]:
    return read_lines("SELECT nik, name, birth_on FROM people_person ORDER BY name")


def test_unchanged_rows_are_recognised_and_the_mended_one_is_accepted(tmp_path: Path) -> None:
    (first,) = taken(a_list(*four_rows(nik=None, nik_state="damaged", nik_written="520305"), folder=tmp_path))
    (second,) = taken(a_list(*four_rows(), folder=tmp_path))
    assert outcomes(second) == ["unchanged", "unchanged", "unchanged", "new_person"]
    superseded = read_lines("SELECT line, corrected_by_id FROM intake_stagedrow WHERE corrected_by_id IS NOT NULL")
    assert superseded == [{"line": 4, "corrected_by_id": second}]
    assert outcomes(first)[3] == "nik_damaged"


def test_a_changed_name_changes_the_person_and_leaves_before_and_after(tmp_path: Path) -> None:
    taken(a_list(*four_rows(), folder=tmp_path))
    (second,) = taken(a_list(*four_rows(name="ZOHRI RAHMAN"), folder=tmp_path))
    assert outcomes(second)[3] == "corrected"
    assert [person["name"] for person in persons()][3] == "ZOHRI RAHMAN"
    number = read_lines("SELECT id FROM people_person WHERE name = 'ZOHRI RAHMAN'")[0]["id"]
    (entry,) = trail_of("person", number)
    assert (entry["detail"]["before"]["name"], entry["detail"]["after"]["name"]) == ("ZOHRI", "ZOHRI RAHMAN")


@pytest.mark.parametrize("kk", [None, "5203050101109001"])
def test_a_changed_nik_changes_the_person_and_founds_no_second_one(tmp_path: Path, kk: str | None) -> None:
    taken(a_list(*four_rows(kk=kk), folder=tmp_path))
    (second,) = taken(a_list(*four_rows(kk=kk, nik=nik(9077)), folder=tmp_path))
    assert outcomes(second)[3] == "corrected"
    assert len(persons()) == 4
    assert nik(9077) in {person["nik"] for person in persons()}


def test_rows_that_the_corrected_file_leaves_out_stay(tmp_path: Path) -> None:
    taken(a_list(*four_rows(), folder=tmp_path))
    (second,) = taken(a_list(*four_rows()[:2], folder=tmp_path))
    assert outcomes(second) == ["unchanged", "unchanged"]
    assert len(persons()) == 4


def test_another_list_of_the_same_village_corrects_nothing(tmp_path: Path) -> None:
    taken(a_list(*four_rows(), folder=tmp_path))
    (second,) = taken(a_list(a_row("LAIN", nik=nik(9099, born="020280"), birth_on=date(1980, 2, 2)), folder=tmp_path))
    assert outcomes(second) == ["new_person"]
    assert len(persons()) == 5
