"""Whole files through the front door: read, judged, kept, marked, corrected, asked about."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook, load_workbook

from semesta.accounts.actor import Actor, NotPermittedError, Role
from semesta.audit.queries import trail_of
from semesta.bulk import read_lines
from semesta.intake.actions import Taken, hand_in
from semesta.intake.checking import check_list
from semesta.intake.handing_in import HandedIn, Kind
from semesta.intake.marking import NothingToMarkError, marked_copy
from semesta.intake.queries import balance, findings_of, submission
from semesta.intake.storage import sha256_of
from semesta.kernel.gazetteer import Gazetteer
from semesta.regions.shipped import shipped_gazetteer
from tests.intake.builders import CONSOLE, LOTIM, TODAY, VILLAGE, nik

pytestmark = pytest.mark.django_db
HEADINGS = ["NO", "NIK", "NAMA LENGKAP", "TGL LAHIR", "JK", "PEKERJAAN"]
Door = Callable[..., list[Taken]]


def a_worker(serial: int, name: str, **values: Any) -> dict[str, Any]:
    row = {"NIK": nik(serial), "NAMA LENGKAP": name, "TGL LAHIR": "01-01-1985", "JK": "L", "PEKERJAAN": "PETANI"}
    return row | values


def a_workbook(folder: Path, *rows: dict[str, Any], name: str = "daftar.xlsx") -> Path:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["DAFTAR PEKERJA RENTAN"])
    sheet.append(["DESA KESIK"])
    sheet.append(HEADINGS)
    for number, row in enumerate(rows, start=1):
        sheet.append([number, *(row.get(heading) for heading in HEADINGS[1:])])
    book.save(folder / name)
    return folder / name


@pytest.fixture
def gazetteer() -> Gazetteer:
    return shipped_gazetteer()


@pytest.fixture
def door(tmp_path: Path, gazetteer: Gazetteer) -> Door:
    """Hand files in for a village and return what was taken."""

    def handed(*paths: Path, actor: Actor = CONSOLE, kind: Kind = "village_list", sender: str = VILLAGE) -> list[Taken]:
        files: Sequence[HandedIn] = [HandedIn(path, sender, kind) for path in paths]
        return hand_in(
            actor, files, regency_code=LOTIM, gazetteer=gazetteer, today=TODAY, files_folder=tmp_path / "kept"
        )

    return handed


def test_a_list_becomes_people_with_findings_and_a_trace(door: Door, tmp_path: Path) -> None:
    rows = [a_worker(9001, "SAHRUDIN"), a_worker(9002, "MARIAM", JK="P", NIK="BELUM ADA")]
    (taken,) = door(a_workbook(tmp_path, *rows))
    shown = submission(LOTIM, taken.submission_id, language="id")
    assert (shown["rows_in"], shown["accepted"], shown["waiting"]) == (2, 1, 1)
    cells = {line["cell"] for line in findings_of(LOTIM, taken.submission_id, language="id")}
    assert "B5" in cells
    (entry,) = trail_of("submission", taken.submission_id)
    assert (entry["action"], entry["detail"]["rows_in"]) == ("hand_in", 2)


def test_the_same_file_again_changes_nothing_even_beside_itself(door: Door, tmp_path: Path) -> None:
    path = a_workbook(tmp_path, a_worker(9001, "SAHRUDIN"))
    first, second = door(path, path)
    (third,) = door(path)
    assert first.submission_id == second.submission_id == third.submission_id
    assert (first.is_repeat, second.is_repeat, third.is_repeat) == (False, True, True)
    assert balance(LOTIM)["rows_in"] == 1


def test_the_marked_copy_corrected_comes_back_clean(door: Door, tmp_path: Path, gazetteer: Gazetteer) -> None:
    rows = [
        a_worker(9000 + 7 * i, f"PEKERJA {word}") for i, word in enumerate(("ALIF", "BAHRI", "CANDRA", "DARWIS"), 1)
    ]
    (taken,) = door(a_workbook(tmp_path, *rows, a_worker(9005, "ERWIN", NIK="520305010185900")))
    data = marked_copy(
        LOTIM, taken.submission_id, gazetteer=gazetteer, today=TODAY, files_folder=tmp_path / "kept", language="id"
    )
    book = load_workbook(io.BytesIO(data))
    assert book["Sheet"]["B8"].comment is not None
    book["Sheet"]["B8"] = nik(9005)
    book.save(tmp_path / "diperbaiki.xlsx")
    (again,) = door(tmp_path / "diperbaiki.xlsx")
    shown = submission(LOTIM, again.submission_id, language="id")
    assert shown["corrects_id"] == taken.submission_id
    assert (shown["merged"], shown["accepted"], shown["waiting"]) == (4, 1, 0)
    severities = {line["severity"] for line in findings_of(LOTIM, again.submission_id, language="id")}
    assert severities <= {"note", "repaired"}


def test_a_row_that_waits_for_another_list_is_marked_too(door: Door, tmp_path: Path, gazetteer: Gazetteer) -> None:
    door(a_workbook(tmp_path, a_worker(9001, "AHMAD SURYADI"), name="a.xlsx"))
    other = a_worker(9001, "ZULKARNAIN HADI")
    (taken,) = door(a_workbook(tmp_path, a_worker(9044, "LALU DARWIS"), other, name="b.xlsx"))
    codes = [line["code"] for line in findings_of(LOTIM, taken.submission_id, language="id")]
    assert codes[0] == "nik_of_other_person"
    data = marked_copy(
        LOTIM, taken.submission_id, gazetteer=gazetteer, today=TODAY, files_folder=tmp_path / "kept", language="id"
    )
    sheet = load_workbook(io.BytesIO(data))["Sheet"]
    assert "orang lain" in sheet["B5"].comment.text.lower() or "sudah dikenal" in sheet["B5"].comment.text
    assert sheet["B4"].comment is None


def test_asking_stores_nothing_and_tells_who_is_covered(door: Door, tmp_path: Path, gazetteer: Gazetteer) -> None:
    extract = tmp_path / "peserta.csv"
    extract.write_text(
        "NIK;NAMA;TGL LAHIR;SEGMEN;PROGRAM;SUMBER IURAN;TGL MULAI AKTIF;LUNAS SAMPAI\n"
        f"{nik(9001)};SAHRUDIN;01-01-1985;BPU;JKK+JKM;DBHCHT;2025-05-01;2026-01-31\n"
    )
    door(extract, kind="insurer", sender="bpjs-tk")
    before = balance(LOTIM)
    listed = a_workbook(tmp_path, a_worker(9001, "SYAHRUDIN"), a_worker(9002, "MUNAWIR"))
    checked = check_list(
        CONSOLE, HandedIn(listed, VILLAGE, "village_list"), regency_code=LOTIM, gazetteer=gazetteer, today=TODAY
    )
    known, unknown = checked.rows
    assert (known["is_covered"], known["covered_until"], known["payer"]) == (True, "2026-01", "DBHCHT")
    assert (unknown["known"], unknown["is_covered"], unknown["outcome"]) == (False, False, "accepted")
    assert balance(LOTIM) == before
    assert read_lines("SELECT count(*) AS people FROM people_person") == [{"people": 1}]


def test_looking_people_up_leaves_a_trace_without_their_rows(door: Door, tmp_path: Path, gazetteer: Gazetteer) -> None:
    listed = a_workbook(tmp_path, a_worker(9001, "SAHRUDIN"), a_worker(9002, "MUNAWIR"))
    door(a_workbook(tmp_path, a_worker(9001, "SAHRUDIN"), name="dulu.xlsx"))
    asked = HandedIn(listed, VILLAGE, "village_list")
    check_list(CONSOLE, asked, regency_code=LOTIM, gazetteer=gazetteer, today=TODAY)
    (entry,) = trail_of("file", sha256_of(listed))
    assert (entry["actor"], entry["action"]) == (CONSOLE.name, "check_list")
    assert entry["detail"] == {
        "file": listed.name, "sender": VILLAGE, "kind": "village_list", "rows": 2, "known": 1, "covered": 0
    }  # fmt: skip


def test_one_odd_date_does_not_stop_a_file_and_no_zero_is_lost(door: Door, tmp_path: Path) -> None:
    rows = [a_worker(9001, "SAHRUDIN"), a_worker(9002, "DARWIS", **{"TGL LAHIR": "32/13/1985"})]
    (taken,) = door(a_workbook(tmp_path, *rows))
    shown = submission(LOTIM, taken.submission_id, language="en")
    assert shown["accepted"] == 2
    assert any("32/13/1985" in line["message"] for line in findings_of(LOTIM, taken.submission_id, language="en"))


def test_what_is_no_spreadsheet_is_refused_with_the_reason_and_the_others_go_on(door: Door, tmp_path: Path) -> None:
    photo = tmp_path / "foto.xlsx"
    photo.write_bytes(b"\xff\xd8\xff\xe0" + bytes(2000))
    refused, taken = door(photo, a_workbook(tmp_path, a_worker(9001, "SAHRUDIN")))
    shown = submission(LOTIM, refused.submission_id, language="id")
    assert (shown["state"], shown["rows_in"]) == ("refused", 0)
    assert shown["file_findings"][-1]["remedy"]
    assert submission(LOTIM, taken.submission_id, language="id")["accepted"] == 1


@pytest.mark.parametrize(
    ("role", "territory", "kind", "may"),
    [
        (Role.VILLAGE_OPERATOR, VILLAGE, "village_list", True),
        (Role.VILLAGE_OPERATOR, "52.03.05.2002", "village_list", False),
        (Role.READER, LOTIM, "village_list", False),
        (Role.VILLAGE_OPERATOR, VILLAGE, "insurer", False),
        (Role.ADMINISTRATOR, "52.01", "insurer", False),
    ],
)
def test_nobody_hands_in_outside_role_and_territory(
    door: Door, tmp_path: Path, role: Role, territory: str, kind: Kind, may: bool
) -> None:
    path = a_workbook(tmp_path, a_worker(9001, "SAHRUDIN"))
    if may:
        assert door(path, actor=Actor("penguji", role, territory), kind=kind)
        return
    with pytest.raises(NotPermittedError):
        door(path, actor=Actor("penguji", role, territory), kind=kind)
    assert balance(LOTIM)["files"] == 0
    assert not (tmp_path / "kept").exists()


def test_somebody_paid_for_by_two_is_told_month_by_month(door: Door, tmp_path: Path) -> None:
    heading = "NIK;NAMA;TGL LAHIR;SEGMEN;PROGRAM;SUMBER IURAN;TGL MULAI AKTIF;LUNAS SAMPAI\n"
    both = f"{nik(9001)};SAHRUDIN;01-01-1985;%s;JKK+JKM;%s;2025-11-01;2026-01-31\n"
    extract = tmp_path / "peserta.csv"
    extract.write_text(heading + both % ("BPU", "DBHCHT") + both % ("PU", "PT REKAAN"))
    (taken,) = door(extract, kind="insurer", sender="bpjs-tk")
    found = [line for line in findings_of(LOTIM, taken.submission_id, language="id") if line["code"] == "two_payers"]
    assert [(line["before"], line["after"], line["detail"]) for line in found] == [
        ("DBHCHT", "PT REKAAN", "2025-11, 2025-12, 2026-01")
    ]


def test_months_are_counted_from_last_year_to_one_year_ahead(door: Door, tmp_path: Path) -> None:
    extract = tmp_path / "peserta.csv"
    extract.write_text(
        "NIK;NAMA;TGL LAHIR;SEGMEN;PROGRAM;SUMBER IURAN;TGL MULAI AKTIF;LUNAS SAMPAI\n"
        f"{nik(9001)};SAHRUDIN;01-01-1985;BPU;JKK+JKM;DBHCHT;2019-05-01;2206-06-30\n"
    )
    door(extract, kind="insurer", sender="bpjs-tk")
    (span,) = read_lines("SELECT min(month), max(month), count(*) FROM membership_coveredmonth")
    assert span == {"min": date(2025, 1, 1), "max": date(2027, 1, 1), "count": 50}


def test_a_refused_file_has_no_marked_copy_but_the_reason(door: Door, tmp_path: Path, gazetteer: Gazetteer) -> None:
    photo = tmp_path / "foto.xlsx"
    photo.write_bytes(b"\xff\xd8\xff\xe0" + bytes(2000))
    (taken,) = door(photo)
    with pytest.raises(NothingToMarkError) as refused:
        marked_copy(
            LOTIM, taken.submission_id, gazetteer=gazetteer, today=TODAY, files_folder=tmp_path / "kept", language="id"
        )
    assert "tidak diterima" in refused.value.said("id")
    assert "Excel" in refused.value.said("en")
