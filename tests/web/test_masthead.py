"""The masthead of a role with many pages stays one row: what is opened seldom stands behind "Lainnya"."""

from __future__ import annotations

import pytest

from semesta.accounts.actor import Actor, Role
from semesta.web.navigation import ONE_GLANCE, entries_for
from tests.intake.builders import LOTIM
from tests.web.chromium import a_chromium
from tests.web.signing import signed_in_as
from tests.web.test_browser import violations

ONE_ROW_PX = 70


@pytest.mark.parametrize("role", Role)
def test_nothing_is_lost_behind_more_and_what_is_left_is_one_glance(role: Role) -> None:
    offered = entries_for(Actor("uji", role, LOTIM))
    shown = [entry["name"] for entry in offered if not entry["is_behind_more"]]
    assert len({entry["href"] for entry in offered}) == len(offered)
    assert 0 < len(shown) <= ONE_GLANCE


def test_before_signing_in_there_is_no_more() -> None:
    assert [entry["name"] for entry in entries_for(None) if entry["is_behind_more"]] == []


@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 992)])
def test_an_administrator_s_masthead_is_one_row_and_opens_by_keyboard_without_script(
    site: str, chromium: str, scheme: str, width: int
) -> None:
    cookie = signed_in_as(Role.ADMINISTRATOR, LOTIM).cookies["sessionid"].value
    with a_chromium(chromium) as browser:
        context = browser.new_context(
            java_script_enabled=False, locale="id-ID", color_scheme=scheme, viewport={"width": width, "height": 800}  # type: ignore[arg-type]
        )  # fmt: skip
        context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
        page = context.new_page()
        page.goto(f"{site}/petugas/")
        box = page.locator(".masthead").bounding_box()
        assert box is not None
        assert box["height"] < ONE_ROW_PX
        page.locator(".masthead-nav summary", has_text="Lainnya").focus()
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url(f"{site}/usaha/**")


@pytest.mark.browser
def test_the_pages_on_people_and_the_own_account_can_be_read_by_everybody(site: str, chromium: str) -> None:
    cookie = signed_in_as(Role.ADMINISTRATOR, LOTIM).cookies["sessionid"].value
    with a_chromium(chromium) as browser:
        for width, scheme in ((360, "dark"), (1280, "light")):
            context = browser.new_context(
                locale="id-ID", color_scheme=scheme, viewport={"width": width, "height": 800}  # type: ignore[arg-type]
            )  # fmt: skip
            context.add_cookies([{"name": "sessionid", "value": cookie, "url": site}])
            page = context.new_page()
            for address in ("/petugas/", "/akun/", "/akun/faktor-kedua/", "/masuk/"):
                page.goto(site + address)
                assert violations(page) == [], address
                assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), address
