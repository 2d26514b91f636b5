"""A row that people told apart from one person is offered to the next."""

from __future__ import annotations

from pathlib import Path

import pytest

from semesta.intake.row_matching import decide, undo
from tests.duplicates.registers import a_worker, pairs, person_ids, searched, without_nik
from tests.duplicates.test_rows import OTHER_VILLAGE, outcomes
from tests.intake.builders import CONSOLE, LOTIM, TODAY, a_list, nik, taken

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("verdict", ["different", "undone"])
def test_a_row_told_apart_from_its_nearest_person_finds_the_next(tmp_path: Path, verdict: str) -> None:
    nearest = a_worker(9001, "SAHRUDIN HAMZAH", phone="6281234567890")
    number = nik(9302, born="100586")
    other = nearest | {"nik": number, "nik_written": number, "kk": "5203050101007777", "phone": None, "dusun": "LAIN"}
    taken(a_list(nearest, folder=tmp_path))
    taken(a_list(other, folder=tmp_path, sender="52.03.05.2003"))
    (row,) = taken(a_list(without_nik(nearest), folder=tmp_path, sender=OTHER_VILLAGE))
    searched()
    (pair,) = pairs(link_type="register")
    assert (pair["person_id"], pair["verdict"]) == (person_ids()[0], "same")
    if verdict == "different":
        decide(CONSOLE, LOTIM, pair["number"], "different", reason="bukan dia", today=TODAY)
    else:
        undo(CONSOLE, LOTIM, pair["number"], reason="bukan dia", today=TODAY)
    searched()
    assert [p["person_id"] for p in pairs(link_type="register", verdict="same")] == [person_ids()[1]]
    assert outcomes(row) == [("merged", "matched", "nik_missing")]
