"""Months paid twice on pages: what each payer may claim, of whom, and from there to the months, records and pairs."""

from __future__ import annotations

from pathlib import Path

import pytest
from django.test import Client

from semesta.accounts.actor import Role
from semesta.audit.queries import trail_of
from semesta.duplicates.actions import undo_decision
from semesta.people.actions import load_segments
from semesta.regions.actions import load_shipped_regions
from tests.duplicates.registers import person_ids
from tests.duplicates.test_coverage_of_heads import EMPLOYER, MONTHS, PURSE, same, two_records
from tests.intake.builders import CONSOLE, LOTIM, VILLAGE
from tests.web.planner.pages import plain, text_of
from tests.web.signing import signed_in_as

PAGE = "/bayar-ganda/"
READERS = (Role.VERIFIER, Role.FINANCE, Role.PLANNER, Role.AUDITOR, Role.ADMINISTRATOR, Role.READER)


@pytest.fixture
def pair(db: None, tmp_path: Path) -> int:
    """A person whom a purse and an employer paid for three months, by two records; return the pair that joins them."""
    load_shipped_regions(CONSOLE)
    load_segments(CONSOLE)
    number = two_records(tmp_path, PURSE | MONTHS, EMPLOYER)
    same(number)
    return number


@pytest.mark.parametrize("role", READERS)
def test_everybody_responsible_reads_what_may_be_claimed_and_opens_the_person(pair: int, role: Role) -> None:
    reader = signed_in_as(role, LOTIM)
    text = text_of(reader, PAGE)
    assert "1 orang, 3 bulan; dapat ditagih kembali Rp50.400" in text
    head = person_ids()[0]
    told = text_of(reader, f"{PAGE}{head}/")
    assert "November 2025 JKK + JKM" in told
    assert f"Digabung oleh: pasangan {pair} (petugas verifikasi)" in told


def test_a_verifier_goes_from_the_queue_to_the_person_and_the_pair(pair: int) -> None:
    verifier = signed_in_as(Role.VERIFIER, LOTIM)
    head, other = person_ids()
    assert PAGE in verifier.get("/verifikasi/").content.decode()
    page = verifier.get(f"{PAGE}{head}/").content.decode()
    for address in (f"/verifikasi/pasangan/{pair}/", f"/orang/{head}/", f"/orang/{other}/"):
        assert f'href="{address}"' in page
    assert "/bulan/" not in page


def test_an_auditor_goes_from_the_trail_to_the_papers_of_each_month(pair: int) -> None:
    auditor = signed_in_as(Role.AUDITOR, LOTIM)
    head = person_ids()[0]
    assert PAGE in auditor.get("/jejak/").content.decode()
    page = auditor.get(f"{PAGE}{head}/").content.decode()
    assert f'href="/orang/{head}/bulan/2025-11/"' in page
    assert "/verifikasi/" not in page
    assert auditor.get(f"/orang/{head}/bulan/2025-11/").status_code == 200


def test_one_payer_s_claims_are_shown_alone_and_an_unknown_payer_is_not_found(pair: int) -> None:
    finance = signed_in_as(Role.FINANCE, LOTIM)
    assert "Semua pembayar" in text_of(finance, f"{PAGE}?pembayar=DBHCHT")
    assert finance.get(f"{PAGE}?pembayar=PT+Rekaan").status_code == 404
    assert finance.get(f"{PAGE}999999/").status_code == 404
    assert "Months paid twice" in plain(finance.get(f"{PAGE}?lang=en").content.decode())


def test_a_pair_taken_back_takes_the_finding_with_it(pair: int) -> None:
    finance = signed_in_as(Role.FINANCE, LOTIM)
    assert "50.400" in text_of(finance, PAGE)
    undo_decision(CONSOLE, LOTIM, pair, reason="dua orang")
    assert "Tidak ada bulan yang dibayar dua kali" in text_of(finance, PAGE)


def test_a_file_of_them_runs_no_formula_and_leaves_a_trace(db: None, tmp_path: Path) -> None:
    load_shipped_regions(CONSOLE)
    load_segments(CONSOLE)
    same(two_records(tmp_path, PURSE | MONTHS | {"payer": "=cmd|'/c calc'!A1"}, EMPLOYER))
    finance = signed_in_as(Role.FINANCE, LOTIM)
    assert finance.get(f"{PAGE}unduh.csv").status_code == 405
    answer = finance.post(f"{PAGE}unduh.csv", {"pembayar": ""})
    heading, line = answer.content.decode("utf-8-sig").splitlines()
    assert heading.startswith("orang;nama;kode_desa;dapat_ditagih_oleh")
    assert ";'=cmd|" in line
    assert "2025-11 2025-12 2026-01;3;50400;lowest_basis_assumed" in line
    (told,) = trail_of("double_payments", LOTIM)
    assert (told["action"], told["detail"]) == ("export_double_payments", {"payer": "", "lines": 1})


def test_whoever_is_not_responsible_for_the_whole_regency_is_refused(pair: int) -> None:
    for role, territory in ((Role.VILLAGE_OPERATOR, VILLAGE), (Role.VERIFIER, VILLAGE), (Role.DISTRICT, "52.03.05")):
        assert signed_in_as(role, territory).get(PAGE).status_code == 403
    assert Client().get(PAGE)["Location"].startswith("/masuk/")
