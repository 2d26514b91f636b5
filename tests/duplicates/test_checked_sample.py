"""A checked sample tells how good the machine is: for the model it was drawn from, and no other."""

from __future__ import annotations

from pathlib import Path

import pytest

from semesta.bulk import execute, read_lines
from semesta.duplicates.actions import check_sampled_pair, draw_sample_to_check
from semesta.duplicates.checked_sample import checks_for, estimated_quality, model_of_last_search, sample_to_check
from semesta.matching.quality import Z
from tests.duplicates.registers import a_pair, a_village, pairs, person_ids, searched
from tests.intake.builders import CONSOLE, LOTIM

pytestmark = pytest.mark.django_db


def test_a_checked_sample_tells_how_good_the_machine_is(tmp_path: Path) -> None:
    people = (a_village(tmp_path), person_ids())[1]
    joined = [a_pair(people[0], other, band="machine", reason="", weight=20.0) for other in people[1:6]]
    asked = [a_pair(people[7], other, weight=7.0) for other in people[8:]]
    assert draw_sample_to_check(CONSOLE, LOTIM, per_stratum=40, seed=1) == 7
    assert estimated_quality(LOTIM)["precision"] is None
    assert sorted(line["pair_number"] for line in sample_to_check(LOTIM)) == sorted(joined + asked)
    for number in joined + asked:
        check_sampled_pair(CONSOLE, LOTIM, number, is_same=number not in (joined[0], asked[0]))
    quality = estimated_quality(LOTIM)
    assert quality["precision"]["value"] == pytest.approx(4 / 5)
    assert quality["precision"]["low"] < 4 / 5 < quality["precision"]["high"]
    assert quality["recall"]["value"] == pytest.approx(4 / 5)


def a_checked_sample(folder: Path) -> list[int]:
    """All pairs of a village, drawn and found to be right."""
    people = (a_village(folder), person_ids())[1]
    numbers = [a_pair(people[0], other, band="machine", reason="", weight=20.0) for other in people[1:6]]
    draw_sample_to_check(CONSOLE, LOTIM, per_stratum=40, seed=1)
    for number in numbers:
        check_sampled_pair(CONSOLE, LOTIM, number, is_same=True)
    return numbers


def test_a_sample_says_nothing_of_another_model(tmp_path: Path) -> None:
    a_checked_sample(tmp_path)
    assert estimated_quality(LOTIM)["precision"]["value"] == 1.0
    searched()  # by the shipped model
    quality = estimated_quality(LOTIM)
    assert (quality["is_of_other_model"], quality["precision"], quality["recall"]) == (True, None, None)
    assert quality["checked"] == 5


def test_a_sample_is_drawn_from_the_pairs_of_the_model_of_last_search(tmp_path: Path) -> None:
    old = a_checked_sample(tmp_path)
    execute("UPDATE duplicates_pair SET verdict = 'same', decided_by = 'machine', decision_id = number")
    searched()
    version = model_of_last_search(LOTIM)
    new = a_pair(*person_ids()[6:8], band="machine", reason="", weight=20.0)
    execute("UPDATE duplicates_pair SET model_version = %s WHERE number = %s", [version, new])
    draw_sample_to_check(CONSOLE, LOTIM, per_stratum=40, seed=1)
    assert [line["pair_number"] for line in sample_to_check(LOTIM)] == [new]
    assert read_lines("SELECT DISTINCT model_version FROM duplicates_sampledpair WHERE sample = 2") == [
        {"model_version": version}
    ]
    quality = estimated_quality(LOTIM)
    assert (quality["is_of_other_model"], quality["pairs_of_other_models"]) == (False, len(old))


def test_a_pair_forgotten_since_was_checked_all_the_same(tmp_path: Path) -> None:
    numbers = a_checked_sample(tmp_path)
    execute("DELETE FROM duplicates_pair WHERE number = %s", [numbers[0]])
    assert (estimated_quality(LOTIM)["drawn"], len(pairs())) == (5, 4)


@pytest.mark.parametrize("claim", [0.9, 0.99, 0.999])
def test_so_many_right_answers_support_a_claim_and_one_fewer_does_not(claim: float) -> None:
    enough = checks_for(claim)
    assert enough / (enough + Z * Z) >= claim > (enough - 1) / (enough - 1 + Z * Z)
