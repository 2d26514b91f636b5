"""A village operator's journeys in a real browser: on a phone with a script, on a desk, and without JavaScript."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from semesta.accounts.actor import Role
from semesta.bulk import read_lines
from semesta.jobs.worker import work
from tests.intake.alike import a_sent_list
from tests.intake.builders import LOTIM, VILLAGE
from tests.web.conftest import served
from tests.web.signing import signed_in_as
from tests.web.test_browser import sticking_out, violations, watched
from tests.web.village.lists import a_csv, a_person

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}


@pytest.fixture
def site(writable: int) -> Iterator[str]:
    """Serve the copy of the made-up regency."""
    with served() as address:
        yield address


def a_reader(
    browser: Browser, site: str, *, role: Role = Role.VILLAGE_OPERATOR, territory: str = VILLAGE, **kind: Any
) -> Page:
    """A page of the operator of Kesik, or of somebody else, signed in."""
    session = signed_in_as(role, territory).cookies["sessionid"].value
    context = browser.new_context(locale="id-ID", **kind)
    context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
    return context.new_page()


def a_file(folder: Path) -> Path:
    path = folder / "daftar pekerja.csv"
    path.write_bytes(a_csv(a_person("SITI AMINAH"), a_person("AMAQ SALEH"), ("INAQ RIPAH", "52030")).read())
    return path


def test_a_list_goes_from_a_phone_to_its_result_and_is_mended(browser: Browser, site: str, tmp_path: Path) -> None:
    page = a_reader(browser, site, viewport=PHONE)
    wrong = watched(page, site)
    page.goto(f"{site}/serahkan/")
    page.get_by_label("Berkas daftar").set_input_files(a_file(tmp_path))
    page.get_by_role("button", name="Kirim").dblclick()
    page.wait_for_url("**/pekerjaan/*/")
    assert page.get_by_text("menunggu giliran", exact=False).first.is_visible()
    work(until_nothing_waits=True)
    page.wait_for_url("**/hasil/")  # the page asks by itself
    page.get_by_text("Perbaiki baris ini").click()
    page.get_by_label("NIK yang benar").fill(a_person()[1])
    page.get_by_role("button", name="Simpan semua").click()
    page.wait_for_url("**/pekerjaan/*/")
    work(until_nothing_waits=True)
    page.wait_for_url("**/hasil/")
    assert page.get_by_text("Diterima: orang baru.").is_visible()
    assert [entry for entry in wrong if "failed" not in entry] == []
    assert len(read_lines("SELECT id FROM intake_submission WHERE file_name = 'daftar pekerja.csv'")) == 1


def test_a_list_is_handed_in_and_its_result_read_without_a_script(browser: Browser, site: str, tmp_path: Path) -> None:
    page = a_reader(browser, site, java_script_enabled=False, viewport=PHONE)
    page.goto(f"{site}/serahkan/")
    page.get_by_label("Berkas daftar").set_input_files(a_file(tmp_path))
    page.get_by_role("button", name="Kirim").click()
    assert page.get_by_text("Pekerjaan ini menunggu giliran").is_visible()
    work(until_nothing_waits=True)
    page.reload()
    page.get_by_role("link", name="Lihat hasilnya").click()
    assert page.get_by_role("heading", level=1).inner_text().startswith("Hasil kiriman nomor")
    assert page.get_by_text("Baris yang masih menunggu: 1").is_visible()


def test_rows_of_one_kind_are_seen_and_mended_by_a_verifier(browser: Browser, site: str, tmp_path: Path) -> None:
    a_sent_list(tmp_path, ("AMAQ SALEH", "52030501101859871", "5203051203109001", "L"))
    page = a_reader(browser, site, role=Role.VERIFIER, territory=LOTIM, viewport=PHONE)
    wrong = watched(page, site)
    page.goto(f"{site}/verifikasi/")
    assert (sticking_out(page), violations(page)) == ([], [])
    page.get_by_role("link", name="Jumlah angka NIK salah").click()
    assert (sticking_out(page), violations(page)) == ([], [])
    page.get_by_role("button", name="Perbaiki semua").press("Enter")
    page.wait_for_url("**/pekerjaan/*/")
    work(until_nothing_waits=True)
    page.get_by_text("1 baris pada 1 daftar diperbaiki").wait_for()
    assert wrong == []


@pytest.mark.parametrize(("size", "scheme"), [(PHONE, "light"), (DESK, "dark")])
def test_pages_fit_and_are_accessible(
    browser: Browser, site: str, writable: int, size: dict[str, int], scheme: str
) -> None:
    page = a_reader(browser, site, viewport=size, color_scheme=scheme)
    wrong = watched(page, site)
    somebody = read_lines("SELECT id FROM people_person WHERE name = 'PETANI A'")[0]["id"]
    addresses = ["/serahkan/", "/pekerjaan/", f"/desa/{VILLAGE}/", f"/desa/{VILLAGE}/orang/", f"/orang/{somebody}/"]
    addresses.append(f"/desa/{VILLAGE}/orang/?keadaan=waiting")
    for address in (*addresses, f"/kiriman/{writable}/hasil/"):
        page.goto(site + address)
        assert sticking_out(page) == [], address
        assert violations(page) == [], address
    assert wrong == []
