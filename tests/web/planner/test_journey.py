"""The planner and the finance officer in a real browser: scenarios to a decree; bills to a receipt and arrears."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page

from semesta.accounts.actor import Role
from semesta.bulk import execute
from semesta.jobs.worker import work
from tests.funding.builders import (
    MINIMUM,
    OTHER_VILLAGE,
    a_house,
    a_purse,
    decreed,
    months_of,
    some_workers,
    states,
)
from tests.intake.builders import LOTIM
from tests.web.conftest import served
from tests.web.signing import signed_in_as
from tests.web.test_browser import sticking_out, violations, watched

pytestmark = pytest.mark.browser
PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}


@pytest.fixture
def purse(own_database: str, monkeypatch: pytest.MonkeyPatch) -> int:
    """Fill a database: money of the regency for two of four farmers; the village owes for one more since January."""
    monkeypatch.setenv("SEMESTA_TODAY", "2026-06-20")
    a_house()
    some_workers(2)
    some_workers(3, village=OTHER_VILLAGE, first=3)
    execute("UPDATE people_person SET birth_on = '1985-01-01', sex = 'L'")
    number = a_purse("apbd_regency", ceiling_rp=6 * MINIMUM)
    village = a_purse("add", owner=OTHER_VILLAGE, ceiling_rp=12 * MINIMUM)
    decreed(months_of([5], range(1, 13), village), number="SK-DESA")
    return number


@pytest.fixture
def site(purse: int) -> Iterator[str]:
    """Serve it."""
    with served() as address:
        yield address


def an_office(browser: Browser, site: str, role: Role, size: dict[str, int], scheme: str) -> BrowserContext:
    """Return the browser of somebody of the office, signed in."""
    session = signed_in_as(role, LOTIM).cookies["sessionid"].value
    context = browser.new_context(locale="id-ID", viewport=size, color_scheme=scheme, accept_downloads=True)  # type: ignore[arg-type]
    context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
    return context


def looked_at(page: Page) -> None:
    """Hold a page to what every page is held to."""
    assert sticking_out(page) == [], page.url
    assert violations(page) == [], page.url


def a_plan(page: Page, site: str, name: str, **ceilings: str) -> None:
    """Make a scenario on its page and let the worker compute it; the page shows the result by itself."""
    page.goto(f"{site}/rencana/baru/")
    page.get_by_label("Nama rencana").fill(name)
    for label, rupiah in ceilings.items():
        page.get_by_label(label.replace("_", " "), exact=False).first.fill(rupiah)
    page.get_by_role("button", name="Buat dan hitung").click()
    page.get_by_text("Sedang dihitung di latar").wait_for()
    work(until_nothing_waits=True)
    page.get_by_role("heading", name="Yang dicapai, dan buktinya").wait_for()


def test_a_planner_compares_two_plans_and_freezes_one(browser: Browser, site: str) -> None:
    page = an_office(browser, site, Role.PLANNER, DESK, "light").new_page()
    wrong = watched(page, site)
    a_plan(page, site, "Pagu sekarang")
    a_plan(page, site, "Pagu ditambah", Pagu_yang_dicoba="1.000.000")
    looked_at(page)
    page.goto(f"{site}/rencana/banding/")
    page.get_by_role("button", name="Bandingkan").click()
    looked_at(page)
    assert page.get_by_text("Menurut desa").is_visible()
    page.locator("a[href*='siapa=gain']").click()
    page.locator("section[aria-labelledby=orang] tbody a").first.click()
    assert page.get_by_text("Didaftarkan mulai").is_visible()  # the reason of one who gains
    looked_at(page)
    page.goto(f"{site}/rencana/")
    page.get_by_role("link", name="Pagu sekarang").click()
    page.get_by_role("link", name="Tetapkan menjadi SK").click()
    looked_at(page)
    page.get_by_label("Nomor SK").fill("188.45/7/2026")
    page.get_by_role("button", name="Tetapkan").click()
    page.wait_for_url("**/pekerjaan/*/")
    work(until_nothing_waits=True)
    page.wait_for_url("**/sk/*/")  # the page asks by itself
    looked_at(page)
    with page.expect_download() as waited:
        page.get_by_role("link", name="Lampiran PDF").click()
    assert Path(waited.value.path()).read_bytes().startswith(b"%PDF")
    assert [entry for entry in wrong if "lampiran.pdf" not in entry] == []


def test_a_finance_officer_goes_from_a_bill_to_its_receipt_and_the_arrears(
    browser: Browser, site: str, tmp_path: Path
) -> None:
    page = an_office(browser, site, Role.FINANCE, PHONE, "dark").new_page()
    wrong = watched(page, site)
    for month in ("2026-01", "2026-02"):
        page.goto(f"{site}/tagihan/")
        if not page.locator("#id_month").is_visible():
            page.get_by_text("Tagih satu bulan").click()
        page.locator("#id_month").fill(month)
        page.locator("#id_document").fill(f"TAG-{month}")
        page.get_by_role("button", name="Tagih", exact=True).click()
        page.wait_for_url("**/pekerjaan/*/")
        work(until_nothing_waits=True)
        page.wait_for_url("**/tagihan/?bulan=*")
    looked_at(page)
    page.goto(f"{site}/perintah-bayar/baru/?bulan=2026-01")
    looked_at(page)
    page.get_by_label("Nomor perintah bayar").fill("SPM-1")
    page.get_by_label("Dokumen").fill("SPP-1")
    page.get_by_role("button", name="Terbitkan perintah bayar").click()
    page.get_by_label("Tanda terima bank").fill("BANK-1")
    page.get_by_role("button", name="Sudah dikirim").click()
    looked_at(page)
    file = tmp_path / "bank.csv"
    file.write_text(f"tanggal;referensi;jumlah\n2026-06-12;SPM-1;{MINIMUM}\nTOTAL;;{MINIMUM}\n")
    page.goto(f"{site}/pembayaran/")
    page.get_by_label("Berkas bank").set_input_files(file)
    page.get_by_role("button", name="Muat", exact=True).click()
    assert page.get_by_text("tepat", exact=True).last.is_visible()
    looked_at(page)
    assert states() == {"paid": 1, "billed": 1, "decreed": 10}
    page.goto(f"{site}/tunggakan/")
    looked_at(page)
    assert page.get_by_role("heading", level=1).inner_text() == f"Tunggakan Rp{MINIMUM:,}".replace(",", ".")
    assert page.get_by_text(OTHER_VILLAGE).first.is_visible()
    assert wrong == []


def test_a_finance_officer_sees_a_project_before_it_is_billed_and_the_books_after(browser: Browser, site: str) -> None:
    page = an_office(browser, site, Role.FINANCE, PHONE, "light").new_page()
    wrong = watched(page, site)
    page.goto(f"{site}/tagihan/")
    page.get_by_role("link", name="Tagih proyek").click()
    for label, said in (("Nomor SPK", "SPK-7"), ("Pelaksana", "CV Rekaan"), ("Nilai kontrak", "300.000.000"),
                        ("Hari pertama", "2026-07-01"), ("Jatuh tempo", "2026-07-15")):  # fmt: skip
        page.get_by_label(label).fill(said)
    page.get_by_label("Desa tempat proyek").select_option(OTHER_VILLAGE)
    page.get_by_role("button", name="Hitung dulu").click()
    assert page.get_by_role("heading", name="Yang akan ditagih: Rp620.000").is_visible()
    looked_at(page)
    page.get_by_role("button", name="Terbitkan tagihan").click()
    page.wait_for_url("**/tagihan/26*/")
    looked_at(page)
    page.goto(f"{site}/dana/")
    page.get_by_role("link", name="Neraca saldo").click()
    assert page.get_by_text("Debet dan kredit sama.").is_visible()
    looked_at(page)
    assert wrong == []
