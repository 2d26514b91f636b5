"""The pages of figures in a real browser: they fit on phone and desk, are accessible and light; the map by keyboard.

What each reader comes for is walked in tests/web/journeys.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import BrowserContext

from semesta.accounts.actor import Role
from tests.web.chromium import a_chromium
from tests.web.made_up import DISTRICT, LOTIM
from tests.web.signing import signed_in_as
from tests.web.test_browser import LATER_PAGE_BYTES, sticking_out, violations, watched

pytestmark = pytest.mark.browser


@pytest.fixture
def auditor(site: str, chromium: str) -> Iterator[BrowserContext]:
    """Start Chromium signed in as an auditor of the regency; it is gone before the site and its database are."""
    cookie = signed_in_as(Role.AUDITOR, LOTIM).cookies["sessionid"].value
    with a_chromium(chromium) as browser:
        context = browser.new_context(locale="id-ID")
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
        yield context


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1280, "light")])
def test_pages_fit_are_accessible_and_light(auditor: BrowserContext, site: str, width: int, scheme: str) -> None:
    page = auditor.new_page()
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    wrong = watched(page, site)
    page.goto(site)
    sizes: list[int] = []
    page.on("requestfinished", lambda request: sizes.append(request.sizes()["responseBodySize"]))
    regency, people = f"ringkasan/{LOTIM}/", f"angka/{LOTIM}/?who=known"
    compared = (f"tabel-desa/{LOTIM}/", f"peta/{LOTIM}/?measure=growth", f"ringkasan/{DISTRICT}/")
    for address in (regency, *compared, people, "orang/1/bulan/2026-01/", "uang/", "jejak/", "pemeriksaan-uang/"):
        sizes.clear()
        page.goto(f"{site}/{address}", wait_until="networkidle")
        assert sum(sizes) <= LATER_PAGE_BYTES, address
        assert sticking_out(page) == [], address
        assert violations(page) == [], address
    assert wrong == []


def test_arrow_keys_walk_over_the_map_and_say_where_they_are(auditor: BrowserContext, site: str) -> None:
    page = auditor.new_page()
    page.goto(f"{site}/peta/{LOTIM}/?district={DISTRICT}")
    first = page.locator(".district-grid .tiles a").first
    first.focus()
    said = page.locator(".map-said")
    assert said.inner_text().startswith("Kesik: 58,33")
    page.keyboard.press("ArrowRight")
    assert not said.inner_text().startswith("Kesik")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    assert page.get_by_role("heading", level=1).inner_text() == "Kesik, Januari 2026"
