"""Where one is signed in, and the end of it at once; of a session's key nothing usable is kept."""

from __future__ import annotations

import re

from django.contrib.auth import SESSION_KEY
from django.test import Client
from django.urls import reverse

from semesta.accounts.models import User
from semesta.audit.models import Entry
from semesta.signin.models import Session
from semesta.signin.session_store import SessionStore
from tests.web.account.phone import password_step

PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Mobile Safari/537.36"


def on_a_phone(name: str = "operator") -> Client:
    client = Client(headers={"User-Agent": PHONE})
    password_step(client, name)
    return client


def signed_in(client: Client) -> bool:
    return client.get(reverse("own-account")).status_code == 200


def numbers_on(client: Client) -> list[str]:
    page = client.get(reverse("own-account")).content.decode()
    return re.findall(r'name="session" value="(\d+)"', page)


def test_one_sees_where_one_is_signed_in_and_ends_a_single_session(operator: User, browser: Client) -> None:
    password_step(browser, "operator")
    phone, second = on_a_phone(), on_a_phone()
    page = browser.get(reverse("own-account")).content.decode()
    assert (page.count("Chrome, Android, "), page.count("sesi ini")) == (2, 1)
    number = numbers_on(browser)[-1]
    browser.post(reverse("end-own-sessions"), {"session": number})
    assert sorted([signed_in(phone), signed_in(second)]) == [False, True]
    assert signed_in(browser)
    assert Entry.objects.latest("id").action == "end_own_sessions"


def test_all_others_are_ended_at_once(operator: User, browser: Client) -> None:
    password_step(browser, "operator")
    others = [on_a_phone(), on_a_phone()]
    browser.post(reverse("end-own-sessions"), {"session": "others"})
    assert [signed_in(one) for one in others] == [False, False]
    assert signed_in(browser)
    assert numbers_on(browser) == []


def test_somebody_else_s_session_and_what_is_no_number_end_nothing(
    operator: User, verifier: User, browser: Client
) -> None:
    password_step(browser, "operator")
    other = on_a_phone("verifikator")
    for wanted, status in ((str(Session.objects.latest("id").pk), 302), ("", 404), ("-1", 404), ("9" * 40, 404)):
        assert browser.post(reverse("end-own-sessions"), {"session": wanted}).status_code == status
    assert signed_in(other)
    assert Entry.objects.latest("id").action == "sign_in"


def test_leaving_ends_the_session_for_whoever_kept_its_cookie(operator: User, browser: Client) -> None:
    password_step(browser, "operator")
    thief = Client()
    thief.cookies["sessionid"] = browser.cookies["sessionid"].value
    assert signed_in(thief)
    browser.post(reverse("sign-out"))
    assert not signed_in(thief)


def test_the_table_gives_no_key_and_content_does_not_move_to_another_row(operator: User, browser: Client) -> None:
    password_step(browser, "operator")
    key = browser.cookies["sessionid"].value
    kept = Session.objects.get(user=operator)
    assert key not in str(Session.objects.values())
    assert SessionStore(key)[SESSION_KEY] == str(operator.pk)
    for taken in (kept.fingerprint, key[::-1]):
        assert SESSION_KEY not in SessionStore(taken)
    own = SessionStore()
    own.create()
    Session.objects.exclude(pk=kept.pk).update(content=kept.content)
    assert SESSION_KEY not in SessionStore(own.session_key)


def test_an_expired_session_is_over_and_cleared(operator: User, browser: Client) -> None:
    password_step(browser, "operator")
    phone = on_a_phone()
    oldest = Session.objects.order_by("id")[0]
    Session.objects.filter(pk=oldest.pk).update(expires_at="2020-01-01T00:00Z")
    assert not signed_in(browser)
    Session.objects.update(seen_at="2020-01-01T00:00Z")
    assert signed_in(phone)
    assert Session.objects.get(user=operator).seen_at.year > 2020
