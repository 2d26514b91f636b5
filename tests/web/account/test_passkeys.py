"""A passkey is a second factor like a phone's codes: set up, shown, named and removed; a challenge serves once."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse

from semesta.accounts.models import User
from semesta.audit.models import Entry
from tests.web.account.conftest import PASSWORD
from tests.web.account.phone import password_step, set_up
from tests.web.account.soft_key import SoftKey, wanted_in

HOSTILE = ["", "[]", "{}", "null", '"x"', '{"id": 1}', '{"rawId": "AA", "response": {}}', "[" * 9_000, "x" * 30_000]


@pytest.fixture
def somebody(verifier: User, browser: Client) -> Client:
    """Sign the verifier in by password."""
    password_step(browser, "verifikator")
    return browser


def add(client: Client, key: SoftKey, name: str = "Ponsel kantor", **change: str) -> str:
    """Add a passkey on its page; return the page that answers."""
    wanted = wanted_in(client.get(reverse("new-passkey")).content.decode())
    said = {"name": name, "answer": key.made(wanted, **change)}
    return client.post(reverse("new-passkey"), said, follow=True).content.decode()


def half_way() -> tuple[Client, str]:
    """Show the password in another browser; return it with the page that asks for the second step."""
    other = Client()
    assert password_step(other, "verifikator").headers["Location"] == reverse("sign-in-code")
    return other, other.get(reverse("sign-in-code")).content.decode()


def is_in(client: Client, answer: str) -> bool:
    return client.post(reverse("sign-in-code"), {"answer": answer}).status_code == 302


def kept() -> list[str]:
    return [one.data["name"] for one in Authenticator.objects.filter(type="webauthn")]


def recorded() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("action", flat=True))


def test_staff_may_set_up_a_passkey_before_any_other_page(verifier: User, obligatory: None, browser: Client) -> None:
    password_step(browser, "verifikator")
    assert browser.get(reverse("own-account")).status_code == 302
    assert add(browser, SoftKey()).count("<li><code>") == 10
    assert browser.get(reverse("own-account")).status_code == 200
    assert recorded() == ["sign_in", "add_passkey"]


def test_a_passkey_opens_the_second_step_and_the_password_alone_does_not(somebody: Client) -> None:
    key = SoftKey()
    add(somebody, key)
    other, page = half_way()
    assert other.get(reverse("own-account")).status_code == 302
    assert is_in(other, key.shown(wanted_in(page)))
    assert "Ponsel kantor" in other.get(reverse("own-account")).content.decode()


def test_a_challenge_serves_once(somebody: Client) -> None:
    key = SoftKey()
    add(somebody, key)
    other, page = half_way()
    answer = key.shown(wanted_in(page))
    again, _ = half_way()
    assert not is_in(again, answer)
    assert is_in(other, answer)
    third, page = half_way()
    third.post(reverse("sign-in-code"), {"answer": "{}"})
    assert not is_in(third, key.shown(wanted_in(page)))


def test_another_site_or_another_key_does_not_open(somebody: Client) -> None:
    key = SoftKey()
    add(somebody, key)
    for answer in (lambda wanted: key.shown(wanted, "http://testserver.example"), SoftKey().shown):
        other, page = half_way()
        assert not is_in(other, answer(wanted_in(page)))
    assert "belum tersimpan" in add(somebody, SoftKey(b"lain"), origin="https://testserver")
    assert kept() == ["Ponsel kantor"]


def test_a_counter_that_goes_back_is_refused_and_recorded(somebody: Client) -> None:
    key = SoftKey(counter=5)
    add(somebody, key)
    other, page = half_way()
    assert is_in(other, key.shown(wanted_in(page)))
    key.counter = 3
    other, page = half_way()
    assert not is_in(other, key.shown(wanted_in(page)))
    assert recorded()[-1] == "refuse_copied_passkey"


def test_where_a_factor_is_on_a_password_alone_adds_and_removes_none(somebody: Client) -> None:
    before = Client()
    password_step(before, "verifikator")
    add(somebody, SoftKey())
    assert "sudah hidup" in before.get(reverse("new-passkey")).content.decode()
    assert "sudah hidup" in before.get(reverse("second-factor")).content.decode()
    number = Authenticator.objects.get(type="webauthn").pk
    before.post(reverse("passkey", args=[number]), {"password": PASSWORD})
    assert kept() == ["Ponsel kantor"]


def test_a_passkey_is_renamed_and_removed_with_the_password(somebody: Client) -> None:
    add(somebody, SoftKey(), name="  ")
    page = reverse("passkey", args=[Authenticator.objects.get(type="webauthn").pk])
    somebody.post(page, {"name": "Laptop <b>dinas</b>"})
    assert "Laptop &lt;b&gt;dinas" in somebody.get(reverse("own-account")).content.decode()
    assert "tidak cocok" in somebody.post(page, {"password": "salah"}).content.decode()
    assert kept() == ["Laptop <b>dinas</b>"]
    assert somebody.post(page, {"password": PASSWORD}).status_code == 302
    assert not Authenticator.objects.exists()  # the recovery codes stood in for it
    assert recorded()[-3:] == ["add_passkey", "rename_passkey", "remove_passkey"]


def test_codes_and_passkeys_stand_beside_each_other(somebody: Client) -> None:
    set_up(somebody)
    assert "<li><code>" not in add(somebody, SoftKey())
    number = Authenticator.objects.get(type="webauthn").pk
    somebody.post(reverse("passkey", args=[number]), {"password": PASSWORD})
    assert set(Authenticator.objects.values_list("type", flat=True)) == {"totp", "recovery_codes"}


def test_one_sees_no_passkey_of_somebody_else(somebody: Client, operator: User) -> None:
    add(somebody, SoftKey())
    other = Client()
    password_step(other, "operator")
    number = Authenticator.objects.get(type="webauthn").pk
    assert other.get(reverse("passkey", args=[number])).status_code == 404
    assert other.post(reverse("passkey", args=[number]), {"name": "x"}).status_code == 404


@pytest.mark.parametrize("answer", HOSTILE, ids=range(len(HOSTILE)))
def test_what_is_no_answer_changes_nothing(somebody: Client, answer: str) -> None:
    somebody.get(reverse("new-passkey"))
    page = somebody.post(reverse("new-passkey"), {"name": "x", "answer": answer})
    assert (page.status_code, kept()) == (200, [])


def test_wrong_answers_lock_the_name_as_wrong_codes_do(somebody: Client, three_attempts: None) -> None:
    add(somebody, SoftKey())
    other, _ = half_way()
    told = [other.post(reverse("sign-in-code"), {"answer": "{}"}).status_code for _ in range(3)]
    assert told == [200, 200, 429]


def test_an_address_of_numbers_is_told_to_open_the_site_by_its_name(somebody: Client) -> None:
    page = somebody.get(reverse("new-passkey"), headers={"Host": "127.0.0.1:8000"}).content.decode()
    assert "lewat localhost" in page
    assert "data-passkey" not in page
