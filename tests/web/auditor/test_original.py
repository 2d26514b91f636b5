"""An original file is given only to auditors, with a reason, and leaves a trace; the audit of the money likewise."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from semesta.accounts.actor import Role
from semesta.audit.queries import trail_of
from semesta.bulk import execute, read_lines
from semesta.funding.actions import audit_books
from semesta.funding.tasks import audit_in_background
from semesta.intake.storage import kept_path
from tests.funding.builders import a_house, a_purse, billed, decreed, months_of, some_workers
from tests.intake.builders import CONSOLE, LOTIM, a_list, a_row, taken
from tests.web.signing import signed_in_as
from tests.web.test_pages import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    monkeypatch.setenv("SEMESTA_VAR", str(tmp_path))
    a_house()
    (submission,) = taken(a_list(a_row(kk=None), folder=tmp_path))
    return submission


def kept(folder: Path, number: int, content: bytes) -> None:
    """Keep a file under the SHA-256 of the submission."""
    (line,) = read_lines("SELECT sha256 FROM intake_submission WHERE id = %s", [number])
    path = kept_path(folder / "files", line["sha256"])
    path.parent.mkdir(parents=True)
    path.write_bytes(content)


def an_auditor() -> Client:
    return signed_in_as(Role.AUDITOR, LOTIM, name="periksa")


def test_a_file_is_given_with_its_reason_in_the_trail(tmp_path: Path, number: int) -> None:
    kept(tmp_path, number, b"isi berkas")
    answer = an_auditor().post(f"/kiriman/{number}/berkas/", {"reason": "uji petik triwulan"})
    assert answer.content == b"isi berkas"
    assert answer.headers["Content-Disposition"].startswith("attachment;")
    trace = [entry for entry in trail_of("submission", number) if entry["action"] == "give_out_file"]
    assert [(entry["actor"], entry["detail"]["reason"]) for entry in trace] == [("periksa", "uji petik triwulan")]


@pytest.mark.parametrize("reason", ["", "   ", "abc"])
def test_without_a_reason_nothing_is_given(tmp_path: Path, number: int, reason: str) -> None:
    kept(tmp_path, number, b"isi")
    answer = an_auditor().post(f"/kiriman/{number}/berkas/", {"reason": reason})
    assert answer.status_code == 422
    assert "Tulis dulu untuk apa" in answer.content.decode()


def test_a_file_that_is_not_kept_is_said_to_be_so(number: int) -> None:
    answer = an_auditor().post(f"/kiriman/{number}/berkas/", {"reason": "uji petik"})
    assert answer.status_code == 422
    assert "tidak tersimpan di server" in answer.content.decode()
    assert an_auditor().get("/kiriman/999999/berkas/").status_code == 404


def test_the_last_audit_stands_with_its_time_and_its_differences() -> None:
    a_house()
    decreed(months_of(some_workers(2), range(4, 6), a_purse()))
    billed(4)
    assert "Belum pernah diperiksa" in words_of(an_auditor(), "/pemeriksaan-uang/")
    assert audit_in_background(CONSOLE, {"regency": LOTIM}, lambda *_told, **_more: None) == {
        "is_sound": True, "differences": 0,
    }  # fmt: skip
    assert "Semua cocok" in words_of(an_auditor(), "/pemeriksaan-uang/")
    execute("ALTER TABLE membership_coveredmonth DISABLE TRIGGER USER")
    execute("UPDATE membership_coveredmonth SET state = 'decreed' WHERE person_id = 1 AND state = 'billed'")
    assert not audit_books(CONSOLE, LOTIM).is_sound
    assert " selisih Diperiksa " in words_of(an_auditor(), "/pemeriksaan-uang/")


def test_asking_twice_with_one_form_makes_one_job() -> None:
    a_house()
    answers = [an_auditor().post("/pemeriksaan-uang/", {"key": "k1"}).headers["Location"] for _ in range(2)]
    assert answers[0] == answers[1]
    assert answers[0].startswith("/pekerjaan/")
