"""Uploads at their worst: the most damaged list, far too much, no list at all, a session that ended, the same twice."""

from __future__ import annotations

import gzip
import io
import uuid
from pathlib import Path

import polars as pl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from semesta.accounts.actor import Actor, Role
from semesta.installation.places import files_folder
from semesta.intake.queries import balance, submissions
from semesta.intake.suggestion import MENDED_ALIKE
from semesta.jobs.queries import jobs_of
from semesta.jobs.worker import work
from tests.intake.builders import LOTIM
from tests.synthetic.made_up import a_regency
from tests.web.signing import signed_in_as
from tests.web.village.lists import the_form
from tests.web.village.test_handing_in import OPERATOR, newest, text_of, worked

LARGEST_PAGE = 40_000
TOO_MUCH = 200 * 1024 * 1024


class Endless:
    """The body of an upload of a size nobody should hold in memory: a form's beginning, then noughts."""

    def __init__(self, beginning: bytes, size: int) -> None:
        self.beginning, self.left = beginning, size

    def read(self, size: int = -1) -> bytes:
        """Give the next piece."""
        asked = self.left if size < 0 else min(size, self.left)
        piece = self.beginning[:asked]
        self.beginning = self.beginning[len(piece) :]
        self.left -= asked
        return piece + b"0" * (asked - len(piece))

    readline = read


@pytest.fixture(scope="module")
def worst(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """The village list of a badly written made-up regency that has most damages, and its village."""
    made = a_regency(tmp_path_factory.mktemp("battered") / "regency", noise=4.0)
    sender = {line.path: line.sender for line in made.manifest.files if line.kind == "village_list"}
    damages = made.damages.filter(pl.col("file").is_in(list(sender)) & pl.col("expected_code").is_not_null())
    file = damages["file"].value_counts(sort=True)["file"][0]
    return made.folder / file, sender[file]


def test_the_worst_list_comes_to_a_result_that_accounts_for_every_row(writable: int, worst: tuple[Path, str]) -> None:
    file, village = worst
    operator, before = signed_in_as(Role.VILLAGE_OPERATOR, village), balance(LOTIM)
    own = Actor(f"{Role.VILLAGE_OPERATOR}-{village}", Role.VILLAGE_OPERATOR, village)
    operator.post("/serahkan/", the_form(SimpleUploadedFile(file.name, file.read_bytes())))
    work(until_nothing_waits=True)
    found = submissions(LOTIM, sender=village, most=1)[0]
    assert found["rows_in"] == sum(found[name] for name in ("accepted", "merged", "waiting", "refused")) > 0
    assert balance(LOTIM)["rows_in"] == before["rows_in"] + found["rows_in"]
    page = operator.get(f"/kiriman/{found['id']}/hasil/").content
    assert len(gzip.compress(page)) < LARGEST_PAGE
    marked = operator.get(f"/kiriman/{found['id']}/bertanda.xlsx").content
    assert load_workbook(io.BytesIO(marked), read_only=True).sheetnames
    for code in MENDED_ALIKE:
        operator.post(f"/kiriman/{found['id']}/sejenis/{code}/", {"key": uuid.uuid4().hex})
    work(until_nothing_waits=True)
    assert {job["state"] for job in jobs_of(own)} == {"done"}
    after = balance(LOTIM)
    assert after["rows_in"] == sum(after[name] for name in ("accepted", "merged", "waiting", "refused"))


def test_two_hundred_megabytes_are_refused_in_words_and_kept_nowhere(operator: Client) -> None:
    kept = sorted(files_folder().rglob("*"))
    part = '--x\r\nContent-Disposition: form-data; name="file"; filename="a.xlsx"\r\n\r\n'
    answer = operator.request(
        **{
            "REQUEST_METHOD": "POST", "PATH_INFO": "/serahkan/", "CONTENT_TYPE": "multipart/form-data; boundary=x",
            "CONTENT_LENGTH": str(TOO_MUCH), "wsgi.input": Endless(part.encode(), TOO_MUCH),
        }
    )  # fmt: skip
    assert answer.status_code == 422
    assert "lebih besar dari 100 MB" in answer.content.decode()
    assert sorted(files_folder().rglob("*")) == kept


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("daftar.xlsx", b"MZ\x90\x00" + b"\x00" * 500),
        ("daftar.csv", b"%PDF-1.7\n" + b"1 0 obj\n" * 50),
        ("daftar.xls", b"\xff\xd8\xff\xe0" + b"JFIF" * 100),
        ("daftar.zip", b"PK\x03\x04" + b"\x00" * 200),
    ],
)
def test_what_is_no_list_is_kept_refused_and_told_what_to_send(operator: Client, name: str, content: bytes) -> None:
    operator.post("/serahkan/", the_form(SimpleUploadedFile(name, content + uuid.uuid4().bytes)))
    assert worked()["state"] == "done"
    page = text_of(operator, f"/kiriman/{newest()['id']}/hasil/")
    assert "Tidak diterima" in page
    assert 'class="card-body finding"' in page


def test_a_session_that_ended_loses_nothing_and_says_so(operator: Client) -> None:
    before = len(jobs_of(OPERATOR))
    form = the_form()
    gone = Client(headers={"Referer": "http://testserver/serahkan/"})
    led = gone.post("/serahkan/", form)["Location"]
    assert led == "/masuk/?next=%2Fserahkan%2F&berakhir=1"
    assert "belum diterima" in text_of(gone, led)
    assert Client(headers={"Referer": "https://jahat.example/x"}).post("/serahkan/", the_form())["Location"] == (
        "/masuk/?next=%2F&berakhir=1"
    )
    assert len(jobs_of(OPERATOR)) == before
    form["file"].seek(0)  # type: ignore[attr-defined]
    assert operator.post("/serahkan/", form).status_code == 302


def test_back_and_once_more_is_one_list(operator: Client) -> None:
    form = the_form()
    first = operator.post("/serahkan/", form)["Location"]
    worked()
    taken = newest()["id"]
    form["file"].seek(0)  # type: ignore[attr-defined]
    assert operator.post("/serahkan/", form)["Location"] == first
    worked()
    assert newest()["id"] == taken
