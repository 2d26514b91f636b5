"""What a later file may take the place of, and what it may not touch."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from semesta.bulk import read_lines
from semesta.intake.handing_in import ReadFile
from semesta.intake.queries import (
    NoSubmissionError,
    balance,
    balance_by_kind,
    submissions,
    waiting_reasons,
    waiting_rows,
)
from tests.intake.builders import LOTIM, a_list, a_row, nik, taken

pytestmark = pytest.mark.django_db
OTHER_VILLAGE = "52.03.05.2002"


def some_rows(*last: dict[str, Any]) -> list[dict[str, Any]]:
    return [a_row(f"ORANG {word}", nik=nik(9001 + i), kk=None) for i, word in enumerate(("ALIF", "BAHRI"))] + [*last]


def outcomes(number: int) -> list[str]:
    lines = read_lines("SELECT reason FROM intake_stagedrow WHERE submission_id = %s ORDER BY line", [number])
    return [line["reason"] for line in lines]


def niks() -> set[str]:
    return {line["nik"] for line in read_lines("SELECT nik FROM people_person")}


def livelihoods() -> list[str]:
    return [line["segment_code"] for line in read_lines("SELECT segment_code FROM people_livelihood ORDER BY 1")]


def test_a_file_can_only_correct_one_of_its_own_sender(tmp_path: Path) -> None:
    (first,) = taken(a_list(*some_rows(), folder=tmp_path))
    alien = a_list(*some_rows(), folder=tmp_path, sender=OTHER_VILLAGE)
    with pytest.raises(NoSubmissionError):
        taken(replace(alien, handed_in=replace(alien.handed_in, corrects=first)))
    with pytest.raises(NoSubmissionError):
        taken(replace(alien, handed_in=replace(alien.handed_in, corrects=first + 99)))


def test_a_waiting_row_whose_place_somebody_else_took_goes_on_waiting(tmp_path: Path) -> None:
    lost = a_row("ZOHRI", nik=None, nik_state="missing", kk=None)
    taken(a_list(*some_rows(lost), folder=tmp_path))
    other = a_row("WARDAH", nik=nik(9050, born="420390"), birth_on=date(1990, 3, 2), sex="P", kk=None)
    taken(a_list(*some_rows(other), folder=tmp_path))
    assert [row["name"] for row in waiting_rows(LOTIM)] == ["ZOHRI"]


def test_a_mended_row_that_moved_up_takes_the_place_of_the_waiting_one(tmp_path: Path) -> None:
    lost = a_row("ZOHRI", nik=None, nik_state="damaged", nik_written="5203", kk=None)
    taken(a_list(*some_rows(a_row("DARWIS", nik=nik(9030), kk=None), lost), folder=tmp_path))
    taken(a_list(*some_rows(a_row("ZOHRI", nik=nik(9044), kk=None)), folder=tmp_path))
    assert waiting_rows(LOTIM) == []


def test_a_nik_that_others_vouch_for_is_not_replaced_by_one_village(tmp_path: Path) -> None:
    third = a_row("ZOHRI", nik=nik(9044))
    taken(a_list(*some_rows(third), folder=tmp_path))
    taken(a_list(third, folder=tmp_path, sender=OTHER_VILLAGE))
    (again,) = taken(a_list(*some_rows(third | {"nik": nik(9077), "nik_written": nik(9077)}), folder=tmp_path))
    assert outcomes(again)[2] == "other_nik"
    assert nik(9044) in niks()
    assert nik(9077) not in niks()


def test_a_nik_mended_in_its_date_changes_the_person_of_that_family_card(tmp_path: Path) -> None:
    wrong = a_row("ZOHRI", nik=nik(9044, born="010195"), birth_on=date(1995, 1, 1))
    taken(a_list(*some_rows(wrong), folder=tmp_path))
    (again,) = taken(a_list(*some_rows(a_row("ZOHRI", nik=nik(9044))), folder=tmp_path))
    assert outcomes(again)[2] == "corrected"
    assert niks() == {nik(9001), nik(9002), nik(9044)}


def test_a_corrected_livelihood_takes_the_place_of_the_wrong_one(tmp_path: Path) -> None:
    taken(a_list(*some_rows(a_row("ZOHRI", nik=nik(9044), kk=None)), folder=tmp_path))
    taken(a_list(*some_rows(a_row("ZOHRI", nik=nik(9044), kk=None, segment="fisher")), folder=tmp_path))
    assert livelihoods() == ["farmer", "farmer", "fisher"]


def test_a_livelihood_that_another_list_tells_as_well_stays(tmp_path: Path) -> None:
    farmer = a_row("ZOHRI", nik=nik(9044), kk=None)
    taken(a_list(*some_rows(farmer), folder=tmp_path), a_list(farmer, folder=tmp_path, sender=OTHER_VILLAGE))
    taken(a_list(*some_rows(farmer | {"segment": "fisher"}), folder=tmp_path))
    assert livelihoods() == ["farmer", "farmer", "farmer", "fisher"]


def test_a_stopped_list_mended_is_judged_anew_and_its_old_rows_wait_no_longer(tmp_path: Path) -> None:
    people = [a_row(f"ORANG {chr(65 + i)}", nik=nik(9001 + i), kk=None) for i in range(20)]
    taken(a_list(*people, *people, folder=tmp_path))
    (second,) = taken(a_list(*people, folder=tmp_path))
    assert outcomes(second) == ["new_person"] * 20
    assert [line["state"] for line in submissions(LOTIM)] == ["resolved", "stopped"]
    assert all(row["row"] > 21 for row in waiting_rows(LOTIM))


def test_three_files_after_one_another_leave_only_the_last_word(tmp_path: Path) -> None:
    lost = a_row("ZOHRI", nik=None, nik_state="missing", kk=None)
    found = a_row("ZOHRI", nik=nik(9044), kk=None)
    taken(a_list(*some_rows(lost), folder=tmp_path))
    taken(a_list(*some_rows(lost, a_row("CANDRA", nik=nik(9020), kk=None)), folder=tmp_path))
    (third,) = taken(a_list(*some_rows(found, a_row("CANDRA", nik=nik(9020), kk=None)), folder=tmp_path))
    assert outcomes(third) == ["unchanged", "unchanged", "new_person", "unchanged"]
    assert waiting_rows(LOTIM) == []
    assert len(niks()) == 4


def test_a_replaced_row_is_told_apart_from_those_that_still_wait(tmp_path: Path) -> None:
    lost = a_row("ZOHRI", nik=None, nik_state="missing", kk=None)
    taken(a_list(*some_rows(lost), folder=tmp_path))
    taken(a_list(*some_rows(lost, a_row("CANDRA", nik=nik(9020), kk=None)), folder=tmp_path))
    whole = balance(LOTIM)
    assert (whole["waiting"], whole["superseded"]) == (2, 1)
    assert sum(line["rows"] for line in waiting_reasons(LOTIM)) == whole["waiting"] - whole["superseded"]
    assert [line["superseded"] for line in submissions(LOTIM)] == [0, 1]
    assert [line["superseded"] for line in balance_by_kind(LOTIM)] == [1]


def without_told_birth(made: ReadFile) -> ReadFile:
    return replace(made, rows=made.rows.with_columns(pl.lit(None, pl.Date).alias("birth_told")))


WRONG = a_row("ZOHRI", nik=nik(9044, born="010195"), birth_on=date(1995, 1, 1), kk=None)
RIGHT = a_row("ZOHRI", nik=nik(9044), kk=None)


def test_a_nik_mended_without_card_and_birth_date_corrects_the_person_of_that_line(tmp_path: Path) -> None:
    taken(without_told_birth(a_list(*some_rows(WRONG), folder=tmp_path)))
    (again,) = taken(without_told_birth(a_list(*some_rows(RIGHT), folder=tmp_path)))
    assert outcomes(again)[2] == "corrected"
    assert niks() == {nik(9001), nik(9002), nik(9044)}


def test_a_mended_nik_on_another_line_waits_instead_of_founding_a_second_person(tmp_path: Path) -> None:
    taken(without_told_birth(a_list(*some_rows(WRONG), folder=tmp_path)))
    other = a_row("WARDAH", nik=nik(9050, born="420390"), birth_on=date(1990, 3, 2), sex="P", kk=None)
    (again,) = taken(without_told_birth(a_list(*some_rows(other, RIGHT), folder=tmp_path)))
    assert outcomes(again)[2:] == ["new_person", "other_nik"]
    assert nik(9044) not in niks()


def test_a_mended_nik_with_another_told_birth_date_waits(tmp_path: Path) -> None:
    taken(without_told_birth(a_list(*some_rows(WRONG), folder=tmp_path)))
    (again,) = taken(a_list(*some_rows(RIGHT), folder=tmp_path))
    assert outcomes(again)[2] == "other_nik"
    assert len(niks()) == 3


def test_a_namesake_with_another_family_card_and_birth_date_is_a_person_of_her_own(tmp_path: Path) -> None:
    taken(a_list(*some_rows(WRONG | {"kk": "5203050101109003"}), folder=tmp_path))
    (again,) = taken(a_list(*some_rows(RIGHT | {"kk": "5203050101109004"}), folder=tmp_path))
    assert outcomes(again)[2] == "new_person"
