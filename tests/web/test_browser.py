"""The pages in a real browser: on a phone and a desk, light and dark, with a keyboard, and without JavaScript."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page

from tests.web.made_up import DISTRICT, VILLAGE

pytestmark = pytest.mark.browser
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
FIRST_LOAD_BYTES = 200_000
LATER_PAGE_BYTES = 40_000
LEFT = "net::ERR_ABORTED"
"""The reader went on before the picture came: no fault of the page."""


def watched(page: Page, site: str) -> list[str]:
    """Return a list that fills with whatever goes wrong: console errors, failures, requests to another host."""
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on(
        "requestfailed", lambda request: wrong.append(f"failed: {request.url}") if request.failure != LEFT else None
    )
    page.on(
        "request",
        lambda request: (
            wrong.append(request.url)
            if urlsplit(request.url).scheme != "data" and not request.url.startswith(f"{site}/")
            else None
        ),
    )
    return wrong


def sticking_out(page: Page) -> list[str]:
    """Return the elements that reach beyond the window, but for those in a table that scrolls on its own."""
    return list(
        page.evaluate(
            """() => [...document.body.querySelectorAll('*')]
                .filter(e => !e.closest('.table-scroll, .skip-link, .table-stack thead, .visually-hidden'))
                .filter(e => e.getBoundingClientRect().right > window.innerWidth + 0.5)
                .map(e => e.outerHTML.slice(0, 120))"""
        )
    )


def violations(page: Page) -> list[str]:
    """Return what axe has to say about the page, one line per element."""
    page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run({resultTypes: ['violations']}).then(result => result.violations)")
    return [f"{rule['id']}: {node['html'][:120]}" for rule in found for node in rule["nodes"]]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_pages_fit_are_accessible_and_stay_on_this_machine(
    browser: Browser, site: str, last_submission: int, width: int, scheme: str
) -> None:
    page = browser.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme, locale="id-ID")  # type: ignore[arg-type]
    wrong = watched(page, site)
    addresses = ("/", "/?lang=en", f"/wilayah/{DISTRICT}/", f"/wilayah/{VILLAGE}/", "/kiriman/")
    for address in (*addresses, f"/kiriman/{last_submission}/"):
        page.goto(site + address)
        assert sticking_out(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
        assert violations(page) == [], address
    assert wrong == []


def test_everything_works_without_javascript(browser: Browser, site: str) -> None:
    page = browser.new_context(java_script_enabled=False, locale="id-ID").new_page()
    page.goto(site)
    page.get_by_label("Bulan").select_option("2025-12")
    page.get_by_role("button", name="Tampilkan").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Kabupaten Lombok Timur, Desember 2025"
    page.get_by_role("link", name="Kesik: tidak ditulis").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Kesik, Desember 2025"
    page.get_by_role("link", name="Daftar yang diserahkan dari sini").click()
    page.get_by_role("link", name="Kesik").click()
    assert page.get_by_text("Yang dipahami dari berkas ini").is_visible()
    page.get_by_role("link", name="English").click()
    assert page.get_by_text("How this file was understood").is_visible()


def test_a_keyboard_reaches_the_content_at_once_and_passes_over_the_map(browser: Browser, site: str) -> None:
    page = browser.new_page(locale="id-ID")
    page.goto(site)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Langsung ke isi"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "isi"
    page.get_by_text("Lewati peta").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "districts-title"


def test_the_first_load_and_later_pages_are_light(browser: Browser, site: str) -> None:
    page = browser.new_page(locale="id-ID")
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(max(0, request.sizes()["responseBodySize"])))  # kept: < 0
    page.goto(site, wait_until="networkidle")
    assert 80_000 < sum(sizes) <= FIRST_LOAD_BYTES
    sizes.clear()
    page.goto(f"{site}/wilayah/{VILLAGE}/", wait_until="networkidle")
    assert 1_000 < sum(sizes) <= LATER_PAGE_BYTES


def test_on_a_phone_the_pages_are_behind_a_menu_that_needs_no_script(browser: Browser, site: str) -> None:
    context = browser.new_context(java_script_enabled=False, locale="id-ID", viewport={"width": 360, "height": 800})
    page = context.new_page()
    page.goto(site)
    assert not page.get_by_role("link", name="Kiriman", exact=True).is_visible()
    page.get_by_text("Menu", exact=True).click()
    page.get_by_role("link", name="Kiriman", exact=True).click()
    assert page.url == f"{site}/kiriman/"
