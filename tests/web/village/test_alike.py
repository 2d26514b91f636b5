"""Rows of one kind mended together on pages: seen first, once, by those of the territory; and the verifier's queue."""

from __future__ import annotations

import re
import uuid
from pathlib import Path

import pytest
from django.test import Client

from semesta.accounts.actor import Role
from semesta.jobs.worker import work
from tests.intake.alike import a_sent_list, standing_of
from tests.intake.builders import LOTIM
from tests.web.made_up import OTHER_VILLAGE
from tests.web.signing import signed_in_as

QUEUE = "/verifikasi/"


def text_of(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.content.decode()


def key() -> dict[str, str]:
    return {"key": uuid.uuid4().hex}


@pytest.fixture
def verifier(writable: int) -> Client:
    """Return a verifier of the regency, signed in."""
    return signed_in_as(Role.VERIFIER, LOTIM)


def test_a_village_sees_what_would_change_and_mends_it_once(operator: Client, tmp_path: Path) -> None:
    number = a_sent_list(tmp_path, ("AMAQ <B>SATU", "52030501101859801", "5203051203109001", "L"))
    page = text_of(operator, f"/kiriman/{number}/hasil/")
    address = f"/kiriman/{number}/sejenis/nik_length/"
    assert "Lihat dan perbaiki 1 baris" in page
    assert address in page
    shown = text_of(operator, address)
    assert "Semua 1 baris" in shown
    assert "AMAQ &lt;B&gt;SATU" in shown
    assert "52030501101859801" not in shown  # only where the two numbers part
    assert "<mark>1</mark>" in shown
    form = key()
    job = operator.post(address, form)["Location"]
    assert operator.post(address, form)["Location"] == job
    work(until_nothing_waits=True)
    assert "1 baris pada 1 daftar diperbaiki: 1 sudah menjadi orang" in text_of(operator, job)
    assert standing_of("AMAQ <B>SATU")[0] == "accepted"
    again = operator.post(address, key())["Location"]
    work(until_nothing_waits=True)
    assert "Tidak ada lagi baris seperti itu" in text_of(operator, again)
    assert "Tidak ada baris yang pasti" in text_of(operator, address)


def test_a_stale_form_does_nothing_and_says_so(operator: Client, tmp_path: Path) -> None:
    number = a_sent_list(tmp_path, ("AMAQ DUA", "52030501101859021", "5203051203109001", "L"))
    for said in ({}, {"key": "'; DROP TABLE"}):
        answer = operator.post(f"/kiriman/{number}/sejenis/nik_length/", said)
        assert answer.status_code == 422
        assert "usang" in answer.content.decode()


def test_another_village_s_list_is_not_there_and_a_code_without_a_rule_neither(
    operator: Client, tmp_path: Path
) -> None:
    number = a_sent_list(tmp_path, ("AMAQ TIGA", "52030501101859031", "5203051203109001", "L"), sender=OTHER_VILLAGE)
    for code in ("nik_length", "nik_run", "x"):
        address = f"/kiriman/{number}/sejenis/{code}/"
        assert (operator.get(address).status_code, operator.post(address, key()).status_code) == (404, 404)
    own = a_sent_list(tmp_path, ("AMAQ EMPAT", "52030501101859041", "5203051203109001", "L"))
    assert operator.get(f"/kiriman/{own}/sejenis/nik_run/").status_code == 404


def test_the_queue_groups_rows_that_wait_and_mends_those_of_all_villages(
    verifier: Client, operator: Client, tmp_path: Path
) -> None:
    a_sent_list(tmp_path, ("AMAQ LIMA", "5203050131859051", "5203051203109001", "L"))
    a_sent_list(tmp_path, ("AMAQ ENAM", "5203050131859061", "5203051203109001", "L"), sender=OTHER_VILLAGE)
    page = text_of(verifier, QUEUE)
    (group,) = re.findall(r'<tr>\s*<th[^>]*><a href="/verifikasi/baris/nik_impossible_date/".*?</tr>', page, re.S)
    assert re.findall(r">(\d+)<", group)[:2] == ["2", "2"]  # rows, and those that are certain
    address = f"{QUEUE}baris/nik_impossible_date/"
    assert "Perbaiki semua 2 baris" in text_of(verifier, address)
    assert operator.get(address).status_code == 403
    job = verifier.post(address, key())["Location"]
    work(until_nothing_waits=True)
    assert "2 baris pada 2 daftar diperbaiki" in text_of(verifier, job)
    assert standing_of("AMAQ LIMA")[0] == standing_of("AMAQ ENAM")[0] == "accepted"
    assert "/verifikasi/baris/nik_impossible_date/" not in text_of(verifier, QUEUE)


def test_groups_are_ordered_by_worth_and_lead_to_their_lists(verifier: Client, tmp_path: Path) -> None:
    rows = [(f"ORANG {one}", "", "5203051203109001", "L") for one in range(5)]
    number = a_sent_list(tmp_path, *rows)
    page = text_of(verifier, QUEUE)
    worth = [int(months.replace(".", "")) for months in re.findall(r'data-label="Bulan">([\d.]+)<', page)]
    assert worth == sorted(worth, reverse=True)
    lists = text_of(verifier, f"{QUEUE}baris/nik_missing/")
    assert f"/kiriman/{number}/hasil/" in lists
    assert verifier.get(f"{QUEUE}baris/x/").status_code == 404
    assert signed_in_as(Role.VERIFIER, "52.03.05").get(f"{QUEUE}baris/nik_missing/").status_code == 404
