"""The enterprise officer's pages: who is covered, by whom, until when; a figure opens to its persons and to a file."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from semesta.accounts.actor import Actor, Role
from semesta.bulk import execute
from semesta.coverage.actions import take_snapshot
from semesta.web.navigation import entries_for, landing_of
from semesta.web.views.enterprise.owners import CSV_COLUMNS
from tests.coverage.owners import JANUARY, OTHER_VILLAGE, owners_of_two_villages
from tests.intake.builders import CONSOLE, LOTIM, VILLAGE
from tests.web.planner.pages import plain, text_of
from tests.web.signing import signed_in_as

PAGE = f"/usaha/{LOTIM}/"


@pytest.fixture
def officer(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Return the officer of a regency with seven owners, on a day of February 2026."""
    monkeypatch.setenv("SEMESTA_TODAY", "2026-02-10")
    owners_of_two_villages(tmp_path)
    take_snapshot(CONSOLE, LOTIM, JANUARY)
    execute("DISCARD TEMP")
    return signed_in_as(Role.ENTERPRISE_OFFICER, LOTIM)


def lines_of(answer: Any, delimiter: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=delimiter))


def test_the_officer_begins_at_the_owners_of_his_territory(officer: Client) -> None:
    answer = officer.get("/usaha/", follow=True)
    assert answer.redirect_chain[-1][0] == PAGE
    actor = Actor("uji", Role.ENTERPRISE_OFFICER, LOTIM)
    assert landing_of(actor) == "/usaha/"
    assert "own-owners" in {entry["name"] for entry in entries_for(actor)}
    part = signed_in_as(Role.ENTERPRISE_OFFICER, "52.03.05")
    assert part.get("/usaha/")["Location"] == "/usaha/52.03.05/"
    assert part.get(PAGE).status_code == 404


def test_the_page_tells_standing_payers_ends_and_the_cost(officer: Client) -> None:
    words = text_of(officer, PAGE)
    assert "7 dikenal 5 terlindungi 3 di antaranya habis paling lambat bulan depan" in words
    assert "1 menunggak, masih dalam tenggang 1 belum terlindungi" in words
    assert "Bagi hasil cukai tembakau (DBHCHT) sumber dana 1" in words
    assert "Juni 2026 1 0 1" in words
    assert "Februari 2026 – Maret 2026 Rp16.800 Rp16.800 sebulan April 2026 – Desember 2026 Rp8.400" in words
    assert re.search(r"Kesik Masbagik 83,33 % 44 % – 97 % 5 / 6 1 2 1 3 0", words)


def test_every_link_of_the_page_opens_to_as_many_persons(officer: Client) -> None:
    page = officer.get(PAGE).content.decode()
    links = re.findall(r'<a href="(/usaha/[\d.]+/orang/\?[^"]*)">([\d.]+)</a>', page)
    assert len(links) > 15
    for address, number in links:
        assert f"{number} orang" in text_of(officer, address.replace("&amp;", "&")), address


def test_the_file_of_villages_is_the_table(officer: Client) -> None:
    lines = lines_of(officer.get(f"{PAGE}csv/", {"order": "rate", "reversed": "1"}), ",")
    assert tuple(lines[0]) == CSV_COLUMNS
    first = {name: lines[0][name] for name in ("code", "known", "members", "self", "purse", "employer", "other")}
    assert first == {
        "code": VILLAGE, "known": "6", "members": "5", "self": "1", "purse": "2", "employer": "1", "other": "1",
    }  # fmt: skip
    assert (lines[1]["code"], lines[1]["uncovered"], len(lines)) == (OTHER_VILLAGE, "1", 254)


def test_the_file_of_persons_masks_the_nik_and_runs_no_formula(officer: Client) -> None:
    execute("UPDATE people_livelihood SET enterprise = '=HYPERLINK(\"x\")'")
    lines = lines_of(officer.get(f"/usaha/{VILLAGE}/orang/csv/", {"keadaan": "late"}), ";")
    (line,) = lines
    assert (line["Nama"], line["Usaha"]) == ("USAHA 9006", '\'=HYPERLINK("x")')
    assert line["NIK"].count("*") >= 8


@pytest.mark.parametrize("asked", ["keadaan=x", "oleh=x", "sampai=besok", "month=2020-01"])
def test_what_is_no_question_is_not_found(officer: Client, asked: str) -> None:
    assert officer.get(f"{PAGE}orang/?{asked}").status_code == 404


@pytest.mark.parametrize("income", ["banyak", "-1", "9" * 200, "<script>alert(1)</script>"])
def test_an_income_that_is_none_is_told_and_the_rest_stands(officer: Client, income: str) -> None:
    answer = officer.get(PAGE, {"penghasilan": income})
    words = plain(answer.content.decode())
    assert answer.status_code in (200, 422)
    assert "<script>alert" not in answer.content.decode()
    assert "5 terlindungi" in words


def test_where_nobody_is_known_the_next_step_is_said(officer: Client) -> None:
    assert "Minta daftarnya kepada dinas koperasi" in text_of(officer, "/usaha/52.03.06/")
