"""What other systems get: the same figures as the pages, a list handed in in the background, a pair decided."""

from __future__ import annotations

import io
from functools import cache

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import Workbook

from semesta.accounts.actor import Role
from semesta.coverage.queries import coverage_of
from semesta.jobs.worker import work
from tests.api.systems import a_system
from tests.web.made_up import JANUARY, LOTIM, VILLAGE

API = "/api/v1"

pytestmark = pytest.mark.usefixtures("regency")


@cache
def a_workbook() -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for line in (["NO", "NIK", "NAMA", "PEKERJAAN"], [1, "5203050101869031", "AMAQ RUMINAH", "Petani"]):
        sheet.append(line)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def sent(system: Client, *, key: str = "a" * 32, sender: str = VILLAGE) -> int:
    file = SimpleUploadedFile("daftar.xlsx", a_workbook())
    answer = system.post(f"{API}/lists", {"sender": sender, "key": key, "file": file})
    assert answer.status_code == 202, answer.content
    return int(answer.json()["job"])


def test_a_figure_is_that_of_the_pages_and_is_not_sent_twice() -> None:
    system = a_system()
    answer = system.get(f"{API}/coverage/figure")
    figure = coverage_of(LOTIM, JANUARY)
    assert answer.json()["members"] == figure["members"]
    assert [base["key"] for base in answer.json()["workers"]] == [base["key"] for base in figure["workers"]]
    again = system.get(f"{API}/coverage/figure", headers={"If-None-Match": answer["ETag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_a_list_is_handed_in_in_the_background_once_and_its_result_and_marked_copy_are_found() -> None:
    system = a_system(Role.VILLAGE_OPERATOR, VILLAGE)
    number = sent(system)
    assert sent(system) == number
    assert system.get(f"{API}/jobs/{number}").json()["state"] == "waiting"
    work(until_nothing_waits=True)
    done = system.get(f"{API}/jobs/{number}").json()
    assert done["state"] == "done", done
    found = system.get(f"{API}/lists/{done['submission']}").json()
    assert found["rows_in"] == found["accepted"] + found["merged"] + found["waiting"] + found["refused"] == 1
    marked = system.get(f"{API}/lists/{done['submission']}/marked")
    assert marked.content.startswith(b"PK")
    assert a_system().get(f"{API}/jobs/{number}").status_code == 404


def test_a_system_hands_nothing_in_for_another_village() -> None:
    file = SimpleUploadedFile("daftar.xlsx", a_workbook())
    system = a_system(Role.VILLAGE_OPERATOR, VILLAGE)
    answer = system.post(f"{API}/lists", {"sender": "52.03.05.2002", "key": "b" * 32, "file": file})
    assert answer.status_code == 403


def test_pages_are_turned_by_key_and_nothing_is_told_twice() -> None:
    system = a_system()
    seen: list[int] = []
    after: int | None = 0
    while after is not None:
        wanted = {"within": LOTIM, "after": after, "limit": 4}
        page = system.post(f"{API}/persons/search", wanted, content_type="application/json").json()
        seen += [line["person_id"] for line in page["items"]]
        after = page["next"]
    assert len(seen) == len(set(seen)) >= 15


def test_the_law_answers_and_says_what_it_cannot_answer() -> None:
    system = a_system()
    fields = {"month": "2026-04", "segment": "farmer", "income_rp": "900000", "purse": "self"}
    question = {"ask": "contribution", "fields": fields, "lang": "en"}
    told = system.post(f"{API}/law/answers", question, content_type="application/json")
    assert told.status_code == 200, told.content
    assert told.json()["answer"]["amounts"]["jkm_rp"] > 0
    refused = system.post(f"{API}/law/answers", question | {"fields": {}}, content_type="application/json")
    assert (refused.status_code, refused.json()["code"]) == (409, "conflict")
    assert "month" in refused.json()["message_id"]


@pytest.mark.parametrize(
    ("method", "address", "status", "code"),
    [
        ("get", "/nothing", 404, "not_found"),
        ("put", "/regions", 405, "method_not_allowed"),
        ("get", "/lists?limit=1000", 422, "wrong_request"),
        ("get", "/persons/5203050101859001/cover", 404, "not_found"),
        ("get", "/money/bills?month=2026-13", 422, "wrong_request"),
        ("post", "/persons/search", 400, "unreadable"),
    ],
)
def test_errors_have_one_shape(method: str, address: str, status: int, code: str) -> None:
    body = {"data": "{", "content_type": "application/json"} if method == "post" else {}
    answer = getattr(a_system(), method)(API + address, **body)
    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.json()["remedy"]["id"]


def test_the_manual_and_the_description_are_for_everybody_and_come_from_here() -> None:
    page = Client().get(f"{API}/").content.decode()
    assert "/api/v1/persons/search" in page
    assert "http" not in page.replace("http-equiv", "")
    assert Client().get(f"{API}/openapi.json").json()["openapi"].startswith("3.1")
