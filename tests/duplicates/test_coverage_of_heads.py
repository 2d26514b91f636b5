"""Coverage counts persons, not records: a merge takes exactly one away, undoing gives the snapshot back."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest

from semesta.bulk import execute, read_lines
from semesta.coverage.actions import take_snapshot
from semesta.coverage.queries import coverage_of, rows_behind
from semesta.duplicates.actions import decide_pair, undo_decision
from semesta.duplicates.double_payments import claims_by_payer, double_payments, months_paid_twice
from semesta.duplicates.queries import pairs_that_join
from semesta.kernel.month import Month
from semesta.people.actions import load_segments
from semesta.people.notices import NoticeKind, confirm_notice, tell_notice
from semesta.regions.actions import load_shipped_regions
from tests.duplicates.registers import a_pair, a_worker, person_ids
from tests.intake.builders import CONSOLE, LOTIM, TODAY, VILLAGE, a_list, taken

pytestmark = pytest.mark.django_db
JANUARY = Month(2026, 1)
PURSE = {"membership_class": "BPU", "programmes": "JKK+JKM", "payer": "DBHCHT", "segment": None}
MONTHS = {"active_from": date(2025, 11, 1), "paid_until": date(2026, 1, 31)}
EMPLOYER = PURSE | {"membership_class": "PU", "payer": "PT Rekaan"} | MONTHS


@pytest.fixture(autouse=True)
def _regions() -> None:
    load_shipped_regions(CONSOLE)
    load_segments(CONSOLE)


def two_records(folder: Path, first: dict[str, Any], second: dict[str, Any]) -> int:
    """A member known under two NIK, with the spells told; return the pair of both records."""
    rows = [a_worker(9001, "SAHRUDIN HAMZAH") | first, a_worker(9002, "SAHRUDIN HAMZAH") | second]
    taken(a_list(*rows, folder=folder, kind="insurer", sender="bpjs-tk"))
    return a_pair(*person_ids())


def same(number: int) -> None:
    decide_pair(CONSOLE, LOTIM, number, "same", reason="KTP dilihat")


def snapshot() -> dict[str, Any]:
    take_snapshot(CONSOLE, LOTIM, JANUARY)
    cells = read_lines(
        "SELECT village_code, sex, membership_class, payer, known, members, in_grace FROM coverage_cell"
        " ORDER BY 1, 2, 3, 4"
    )
    segments = read_lines("SELECT village_code, segment_code, known, members FROM coverage_segmentcell ORDER BY 1, 2")
    return {"cells": cells, "segments": segments}


def counted() -> tuple[int, int]:
    snapshot()
    figure = coverage_of(LOTIM, JANUARY)
    for region in (LOTIM, VILLAGE):
        assert rows_behind(region, JANUARY, who="members")[0] == coverage_of(region, JANUARY)["members"]
        assert rows_behind(region, JANUARY, who="known")[0] == coverage_of(region, JANUARY)["known_workers"]
    return figure["members"], figure["known_workers"]


def test_a_merge_of_two_members_takes_away_one_and_undoing_gives_the_snapshot_back(tmp_path: Path) -> None:
    pair = two_records(tmp_path, PURSE | MONTHS, EMPLOYER)
    before = snapshot()
    assert counted() == (2, 2)
    same(pair)
    assert counted() == (1, 1)
    undo_decision(CONSOLE, LOTIM, pair, reason="keliru")
    assert snapshot() == before


def test_a_worker_without_cover_merged_with_a_member_is_a_member(tmp_path: Path) -> None:
    taken(a_list(a_worker(9001, "SAHRUDIN HAMZAH"), folder=tmp_path))
    taken(a_list(a_worker(9002, "SAHRUDIN HAMZAH") | EMPLOYER, folder=tmp_path, kind="insurer", sender="bpjs-tk"))
    assert counted() == (1, 2)
    same(a_pair(*person_ids()))
    assert counted() == (1, 1)
    assert rows_behind(LOTIM, JANUARY, who="members", of={"segment": "farmer"})[0] == 1


def test_a_member_paid_by_employer_and_purse_counts_with_the_employer(tmp_path: Path) -> None:
    same(two_records(tmp_path, PURSE | MONTHS, EMPLOYER))
    snapshot()
    _, (line,) = rows_behind(LOTIM, JANUARY, who="members")
    assert (line["class"], line["payer"]) == ("PU", "PT Rekaan")


def test_a_person_is_late_or_dead_as_a_whole(tmp_path: Path) -> None:
    ended = MONTHS | {"paid_until": date(2025, 12, 31)}
    same(two_records(tmp_path, PURSE | ended, EMPLOYER))
    assert (rows_behind(LOTIM, JANUARY, who="in_grace")[0], counted()) == (0, (1, 1))
    died = a_worker(9002, "SAHRUDIN HAMZAH", died_on=date(2025, 12, 3))
    taken(a_list(died, folder=tmp_path, kind="deaths", sender="dukcapil"))
    assert counted() == (0, 0)


def test_a_head_without_village_is_placed_where_a_record_of_his_lives(tmp_path: Path) -> None:
    same(two_records(tmp_path, EMPLOYER | {"village_code": None}, PURSE | MONTHS))
    snapshot()
    assert coverage_of(VILLAGE, JANUARY)["members"] == rows_behind(VILLAGE, JANUARY, who="members")[0] == 1


def test_months_of_two_payers_are_found_with_what_may_be_claimed_back(tmp_path: Path) -> None:
    pair = two_records(tmp_path, PURSE | MONTHS, EMPLOYER)
    assert double_payments(LOTIM) == []
    same(pair)
    (line,) = double_payments(LOTIM)
    assert (line["payer"], line["kept_by"]) == ("DBHCHT", "PT Rekaan")
    assert line["months"] == ["2025-11", "2025-12", "2026-01"]
    assert line["claim_rp"] == 3 * 16_800
    assert (line["basis"], line["records"]) == ("lowest_basis_assumed", person_ids())
    assert claims_by_payer([line]) == [
        {"payer": "DBHCHT", "persons": 1, "months": 3, "claim_rp": 50_400, "not_priced": 0}
    ]


def test_two_employers_of_one_worker_pay_twice_by_law(tmp_path: Path) -> None:
    same(two_records(tmp_path, EMPLOYER, EMPLOYER | {"payer": "CV Rekaan"}))
    assert double_payments(LOTIM) == []


def test_two_payers_in_one_record_are_found_too(tmp_path: Path) -> None:
    rows = [
        a_worker(9001, "SAHRUDIN HAMZAH") | cover for cover in (PURSE | MONTHS, PURSE | MONTHS | {"payer": "BAZNAS"})
    ]
    taken(a_list(*rows, folder=tmp_path, kind="insurer", sender="bpjs-tk"))
    (line,) = double_payments(LOTIM)
    assert {line["payer"], line["kept_by"]} == {"DBHCHT", "BAZNAS"}


def test_what_a_wage_earner_s_second_payer_may_claim_is_not_guessed(tmp_path: Path) -> None:
    project = PURSE | MONTHS | {"membership_class": "JK", "payer": "Proyek Rekaan"}
    same(two_records(tmp_path, project, EMPLOYER))
    (line,) = double_payments(LOTIM)
    assert (line["payer"], line["claim_rp"], line["basis"]) == ("Proyek Rekaan", None, "wage_not_known")


def test_months_that_a_corrected_extract_no_longer_tells_are_not_paid_twice(tmp_path: Path) -> None:
    rows = [a_worker(9001 + place, f"ORANG {name}") | PURSE | MONTHS for place, name in enumerate(("SATU", "DUA"))]
    taken(a_list(*rows, folder=tmp_path, kind="insurer", sender="bpjs-tk"))
    corrected = [rows[0] | {"payer": "BAZNAS"}, rows[1]]
    taken(a_list(*corrected, folder=tmp_path, kind="insurer", sender="bpjs-tk"))
    assert double_payments(LOTIM) == []


def test_a_purse_s_month_and_another_payer_s_spell_in_one_record_are_found(tmp_path: Path) -> None:
    worker = a_worker(9001, "SAHRUDIN HAMZAH")
    taken(a_list(worker, folder=tmp_path))
    execute(
        "INSERT INTO membership_coveredmonth (regency_code, month, person_id, programme, membership_class, payer,"
        " state, submission_id)"
        " SELECT %s, '2026-01-01', %s, p, 'BPU', 'DBHCHT', 'paid', 0 FROM unnest(ARRAY['jkk', 'jkm']) p",
        [LOTIM, *person_ids()],
    )
    taken(a_list(worker | PURSE | MONTHS | {"payer": "MANDIRI"}, folder=tmp_path, kind="insurer", sender="bpjs-tk"))
    (line,) = double_payments(LOTIM)
    assert (line["payer"], line["kept_by"], line["months"]) == ("DBHCHT", "MANDIRI", ["2026-01"])
    assert line["claim_rp"] == 16_800


@pytest.mark.parametrize("written", ["PT. Rekaan", "pt rekaan ", "P.T. REKAAN"])
def test_one_payer_written_in_two_ways_is_one_payer(tmp_path: Path, written: str) -> None:
    named = PURSE | MONTHS | {"payer": "PT Rekaan"}
    same(two_records(tmp_path, named, named | {"payer": written}))
    assert double_payments(LOTIM) == []


def test_a_month_without_a_named_payer_claims_nothing(tmp_path: Path) -> None:
    same(two_records(tmp_path, PURSE | MONTHS, PURSE | MONTHS | {"payer": None}))
    assert double_payments(LOTIM) == []


def test_one_person_s_months_are_told_one_by_one_with_the_records_they_stand_with(tmp_path: Path) -> None:
    pair = two_records(tmp_path, PURSE | MONTHS, EMPLOYER)
    same(pair)
    head, other = person_ids()
    told = months_paid_twice(LOTIM, head)
    assert [line["month"] for line in told] == ["2025-11", "2025-12", "2026-01"]
    assert {(line["record_id"], line["kept_record"], line["claim_rp"]) for line in told} == {(head, other, 16_800)}
    assert told[0]["programmes"] == ["jkk", "jkm"]
    assert [line["number"] for line in pairs_that_join(LOTIM, person_ids())] == [pair]
    assert months_paid_twice(LOTIM, other) == []


def test_two_programmes_of_two_payers_are_no_double_payment_and_one_in_common_is_claimed_alone(tmp_path: Path) -> None:
    worker = a_worker(9001, "SAHRUDIN HAMZAH") | PURSE | MONTHS
    accidents, death = worker | {"programmes": "JKK"}, worker | {"programmes": "JKM", "payer": "BAZNAS"}
    taken(a_list(accidents, death, folder=tmp_path, kind="insurer", sender="bpjs-tk"))
    assert double_payments(LOTIM) == []
    other = a_worker(9002, "SITI FATIMAH") | PURSE | MONTHS
    both, death = other, other | {"programmes": "JKM", "payer": "BAZNAS"}
    taken(a_list(both, death, folder=tmp_path, kind="insurer", sender="lain"))
    (line,) = double_payments(LOTIM)
    assert line["claim_rp"] == 3 * 6_800


@pytest.mark.parametrize("kind", ["not_working", "moved"])
def test_who_works_no_more_or_moved_away_is_no_worker_of_the_village_by_any_record(
    tmp_path: Path, kind: NoticeKind
) -> None:
    taken(a_list(a_worker(9001, "SAHRUDIN HAMZAH"), folder=tmp_path))
    taken(a_list(a_worker(9002, "SAHRUDIN HAMZAH", segment="fisher"), folder=tmp_path, sender="52.03.05.2002"))
    same(a_pair(*person_ids()))
    snapshot()
    assert coverage_of(VILLAGE, JANUARY)["known_workers"] == 1
    who = person_ids()[0]
    tell_notice(CONSOLE, who, kind, regency_code=LOTIM, today=TODAY, note="ke Sumbawa")
    confirm_notice(CONSOLE, who, kind, TODAY, regency_code=LOTIM, today=TODAY)
    snapshot()
    assert coverage_of(VILLAGE, JANUARY)["known_workers"] == 0
