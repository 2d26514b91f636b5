"""The regent's page: both measures with every base, what changed, money, villages, what waits; one sheet on paper."""

from __future__ import annotations

import io
import re

import pypdf
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from semesta.accounts.actor import Role
from semesta.web.agenda_page import agenda_for
from tests.web.chromium import a_chromium
from tests.web.made_up import DISTRICT, LOTIM
from tests.web.regent.test_villages import made_up_money
from tests.web.signing import signed_in_as
from tests.web.test_pages import words_of

SUMMARY = f"/ringkasan/{LOTIM}/"


@pytest.fixture
def regent(last_submission: int) -> Client:
    return signed_in_as(Role.READER, LOTIM)


def test_both_measures_stand_with_every_base(regent: Client) -> None:
    words = words_of(regent, SUMMARY)
    assert "Peserta / target Target 2026 0,70 % 7 1.000 Dilaporkan, 2026. surat uji" in words
    assert "Peserta / pekerja Pekerja yang dikenal dari daftar 46,67 % 7 15 Dihitung di sini" in words
    assert re.search(
        r"Peserta / pekerja Angkatan kerja menurut BPJS Ketenagakerjaan 0,00 % 7 504.000 Dilaporkan", words
    )


def test_what_changed_is_told_only_for_months_that_were_counted(regent: Client) -> None:
    words = words_of(regent, SUMMARY)
    assert "+7 sejak Desember 2025" in words
    assert "– sejak Januari 2025: belum dihitung" in words


def test_claims_are_said_to_be_unknown_and_not_to_be_none(regent: Client) -> None:
    assert "Klaim dan manfaat Belum ada data." in words_of(regent, SUMMARY)


def test_what_waits_for_a_decision_stands_with_its_number(regent: Client) -> None:
    assert "Perlu keputusan 1 baris daftar menunggu perbaikan desa atau dinas" in words_of(regent, SUMMARY)
    assert '<a href="/kiriman/">1</a>' in regent.get(SUMMARY).content.decode()


def test_what_waits_leads_on_only_where_the_role_may_go() -> None:
    lines = [{"code": code} for code in ("pairs_to_decide", "arrears", "waiting_rows")]
    assert [line["href"] for line in agenda_for(Role.READER, lines)] == ["", "/tunggakan/", "/kiriman/"]
    assert [line["href"] for line in agenda_for(Role.VERIFIER, lines)] == ["/verifikasi/", "", "/kiriman/"]


def test_every_count_of_persons_opens_to_as_many_persons(regent: Client) -> None:
    page = regent.get(SUMMARY).content.decode()
    links = re.findall(rf'href="(/angka/{LOTIM}/\?[^"]+)">([\d.]+)</a>', page)
    assert len(links) == 3
    for address, number in links:
        assert f"{number} orang: " in words_of(regent, address.replace("&amp;", "&"))


def test_the_persons_behind_a_figure_are_told_with_their_nik_masked(regent: Client) -> None:
    page = regent.get(f"/angka/{LOTIM}/", {"who": "members"}).content.decode()
    assert "PETANI A" in page
    assert "520305********01" in page
    assert not re.search(r"\d{16}", page)
    words = words_of(regent, f"/angka/{LOTIM}/", who="members", payer="DBHCHT")
    assert "1 orang: peserta" in words


@pytest.mark.parametrize("asked", ["who=nobody", "month=2020-01", "who=members&month=abc"])
def test_a_figure_that_is_none_is_not_found(regent: Client, asked: str) -> None:
    assert regent.get(f"/angka/{LOTIM}/?{asked}").status_code == 404


def test_a_district_head_sees_the_own_villages_and_why_they_lag(last_submission: int) -> None:
    head = signed_in_as(Role.DISTRICT, DISTRICT)
    assert head.get("/ringkasan/").headers["Location"] == f"/ringkasan/{DISTRICT}/"
    words = words_of(head, f"/ringkasan/{DISTRICT}/")
    assert "Kesik setara 58,33 %" in words
    assert "5 pekerja dapat segera didaftarkan" in words
    assert "Belum ada daftar dari desa: minta daftar pekerja." in words
    assert head.get(SUMMARY).status_code == 404
    assert head.get("/ringkasan/52.03.07/").status_code == 404


def test_a_province_adds_up_and_opens_no_person(last_submission: int) -> None:
    province = signed_in_as(Role.PROVINCE, "52")
    assert "/angka/" not in province.get(SUMMARY).content.decode()
    assert province.get(f"/angka/{LOTIM}/").status_code == 403


@pytest.mark.parametrize(("role", "territory"), [(Role.PROVINCE, "52"), (Role.ENTERPRISE_OFFICER, LOTIM)])
def test_who_sees_no_money_is_not_told_that_there_is_none(last_submission: int, role: Role, territory: str) -> None:
    words = words_of(signed_in_as(role, territory), SUMMARY)
    assert "Desa yang perlu dijangkau" in words
    assert "sumber dana" not in words
    assert "menunggu keputusan" not in words


def test_who_is_not_signed_in_comes_back_after_signing_in(pages: Client) -> None:
    assert pages.get(SUMMARY).headers["Location"] == f"/masuk/?next=%2Fringkasan%2F{LOTIM}%2F"


def test_the_page_asks_no_more_for_more_villages(regent: Client) -> None:
    regent.get(SUMMARY)
    with CaptureQueriesContext(connection) as asked:
        regent.get(SUMMARY)
    assert len(asked) <= 26, [query["sql"][:90] for query in asked]


def test_money_stands_purse_by_purse_and_opens_to_its_entries(own_database: str) -> None:
    purse = made_up_money()
    planner = signed_in_as(Role.PLANNER, LOTIM)
    words = words_of(planner, SUMMARY)
    assert "Rp0 dibayar dari Rp1 juta (0,00 %); belum ditetapkan Rp966.400" in words
    entries = words_of(planner, "/uang/", purse=str(purse), year="2026")
    assert "SK-1" in entries
    assert planner.get("/uang/", {"purse": "999"}).status_code == 404


@pytest.fixture
def cookie(regent: Client) -> dict[str, str]:
    return {"name": "sessionid", "value": regent.cookies["sessionid"].value}


@pytest.mark.browser
def test_the_page_prints_on_one_sheet(site: str, chromium: str, cookie: dict[str, str]) -> None:
    with a_chromium(chromium) as browser:
        context = browser.new_context(locale="id-ID")
        context.add_cookies([{**cookie, "url": site}])  # type: ignore[typeddict-item]
        page = context.new_page()
        page.goto(site + SUMMARY)
        sheet = pypdf.PdfReader(io.BytesIO(page.pdf(prefer_css_page_size=True)))
    assert len(sheet.pages) == 1
    width, height = (round(float(side) / 72 * 25.4) for side in sheet.pages[0].mediabox[2:])
    assert (width, height) == (210, 297)
    assert "Perlu keputusan" in sheet.pages[0].extract_text()
