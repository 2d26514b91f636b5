"""Requests on pages: kept once with their due time, answered once by whoever keeps them, read by auditors."""

from __future__ import annotations

import pytest
from django.test import Client

from semesta.accounts.actor import Role
from semesta.bulk import execute, read_lines
from tests.web.planner.pages import plain, text_of
from tests.web.signing import signed_in_as

WISH = {"kind": "correction", "wish": "nama saya salah, KTP dilihat"}


def asked(keeper: Client, **values: object) -> str:
    """Keep a request; return the address of its page."""
    answer = keeper.post("/privasi/permintaan/baru/", WISH | values)
    assert answer.status_code == 302, plain(answer.content.decode())
    return str(answer["Location"])


def test_a_request_is_kept_once_and_told_with_its_hours(keeper: Client, farmer: int) -> None:
    address = asked(keeper, person=farmer)
    assert asked(keeper, person=farmer) == address
    assert "tinggal 71 jam" in text_of(keeper, "/privasi/permintaan/")
    page = text_of(keeper, address)
    assert "nama saya salah, KTP dilihat" in page
    assert "UU 27/2022 pasal 30" in page
    assert len(read_lines("SELECT id FROM privacy_privacyrequest")) == 1


def test_an_answer_closes_it_and_a_second_one_is_refused(keeper: Client) -> None:
    address = asked(keeper)
    granted = {"verdict": "granted", "answer": "nama sudah diperbaiki"}
    assert keeper.post(f"{address}jawab/", granted | {"answer": "ya"}).status_code == 422
    assert keeper.post(f"{address}jawab/", granted).status_code == 302
    second = keeper.post(f"{address}jawab/", granted | {"verdict": "refused"})
    assert second.status_code == 422
    assert "sudah dijawab" in plain(second.content.decode())
    assert "dikabulkan : nama sudah diperbaiki" in text_of(keeper, address)
    assert "Sudah dijawab: 1" in text_of(keeper, "/privasi/permintaan/")


def test_what_is_overdue_is_told_to_the_auditor_who_can_change_nothing(keeper: Client, auditor: Client) -> None:
    address = asked(keeper)
    execute(
        "UPDATE privacy_privacyrequest SET received_at = received_at - interval '4 days',"
        " due_at = due_at - interval '4 days'"
    )
    assert "TERLAMBAT" in text_of(auditor, "/privasi/permintaan/")
    assert "Catat jawaban" not in text_of(auditor, address)
    assert auditor.post(f"{address}jawab/", {}).status_code == 403


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"wish": " "}, "Permintaannya"),
        ({"wish": "x" * 2001}, "2000"),
        ({"kind": "<script>"}, "Yang diminta"),
        ({"person": "99999999"}, "Tidak ada orang nomor 99999999"),
        ({"person": "1e5"}, "Nomor orang"),
        ({"wish": "\0 \0"}, "Permintaannya"),
    ],
)
def test_what_cannot_be_kept_is_told_at_the_form(keeper: Client, values: dict[str, str], told: str) -> None:
    answer = keeper.post("/privasi/permintaan/baru/", WISH | values)
    assert answer.status_code == 422
    assert told in plain(answer.content.decode())
    assert read_lines("SELECT id FROM privacy_privacyrequest") == []


def test_what_people_write_is_shown_as_text(keeper: Client) -> None:
    address = asked(keeper, wish="<script>alert(1)</script>")
    assert "<script>alert" not in keeper.get(address).content.decode()
    assert "&lt;script&gt;alert" in keeper.get("/privasi/permintaan/").content.decode()


def test_an_administrator_of_a_part_keeps_no_register_of_the_regency(farmer: int) -> None:
    part = signed_in_as(Role.ADMINISTRATOR, "52.03.05")
    for address in ("permintaan", "kegagalan", "masa-simpan"):
        assert part.get(f"/privasi/{address}/").status_code == 403
    assert part.post("/privasi/permintaan/baru/", WISH).status_code == 403
