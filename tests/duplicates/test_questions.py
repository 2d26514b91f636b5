"""What people are asked: the queue by worth, both sides with the evidence, why, and how good the machine is."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from semesta.bulk import execute, read_lines
from semesta.coverage.queries.next_steps import next_steps
from semesta.coverage.queries.person import person
from semesta.coverage.queries.village_people import Wanted, people_of_village
from semesta.duplicates.actions import claim_next_pair
from semesta.intake.handing_in import Kind
from semesta.intake.pair_queries import pair, queue, reason_text
from semesta.intake.row_matching import decide, undo
from semesta.kernel.finding import Language
from semesta.kernel.month import Month
from semesta.matching.model import shipped_model
from semesta.people.actions import load_segments
from semesta.regions.actions import load_shipped_regions
from tests.duplicates.registers import a_pair, a_village, a_worker, pairs, person_ids, searched, without_nik
from tests.intake.builders import CONSOLE, LOTIM, TODAY, VILLAGE, a_list, nik, taken

pytestmark = pytest.mark.django_db
OTHER_VILLAGE = "52.03.05.2002"
COVER = {"membership_class": "BPU", "programmes": "JKK+JKM", "payer": "DBHCHT", "segment": None}


def an_undecided_row(folder: Path, **cover: object) -> int:
    """A row that the machine found the person of and somebody took back: it is asked."""
    rows = a_village(folder)
    if cover:
        taken(a_list(rows[0] | COVER | cover, folder=folder, kind="insurer", sender="bpjs-tk"))
    taken(a_list(without_nik(rows[0]), folder=folder, sender=OTHER_VILLAGE))
    searched()
    (found,) = pairs(link_type="register")
    undo(CONSOLE, LOTIM, found["number"], reason="periksa", today=TODAY)
    searched()
    return int(found["number"])


def test_a_worker_s_row_is_worth_the_coming_months_without_cover(tmp_path: Path) -> None:
    number = an_undecided_row(tmp_path, active_from=date(2025, 12, 1), paid_until=date(2026, 3, 31))
    total, (asked,) = queue(LOTIM)
    assert (asked["number"], asked["worth_months"]) == (number, 12 - 3)
    assert total == {"pairs": 1, "worth_months": 9, "worth_rp": 9 * 16_800}


def test_a_pair_shows_both_sides_and_evidence_that_sums_to_its_weight(tmp_path: Path) -> None:
    shown = pair(LOTIM, an_undecided_row(tmp_path), model=shipped_model(), language="id")
    assert [side["name"] for side in shown["sides"]] == ["SAHRUDIN HAMZAH"] * 2
    assert shown["sides"][1]["nik"] is None
    assert shown["prior"] + sum(e["weight"] + e["rarity"] for e in shown["evidence"]) == pytest.approx(shown["weight"])
    assert {e["title"]: e["level"] for e in shown["evidence"]}["Tanggal lahir"] == "sama"
    assert [d["verdict"] for d in shown["decisions"]] == ["same", "undone"]


def test_the_queue_asks_nothing_more_of_a_row_that_has_its_person(tmp_path: Path) -> None:
    rows = a_village(tmp_path)
    taken(a_list(without_nik(rows[0]), folder=tmp_path, sender=OTHER_VILLAGE))
    searched()
    assert queue(LOTIM)[0]["pairs"] == 0


def test_what_senders_are_asked_stands_apart_from_what_verifiers_are(tmp_path: Path) -> None:
    a_village(tmp_path)
    first, second, third = person_ids()[:3]
    number = a_pair(first, second, band="sender", reason="other_nik")
    a_pair(first, third)
    assert [asked["number"] for asked in queue(LOTIM, band="sender")[1]] == [number]
    assert [queue(LOTIM, band=band)[0]["pairs"] for band in ("queue", "")] == [1, 2]


def two_numbers_of_one(folder: Path, *, searching_between: bool, **second: Any) -> None:
    rows = a_village(folder)
    if searching_between:
        searched()
    other = rows[0] | {name: nik(9777, born="170585") for name in ("nik", "nik_written")} | {"kk": None, "phone": None}
    taken(a_list(other | second, folder=folder, sender=OTHER_VILLAGE))
    searched()


@pytest.mark.parametrize("searching_between", [False, True])
def test_two_numbers_of_one_person_are_asked_of_the_verifier_in_whatever_order_they_come(
    tmp_path: Path, searching_between: bool
) -> None:
    two_numbers_of_one(tmp_path, searching_between=searching_between)
    assert queue(LOTIM, band="queue")[0]["pairs"] == 1
    assert claim_next_pair(CONSOLE, LOTIM, now=datetime(2026, 1, 20, tzinfo=UTC), skipped=[]) is not None


@pytest.mark.parametrize(("kind", "band"), [("village_list", "sender"), ("agency_list", "queue")])
def test_what_a_sender_without_a_page_would_answer_is_asked_of_the_verifier(
    tmp_path: Path, kind: Kind, band: str
) -> None:
    rows = a_village(tmp_path)
    other = rows[0] | {name: nik(9777, born=f"{rows[0]['birth_on']:%d%m%y}") for name in ("nik", "nik_written")}
    (number,) = taken(a_list(other, folder=tmp_path, kind=kind, sender=OTHER_VILLAGE))
    assert read_lines("SELECT reason FROM intake_stagedrow WHERE submission_id = %s", [number]) == [
        {"reason": "other_nik"}
    ]
    searched()
    assert [pair["band"] for pair in pairs()] == [band]


def test_a_village_is_asked_nothing_more_of_a_row_that_has_its_person(tmp_path: Path) -> None:
    rows = a_village(tmp_path)
    other = rows[0] | {name: nik(9777, born=f"{rows[0]['birth_on']:%d%m%y}") for name in ("nik", "nik_written")}
    (number,) = taken(a_list(other, folder=tmp_path, sender=OTHER_VILLAGE))
    searched()
    (first,) = pairs(submission_id=number)
    second = a_pair(*person_ids()[1:3], band="sender")
    execute(
        "UPDATE duplicates_pair SET submission_id = %s, line = 1, record_id = %s WHERE number = %s",
        [number, first["record_id"], second],
    )
    assert questions_to(OTHER_VILLAGE) == 2
    decide(CONSOLE, LOTIM, first["number"], "same", reason="KTP dilihat", today=TODAY)
    assert questions_to(OTHER_VILLAGE) == 0


def questions_to(village: str) -> int:
    return sum(step.number for step in next_steps(village, Month(2026, 1))[0] if step.what == "answer")


def test_an_insurer_s_row_without_nik_covers_the_person_it_is_found_to_be(tmp_path: Path) -> None:
    rows = a_village(tmp_path)
    cover = COVER | {"active_from": date(2025, 12, 1), "paid_until": date(2026, 1, 31)}
    taken(a_list(without_nik(rows[0]) | cover, folder=tmp_path, kind="insurer", sender="bpjs-tk"))
    assert read_lines("SELECT count(*) AS months FROM membership_coveredmonth") == [{"months": 0}]
    searched()
    (own,) = read_lines("SELECT DISTINCT person_id FROM membership_coveredmonth")
    assert read_lines("SELECT merged_into FROM people_person WHERE id = %s", [own["person_id"]]) == [
        {"merged_into": person_ids()[0]}
    ]
    undo(CONSOLE, LOTIM, pairs()[0]["number"], reason="bukan dia", today=TODAY)
    assert read_lines("SELECT count(*) AS months FROM membership_coveredmonth") == [{"months": 0}]


def test_a_death_without_nik_is_recorded_for_the_person_it_speaks_of(tmp_path: Path) -> None:
    rows = a_village(tmp_path)
    died = without_nik(rows[0], died_on=date(2025, 11, 3), segment=None)
    taken(a_list(died, folder=tmp_path, kind="deaths", sender="dukcapil"))
    searched()
    again = a_worker(9001, "SAHRUDIN HAMZAH")
    (number,) = taken(a_list(again, folder=tmp_path, sender=OTHER_VILLAGE))
    (row,) = read_lines("SELECT reason FROM intake_stagedrow WHERE submission_id = %s", [number])
    assert row["reason"] == "recorded_dead"


def test_a_worker_s_row_without_nik_about_somebody_whose_death_was_matched_is_asked(tmp_path: Path) -> None:
    rows = a_village(tmp_path)
    died = without_nik(rows[0], died_on=date(2025, 11, 3), segment=None)
    taken(a_list(died, folder=tmp_path, kind="deaths", sender="dukcapil"))
    searched()
    taken(a_list(without_nik(rows[0]), folder=tmp_path, sender=OTHER_VILLAGE))
    searched()
    assert [(pair["band"], pair["reason"]) for pair in pairs(link_type="register")] == [("queue", "recorded_dead")]


def test_a_matched_death_is_told_on_every_page_of_the_person(tmp_path: Path) -> None:
    load_shipped_regions(CONSOLE)
    load_segments(CONSOLE)
    rows = a_village(tmp_path)
    dead, *living = person_ids()
    asked = [LOTIM, rows[0]["nik"], rows[0]["birth_on"], date(2026, 1, 1)]
    covered = rows[0] | COVER | {"active_from": date(2025, 12, 1), "paid_until": date(2026, 1, 31)}
    taken(a_list(covered, folder=tmp_path, kind="insurer", sender="bpjs-tk"))
    assert len(read_lines("SELECT month FROM cover_of_citizen(%s, %s, %s, %s)", asked)) == 1
    died = without_nik(rows[0], died_on=date(2025, 11, 3), segment=None)
    taken(a_list(died, folder=tmp_path, kind="deaths", sender="dukcapil"))
    searched()
    assert person(LOTIM, dead)["died_on"] == date(2025, 11, 3)
    residents = people_of_village(VILLAGE, Month(2026, 1), Wanted())
    assert sorted(line["person_id"] for line in residents) == living
    assert read_lines("SELECT month FROM cover_of_citizen(%s, %s, %s, %s)", asked) == []


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_reason_to_ask_has_words(language: Language) -> None:
    model = shipped_model()
    codes = {veto.code for veto in model.schema.vetoes} | {
        "weight",
        "rival",
        "conflict",
        "recorded_dead",
        "told_apart",
        "better_person",
        "replaced",
    }
    assert [code for code in sorted(codes) if reason_text(code, model, language) in ("", code)] == []
