"""From a figure to the persons, to the papers of a month, to the row and file it came in, and to who did it."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.test import Client

from semesta.accounts.actor import Role
from semesta.bulk import execute
from semesta.coverage.queries import NobodyError, person_month
from semesta.kernel.month import Month
from tests.funding.builders import a_house, a_purse, billed, decreed, months_of, some_workers
from tests.intake.builders import LOTIM
from tests.web.auditor.trail_words import without_words
from tests.web.signing import signed_in_as
from tests.web.test_pages import words_of

JANUARY = Month(2026, 1)


@pytest.fixture
def auditor(last_submission: int) -> Client:
    return signed_in_as(Role.AUDITOR, LOTIM)


def first_person(auditor: Client) -> str:
    page = auditor.get(f"/angka/{LOTIM}/", {"who": "members"}).content.decode()
    found = re.search(r'href="(/orang/\d+/bulan/2026-01/)"', page)
    assert found
    return found[1]


def test_a_figure_leads_to_the_row_of_the_file_it_came_in(auditor: Client) -> None:
    words = words_of(auditor, first_person(auditor))
    assert re.search(r"PETANI \w, Januari 2026 .* JKK : diakui, Bukan penerima upah", words)
    assert re.search(r"Ekstrak \d+ : JKK\+JKM, .*, \w+\.csv , lembar Sheet1, baris \d+, diserahkan penguji", words)
    assert re.search(r"SHA-256 [0-9a-f]{64}", words)
    assert re.search(r"Daftar desa \d+ , digabung: Kesik, ", words)


def test_the_trail_of_the_papers_stands_on_the_page(auditor: Client) -> None:
    words = words_of(auditor, first_person(auditor))
    assert "Menghitung cakupan Hitungan cakupan 52.03/2026-01" in words
    assert "Menyerahkan daftar Kiriman" in words


def test_no_number_of_a_person_stands_in_full(auditor: Client) -> None:
    assert not re.search(r"(?<![0-9a-f])\d{16}(?![0-9a-f])", auditor.get(first_person(auditor)).content.decode())


@pytest.mark.parametrize("role", [Role.READER, Role.VERIFIER, Role.DISTRICT, Role.PROVINCE])
def test_only_auditors_follow_a_person(last_submission: int, role: Role) -> None:
    other = signed_in_as(role, LOTIM)
    for address in ("/orang/1/bulan/2026-01/", "/jejak/", "/pemeriksaan-uang/", "/kiriman/1/berkas/"):
        assert other.get(address).status_code == 403, address


def test_an_auditor_of_another_regency_finds_nothing(last_submission: int) -> None:
    other = signed_in_as(Role.AUDITOR, "52.01")
    for address in ("/orang/1/bulan/2026-01/", "/jejak/", "/pemeriksaan-uang/", "/kiriman/1/berkas/"):
        assert other.get(address).status_code == 404, address


@pytest.mark.parametrize("address", ["/orang/999999/bulan/2026-01/", "/orang/1/bulan/2026-13/", "/orang/1/bulan/x/"])
def test_what_is_none_is_not_found(auditor: Client, address: str) -> None:
    assert auditor.get(address).status_code == 404


@pytest.mark.django_db
def test_a_month_paid_by_a_purse_names_decree_bill_and_line() -> None:
    a_house()
    decreed(months_of(some_workers(2), range(4, 6), a_purse()), number="SK-7")
    billed(4)
    april = person_month(LOTIM, 1, Month(2026, 4))
    assert [(line["number"], line["line"], line["is_removal"]) for line in april["decreed"]] == [("SK-7", 1, False)]
    (bill,) = april["billed"]
    assert (bill["months"], bill["issued_on"], bill["decree_line"]) == (1, date(2026, 4, 3), 1)
    assert {line["state"] for line in april["cover"]} == {"billed"}
    assert {"issue_decree", "bill_month", "open_purse"} <= {entry["action"] for entry in april["trail"]}
    assert person_month(LOTIM, 1, Month(2026, 5))["billed"] == []
    assert person_month(LOTIM, 1, Month(2026, 6))["decreed"] == []


@pytest.mark.django_db
def test_a_merged_record_leads_to_its_person() -> None:
    a_house()
    some_workers(2)
    execute("UPDATE people_person SET merged_into = 1 WHERE id = 2")
    found = person_month(LOTIM, 2, JANUARY)
    assert (found["person"]["id"], found["records"]) == (1, [1, 2])
    with pytest.raises(NobodyError):
        person_month(LOTIM, 99, JANUARY)


def test_the_trail_of_a_regency_leaves_nothing_without_words(last_submission: int) -> None:
    assert without_words() == set()
