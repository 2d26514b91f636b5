"""Who a row is, by the exact rules, and what becomes of it."""

from __future__ import annotations

from datetime import date
from itertools import permutations
from pathlib import Path

import pytest
from django.db import connection

from tests.intake.builders import a_list, a_row, nik, taken

pytestmark = pytest.mark.django_db


def outcomes(submission_id: int) -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT outcome, reason FROM intake_stagedrow WHERE submission_id = %s ORDER BY line", [submission_id]
        )
        return cursor.fetchall()


def people() -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM people_person")
        return int(cursor.fetchone()[0])


def test_a_new_worker_is_accepted_and_a_second_line_of_hers_is_merged(tmp_path: Path) -> None:
    (number,) = taken(a_list(a_row("FATIMAH"), a_row("PATIMAH", segment="trader"), folder=tmp_path))
    assert outcomes(number) == [("accepted", "new_person"), ("merged", "same_nik")]
    assert people() == 1


def test_a_worker_known_from_another_village_is_merged(tmp_path: Path) -> None:
    taken(a_list(a_row(), folder=tmp_path))
    (number,) = taken(a_list(a_row("H. SYAHRUDDIN"), folder=tmp_path, sender="52.03.05.2002"))
    assert outcomes(number) == [("merged", "same_nik")]


def test_the_same_worker_on_two_lists_of_one_batch_is_one_person(tmp_path: Path) -> None:
    first, second = taken(a_list(a_row(), folder=tmp_path), a_list(a_row(), folder=tmp_path, sender="52.03.05.2002"))
    assert outcomes(first) == [("accepted", "new_person")]
    assert outcomes(second) == [("merged", "same_nik")]


def test_one_nik_with_two_clearly_different_names_makes_both_wait(tmp_path: Path) -> None:
    other = a_row("ZULKARNAIN", birth_on=date(1990, 5, 5))
    (number,) = taken(a_list(a_row(), other, folder=tmp_path))
    assert outcomes(number) == [("waiting", "shared_nik")] * 2
    assert people() == 0


def test_a_twin_typed_with_her_sisters_nik_waits_although_the_birth_date_agrees(tmp_path: Path) -> None:
    taken(a_list(a_row("HASANAH", sex="P"), folder=tmp_path))
    (number,) = taken(a_list(a_row("RUKAYAH", sex="P"), folder=tmp_path))
    assert outcomes(number) == [("waiting", "nik_of_other_person")]


def test_a_row_without_nik_is_recognised_by_kk_name_and_birth_date(tmp_path: Path) -> None:
    lost = a_row("Syahruddin", nik=None, nik_state="missing")
    first, second = taken(a_list(a_row(), lost, folder=tmp_path), a_list(lost, folder=tmp_path, sender="52.03.05.2002"))
    assert outcomes(first)[1] == outcomes(second)[0] == ("merged", "kk_name_birth")


def test_people_without_a_usable_nik_wait_with_the_reason(tmp_path: Path) -> None:
    rows = [a_row(f"ORANG {s}", nik=None, nik_state=s, kk=None) for s in ("missing", "damaged", "doubtful")]
    (number,) = taken(a_list(*rows, folder=tmp_path))
    assert outcomes(number) == [("waiting", "nik_missing"), ("waiting", "nik_damaged"), ("waiting", "nik_doubtful")]


def test_a_row_that_names_nobody_is_refused(tmp_path: Path) -> None:
    (number,) = taken(a_list(a_row(None, nik=None, nik_state="missing", nik_written=None), folder=tmp_path))
    assert outcomes(number) == [("refused", "nobody_named")]


def test_a_nik_without_a_name_waits(tmp_path: Path) -> None:
    (number,) = taken(a_list(a_row(None), folder=tmp_path))
    assert outcomes(number) == [("waiting", "name_missing")]


@pytest.mark.parametrize("together", [True, False])
def test_the_same_kk_name_and_birth_date_under_another_nik_waits(tmp_path: Path, together: bool) -> None:
    second = a_row(nik=nik(9002))
    if together:
        (number,) = taken(a_list(a_row(), second, folder=tmp_path))
        assert outcomes(number)[1] == ("waiting", "other_nik")
    else:
        taken(a_list(a_row(), folder=tmp_path))
        (number,) = taken(a_list(second, folder=tmp_path, sender="52.03.05.2002"))
        assert outcomes(number) == [("waiting", "other_nik")]
    assert people() == 1


def test_a_doubtful_nik_is_taken_only_with_the_same_name_and_birth_date(tmp_path: Path) -> None:
    taken(a_list(a_row(nik=nik(9010)), folder=tmp_path))
    same = a_row(nik=nik(9010), nik_state="doubtful", kk=None)
    other = a_row("MUNAWIR", nik=nik(9010), nik_state="doubtful", kk=None)
    (number,) = taken(a_list(same, other, folder=tmp_path))
    assert outcomes(number) == [("merged", "same_nik"), ("waiting", "nik_doubtful")]


def test_somebody_recorded_dead_waits(tmp_path: Path) -> None:
    taken(a_list(a_row(died_on=date(2025, 8, 1)), folder=tmp_path, kind="deaths", sender="dukcapil"))
    (number,) = taken(a_list(a_row(), folder=tmp_path))
    assert outcomes(number) == [("waiting", "recorded_dead")]


def test_names_that_agree_only_through_a_third_make_all_wait_in_any_order(tmp_path: Path) -> None:
    rows = [
        a_row("AMIR HAMZAH", birth_on=date(1985, 1, 1)),
        a_row("AMIR", birth_on=date(1985, 1, 2)),
        a_row("ANWAR", birth_on=date(1985, 1, 2)),
    ]
    for place, order in enumerate(permutations(rows)):
        (number,) = taken(a_list(*order, folder=tmp_path, sender=f"52.03.05.20{place:02d}"))
        assert outcomes(number) == [("waiting", "shared_nik")] * 3


def test_a_second_nik_is_noticed_on_whichever_of_its_rows_tells_the_family_card(tmp_path: Path) -> None:
    rows = [a_row(), a_row(nik=nik(9002), kk=None), a_row(nik=nik(9002))]
    (number,) = taken(a_list(*rows, folder=tmp_path))
    assert outcomes(number) == [("accepted", "new_person"), ("waiting", "other_nik"), ("waiting", "other_nik")]


@pytest.mark.parametrize(
    ("first", "second", "is_one"),
    [
        ("SITI AMINAH", "SITI ROHANI", False),
        ("NUR HAYATI", "NUR LAELA", False),
        ("SITI ANI", "SITI ROHANI", False),
        ("SITI RAHMAWATI", "SITI ROHMAWATI", True),
        ("ABDUL RAMHAN", "ABDUL RAHMAN", True),
        ("ROHMAH ULFAH", "ROHMAH LAELA ULFAH", True),
        ("SRI", "SRI ROHANI", True),
    ],
)
def test_of_one_nik_a_common_first_word_alone_makes_nobody_one_person(
    tmp_path: Path, first: str, second: str, is_one: bool
) -> None:
    taken(a_list(a_row(first), folder=tmp_path))
    (number,) = taken(a_list(a_row(second), folder=tmp_path, sender="52.03.05.2002"))
    assert outcomes(number) == [("merged", "same_nik") if is_one else ("waiting", "nik_of_other_person")]
