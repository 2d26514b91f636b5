"""What is told of one person stands with every record of hers, on whichever side of a pair it was decided."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from semesta.coverage.queries.person import story_of
from semesta.duplicates.actions import decide_pair
from tests.duplicates.registers import a_pair, a_village, person_ids
from tests.intake.builders import CONSOLE, LOTIM

pytestmark = pytest.mark.django_db


def test_a_decision_is_told_of_both_sides_of_its_pair_once_and_of_nobody_else(tmp_path: Path) -> None:
    a_village(tmp_path)
    first, second, third, other = person_ids()[:4]
    decide_pair(CONSOLE, LOTIM, a_pair(first, second), "same", reason="KTP dilihat")
    decide_pair(CONSOLE, LOTIM, a_pair(second, third), "different", reason="dua orang")

    def told(number: int) -> list[str]:
        return [line["reason"] for line in story_of(LOTIM, number, today=date(2026, 1, 31))["decisions"]]

    assert told(first) == ["dua orang", "KTP dilihat"]  # second is a record of hers
    assert told(third) == ["dua orang"]
    assert told(other) == []
