"""A passkey in a real browser, with Chromium's virtual authenticator: made, signed out, signed in with it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page

from semesta.accounts.models import User
from tests.web.account.conftest import PASSWORD
from tests.web.chromium import a_chromium
from tests.web.conftest import served
from tests.web.test_browser import sticking_out, violations, watched

pytestmark = pytest.mark.browser
AUTHENTICATOR = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip


@pytest.fixture
def page(chromium: str) -> Iterator[Page]:
    """Open a page on a phone whose authenticator says yes to everything."""
    with a_chromium(chromium) as browser:
        page = browser.new_page(viewport={"width": 360, "height": 800}, locale="id-ID")
        tools = page.context.new_cdp_session(page)
        tools.send("WebAuthn.enable")
        tools.send("WebAuthn.addVirtualAuthenticator", {"options": AUTHENTICATOR})
        page.set_default_timeout(15_000)
        yield page


def password_in(page: Page, site: str) -> None:
    page.goto(f"{site}/masuk/")
    page.locator("#id_username").fill("verifikator")
    page.locator("#id_password").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()


def test_made_signed_out_and_signed_in_with(verifier: User, obligatory: None, page: Page) -> None:
    with served() as address:
        site = address.replace("127.0.0.1", "localhost")
        wrong = watched(page, site)
        password_in(page, site)
        page.get_by_role("link", name="Pakai kunci sandi").click()
        page.get_by_label("Nama, agar Anda").fill("Ponsel uji")
        assert (violations(page), sticking_out(page)) == ([], [])
        page.get_by_role("button", name="Buat kunci sandi").click()
        page.get_by_role("link", name="Sudah saya simpan").click()
        assert page.get_by_role("link", name="Ponsel uji").is_visible()
        assert (violations(page), sticking_out(page)) == ([], [])
        page.locator("summary", has_text="Menu").click()
        page.get_by_role("button", name="Keluar").click()
        password_in(page, site)
        assert violations(page) == []
        page.get_by_role("button", name="Masuk dengan kunci sandi").click()
        page.wait_for_url(lambda now: "/masuk/" not in now)
        page.goto(f"{site}/akun/")
        assert page.get_by_text("terakhir dipakai").is_visible()
        assert wrong == []
