"""Lists and decisions that come while a search compares do not wait for it; what they change is left for the next."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from semesta.bulk import read_lines
from semesta.duplicates.queries import decisions_of, runs
from semesta.intake.row_matching import decide, match, undo
from semesta.matching.model import shipped_model
from semesta.people.turns import Turn, one_moment
from tests.duplicates.meanwhile import SomebodyElse, searched_while
from tests.duplicates.registers import (
    a_pair,
    a_village,
    a_worker,
    heads,
    pairs,
    person_ids,
    register,
    searched,
    without_nik,
)
from tests.duplicates.test_rows import OTHER_VILLAGE, outcomes
from tests.duplicates.test_second_look import NAMESAKE, ROW
from tests.intake.builders import CONSOLE, LOTIM, TODAY, a_list, nik, taken

pytestmark = pytest.mark.usefixtures("own_database")
WAITS = [("waiting", "nik_missing", None)]
MATCHED = [("merged", "matched", "nik_missing")]
THIRD_VILLAGE, FOURTH_VILLAGE = "52.03.05.2003", "52.03.05.2004"


def is_linked(submission_id: int) -> bool:
    lines = read_lines("SELECT is_linked FROM intake_waitingrow WHERE submission_id = %s", [submission_id])
    return all(line["is_linked"] for line in lines)


def nothing_is_left() -> bool:
    """Search twice: what was left is done by the first, and the second changes nothing."""
    searched()
    before = register()
    counts = searched()
    assert (counts["new_persons"], counts["rows"], counts["rows_left"]) == (0, 0, 0)
    assert register() == before
    return all(line["is_linked"] for line in read_lines("SELECT is_linked FROM intake_waitingrow"))


def test_a_list_handed_in_meanwhile_waits_for_nobody_and_is_compared_by_the_next_search(tmp_path: Path) -> None:
    (first, *_) = a_village(tmp_path)
    newcomer = a_worker(9700, "WIRAWAN KUSUMA")
    came: list[int] = []

    def comes() -> None:
        came.extend(taken(a_list(newcomer, without_nik(first), folder=tmp_path, sender=OTHER_VILLAGE)))

    assert searched_while(comes)["rows"] == 0
    assert outcomes(came[0])[1:] == WAITS
    assert not is_linked(came[0])
    counts = searched()
    assert (counts["new_persons"], counts["rows_matched"]) == (1, 1)
    assert nothing_is_left()


def test_a_row_whose_person_was_completed_meanwhile_is_left_and_joined_by_the_next(tmp_path: Path) -> None:
    (first, second, *_) = a_village(tmp_path)
    (row,) = taken(a_list(without_nik(first), folder=tmp_path, sender=OTHER_VILLAGE))
    (other,) = taken(a_list(without_nik(second), folder=tmp_path, sender=THIRD_VILLAGE))
    told = first | {"phone": "6281234567890"}
    counts = searched_while(lambda: taken(a_list(told, folder=tmp_path, sender=FOURTH_VILLAGE)))
    assert (counts["rows_left"], counts["rows_matched"]) == (1, 1)
    assert (outcomes(row), outcomes(other)) == (WAITS, MATCHED)
    assert searched()["rows_matched"] == 1
    assert outcomes(row) == MATCHED
    assert nothing_is_left()


def test_a_row_replaced_meanwhile_is_joined_with_nobody(tmp_path: Path) -> None:
    (first, *_) = a_village(tmp_path)
    others = [a_worker(9601 + n, f"ORANG LAIN {name}") for n, name in enumerate("ABCD")]
    (before,) = taken(a_list(without_nik(first), *others, folder=tmp_path, sender=OTHER_VILLAGE))
    counts = searched_while(lambda: taken(a_list(first, *others, folder=tmp_path, sender=OTHER_VILLAGE)))
    assert (counts["rows_left"], counts["rows_matched"], pairs()) == (1, 0, [])
    assert outcomes(before)[:1] == WAITS
    assert nothing_is_left()


def test_a_joined_row_replaced_meanwhile_is_taken_back_as_by_any_correction(tmp_path: Path) -> None:
    (first, *_) = a_village(tmp_path)
    others = [a_worker(9601 + n, f"ORANG LAIN {name}") for n, name in enumerate("ABCD")]
    (before,) = taken(a_list(without_nik(first), *others, folder=tmp_path, sender=OTHER_VILLAGE))
    searched()
    searched_while(lambda: taken(a_list(first, *others, folder=tmp_path, sender=OTHER_VILLAGE)))
    (pair,) = pairs()
    assert (pair["verdict"], heads()) == ("", {})
    assert [(said["verdict"], said["reason"]) for said in decisions_of(LOTIM, pair["number"])][-1] == (
        "undone", "corrected",
    )  # fmt: skip
    assert outcomes(before)[:1] == WAITS
    assert nothing_is_left()


def test_what_is_read_is_of_one_moment_and_keeps_nobody_waiting(tmp_path: Path) -> None:
    before = register()
    with Turn(LOTIM) as turn, one_moment():
        turn.give_up()
        SomebodyElse(lambda: a_village(tmp_path)).is_done()
        assert register() == before
    assert len(person_ids()) == 10


def its_person_comes_beside_a_namesake(folder: Path) -> tuple[int, int]:
    """The machine took a row for a namesake's; its person comes. Return the row's submission and the pair joined."""
    told = ROW | NAMESAKE | {"nik_written": NAMESAKE["nik"]}
    taken(a_list(told, folder=folder, sender=THIRD_VILLAGE))
    (row,) = taken(a_list(without_nik(ROW), folder=folder, sender=OTHER_VILLAGE))
    searched()
    (pair,) = pairs(verdict="same")
    taken(a_list(ROW, folder=folder, sender=FOURTH_VILLAGE))
    return row, pair["number"]


def test_a_row_that_a_verifier_decides_meanwhile_is_not_doubted(tmp_path: Path) -> None:
    row, pair = its_person_comes_beside_a_namesake(tmp_path)
    undo(CONSOLE, LOTIM, pair, reason="periksa", today=TODAY)
    counts = searched_while(lambda: decide(CONSOLE, LOTIM, pair, "same", reason="KTP dilihat", today=TODAY))
    assert (counts["rows_doubted"], counts["rows_matched"]) == (0, 0)
    assert outcomes(row) == [("merged", "decided_same", "nik_missing")]
    assert nothing_is_left()
    assert outcomes(row) == [("merged", "decided_same", "nik_missing")]


def test_a_join_that_a_verifier_undoes_meanwhile_is_undone_once(tmp_path: Path) -> None:
    row, pair = its_person_comes_beside_a_namesake(tmp_path)
    searched_while(lambda: undo(CONSOLE, LOTIM, pair, reason="bukan dia", today=TODAY))
    assert [said["verdict"] for said in decisions_of(LOTIM, pair)] == ["same", "undone"]
    assert outcomes(row) == WAITS
    assert not is_linked(row)
    searched()
    assert outcomes(row) == MATCHED
    (own,) = read_lines("SELECT id FROM people_person WHERE nik = %s", [ROW["nik"]])
    assert [joined["person_id"] for joined in pairs(verdict="same")] == [own["id"]]


def test_a_row_is_not_joined_with_a_record_that_was_merged_meanwhile(tmp_path: Path) -> None:
    number = {name: nik(9303, born="100586") for name in ("nik", "nik_written")}
    taken(a_list(a_worker(9500, "WIRAWAN KUSUMA"), folder=tmp_path, sender=THIRD_VILLAGE))
    taken(a_list(ROW | number, folder=tmp_path, sender=FOURTH_VILLAGE))
    (row,) = taken(a_list(without_nik(ROW), folder=tmp_path, sender=OTHER_VILLAGE))
    first, second = person_ids()
    asked = a_pair(first, second)
    searched_while(lambda: decide(CONSOLE, LOTIM, asked, "same", reason="KTP lama", today=TODAY))
    assert (outcomes(row), heads()) == (WAITS, {second: first})
    assert [pair for pair in pairs() if pair["submission_id"]] == []
    assert not is_linked(row)
    assert searched()["new_persons"] == 1  # what people decided while a search compared is looked at anew
    assert nothing_is_left()


def test_a_row_of_two_who_are_told_apart_meanwhile_is_not_doubted(tmp_path: Path) -> None:
    namesake = ROW | NAMESAKE | {"nik_written": NAMESAKE["nik"]}
    taken(a_list(namesake, folder=tmp_path, sender=THIRD_VILLAGE))
    taken(a_list(ROW, folder=tmp_path, sender=FOURTH_VILLAGE))
    (row,) = taken(a_list(without_nik(ROW), folder=tmp_path, sender=OTHER_VILLAGE))
    searched()
    assert outcomes(row) == MATCHED
    (asked,) = [pair["number"] for pair in pairs() if pair["submission_id"] is None]
    decide(CONSOLE, LOTIM, asked, "same", reason="KTP lama", today=TODAY)
    taken(a_list(namesake | {"dusun": "DUSUN BARU"}, folder=tmp_path, sender=THIRD_VILLAGE))
    counts = searched_while(lambda: undo(CONSOLE, LOTIM, asked, reason="bukan dia", today=TODAY))
    assert (counts["rows_doubted"], outcomes(row)) == (0, MATCHED)
    searched()
    assert outcomes(row) == MATCHED


def test_somebody_recorded_dead_meanwhile_is_asked_about(tmp_path: Path) -> None:
    (first, *_) = a_village(tmp_path)
    (row,) = taken(a_list(without_nik(first), folder=tmp_path, sender=OTHER_VILLAGE))
    death = first | {"died_on": date(2025, 12, 1), "segment": None}
    searched_while(lambda: taken(a_list(death, folder=tmp_path, kind="deaths", sender="dukcapil")))
    assert outcomes(row) == WAITS
    searched()
    assert [(pair["band"], pair["reason"]) for pair in pairs(link_type="register")] == [("queue", "recorded_dead")]
    assert nothing_is_left()


def two_alike(folder: Path) -> None:
    taken(a_list(ROW, folder=folder))
    same = {name: ROW[name] for name in ("birth_on", "mother_name")}
    taken(a_list(a_worker(9302, ROW["name"], **same), folder=folder, sender=THIRD_VILLAGE))


def test_a_pair_of_two_persons_of_whom_one_was_told_meanwhile_is_asked_by_the_next(tmp_path: Path) -> None:
    two_alike(tmp_path)
    told = ROW | {"phone": "6281234567890"}
    searched_while(lambda: taken(a_list(told, folder=tmp_path, sender=FOURTH_VILLAGE)))
    assert pairs() == []
    assert searched()["new_persons"] == 1
    assert [pair["band"] for pair in pairs()] == ["queue"]
    assert nothing_is_left()


def test_a_new_model_forgets_no_question_of_somebody_who_was_told_meanwhile(tmp_path: Path) -> None:
    two_alike(tmp_path)
    searched()
    (asked,) = pairs()
    other = replace(shipped_model(), thresholds=replace(shipped_model().thresholds, upper=9.9))
    told = ROW | {"phone": "6281234567890"}
    searched_while(lambda: taken(a_list(told, folder=tmp_path, sender=FOURTH_VILLAGE)), model=other)
    assert [pair["number"] for pair in pairs()] == [asked["number"]]
    match(CONSOLE, LOTIM, today=TODAY, model=other)
    versions = read_lines("SELECT DISTINCT p.model_version = r.model_version AS is_of_last FROM duplicates_pair p,"
                          " (SELECT model_version FROM duplicates_run ORDER BY number DESC LIMIT 1) r")  # fmt: skip
    assert versions == [{"is_of_last": True}]


def test_a_search_that_breaks_off_leaves_nothing_half_done_and_nobody_waiting(tmp_path: Path) -> None:
    (first, *_) = a_village(tmp_path)
    (row,) = taken(a_list(without_nik(first), folder=tmp_path, sender=OTHER_VILLAGE))
    before = register()

    def power_fails() -> None:
        raise OSError("no power")

    with pytest.raises(OSError, match="no power"):
        searched_while(power_fails, step="joining")
    assert (register(), runs(LOTIM)) == (before, [])
    SomebodyElse(searched).is_done()
    assert outcomes(row) == MATCHED


WAITING = "SELECT count(*) AS n FROM pg_locks WHERE NOT granted AND pg_backend_pid() = ANY(pg_blocking_pids(pid))"


def test_a_second_search_waits_for_the_first_and_finds_it_done(tmp_path: Path) -> None:
    (first, *_) = a_village(tmp_path)
    taken(a_list(without_nik(first), folder=tmp_path, sender=OTHER_VILLAGE))
    second: list[SomebodyElse] = []

    def somebody_searches_too(step: str) -> None:
        if step == "matching":
            second.append(SomebodyElse(searched))
            while not read_lines(WAITING)[0]["n"]:
                assert second[0].thread.is_alive()

    match(CONSOLE, LOTIM, today=TODAY, progress=somebody_searches_too)
    second[0].is_done()
    newest, oldest = (run["detail"] for run in runs(LOTIM))
    assert ('"new_persons": 0' in newest, '"machine_merged": 1' in oldest) == (True, True)
