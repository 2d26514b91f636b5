"""Benefits, what to do after a misfortune, and the public file: by the law's data, and without anybody in them."""

from __future__ import annotations

import csv
import io
import re
from html import unescape

import pytest
from django.test import Client

from semesta.web.views.citizen.benefit import EVENTS
from tests.web.made_up import JANUARY, OTHER_VILLAGE, SECRETS, VILLAGE


@pytest.mark.parametrize("event", [event.code for event in EVENTS])
@pytest.mark.parametrize("language", ["id", "en"])
def test_every_event_has_an_answer_with_its_articles(pages: Client, event: str, language: str) -> None:
    page = pages.get(f"/manfaat/?peristiwa={event}&lang={language}").content.decode()
    assert "Rp" in page[page.index('id="sum"') :]
    assert "PP 82/2019" in page or "Permenaker" in page


def test_the_sum_is_that_of_the_law_and_follows_the_facts(pages: Client) -> None:
    assert "Rp42.000.000" in pages.get("/manfaat/?peristiwa=other_death&membership_months=12").content.decode()
    short = pages.get("/manfaat/?peristiwa=other_death&membership_months=2").content.decode()
    assert "Rp42.000.000" not in short
    assert "Rp10.000.000" in short
    assert "Belum pasti: Apakah syarat tiga bulan" in short


@pytest.mark.parametrize("wrong", ["abc", "-5", "9" * 400, "<script>alert(1)</script>", "1e3", ""])
def test_a_wrong_fact_is_told_at_the_form_and_nothing_breaks(pages: Client, wrong: str) -> None:
    answer = pages.get("/manfaat/", {"peristiwa": "accident_death", "wage_rp": wrong})
    assert answer.status_code in (200, 422)
    assert "<script>alert" not in answer.content.decode()
    assert not re.search(r'role="alert">[^<]*wage_rp', answer.content.decode())
    assert pages.get("/manfaat/", {"peristiwa": wrong}).status_code == 200


def test_the_papers_and_heirs_of_every_claim_are_listed(pages: Client) -> None:
    page = pages.get("/setelah-musibah/").content.decode()
    assert page.count('class="papers"') == 3
    assert "suami, istri, atau anak" in page


def test_the_public_file_has_every_village_hides_few_and_names_nobody(pages: Client) -> None:
    answer = pages.get(f"/data/cakupan.csv?month={JANUARY}")
    lines = list(csv.DictReader(io.StringIO(answer.content.decode())))
    of_village = {line["village_code"]: line for line in lines}
    assert len(lines) == 254
    assert of_village[VILLAGE]["members"] == "7"
    assert of_village[OTHER_VILLAGE]["known_workers"] == "<5"
    assert of_village[VILLAGE]["known_workers"] == "-"  # with the district's total it would tell the other village's
    assert [secret for secret in SECRETS if secret.upper() in answer.content.decode().upper()] == []


def test_the_dictionary_explains_the_columns_of_the_file_and_an_uncounted_month_is_refused(pages: Client) -> None:
    page = pages.get("/data/").content.decode()
    explained = re.findall(r"<code>(\w+)</code></th><td>([^<]+)", page)
    file = csv.reader(io.StringIO(pages.get(f"/data/cakupan.csv?month={JANUARY}").content.decode()))
    assert [column for column, _ in explained] == next(file)
    assert all(meaning != column for column, meaning in explained)
    taken = list(csv.DictReader(io.StringIO(pages.get("/data/kamus.csv").content.decode("utf-8-sig"))))
    assert [(line["column"], line["meaning_id"]) for line in taken] == [
        (name, unescape(said)) for name, said in explained
    ]
    assert pages.get("/data/cakupan.csv?month=1999-01").status_code == 404
