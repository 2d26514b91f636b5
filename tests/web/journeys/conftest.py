"""The made-up regency with money, served for journeys in a browser; each reader on a phone and at a desk."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page
from pytest_django.plugin import DjangoDbBlocker

from semesta.accounts.actor import Role
from tests.web.conftest import _pointing_at, served
from tests.web.made_up_money import MadeUpMoney
from tests.web.signing import signed_in_as
from tests.web.test_browser import sticking_out, violations, watched

PHONE = {"width": 360, "height": 740}
DESK = {"width": 1280, "height": 800}
Walk = Callable[..., "Walker"]


class Walker:
    """Somebody with a browser, on a page: every page must fit and stay silent; only `looks` asks axe, which is slow."""

    def __init__(self, page: Page, site: str, wrong: list[str]) -> None:
        self.page = page
        self.site = site
        self.wrong = wrong

    def goes_to(self, address: str) -> None:
        """Open an address by hand."""
        self.page.goto(self.site + address)
        self.fits()

    def follows(self, words: str, *, exact: bool = False) -> None:
        """Follow the first link that bears these words."""
        self.page.get_by_role("link", name=words, exact=exact).first.click()
        self.fits()

    def presses(self, words: str) -> None:
        """Press the first button that bears these words."""
        self.page.get_by_role("button", name=words).first.click()

    def takes(self, what: Locator) -> tuple[str, bytes]:
        """Press or follow what gives a file; return its name and content."""
        with self.page.expect_download() as download:
            what.click()
        self.wrong[:] = [line for line in self.wrong if not line.startswith("failed:")]  # a file is no page to go to
        return download.value.suggested_filename, Path(download.value.path()).read_bytes()

    def fits(self) -> None:
        """Hold the page to what every page must be: within the window, and nothing said on the console."""
        self.page.wait_for_load_state()
        assert sticking_out(self.page) == [], self.page.url
        assert self.wrong == [], self.page.url

    def looks(self) -> None:
        """Hold the page to all of that, and to what axe knows of accessibility."""
        self.fits()
        assert violations(self.page) == [], self.page.url

    def sees(self, words: str | re.Pattern[str]) -> bool:
        """Say whether the words stand on the page and can be seen."""
        found = self.page.get_by_text(words).first
        found.wait_for()
        return found.is_visible()

    def title(self) -> str:
        """Return the main heading."""
        return self.page.get_by_role("heading", level=1).inner_text()


@pytest.fixture
def money(
    database_with_money: tuple[str, MadeUpMoney], django_db_blocker: DjangoDbBlocker, monkeypatch: pytest.MonkeyPatch
) -> Iterator[MadeUpMoney]:
    """Point Django at the regency with money on a day of January 2026."""
    name, numbers = database_with_money
    with django_db_blocker.unblock(), tempfile.TemporaryDirectory(prefix="semesta-") as folder, _pointing_at(name):
        monkeypatch.setenv("SEMESTA_VAR", str(Path(folder)))
        monkeypatch.setenv("SEMESTA_TODAY", "2026-01-20")
        yield numbers


@pytest.fixture
def site(money: MadeUpMoney) -> Iterator[str]:
    """Serve it."""
    with served() as address:
        yield address


@pytest.fixture(params=[PHONE, DESK], ids=["phone", "desk"])
def walk(request: pytest.FixtureRequest, browser: Browser, site: str) -> Walk:
    """Return what gives a reader a browser: walk(role, territory), or walk() for somebody without an account."""
    size: dict[str, int] = request.param

    def begin(role: Role | None = None, territory: str = "", **kind: Any) -> Walker:
        session = signed_in_as(role, territory).cookies["sessionid"].value if role else ""
        context = browser.new_context(locale="id-ID", viewport=size, **kind)  # type: ignore[arg-type]
        if session:
            context.add_cookies([{"name": "sessionid", "value": session, "url": site}])
        page = context.new_page()
        return Walker(page, site, watched(page, site))

    return begin
