"""The second half of the demo, for a handful of workers: from the purses to a sound audit, mistakes and all."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import polars as pl
import pytest

from semesta.bulk import execute, read_lines
from semesta.cli.demo import rehearsal_folders
from semesta.cli.demo_money import walk_money
from semesta.cli.demo_pages import print_money
from semesta.matching.name_key import with_name_keys
from tests.funding.builders import OTHER_VILLAGE, a_house, some_workers, states
from tests.intake.builders import LOTIM

pytestmark = pytest.mark.django_db


def test_from_the_purses_to_a_sound_audit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("SEMESTA_VAR", str(tmp_path / "var"))
    a_house()
    some_workers(60)
    some_workers(60, village=OTHER_VILLAGE, segment="trader", first=61)
    _give_names()
    page = walk_money(LOTIM, on=date(2026, 1, 31), scale=0.005, seed=7, folder=tmp_path / "files")
    assert all(purse["is_assumption"] and "ASUMSI" in purse["basis"] for purse in page["purses"])
    assert (page["plan"]["state"], page["decree"]["is_sealed"]) == ("computed", True)
    first, following = page["enrolment"]["first"], page["enrolment"]["next"]
    assert first["refused"] > 0
    assert (first["open"], following["open"]) == (0, 0)
    assert page["enrolment"]["corrected"] > 0
    respelt = read_lines("SELECT count(*) AS n FROM audit_entry WHERE action = 'correct_persons'")
    rows = read_lines("SELECT outcome, reason, count(*) FROM intake_stagedrow GROUP BY 1, 2")
    assert respelt[0]["n"] > 0, rows
    assert set(page["payments"]["first"]["matches"]) >= {"partial", "over", "unknown", "several"}
    assert (page["payments"]["second_again"]["is_repeat"], page["payments"]["unapplied_lines"]) == (True, 0)
    assert page["arrears"]["open_rp"] > 0
    assert page["coverage_after"]["members"] == states()["paid"] - _of_earlier_months()
    assert page["audit"]["is_sound"], page["audit"]["differences"]
    print_money(page)
    assert "Audit: bersih" in capsys.readouterr().out


def _give_names() -> None:
    """Let everybody be grown up and bear a name that lists may tell."""
    numbers = [line["id"] for line in read_lines("SELECT id FROM people_person ORDER BY id")]
    names = ["SAHRUDIN " + str(number).translate(str.maketrans("0123456789", "ABDEGIKLMN")) for number in numbers]
    keyed = with_name_keys(pl.DataFrame({"name": names}))
    for number, (name, key, token) in zip(numbers, keyed["name", "name_key", "name_token"].rows(), strict=True):
        execute(
            "UPDATE people_person SET birth_on = '1985-01-01', sex = 'L', name = %s, name_key = %s, name_token = %s "
            "WHERE id = %s",
            [name, key, token, number],
        )


def _of_earlier_months() -> int:
    lines = read_lines(
        "SELECT count(*) AS n FROM membership_coveredmonth WHERE programme = 'jkm' AND state = 'paid' "
        "AND month <> '2026-04-01'"
    )
    return int(lines[0]["n"])


def test_the_files_exchanged_do_not_stand_in_the_way_of_the_next_demo(tmp_path: Path) -> None:
    made, exchanged = rehearsal_folders(tmp_path, 0.05, 7)
    assert made != exchanged
    assert not exchanged.is_relative_to(made)
