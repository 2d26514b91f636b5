"""A second factor is set up before any other page where it must be, asked for at every sign-in, and serves once."""

from __future__ import annotations

import pytest
from allauth.mfa.models import Authenticator
from django.db import connection
from django.test import Client
from django.urls import reverse

from semesta.accounts.models import User
from semesta.accounts.queries import actor_of
from semesta.accounts.scope import in_scope_of
from semesta.audit.models import Entry
from semesta.installation.rehearsal import REHEARSAL_MARK
from tests.web.account.phone import code_of, password_step, set_up


def recorded() -> list[str]:
    return list(Entry.objects.order_by("id").values_list("action", flat=True))


def test_staff_set_up_a_factor_before_any_other_page(verifier: User, obligatory: None, browser: Client) -> None:
    password_step(browser, "verifikator")
    assert browser.get(reverse("verifier-queue")).headers["Location"] == reverse("second-factor")
    assert browser.get(reverse("own-account")).headers["Location"] == reverse("second-factor")
    _, codes = set_up(browser)
    assert len(codes) == 10
    assert browser.get(reverse("verifier-queue")).status_code == 200
    assert recorded() == ["sign_in", "turn_on_second_factor"]


def test_a_village_s_operator_may_choose(operator: User, obligatory: None, browser: Client) -> None:
    password_step(browser, "operator")
    assert browser.get(reverse("own-account")).status_code == 200


def test_in_a_rehearsal_nobody_must(verifier: User, obligatory: None, browser: Client) -> None:
    with connection.cursor() as cursor:
        name = connection.ops.quote_name(connection.settings_dict["NAME"])
        cursor.execute(f"COMMENT ON DATABASE {name} IS %s", [REHEARSAL_MARK])
    password_step(browser, "verifikator")
    assert browser.get(reverse("own-account")).status_code == 200


def test_the_password_alone_opens_nothing_once_a_factor_is_on(verifier: User, browser: Client) -> None:
    password_step(browser, "verifikator")
    secret, _ = set_up(browser)
    other = Client()
    assert password_step(other, "verifikator").headers["Location"] == reverse("sign-in-code")
    assert reverse("sign-in") in other.get(reverse("own-account")).headers["Location"]
    answer = other.post(reverse("sign-in-code"), {"code": code_of(secret, later=1)})
    assert answer.status_code == 302
    assert other.get(reverse("own-account")).status_code == 200


def test_a_code_serves_once(verifier: User, browser: Client) -> None:
    password_step(browser, "verifikator")
    secret, codes = set_up(browser)
    served = []
    for code in (code_of(secret, later=1), codes[0]):
        for _ in range(2):
            other = Client()
            password_step(other, "verifikator")
            served.append(other.post(reverse("sign-in-code"), {"code": code}).status_code == 302)
    assert served == [True, False, True, False]


def test_the_step_of_the_code_is_closed_to_whoever_showed_no_password(verifier: User, browser: Client) -> None:
    answer = browser.post(reverse("sign-in-code"), {"code": "123456"})
    assert answer.headers["Location"] == reverse("sign-in")


def test_a_factor_that_is_on_is_not_replaced_without_a_code_of_it(verifier: User, browser: Client) -> None:
    password_step(browser, "verifikator")
    secret, _ = set_up(browser)
    before = Authenticator.objects.get(type="totp").data["secret"]
    assert "sudah hidup" in browser.get(reverse("second-factor")).content.decode()
    browser.post(reverse("second-factor"), {"code": "000000"})
    browser.post(reverse("second-factor-off"), {"code": "000000"})
    assert Authenticator.objects.get(type="totp").data["secret"] == before
    browser.post(reverse("second-factor-off"), {"code": code_of(secret, later=1)})
    assert not Authenticator.objects.exists()


def test_new_recovery_codes_end_the_old(verifier: User, browser: Client) -> None:
    password_step(browser, "verifikator")
    secret, old = set_up(browser)
    page = browser.post(reverse("recovery-codes"), {"code": code_of(secret, later=1)}).content.decode()
    assert old[0] not in page
    assert browser.post(reverse("recovery-codes"), {"code": old[0]}).content.decode().count("tidak cocok") == 1


def test_the_database_holds_no_secret_in_the_clear(verifier: User, browser: Client) -> None:
    password_step(browser, "verifikator")
    secret, _ = set_up(browser)
    assert secret not in Authenticator.objects.get(type="totp").data["secret"]


@pytest.mark.parametrize("model", [Authenticator])
def test_a_page_sees_and_writes_only_its_reader_s_factors(
    verifier: User, operator: User, browser: Client, model: type[Authenticator]
) -> None:
    password_step(browser, "verifikator")
    set_up(browser)
    with in_scope_of(actor_of(operator)):
        assert (model.objects.count(), model.objects.update(last_used_at=None)) == (0, 0)
    with in_scope_of(actor_of(verifier)):
        assert model.objects.count() == 2
