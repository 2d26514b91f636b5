"""Around the pages: language, permissions, headers, static files, and installations that hold nothing yet."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import Client

from semesta.regions.actions import load_shipped_regions
from semesta.web.permission import OpenToAll, open_to_all, permission_of
from semesta.web.views.home import home
from tests.intake.builders import CONSOLE, a_list, a_row, taken
from tests.web.made_up import VILLAGE


def test_a_page_is_indonesian_unless_the_reader_asks_for_english(pages: Client) -> None:
    assert '<html lang="id">' in pages.get("/").content.decode()
    assert '<html lang="id">' in pages.get("/", headers={"Accept-Language": "fr"}).content.decode()
    assert '<html lang="en">' in pages.get("/", headers={"Accept-Language": "en-GB,en"}).content.decode()


def test_the_language_of_the_address_is_remembered(pages: Client) -> None:
    english = pages.get("/?lang=en").content.decode()
    assert "Coverage in two honest measures" in english
    assert "504,000" in english
    assert '<html lang="en">' in pages.get(f"/wilayah/{VILLAGE}/").content.decode()
    assert "ditulis &lt;5." in pages.get("/?lang=id", headers={"Accept-Language": "en"}).content.decode()


def test_a_language_that_is_not_spoken_here_changes_nothing(pages: Client) -> None:
    answer = pages.get("/?lang=../en")
    assert '<html lang="id">' in answer.content.decode()
    assert not answer.cookies


def test_a_view_states_its_permission_and_one_that_does_not_is_seen() -> None:
    def silent(request: HttpRequest) -> HttpResponse:
        return HttpResponse()

    assert isinstance(permission_of(home), OpenToAll)
    assert permission_of(silent) is None
    assert permission_of(open_to_all(reason="uji")(silent)) == OpenToAll("uji")


def test_every_answer_carries_its_security_headers(pages: Client) -> None:
    for address in ("/", "/tidak-ada/", f"/wilayah/{VILLAGE}/"):
        headers = pages.get(address).headers
        policy = headers["Content-Security-Policy"]
        assert {"default-src 'none'", "style-src 'self'", "form-action 'self'", "base-uri 'none'"} <= set(
            policy.split("; ")
        )
        assert "unsafe" not in policy
        assert "script-src 'self'" in policy.split("; ")
        assert (headers["X-Frame-Options"], headers["X-Content-Type-Options"]) == ("DENY", "nosniff")
        assert headers["Referrer-Policy"] == "same-origin"


def test_pages_are_read_only(pages: Client) -> None:
    assert pages.post("/", {"lang": "en"}).status_code == 405


def test_the_stylesheet_is_handed_out_packed_without_any_step_of_installation(pages: Client) -> None:
    answer = pages.get("/static/vendor/tabler/tabler.min.css", headers={"Accept-Encoding": "gzip"})
    packed = b"".join(answer)
    assert answer.headers["Content-Encoding"] == "gzip"
    assert b"Tabler v1.6.1" in gzip.decompress(packed)
    assert len(packed) < 80_000


@pytest.mark.django_db
def test_an_installation_without_regions_is_told_the_first_steps() -> None:
    words = Client().get("/").content.decode()
    assert "Semesta siap diisi" in words
    assert "semesta regions load" in words
    assert Client().get(f"/wilayah/{VILLAGE}/").status_code == 404


@pytest.mark.django_db
def test_a_new_installation_is_told_the_first_steps() -> None:
    load_shipped_regions(CONSOLE)
    assert "Belum ada data di sini" in Client().get("/").content.decode()
    assert "Belum ada kiriman" in Client().get("/kiriman/").content.decode()
    assert Client().get(f"/wilayah/{VILLAGE}/").status_code == 404


@pytest.mark.django_db
def test_rows_without_a_count_are_shown_and_the_count_is_asked_for(tmp_path: Path) -> None:
    load_shipped_regions(CONSOLE)
    taken(a_list(a_row(), folder=tmp_path))
    words = Client().get("/").content.decode()
    assert "Cakupan belum dihitung" in words
    assert "semesta coverage snapshot" in words


def test_an_unknown_host_is_told_what_to_set(pages: Client) -> None:
    answer = pages.get("/", headers={"Host": "lain.example"})
    assert answer.status_code == 400
    assert "SEMESTA_HOSTS" in answer.content.decode()


def test_a_failure_says_what_became_of_the_data(new_database: str) -> None:
    answer = Client(raise_request_exception=False).get("/")
    assert answer.status_code == 500
    assert "Tidak ada data yang berubah" in answer.content.decode()
    assert "semesta doctor" in answer.content.decode()
