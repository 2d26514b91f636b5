"""What others learned the hard way about lists, each as it goes here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from semesta.bulk import read_lines
from semesta.intake.actions import hand_in
from semesta.intake.handing_in import HandedIn
from semesta.intake.queries import balance, balance_by_kind, submissions, waiting_reasons, waiting_rows
from semesta.intake.words import reason_in_words
from semesta.kernel.gazetteer import Gazetteer
from semesta.regions.shipped import shipped_gazetteer
from tests.intake.builders import CONSOLE, LOTIM, TODAY, VILLAGE, nik

pytestmark = pytest.mark.django_db
Door = Callable[..., dict[str, Any]]
HEADING = "NIK;NAMA;TGL LAHIR;PEKERJAAN;NO HP"


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return shipped_gazetteer()


@pytest.fixture
def door(tmp_path: Path, gazetteer: Gazetteer) -> Door:
    """Hand in a list of these lines and return its submission."""

    def handed(*lines: str, name: str = "daftar.csv") -> dict[str, Any]:
        (tmp_path / name).write_text("\n".join([HEADING, *lines]) + "\n")
        files = [HandedIn(tmp_path / name, VILLAGE, "village_list")]
        hand_in(
            CONSOLE, files, regency_code=LOTIM, gazetteer=gazetteer, today=TODAY, files_folder=tmp_path / "kept"
        )  # fmt: skip
        return submissions(LOTIM)[0]

    return handed


def a_line(serial: int, name: str, phone: str = "") -> str:
    return f"{nik(serial)};{name};01-01-1985;PETANI;{phone}"


def test_the_leading_zero_of_a_phone_number_is_kept(door: Door) -> None:
    door(a_line(9001, "SAHRUDIN", "081999000111"), a_line(9002, "DARWIS", "81999000112"))
    phones = {line["name"]: line["phone"] for line in read_lines("SELECT name, phone FROM people_person")}
    assert phones == {"SAHRUDIN": "6281999000111", "DARWIS": "6281999000112"}


def test_of_a_duplicate_one_is_accepted_and_the_other_merged_none_refused(door: Door) -> None:
    taken = door(a_line(9001, "SAHRUDIN"), a_line(9002, "DARWIS"), a_line(9001, "SAHRUDIN"))
    assert (taken["accepted"], taken["merged"], taken["waiting"], taken["refused"]) == (2, 1, 0, 0)


@pytest.mark.parametrize("number", ["0", "0000000000000000", "SEMENTARA", "DALAM PROSES", "-"])
def test_somebody_whose_nik_is_nought_or_not_there_yet_waits_with_a_next_step(door: Door, number: str) -> None:
    door(a_line(9001, "SAHRUDIN"), f"{number};DARWIS;02-03-1985;PETANI;")
    (row,) = waiting_rows(LOTIM)
    assert row["name"] == "DARWIS"
    assert "serahkan lagi" in reason_in_words("waiting", row["reason"], "id")


def test_the_same_list_under_another_name_doubles_nobody(door: Door) -> None:
    lines = [a_line(9001, "SAHRUDIN"), a_line(9002, "DARWIS")]
    door(*lines)
    door(*lines, a_line(9003, "MUNAWIR"), name="salinan.csv")
    assert read_lines("SELECT count(*) AS people FROM people_person") == [{"people": 3}]


def test_every_page_that_shows_the_balance_shows_the_same(door: Door) -> None:
    door(a_line(9001, "SAHRUDIN"), ";DARWIS;02-03-1985;PETANI;")
    door(a_line(9001, "SAHRUDIN"), a_line(9004, "ZOHRI"), name="lain.csv")
    keys = ("rows_in", "accepted", "merged", "waiting", "refused")
    whole = [balance(LOTIM)[key] for key in keys]
    assert [sum(line[key] for line in submissions(LOTIM)) for key in keys] == whole
    assert [sum(line[key] for line in balance_by_kind(LOTIM)) for key in keys] == whole
    assert sum(line["rows"] for line in waiting_reasons(LOTIM)) == len(waiting_rows(LOTIM)) == 1


def test_bulk_work_leaves_a_line_in_the_trail_for_every_kind_of_write(door: Door) -> None:
    door(a_line(9001, "SAHRUDIN"), a_line(9001, "SAHRUDIN", "081999000111"))
    actions = {line["action"] for line in read_lines("SELECT action FROM audit_entry")}
    assert actions == {"hand_in", "add_persons", "add_livelihoods", "complete_persons"}
