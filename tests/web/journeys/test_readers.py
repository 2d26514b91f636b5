"""Who looks: regent, district head, province, enterprise officer, citizen; each finds in a minute what they came to."""

from __future__ import annotations

import re

import pytest

from semesta.accounts.actor import Role
from semesta.bulk import execute
from tests.intake.builders import nik
from tests.web.journeys.conftest import Walk
from tests.web.made_up import DISTRICT, LOTIM

pytestmark = pytest.mark.browser


def test_the_regent_goes_from_one_sheet_to_the_villages_and_the_people(walk: Walk) -> None:
    regent = walk(Role.READER, LOTIM)
    regent.goes_to("/ringkasan/")
    assert regent.title() == "Kabupaten Lombok Timur, Januari 2026"
    regent.follows("Tabel desa")
    regent.follows("Yang mungkin")
    regent.follows("Peta", exact=True)
    regent.page.go_back()
    regent.page.locator("table a[href*='who=enrollable']").first.click()
    regent.looks()
    assert "dapat segera didaftarkan" in regent.title()
    assert regent.sees(re.compile(r"520305\*{8}\d\d"))


def test_a_district_head_sees_which_village_lags_and_why(walk: Walk) -> None:
    head = walk(Role.DISTRICT, DISTRICT)
    head.goes_to("/ringkasan/")
    assert head.title() == "Masbagik, Januari 2026"
    assert head.sees("Desa, dari yang paling tertinggal, dan sebabnya")
    head.follows("Tabel desa")
    head.goes_to("/desa/")
    head.follows("Kesik")
    assert head.title().startswith("Kesik")


def test_the_province_adds_up_and_sees_no_person(walk: Walk) -> None:
    province = walk(Role.PROVINCE, "52")
    province.goes_to("/ringkasan/")
    assert province.title() == "Kabupaten Lombok Timur, Januari 2026"
    province.follows("Tabel desa")
    assert province.page.locator("a[href*='/angka/']").count() == 0


def test_an_enterprise_officer_sees_whose_cover_ends_and_takes_the_list(walk: Walk) -> None:
    execute(
        "INSERT INTO people_livelihood (regency_code, person_id, segment_code, submission_id)"
        " SELECT regency_code, id, 'micro_enterprise', 0 FROM people_person WHERE name LIKE 'PETANI%%'"
        " ON CONFLICT DO NOTHING"
    )
    officer = walk(Role.ENTERPRISE_OFFICER, LOTIM)
    officer.goes_to("/usaha/")
    officer.looks()
    officer.page.locator(".headline a[href*='ends_soon']").click()
    officer.looks()
    assert officer.title() == "7 orang: segera habis"
    name, data = officer.takes(officer.page.get_by_role("link", name="Unduh CSV"))
    assert (name, data.count(b"PETANI")) == ("pelaku-usaha-mikro-52.03-2026-01.csv", 7)


def test_a_citizen_learns_of_own_cover_its_benefit_and_the_papers(walk: Walk) -> None:
    citizen = walk()
    citizen.goes_to("/cek/")
    citizen.page.get_by_label("NIK").fill(nik(9001))
    citizen.page.get_by_label("Tanggal lahir").fill("1985-01-01")
    citizen.presses("Periksa")
    assert citizen.sees("Ya, sampai akhir Januari 2026")
    citizen.looks()
    citizen.follows("Lihat manfaatnya")
    citizen.presses("Hitung")
    citizen.looks()
    assert citizen.page.locator("#sum").inner_text().endswith("Rp42.000.000")
    citizen.follows("Setelah musibah")
    citizen.follows("Data terbuka")
    name, data = citizen.takes(citizen.page.get_by_role("link", name="Januari 2026"))
    assert (name, data[:6]) == ("cakupan-52.03-2026-01.csv", b"month,")
    citizen.follows("Data pribadi", exact=True)
