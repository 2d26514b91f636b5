"""What waits for a decision counts what the one who decides is asked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from semesta.coverage.queries import agenda
from tests.duplicates.registers import a_pair, a_village, person_ids
from tests.intake.builders import LOTIM


@pytest.mark.django_db
def test_pairs_that_senders_are_asked_do_not_wait_for_a_verifier(tmp_path: Path) -> None:
    a_village(tmp_path)
    people = person_ids()
    a_pair(people[0], people[1])
    a_pair(people[2], people[3], band="sender")
    number = {line["code"]: line["number"] for line in agenda(LOTIM, on=date(2026, 1, 31))}
    assert number["pairs_to_decide"] == 1
