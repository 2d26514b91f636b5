"""Coming in: where one lands, what a failure tells, when a name is locked, and whose password a page can set."""

from __future__ import annotations

from django.test import Client
from django.urls import reverse

from semesta.accounts.models import User
from semesta.accounts.queries import actor_of
from semesta.accounts.scope import in_scope_of
from semesta.audit.models import Entry
from tests.web.account.conftest import PASSWORD
from tests.web.account.phone import password_step, set_up

NEW = "songket-pringgasela-7"


def test_a_reader_lands_where_the_role_begins(verifier: User, browser: Client) -> None:
    landed = password_step(browser, "verifikator").headers["Location"]
    assert landed == password_step(Client(), "verifikator", next="//elsewhere/").headers["Location"]
    wanted = password_step(Client(), "verifikator", next=reverse("jobs")).headers["Location"]
    assert (landed == wanted, wanted) == (False, reverse("jobs"))


def test_a_failure_tells_nothing_of_the_name(verifier: User, browser: Client, three_attempts: None) -> None:
    def told(name: str) -> list[tuple[int, int]]:
        answers = [password_step(Client(), name, "salah") for _ in range(5)]
        return [
            (answer.status_code, len(answer.content) - len(name) * (answer.status_code == 200)) for answer in answers
        ]

    known = told("verifikator")
    assert known == told("tidak-ada")
    assert [status for status, _ in known] == [200, 200, 429, 429, 429]


def test_a_locked_name_stays_locked_for_the_right_password_but_only_there(
    verifier: User, browser: Client, three_attempts: None
) -> None:
    for _ in range(3):
        page = password_step(browser, "verifikator", "salah")
    assert "15 menit" in page.content.decode()
    assert password_step(browser, "verifikator").status_code == 429
    elsewhere = Client(REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR="127.0.0.1")
    assert password_step(elsewhere, "verifikator").status_code == 302
    assert list(Entry.objects.order_by("id").values_list("action", flat=True)) == ["lock_out", "sign_in"]


def test_guessing_codes_locks_too(verifier: User, browser: Client, three_attempts: None) -> None:
    password_step(browser, "verifikator")
    set_up(browser)
    other = Client()
    password_step(other, "verifikator")
    told = [other.post(reverse("sign-in-code"), {"code": "00000x"}).status_code for _ in range(3)]
    assert told == [200, 200, 429]


def test_somebody_without_a_territory_is_told_whom_to_ask(own_database: str, quick_passwords: None) -> None:
    User.objects.create_user("baru", password=PASSWORD)
    assert "Hubungi pengelola" in password_step(Client(), "baru").content.decode()


def test_a_changed_password_ends_the_other_sessions(verifier: User, browser: Client) -> None:
    other = Client()
    for client in (browser, other):
        password_step(client, "verifikator")
    told = {"old_password": PASSWORD, "new_password1": NEW, "new_password2": NEW}
    assert browser.post(reverse("own-password"), told).headers["Location"] == reverse("own-account")
    assert browser.get(reverse("own-account")).status_code == 200
    assert other.get(reverse("own-account")).status_code == 302
    assert password_step(Client(), "verifikator", NEW).status_code == 302


def test_a_weak_password_is_refused(verifier: User, browser: Client) -> None:
    password_step(browser, "verifikator")
    told = {"old_password": PASSWORD, "new_password1": "password1234", "new_password2": "password1234"}
    assert browser.post(reverse("own-password"), told).status_code == 200


def test_a_page_sets_nobody_else_s_password(verifier: User, operator: User) -> None:
    with in_scope_of(actor_of(operator)):
        assert User.objects.filter(username="verifikator").update(password="x") == 0
        assert User.objects.filter(username="operator").update(last_login=None) == 1
    with in_scope_of(None):
        assert User.objects.update(password="x") == 0
