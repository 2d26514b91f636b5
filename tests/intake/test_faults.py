"""Faults around the reading of files: they cost one file at most, and never its second chance."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.db import connection

from semesta.accounts.actor import Actor, NotPermittedError, Role
from semesta.intake import storage
from semesta.intake.actions import hand_in
from semesta.intake.handing_in import HandedIn, read_all
from semesta.intake.queries import balance, submissions, waiting_rows
from semesta.intake.storage import keep, sha256_of
from semesta.kernel.gazetteer import Gazetteer
from semesta.regions.shipped import shipped_gazetteer
from tests.intake.builders import CONSOLE, LOTIM, TODAY, VILLAGE, nik

pytestmark = pytest.mark.django_db
Door = Callable[..., Any]


class Deadly(HandedIn):
    """A file that ends the process that is to read it."""

    def __reduce__(self) -> tuple[Any, ...]:
        return (os._exit, (9,))


def a_csv(folder: Path, *lines: str, name: str = "daftar.csv", heading: str = "NIK;NAMA;TGL LAHIR;PEKERJAAN") -> Path:
    (folder / name).write_text("\n".join([heading, *lines]) + "\n")
    return folder / name


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return shipped_gazetteer()


@pytest.fixture
def door(tmp_path: Path, gazetteer: Gazetteer) -> Door:
    def handed(*files: HandedIn, actor: Actor = CONSOLE, **values: Any) -> Any:
        folder = tmp_path / "kept"
        return hand_in(
            actor, files, regency_code=LOTIM, gazetteer=gazetteer, today=TODAY, files_folder=folder, **values
        )

    return handed


def test_a_reader_that_dies_costs_only_its_own_file(tmp_path: Path, gazetteer: Gazetteer) -> None:
    path = a_csv(tmp_path, f"{nik(9001)};SAHRUDIN;01-01-1985;PETANI")
    files = [HandedIn(path, VILLAGE, "village_list"), Deadly(path, VILLAGE, "village_list")] * 2
    read = list(read_all(files, gazetteer=gazetteer, today=TODAY, workers=2))
    assert [one.rows.height for one in read] == [1, 0, 1, 0]
    assert [one.reading.refusal is not None and one.reading.refusal.kind.code for one in read] == [
        False, "reader_failed", False, "reader_failed"
    ]  # fmt: skip


def test_a_file_that_our_reader_failed_on_may_come_again(tmp_path: Path, door: Door) -> None:
    path = a_csv(tmp_path, f"{nik(9001)};SAHRUDIN;01-01-1985;PETANI")
    (first,) = door(HandedIn(a_csv(tmp_path, name="kosong.csv", heading=""), VILLAGE, "village_list"))
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE intake_submission SET refusal_code = 'reader_failed', sha256 = %s WHERE id = %s",
            [sha256_of(path), first.submission_id],
        )
    (again,) = door(HandedIn(path, VILLAGE, "village_list"))
    assert not again.is_repeat
    assert balance(LOTIM)["accepted"] == 1


def test_a_file_taken_by_somebody_else_in_the_meantime_is_a_repeat(tmp_path: Path, door: Door) -> None:
    wanted = HandedIn(a_csv(tmp_path, f"{nik(9001)};SAHRUDIN;01-01-1985;PETANI"), VILLAGE, "village_list")
    other = HandedIn(a_csv(tmp_path, f"{nik(9002)};DARWIS;01-01-1985;PETANI", name="b.csv"), "dinas", "agency_list")
    meanwhile: list[Any] = []
    taken = door(other, wanted, progress=lambda _file, _rows: meanwhile or meanwhile.extend(door(wanted)))
    assert [one.is_repeat for one in taken] == [False, True]
    assert taken[1].submission_id == meanwhile[0].submission_id
    assert balance(LOTIM)["files"] == 2


def test_a_file_that_changes_while_it_is_taken_is_told(tmp_path: Path) -> None:
    path = a_csv(tmp_path, "x")
    with pytest.raises(storage.FileChangedError, match=r"daftar\.csv"):
        keep(tmp_path / "kept", path, "0" * 64)
    assert not [found for found in (tmp_path / "kept").rglob("*") if found.is_file()]


def test_a_list_and_its_correction_handed_in_together_are_taken_one_after_the_other(tmp_path: Path, door: Door) -> None:
    same = [f"{nik(9001 + i)};{name};01-01-1985;PETANI" for i, name in enumerate(("SAHRUDIN", "DARWIS", "MUNAWIR"))]
    first = HandedIn(a_csv(tmp_path, *same, "5203;ZOHRI;01-01-1985;PETANI"), VILLAGE, "village_list")
    mended = a_csv(tmp_path, *same, f"{nik(9044)};ZOHRI;01-01-1985;PETANI", name="b.csv")
    door(first, HandedIn(mended, VILLAGE, "village_list"))
    assert [line["merged"] for line in submissions(LOTIM)] == [3, 0]
    assert waiting_rows(LOTIM) == []


def test_a_birth_date_read_off_a_shared_nik_makes_nobody_the_same(tmp_path: Path, door: Door) -> None:
    heading = "NIK;NAMA;PEKERJAAN"
    for number, name in enumerate(("HASAN", "HUSIN")):
        path = a_csv(tmp_path, f"{nik(9001)};{name};PETANI", name=f"{number}.csv", heading=heading)
        door(HandedIn(path, VILLAGE, "village_list"))
    assert [row["reason"] for row in waiting_rows(LOTIM)] == ["nik_of_other_person"]


@pytest.mark.parametrize(("sender", "territory"), [("52.01.01.2001", "*"), ("", ""), (VILLAGE, "")])
def test_a_village_of_elsewhere_or_an_empty_territory_opens_no_door(
    tmp_path: Path, door: Door, sender: str, territory: str
) -> None:
    path = a_csv(tmp_path, f"{nik(9001)};SAHRUDIN;01-01-1985;PETANI")
    with pytest.raises(NotPermittedError):
        door(HandedIn(path, sender, "village_list"), actor=Actor("penguji", Role.ADMINISTRATOR, territory))
    assert balance(LOTIM)["files"] == 0
