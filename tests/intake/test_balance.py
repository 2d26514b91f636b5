"""rows in = accepted + merged + waiting + refused, kept by the database; absurd lists are stopped."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction

from semesta.intake.queries import balance, submissions
from tests.intake.builders import LOTIM, a_list, a_row, nik, taken

pytestmark = pytest.mark.django_db


def change_and_commit(change: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
        cursor.execute("SET CONSTRAINTS submission_rows_balance IMMEDIATE")


@pytest.mark.parametrize(
    "change",
    [
        "DELETE FROM intake_stagedrow WHERE line = 2",
        "UPDATE intake_stagedrow SET outcome = 'refused' WHERE line = 2",
        "UPDATE intake_submission SET rows_in = 1, accepted = 0",
        "INSERT INTO intake_stagedrow (regency_code, submission_id, line, sheet, row, row_hash, nik_state, outcome,"
        " reason) SELECT regency_code, id, 99, '', 99, '', 'missing', 'waiting', 'nik_missing' FROM intake_submission",
    ],
)
def test_no_row_can_vanish_appear_or_change_its_outcome_unseen(tmp_path: Path, change: str) -> None:
    taken(a_list(a_row(), a_row(), folder=tmp_path))
    with pytest.raises(IntegrityError, match="balance"):
        change_and_commit(change)


@pytest.mark.parametrize("change", ["DELETE FROM intake_submission", "TRUNCATE intake_submission, intake_stagedrow"])
def test_no_submission_can_vanish_with_its_rows(tmp_path: Path, change: str) -> None:
    taken(a_list(a_row(), a_row(), folder=tmp_path))
    with pytest.raises(IntegrityError, match="refused"):
        change_and_commit(change)


def test_no_row_can_move_to_another_list_although_that_one_counts_it(tmp_path: Path) -> None:
    first, second = taken(a_list(a_row(), folder=tmp_path), a_list(a_row(), folder=tmp_path, sender="52.03.05.2002"))
    with pytest.raises(IntegrityError, match="balance"):
        change_and_commit(
            f"UPDATE intake_submission SET rows_in = 2, accepted = 1 WHERE id = {second};"
            f"UPDATE intake_stagedrow SET submission_id = {second}, line = 2 WHERE submission_id = {first}"
        )


def test_the_balance_of_a_regency_adds_up(tmp_path: Path) -> None:
    rows = [a_row(), a_row(), a_row("LAIN", nik=None, nik_state="missing", kk=None)]
    taken(a_list(*rows, a_row(None, nik=None, nik_state="missing", nik_written=None), folder=tmp_path))
    found = balance(LOTIM)
    assert found == {"files": 1, "rows_in": 4, "accepted": 1, "merged": 1, "waiting": 1, "refused": 1, "superseded": 0}


def test_a_list_half_of_duplicates_is_stopped_and_founds_nobody(tmp_path: Path) -> None:
    rows = [a_row(f"ORANG {i // 2}", nik=nik(9001 + i // 2)) for i in range(40)]
    taken(a_list(*rows, folder=tmp_path))
    (stopped,) = submissions(LOTIM)
    assert (stopped["state"], stopped["stop_reason"], stopped["waiting"]) == ("stopped", "half_duplicates", 40)


def test_one_person_on_thirty_rows_stops_the_list_with_that_reason(tmp_path: Path) -> None:
    rows = [a_row("SATU", nik=nik(9001))] * 30 + [a_row(f"ORANG {i}", nik=nik(9100 + i)) for i in range(100)]
    taken(a_list(*rows, folder=tmp_path))
    (stopped,) = submissions(LOTIM)
    assert (stopped["state"], stopped["stop_reason"]) == ("stopped", "one_person_many_rows")


def test_a_short_list_with_a_repeated_person_is_not_stopped(tmp_path: Path) -> None:
    taken(a_list(*[a_row()] * 19, folder=tmp_path))
    (whole,) = submissions(LOTIM)
    assert (whole["state"], whole["accepted"], whole["merged"]) == ("resolved", 1, 18)


def test_many_people_of_one_name_are_not_one_person(tmp_path: Path) -> None:
    rows = [a_row("AMINAH", nik=None, nik_state="missing", kk=None, birth_on=None, phone=f"{i}") for i in range(40)]
    taken(a_list(*rows, folder=tmp_path))
    (whole,) = submissions(LOTIM)
    assert (whole["state"], whole["waiting"]) == ("resolved", 40)
