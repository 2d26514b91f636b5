"""Whoever knows a NIK and its birth date learns until when cover stands and who pays; nobody learns anything else."""

from __future__ import annotations

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from semesta.bulk import execute, read_lines
from semesta.coverage.enquiry import MOST_OF_A_NIK, MOST_OF_AN_ASKER
from semesta.kernel.month import Month
from semesta.web.templatetags.page_text import month_name
from tests.intake.builders import nik
from tests.web.citizen.conftest import BORN, NIK

NOTHING = "Tidak ditemukan perlindungan"


def asked(client: Client, number: str = NIK, born_on: str = BORN, *, address: str = "127.0.0.1") -> tuple[int, str]:
    """Ask as somebody at an address; return status and page."""
    answer = client.post("/cek/", {"nik": number, "born_on": born_on}, REMOTE_ADDR=address)
    return answer.status_code, answer.content.decode()


def test_cover_is_told_to_its_last_unbroken_month_with_its_payer_and_no_name(citizen: Client) -> None:
    status, page = asked(citizen, f"{NIK[:6]} {NIK[6:12]}.{NIK[12:]}")
    assert status == 200
    assert f"Ya, sampai akhir {month_name(Month.of(timezone.localdate()).plus(1))}" in page
    assert "Alokasi Dana Desa" in page
    assert "PETANI" not in page
    assert NIK not in page


def test_unknown_wrong_date_dead_and_uncovered_are_answered_alike(citizen: Client) -> None:
    pages = [asked(citizen, nik(9002))[1], asked(citizen, NIK, "1985-01-02")[1]]
    execute("UPDATE people_person SET died_on = '2025-01-01'")
    pages.append(asked(citizen)[1])
    execute("UPDATE people_person SET died_on = NULL")
    execute("DELETE FROM membership_coveredmonth")
    pages.append(asked(citizen)[1])
    bodies = {page[page.index("<main") : page.index("</main>")].split("csrfmiddlewaretoken")[0] for page in pages}
    assert len(bodies) == 1
    assert NOTHING in pages[0]


WORK = (
    "SELECT relname AS name, coalesce(seq_scan, 0) + coalesce(idx_scan, 0) AS scans FROM pg_stat_xact_user_tables"
    " WHERE relname IN ('people_person', 'membership_coveredmonth', 'coverage_enquiry', 'audit_entry')"
)


def work_of(client: Client, number: str, born_on: str) -> tuple[list[str], dict[str, int], int]:
    """Ask; return the statements that ran, how often tables were looked into, and the length of the page."""
    before = {line["name"]: line["scans"] for line in read_lines(WORK)}
    with CaptureQueriesContext(connection) as ran:
        _, page = asked(client, number, born_on)
    after = {line["name"]: line["scans"] for line in read_lines(WORK)}
    statements = [re.sub(r"'[^']*'|\d+", "?", query["sql"]) for query in ran]
    return statements, {name: after[name] - before.get(name, 0) for name in after}, len(page)


def test_the_same_work_is_done_and_as_much_told_whoever_is_asked_for(citizen: Client) -> None:
    asked(citizen)  # what a process keeps after its first page
    right = work_of(citizen, NIK, BORN)
    unknown, wrong_date, before_all = (
        work_of(citizen, nik(9002), BORN), work_of(citizen, NIK, "1985-01-02"), work_of(citizen, nik(9000), BORN),
    )  # fmt: skip
    assert unknown == wrong_date == before_all
    assert unknown[:2] == right[:2]
    assert unknown[1]["membership_coveredmonth"] > 0


def test_one_household_of_ipv6_is_one_asker(citizen: Client) -> None:
    for serial in range(9002, 9002 + MOST_OF_AN_ASKER):
        asked(citizen, nik(serial), address=f"2001:db8::{serial}")
    assert asked(citizen, address="2001:db8::1")[0] == 429
    assert asked(citizen, address="2001:db8:0:9::1")[0] == 200


def test_a_month_that_only_one_programme_covers_is_not_cover(citizen: Client) -> None:
    execute("DELETE FROM membership_coveredmonth WHERE programme = 'jkk'")
    assert NOTHING in asked(citizen)[1]


def test_a_list_of_numbers_cannot_be_worked_through_from_one_address(citizen: Client) -> None:
    for serial in range(9002, 9002 + MOST_OF_AN_ASKER):
        assert asked(citizen, nik(serial))[0] == 200
    status, page = asked(citizen)
    assert status == 429
    assert "Terlalu sering" in page
    assert "Ya, sampai" not in page
    assert asked(citizen, address="127.0.0.2")[0] == 200


def test_one_number_cannot_be_tried_from_many_addresses(citizen: Client) -> None:
    for place in range(MOST_OF_A_NIK):
        asked(citizen, NIK, "1985-02-02", address=f"127.0.1.{place}")
    assert asked(citizen, address="127.0.2.1")[0] == 429
    execute("UPDATE coverage_enquiry SET asked_at = asked_at - interval '25 hours'")
    assert asked(citizen, address="127.0.2.1")[0] == 200


def test_what_is_kept_of_an_asking_tells_nobody_s_number_or_address(citizen: Client) -> None:
    asked(citizen)
    kept = str(read_lines("SELECT e::text AS line FROM coverage_enquiry e"))
    trail = str(read_lines("SELECT e::text AS line FROM audit_entry e WHERE action = 'answer_citizen'"))
    assert "answer_citizen" in trail
    assert [told for told in (NIK, "127.0.0.1") if told in kept + trail] == []


@pytest.mark.parametrize(
    ("number", "born_on", "told"),
    [
        ("", BORN, "This field is required|Bidang ini|wajib"),
        ("5203", BORN, "16 angka"),
        ("52030501018590AB", BORN, "16 angka"),
        ("' OR 1=1 --", BORN, "16 angka"),
        ("9" * 5000, BORN, "40"),
        (NIK, "31-31-1985", "Pilih tanggal lahir"),
        (NIK, "<script>", "Pilih tanggal lahir"),
    ],
)
def test_what_cannot_be_asked_is_said_at_its_field_and_not_counted(
    citizen: Client, number: str, born_on: str, told: str
) -> None:
    status, page = asked(citizen, number, born_on)
    assert status == 422
    assert any(words in page for words in told.split("|"))
    assert "<script>" not in page.replace("<script src", "")
    assert read_lines("SELECT id FROM coverage_enquiry") == []
