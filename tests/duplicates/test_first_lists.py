"""A pilot of one village: few are known yet, a namesake is not the person; and the order of lists decides nothing."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from semesta.bulk import execute, read_lines
from tests.duplicates.registers import a_village, a_worker, pairs, searched, without_nik
from tests.intake.builders import a_list, taken

pytestmark = pytest.mark.django_db
BARE: dict[str, Any] = {"kk": None, "mother_name": None, "phone": None, "dusun": None}
"""What a list of names tells besides name, sex and birth."""
JUDGED = "SELECT person_id, record_id, link_type, band, reason, weight, levels::text AS levels FROM duplicates_pair"
_WORDS = "BUDI CANDRA DARWIS ERNA FARIDAH GUNAWAN HERMAN INDAH JUMINAH KARTINI LUKMAN MUNAWIR".split()  # noqa: SIM905


def a_pilot(folder: Path, *, people: int = 200) -> dict[str, Any]:
    """Take in the first list of a village; return the row of its SAHRUDIN HADI."""
    one = a_worker(9001, "SAHRUDIN HADI")
    others = [a_worker(9002 + n, f"{_WORDS[n % 12]} {_WORDS[n // 12 % 12]}") for n in range(people)]
    taken(a_list(one, *others, folder=folder))
    return one


@pytest.mark.parametrize("day", ["31 December", "another day"])
def test_a_namesake_of_the_village_born_in_the_same_year_is_not_joined(tmp_path: Path, day: str) -> None:
    one = a_pilot(tmp_path)
    born: date = one["birth_on"].replace(month=12, day=31) if day == "31 December" else one["birth_on"].replace(day=9)
    taken(
        a_list(without_nik(one, birth_on=born, **BARE), folder=tmp_path, sender="dinas-pertanian", kind="agency_list")
    )
    counts = searched()
    assert (counts["rows"], counts["machine_merged"]) == (1, 0)


def test_the_person_is_found_by_name_and_family_card(tmp_path: Path) -> None:
    one = a_pilot(tmp_path)
    row = without_nik(one, birth_on=one["birth_on"].replace(day=15), **BARE | {"kk": one["kk"]})
    taken(a_list(row, folder=tmp_path, sender="dinas-pertanian", kind="agency_list"))
    assert searched()["rows_matched"] == 1


def test_two_persons_weigh_the_same_found_at_once_or_one_after_the_other(tmp_path: Path) -> None:
    first = a_village(tmp_path)[0]
    searched()
    again = a_worker(9302, "SAHRUDIN HAMZAH", birth_on=first["birth_on"], mother_name=first["mother_name"])
    taken(a_list(again, folder=tmp_path, sender="52.03.05.2002"))
    searched()
    one_after_the_other = read_lines(JUDGED)
    assert [pair["band"] for pair in pairs(link_type="within")] == ["queue"]
    execute("DELETE FROM duplicates_pair; DELETE FROM duplicates_run")
    searched()
    assert read_lines(JUDGED) == one_after_the_other


def test_two_rows_without_nik_about_nobody_known_are_settled_by_one_answer(tmp_path: Path) -> None:
    a_village(tmp_path)
    stranger = a_worker(9601, "WIRAWAN KUSUMA")
    neighbours = [a_worker(9602, "ORANG LAIN SATU"), a_worker(9603, "ORANG LAIN DUA")]
    taken(a_list(without_nik(stranger), *neighbours, folder=tmp_path, sender="52.03.05.2002"))
    (second,) = taken(a_list(without_nik(stranger), folder=tmp_path, sender="dinas-pertanian", kind="agency_list"))
    assert searched()["rows_matched"] == 0
    taken(a_list(stranger, *neighbours, folder=tmp_path, sender="52.03.05.2002"))
    assert searched()["rows_matched"] == 1
    assert read_lines("SELECT reason FROM intake_stagedrow WHERE submission_id = %s", [second]) == [
        {"reason": "matched"}
    ]
