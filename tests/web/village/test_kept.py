"""How a village stands is kept between readers, and counted again as soon as a list comes in or figures are counted."""

from __future__ import annotations

from pathlib import Path

from django.test import Client

from semesta.bulk import execute
from semesta.web.kept import state_of_people
from tests.intake.alike import a_sent_list
from tests.intake.builders import VILLAGE, nik

CARD = "5203051203109001"


def test_a_list_that_comes_in_changes_what_is_kept_and_what_the_page_says(operator: Client, tmp_path: Path) -> None:
    address = f"/desa/{VILLAGE}/"
    before, state = operator.get(address).context["standings"], state_of_people()
    assert operator.get(address).context["standings"] == before
    a_sent_list(tmp_path, ("AMAQ BARU", nik(9871), CARD, "L"), ("AMAQ LAIN", nik(9872), CARD, "L"))
    assert state_of_people() != state
    after = operator.get(address).context["standings"]
    assert after["people"] == before["people"] + 2


def test_a_count_a_decision_and_a_search_change_the_mark(operator: Client) -> None:
    marks = {state_of_people()}
    for change in (
        "UPDATE coverage_snapshot SET counted_at = counted_at + interval '1 minute'",
        "INSERT INTO duplicates_run (regency_code, number, ran_at, done_on, model_version, detail)"
        " SELECT '52.03', coalesce(max(number), 0) + 1, now(), current_date, 'uji', '{}' FROM duplicates_run",
    ):
        execute(change)
        marks.add(state_of_people())
    assert len(marks) == 3
