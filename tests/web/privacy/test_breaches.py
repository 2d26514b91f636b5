"""Failures to protect data on pages: kept once, told to people and authority, shown overdue until both know."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from semesta.bulk import execute, read_lines
from tests.web.planner.pages import plain, text_of


def a_failure(**values: object) -> dict[str, object]:
    """What the form sends: a laptop lost five hours ago."""
    now = timezone.localtime()
    return {
        "what": "laptop hilang", "which_data": "NIK, nama", "people": 12, "handling": "akun ditutup",
        "happened_at": f"{now - timedelta(hours=5):%Y-%m-%dT%H:%M}", "known_at": f"{now:%Y-%m-%dT%H:%M}",
    } | values  # fmt: skip


def test_a_failure_is_kept_once_and_both_are_told(keeper: Client, auditor: Client) -> None:
    told = a_failure()
    for _ in range(2):
        assert keeper.post("/privasi/kegagalan/baru/", told).status_code == 302
    (line,) = read_lines("SELECT id FROM privacy_breach")
    page = text_of(keeper, "/privasi/kegagalan/")
    assert "12 orang: NIK, nama" in page
    assert "tinggal 71 jam" in page
    execute("UPDATE privacy_breach SET known_at = known_at - interval '4 days', due_at = due_at - interval '4 days',"
            " happened_at = happened_at - interval '4 days'")  # fmt: skip
    assert "TERLAMBAT" in text_of(auditor, "/privasi/kegagalan/")
    for who in ("people", "authority", "people"):
        assert keeper.post(f"/privasi/kegagalan/{line['id']}/diberitahu/", {"who": who}).status_code == 302
    page = text_of(keeper, "/privasi/kegagalan/")
    assert "TERLAMBAT" not in page
    assert "belum" not in page[page.index("Warga diberi tahu") :]


@pytest.mark.parametrize(
    ("values", "told"),
    [
        ({"people": -1}, "Berapa orang"),
        ({"people": "9" * 30}, "Berapa orang"),
        ({"handling": ""}, "Penanganan"),
        ({"happened_at": "kemarin"}, "Terjadi"),
        ({"known_at": "2999-01-01T00:00"}, "Waktu ini belum tiba"),
        ({"known_at": "2020-01-01T00:00"}, "Diketahui sebelum terjadi"),
    ],
)
def test_what_cannot_be_is_told_at_the_form(keeper: Client, values: dict[str, object], told: str) -> None:
    answer = keeper.post("/privasi/kegagalan/baru/", a_failure(**values))
    assert answer.status_code == 422
    assert told in plain(answer.content.decode())
    assert read_lines("SELECT id FROM privacy_breach") == []


@pytest.mark.parametrize(("number", "who"), [(1, "nobody"), (999, "people"), (10**30, "people")])
def test_a_notice_of_nothing_is_not_found(keeper: Client, number: int, who: str) -> None:
    assert keeper.post(f"/privasi/kegagalan/{number}/diberitahu/", {"who": who}).status_code == 404
