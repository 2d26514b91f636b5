"""Scenarios on pages: made, computed in the background, told in plain words, compared, frozen once, amended."""

from __future__ import annotations

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from openpyxl import load_workbook

from semesta.accounts.actor import Actor, Role
from semesta.bulk import execute, read_lines
from semesta.funding.queries.decrees import decrees_of
from semesta.funding.queries.plans import plans_of
from semesta.jobs.queries import jobs_of
from semesta.matching.name_key import name_key_of
from tests.funding.builders import MINIMUM, balance, billed, states
from tests.intake.builders import LOTIM
from tests.web.planner.pages import a_head, a_scenario, made_and_computed, plain, put_away, text_of, worked

PLANNER = Actor(f"{Role.PLANNER}-{LOTIM}", Role.PLANNER, LOTIM)


pytestmark = pytest.mark.django_db


@pytest.fixture
def months() -> int:
    """Half a year protects somebody new with three months paid: money for four of six."""
    return 12


def frozen(client: Client, plan: str, **more: Any) -> str:
    """Freeze a plan on its page; return the address of its decree."""
    client.post(f"{plan}tetapkan/", a_head(**more))
    worked()
    return f"/sk/{decrees_of(LOTIM)[-1]['id']}/"


def test_a_scenario_is_computed_in_the_background_and_told_in_plain_words(planner: Client) -> None:
    answer = planner.post("/rencana/baru/", a_scenario())
    assert "Sedang dihitung" in text_of(planner, answer["Location"])
    worked()
    page = text_of(planner, answer["Location"])
    assert "4 orang terlindungi, 12 bulan iuran" in page
    assert "tidak ada rencana sah yang lebih baik" in page
    assert "habis terpakai" in page
    polled = planner.get(answer["Location"], headers={"hx-request": "true"})
    assert (polled.status_code, polled["HX-Refresh"]) == (204, "true")


def test_a_tried_ceiling_and_priorities_from_a_file_make_another_plan(planner: Client, purse: int) -> None:
    policy = a_scenario()["policy_text"].replace("Prioritas umum", "Prioritas uji")
    file = SimpleUploadedFile("p.yaml", policy.encode())
    plan = made_and_computed(planner, "Dipotong", **{f"purse_{purse}": "100.800", "policy_file": file})
    page = text_of(planner, plan)
    assert "2 orang terlindungi" in page
    assert "Prioritas uji" in page


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"policy_text": "name: {id: a, en: b}\n"}, "baris"),
        ({"first_month": 12, "last_month": 7}, "bukan bagian tahun anggaran"),
        ({"take_up_percent": 101}, "100"),
        ({"policy_file": SimpleUploadedFile("p.yaml", b"\xff\xfe\x00")}, "UTF-8"),
        ({"policy_file": SimpleUploadedFile("p.yaml", b"#" * 70_000)}, "64 kB"),
        ({"name": ""}, "Nama rencana"),
    ],
)
def test_terms_with_mistakes_are_told_and_nothing_is_made(planner: Client, change: dict[str, Any], words: str) -> None:
    answer = planner.post("/rencana/baru/", a_scenario() | change)
    assert (answer.status_code, words in plain(answer.content.decode())) == (422, True)
    assert plans_of(LOTIM) == []


def test_demanding_what_the_money_does_not_bear_names_the_rule_to_relax(planner: Client, purse: int) -> None:
    for person in range(1, 7):
        for programme in ("jkk", "jkm"):
            execute("INSERT INTO membership_coveredmonth VALUES (%s, '2026-06-01', %s, %s, 'BPU', 'DBHCHT', "
                    "'recognised', 9)", [LOTIM, person, programme])  # fmt: skip
    policy = a_scenario()["policy_text"].replace("continuity: first", "continuity: demanded")
    plan = made_and_computed(planner, **{f"purse_{purse}": "16.800", "policy_text": policy})
    page = text_of(planner, plan)
    assert "Tidak ada rencana yang memenuhi semua aturan" in page
    assert re.search(r"(?<!dbhcht): dana kurang Rp", page)
    assert "Semester dua 2026 : Tidak dapat dipenuhi" in text_of(planner, "/rencana/banding/")


def test_two_plans_stand_side_by_side_with_who_loses(planner: Client, purse: int) -> None:
    whole, cut = made_and_computed(planner), made_and_computed(planner, "Dipotong", **{f"purse_{purse}": "100.800"})
    a, b = (plan.split("/")[2] for plan in (whole, cut))
    page = text_of(planner, f"/rencana/banding/?a={a}&b={b}&siapa=lose")
    assert "Kehilangan perlindungan 2 Mendapat perlindungan 0" in page
    assert page.count("PEKERJA") == 2
    assert planner.get(f"/rencana/banding/?a={a}&b=99").status_code == 404


def test_anybody_s_reason_is_found_by_name_nik_or_choice(planner: Client) -> None:
    plan = made_and_computed(planner)
    assert text_of(planner, f"{plan}orang/?pilih=tidak").count("PEKERJA") == 2
    execute(
        "INSERT INTO regions_region (code, name, level, kind, parent_id, regency_code, source) SELECT '52.01.01.2001',"
        " 'Desa lain', level, kind, parent_id, '52.01', source FROM regions_region WHERE level = 'village' LIMIT 1"
    )
    assert "Desa lain" not in text_of(planner, f"{plan}orang/")
    key, _ = name_key_of("NURHAYATI")
    execute("UPDATE people_person SET name = 'NURHAYATI', name_key = %s WHERE id = 3", [key])
    assert text_of(planner, f"{plan}orang/?cari=nurhayati").count("NURHAYATI") == 1
    found = text_of(planner, f"{plan}orang/?cari=5203050101859003")
    assert ("NURHAYATI" in found, "5203050101859003" in found.replace("value", "")) == (True, False)
    assert "Didaftarkan mulai" in text_of(planner, f"{plan}orang/?pilih=ya")
    assert planner.get(f"{plan}orang/99/").status_code == 404
    assert planner.get(f"{plan}orang/?wilayah=x'--").status_code == 404


def test_a_plan_is_frozen_once_however_often_the_form_is_sent(planner: Client, purse: int) -> None:
    plan = made_and_computed(planner)
    assert "Rp201.600 dari pagu menjadi komitmen" in text_of(planner, f"{plan}tetapkan/")
    form = a_head()
    jobs = {planner.post(f"{plan}tetapkan/", form)["Location"] for _ in range(2)}
    worked()
    assert (len(jobs), len(decrees_of(LOTIM)), states()) == (1, 1, {"decreed": 12})
    page = text_of(planner, f"/sk/{decrees_of(LOTIM)[0]['id']}/?segel=periksa")
    assert "masih sesuai sidik" in page
    assert decrees_of(LOTIM)[0]["sha256"] in page
    assert planner.get(f"{plan}tetapkan/").status_code == 404
    assert balance("committed", purse) == 12 * MINIMUM


def test_months_that_have_passed_need_a_reason_when_planned_and_when_frozen(planner: Client, purse: int) -> None:
    refused = planner.post("/rencana/baru/", a_scenario(first_month=5))
    assert (refused.status_code, "isi alasannya di formulir" in plain(refused.content.decode())) == (422, True)
    plan = made_and_computed(planner, first_month=5, past_months="surat BPJS 12")
    planner.post(f"{plan}tetapkan/", a_head())
    worked()
    (job,) = [job for job in jobs_of(PLANNER) if job["kind"] == "freeze_plan"]
    assert ("sudah lewat" in job["failure"]["id"], decrees_of(LOTIM)) == (True, [])
    frozen(planner, plan, past_months="surat BPJS 12")
    reasons = read_lines("SELECT DISTINCT detail ->> 'past_months' AS why FROM audit_entry "
                         "WHERE action IN ('make_plan', 'issue_decree')")  # fmt: skip
    assert reasons == [{"why": "surat BPJS 12"}]


def test_a_decree_the_real_ceiling_does_not_bear_is_refused_and_told(planner: Client, purse: int) -> None:
    plan = made_and_computed(planner, **{f"purse_{purse}": "1.000.000"})
    planner.post(f"{plan}tetapkan/", a_head())
    worked()
    (job,) = [job for job in jobs_of(PLANNER) if job["kind"] == "freeze_plan"]
    assert (job["state"], "kurang" in job["failure"]["id"], decrees_of(LOTIM)) == ("failed", True, [])


def test_the_annex_comes_as_workbook_and_as_pdf(planner: Client) -> None:
    decree = frozen(planner, made_and_computed(planner))
    book = load_workbook(io.BytesIO(planner.get(f"{decree}lampiran.xlsx").content))
    assert book.sheetnames == ["Lampiran", "Rekapitulasi"]
    assert planner.get(f"{decree}lampiran.pdf").content.startswith(b"%PDF")
    assert planner.get(f"{decree}lampiran.pdf?desa=52.03.99.2001").status_code == 404


def test_an_amendment_counts_first_and_leaves_what_is_billed(planner: Client) -> None:
    decree = frozen(planner, made_and_computed(planner), dated_on="2026-07-01")
    (first,) = read_lines("SELECT min(month) AS month FROM membership_coveredmonth")
    billed(first["month"].month)
    put_away()
    left = states()["decreed"]
    form = a_head("188.45/2/2026") | {"from_month": "2026-07", "purse_id": "", "village_code": "", "person_id": "",
                                      "reason": "pagu dipotong"}  # fmt: skip
    assert f"{left} bulan dari 4 orang" in plain(planner.post(f"{decree}ubah/", form).content.decode())
    assert states() == {"billed": 12 - left, "decreed": left}
    assert planner.post(f"{decree}ubah/", form | {"langkah": "tetapkan"}).status_code == 302
    assert states() == {"billed": 12 - left}
    assert "188.45/2/2026" in text_of(planner, decree)


def test_totals_are_given_as_csv_that_no_spreadsheet_runs(planner: Client) -> None:
    plan = made_and_computed(planner)
    execute("UPDATE regions_region SET name = '=HYPERLINK(1)' WHERE code = '52.03.05.2002'")
    text = planner.get(f"{plan}unduh.csv?menurut=desa").content.decode("utf-8-sig")
    assert "'=HYPERLINK(1)" in text
    assert text.splitlines()[0].startswith("kode;nama;orang")


def test_who_only_looks_makes_computes_and_freezes_nothing(reader: Client, planner: Client) -> None:
    plan = made_and_computed(planner)
    assert "Tetapkan menjadi SK" not in text_of(reader, plan)
    for address in ("/rencana/baru/", f"{plan}hitung/", f"{plan}tetapkan/"):
        assert reader.post(address, a_scenario()).status_code == 403
