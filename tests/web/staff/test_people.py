"""The administrator's pages on people, and the page on which an invitation is taken up."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from django.db import transaction
from django.test import Client
from pytest_django.fixtures import Settings

from semesta.accounts.actor import Role
from semesta.installation.rehearsal import is_rehearsal
from semesta.staff.queries import rehearsal_accounts
from tests.intake.builders import LOTIM, VILLAGE
from tests.web.signing import signed_in_as

PASSWORD = "gunung-rinjani-3726"
ASKED = {"for_whom": "Sari", "role": "village_operator", "territory": VILLAGE, "agency": "", "reason": "SK 1"}
TAKEN_UP = {"name": "Sari", "username": "sari", "password": PASSWORD, "again": PASSWORD}


@pytest.fixture(autouse=True)
def _quick_passwords(settings: Settings) -> None:
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def administrator(last_submission: int) -> Iterator[Client]:
    """Sign an administrator in; whatever a test writes into the shared regency is rolled back."""
    with transaction.atomic():
        yield signed_in_as(Role.ADMINISTRATOR, LOTIM)
        transaction.set_rollback(True)


def link_in(page: str) -> str:
    (found,) = re.findall(r"http://testserver(/undangan/[\w-]+/)", page)
    return str(found)


def invited(administrator: Client, **change: str) -> str:
    return link_in(administrator.post("/petugas/", ASKED | change).content.decode())


def number_of(administrator: Client, name: str) -> str:
    page = administrator.get("/petugas/", {"cari": name}).content.decode()
    (found,) = re.findall(r'href="/petugas/(\d+)/"', page)
    return str(found)


def came_in(somebody: Client) -> None:
    """Sign in on the page as the one who was invited."""
    answer = somebody.post("/masuk/", {"username": "sari", "password": PASSWORD})
    assert answer.status_code == 302, answer.content.decode()


def test_from_the_invitation_to_the_first_page(administrator: Client) -> None:
    link = invited(administrator)
    assert link not in administrator.get("/petugas/").content.decode()
    newcomer = Client()
    assert "Operator desa" in newcomer.get(link).content.decode()
    assert newcomer.post(link, TAKEN_UP).headers["Location"] == "/masuk/"
    came_in(newcomer)
    assert newcomer.get("/serahkan/").status_code == 200
    assert Client().get(link).status_code == 410


def test_who_leaves_is_out_and_the_successor_gets_the_link(administrator: Client) -> None:
    link = invited(administrator)
    leaver = Client()
    leaver.post(link, TAKEN_UP)
    came_in(leaver)
    number = number_of(administrator, "sari")
    said = {"do": "hand-over", "for_whom": "Budi", "reason": "mutasi"}
    link = link_in(administrator.post(f"/petugas/{number}/ubah/", said).content.decode())
    assert leaver.get("/serahkan/").status_code == 302
    assert "Budi" in Client().get(link).content.decode()
    assert "Hand over" not in administrator.get(f"/petugas/{number}/?lang=en").content.decode()


def test_what_cannot_be_is_told(administrator: Client) -> None:
    answer = administrator.post("/petugas/", ASKED | {"role": "agency_operator", "territory": LOTIM})
    assert (answer.status_code, "kunci dinas" in answer.content.decode()) == (422, True)
    link = invited(administrator)
    answer = Client().post(link, TAKEN_UP | {"password": "pendek", "again": "pendek"})
    assert (answer.status_code, "12" in answer.content.decode()) == (422, True)
    assert Client().get("/undangan/salah/").status_code == 410


def test_an_administrator_of_a_part_sees_and_appoints_only_there(administrator: Client) -> None:
    Client().post(invited(administrator), TAKEN_UP)
    number = number_of(administrator, "sari")
    elsewhere = signed_in_as(Role.ADMINISTRATOR, "52.03.06")
    assert elsewhere.get(f"/petugas/{number}/").status_code == 404
    assert elsewhere.post(f"/petugas/{number}/ubah/", {"do": "end", "reason": "x"}).status_code == 404
    assert elsewhere.post("/petugas/", ASKED).status_code == 422


def test_where_people_are_real_no_account_is_listed(pages: Client) -> None:
    assert not is_rehearsal()
    assert rehearsal_accounts() == []
    assert "Akun latihan" not in pages.get("/masuk/").content.decode()
