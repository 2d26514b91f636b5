"""Batches on pages: made in the background, handed out with a trace, answered whole or not at all, closed."""

from __future__ import annotations

import uuid
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from semesta.accounts.actor import Role
from semesta.bulk import execute, read_lines
from semesta.exchange.queries import batches
from tests.exchange.builders import line_states
from tests.funding.builders import decreed, months_of
from tests.intake.builders import LOTIM
from tests.web.planner.pages import plain, put_away, text_of, worked
from tests.web.signing import signed_in_as

HEAD = "NO_GELOMBANG;NO_URUT;NIK;NAMA_LENGKAP;STATUS;NO_KPJ;KODE_ALASAN;ALASAN;PU_SEJAK\n"


@pytest.fixture
def made(planner: Client, purse: int, own_folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """Return the address of the run that made a batch of three farmers."""
    monkeypatch.setenv("SEMESTA_VAR", str(own_folder))
    decreed(months_of([1, 2, 3], range(7, 13), purse))
    put_away()
    job = planner.post("/gelombang/susun/", {"key": uuid.uuid4().hex})["Location"]
    worked()
    return str(job)


def an_answer(*rows: str, name: str = "jawaban.csv") -> dict[str, Any]:
    """What the form of an answer sends."""
    return {"file": SimpleUploadedFile(name, (HEAD + "".join(f"{row}\n" for row in rows)).encode())}


ACCEPTED = ("1;1;;;DITERIMA;KPJ90010001;;;", "1;2;;;DITOLAK;;;NIK tidak ditemukan di Dukcapil;")


def test_a_batch_is_made_in_the_background_and_leads_to_its_lines(planner: Client, made: str) -> None:
    assert "Lihat hasilnya" in text_of(planner, made)
    result = text_of(planner, f"/gelombang/hasil/{made.split('/')[2]}/")
    assert "3 baris dalam gelombang: 1" in result
    page = text_of(planner, "/gelombang/1/?keadaan=open")
    assert page.count("PEKERJA") == 3
    assert "5203050101859001" not in page
    assert [one["lines"] for one in batches(LOTIM)] == [3]


def test_whoever_takes_the_file_with_whole_niks_is_on_record(planner: Client, made: str) -> None:
    data = planner.get("/gelombang/1/berkas.csv").content
    assert b"5203050101859001" in data
    (trace,) = read_lines("SELECT actor FROM audit_entry WHERE action = 'hand_out_batch_file'")
    assert trace["actor"].startswith("planner")
    assert planner.get("/gelombang/1/berkas.exe").status_code == 404


def test_the_branch_answers_its_batch_and_sees_no_purse(planner: Client, made: str) -> None:
    branch = signed_in_as(Role.INSURER_BRANCH, LOTIM)
    answer = branch.post("/gelombang/1/", an_answer(*ACCEPTED))
    assert answer.status_code == 302, plain(answer.content.decode())
    assert line_states() == {1: "accepted", 2: "refused", 3: "open"}
    page = text_of(branch, "/gelombang/1/")
    assert "Jawaban diterima: 2 baris" in page
    assert "NIK" in page
    assert [branch.get(address).status_code for address in ("/dana/", "/tagihan/")] == [403, 403]
    assert branch.post("/gelombang/susun/", {"key": uuid.uuid4().hex}).status_code == 403


@pytest.mark.parametrize(
    ("form", "words"),
    [
        (an_answer("1;99;;;DITERIMA;K;;;"), "99"),
        (an_answer("7;1;;;DITERIMA;K;;;"), "7"),
        ({"file": SimpleUploadedFile("../../x.csv", b"")}, "kosong (0 bita)"),
        ({"file": SimpleUploadedFile("x.xlsx", b"MZ\x90\x00")}, "tidak"),
        ({}, "Berkas jawaban"),
    ],
)
def test_an_answer_that_is_not_taken_says_why_and_changes_nothing(
    planner: Client, made: str, form: dict[str, Any], words: str
) -> None:
    answer = planner.post("/gelombang/1/", form)
    assert (answer.status_code, words in plain(answer.content.decode())) == (422, True)
    assert set(line_states().values()) == {"open"}


def test_a_batch_that_is_not_answered_is_closed_with_a_reason(planner: Client, made: str) -> None:
    assert planner.post("/gelombang/1/tutup/", {"reason": ""}).status_code == 422
    assert planner.post("/gelombang/1/tutup/", {"reason": "tidak dijawab"}).status_code == 302
    assert set(line_states().values()) == {"closed"}
    assert "tidak dijawab" in text_of(planner, "/gelombang/1/")


def test_who_lacks_data_is_named_with_the_step(planner: Client, purse: int) -> None:
    execute("UPDATE people_person SET birth_on = NULL WHERE id = 1")
    decreed(months_of([1], range(7, 13), purse))
    put_away()
    job = planner.post("/gelombang/susun/", {"key": uuid.uuid4().hex})["Location"]
    worked()
    page = text_of(planner, f"/gelombang/hasil/{job.split('/')[2]}/")
    assert "Belum dapat didaftarkan: 1" in page
    assert "Tidak ada yang perlu diberitahukan" in page
