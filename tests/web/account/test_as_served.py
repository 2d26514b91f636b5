"""The whole road of signing in on connections that log in as the role of pages, as `semesta serve` makes them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from semesta.accounts.actor import Role
from semesta.accounts.models import User
from semesta.installation.own_server import WEB_ROLE
from semesta.regions.actions import load_shipped_regions
from semesta.staff.models import Appointment
from tests.intake.builders import CONSOLE, LOTIM, TODAY
from tests.web.account.conftest import PASSWORD
from tests.web.account.phone import code_of, password_step, set_up
from tests.web.staff.test_people import ASKED, TAKEN_UP, link_in, number_of

NEW = "songket-pringgasela-7"


@pytest.fixture
def as_served(verifier: User, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Log in as the role of pages until the end of the test."""
    load_shipped_regions(CONSOLE)
    administrator = User.objects.create_user("admin", password=PASSWORD)
    post = {"role": Role.ADMINISTRATOR, "territory": LOTIM}
    Appointment.objects.create(user=administrator, **post, from_on=TODAY, appointed_by="konsol")
    connection.close()
    monkeypatch.setenv("SEMESTA_SERVES_PAGES", "yes")
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == (WEB_ROLE,)
    yield
    monkeypatch.delenv("SEMESTA_SERVES_PAGES")
    connection.close()


def test_password_factor_sessions_and_a_new_password(as_served: None, browser: Client) -> None:
    password_step(browser, "verifikator")
    secret, _ = set_up(browser)
    other = Client()
    password_step(other, "verifikator")
    assert other.post(reverse("sign-in-code"), {"code": code_of(secret, later=1)}).status_code == 302
    assert browser.get(reverse("own-account")).content.decode().count('name="session" value="') == 2
    browser.post(reverse("end-own-sessions"), {"session": "others"})
    assert other.get(reverse("own-account")).status_code == 302
    said = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert browser.post(reverse("own-password"), said).status_code == 302
    browser.post(reverse("sign-out"))
    assert browser.get(reverse("own-account")).status_code == 302
    assert password_step(browser, "verifikator", NEW).headers["Location"] == reverse("sign-in-code")


def test_invited_reset_and_ended(as_served: None, browser: Client) -> None:
    password_step(browser, "admin")
    asked = ASKED | {"role": "verifier", "territory": LOTIM}
    newcomer = Client()
    assert newcomer.post(link_in(_post(browser, "/petugas/", asked)), TAKEN_UP).headers["Location"] == "/masuk/"
    password_step(newcomer, "sari", TAKEN_UP["password"])
    set_up(newcomer)
    page = f"/petugas/{number_of(browser, 'sari')}/ubah/"
    link = link_in(_post(browser, page, {"do": "reset", "reason": "telepon hilang"}))
    assert newcomer.get(reverse("own-account")).status_code == 302
    assert newcomer.post(link, {"password": NEW, "again": NEW}).headers["Location"] == "/masuk/"
    assert password_step(newcomer, "sari", NEW).headers["Location"] != reverse("sign-in-code")
    assert newcomer.get(reverse("own-account")).status_code == 200
    _post(browser, page, {"do": "end", "reason": "mutasi"})
    assert newcomer.get(reverse("own-account")).status_code == 302


def _post(client: Client, address: str, said: dict[str, str]) -> str:
    answer = client.post(address, said)
    assert answer.status_code == 200, answer.content.decode()
    return str(answer.content.decode())
