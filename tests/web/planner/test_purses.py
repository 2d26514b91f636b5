"""Purses on pages: realisation with links, a cut that is refused with what can be cut, the law, who may do what."""

from __future__ import annotations

import pytest
from django.test import Client

from semesta.accounts.actor import Role
from semesta.funding.queries.purses import revisions_of
from tests.funding.builders import MINIMUM, OTHER_VILLAGE, a_purse, decreed, months_of
from tests.intake.builders import LOTIM, VILLAGE
from tests.web.planner.pages import DAY, plain, put_away, text_of
from tests.web.signing import signed_in_as


def a_change(rupiah: str, **more: str) -> dict[str, str]:
    return {"change_rp": rupiah, "document": "DPPA 2/2026", "dated_on": DAY, "reason": "efisiensi"} | more


def test_the_year_shows_every_purse_with_its_money_and_leads_to_the_entries(planner: Client, purse: int) -> None:
    decreed(months_of([1, 2], range(7, 13), purse))
    put_away()
    page = planner.get("/dana/").content.decode()
    assert "Rp403.200" in page
    assert f"/dana/{purse}/buku/?jenis=decree" in page
    book = text_of(planner, f"/dana/{purse}/buku/?jenis=decree")
    assert "Rp201.600" in book
    assert "SK-1" in book


def test_village_purses_are_one_line_until_asked_for(planner: Client) -> None:
    for village in (VILLAGE, OTHER_VILLAGE):
        a_purse("add", owner=village, ceiling_rp=1_000_000)
    put_away()
    assert "2 desa" in text_of(planner, "/dana/")
    assert OTHER_VILLAGE in text_of(planner, "/dana/?jenis=add")


def test_a_cut_below_what_is_decreed_is_refused_with_what_can_be_cut(planner: Client, purse: int) -> None:
    decreed(months_of([1, 2], range(7, 13), purse))
    put_away()
    answer = planner.post(f"/dana/{purse}/", a_change("-300.000"))
    said = plain(answer.content.decode())
    assert answer.status_code == 422
    assert "paling banyak Rp201.600 dapat dikurangi" in said
    assert "semesta decree" not in said
    assert "-300.000" in answer.content.decode()  # what was written stands in the form
    assert len(revisions_of(LOTIM, purse)) == 1


def test_a_change_sent_twice_is_one_change(planner: Client, purse: int) -> None:
    for _ in range(2):
        assert planner.post(f"/dana/{purse}/", a_change("Rp 50.000")).status_code == 302
    assert [line["change_rp"] for line in revisions_of(LOTIM, purse)] == [24 * MINIMUM, 50_000]


@pytest.mark.parametrize("amount", ["", "seribu", "1.5", "9" * 30, "=1+1", "<script>alert(1)</script>"])
def test_what_is_no_amount_is_told_and_changes_nothing(planner: Client, purse: int, amount: str) -> None:
    answer = planner.post(f"/dana/{purse}/", a_change(amount))
    assert answer.status_code == 422
    assert b"<script>alert" not in answer.content
    assert len(revisions_of(LOTIM, purse)) == 1


def test_a_purse_is_opened_and_tells_the_law_with_its_article(planner: Client) -> None:
    form = {"kind": "dbhcht", "owner": LOTIM, "ceiling_rp": "2.600.000", "legal_basis": "DPA 1", "dated_on": DAY,
            "first_month": 4, "last_month": 12, "name": ""}  # fmt: skip
    answer = planner.post("/dana/baru/?tahun=2026", form)
    page = text_of(planner, answer["Location"])
    assert "April sampai Desember" in page
    assert "Untuk siapa boleh membayar" in page
    assert "PMK" in page


def test_who_only_looks_is_offered_nothing_and_refused_everything(reader: Client, purse: int) -> None:
    assert "Ubah pagu" not in text_of(reader, f"/dana/{purse}/")
    reader.post(f"/dana/{purse}/", a_change("50.000"))
    assert len(revisions_of(LOTIM, purse)) == 1
    assert reader.get("/dana/baru/").status_code == 403
    assert signed_in_as(Role.VILLAGE_OPERATOR, VILLAGE).get("/dana/").status_code == 403
    assert signed_in_as(Role.READER, VILLAGE).get("/dana/").status_code == 403
    assert Client().get("/dana/").status_code == 302


def test_a_release_is_kept_with_its_document(planner: Client, purse: int) -> None:
    form = {"month": "2026-07", "through_rp": "100.000", "document": "SPD-1", "dated_on": DAY}
    assert planner.post(f"/dana/{purse}/pencairan/", form).status_code == 302
    assert "SPD-1" in text_of(planner, f"/dana/{purse}/")
    assert planner.post(f"/dana/{purse}/pencairan/", form | {"month": "Juli"}).status_code == 422
