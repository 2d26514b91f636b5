"""Rows of every kind of list, merged by machine and by people, undone in any order: the register is as it was."""

from __future__ import annotations

import random
from datetime import date
from pathlib import Path

import pytest

from semesta.bulk import read_lines
from semesta.duplicates.double_payments import double_payments
from semesta.intake.row_matching import decide, undo
from semesta.people.queries import welfare_deciles
from tests.duplicates.registers import a_village, pairs, register, searched, without_nik
from tests.intake.builders import CONSOLE, LOTIM, TODAY, a_list, taken

pytestmark = pytest.mark.django_db
COVER = {
    "membership_class": "BPU", "programmes": "JKK+JKM", "active_from": date(2025, 10, 1),
    "paid_until": date(2025, 12, 31), "segment": None,
}  # fmt: skip
LOOKED_AT = ("duplicates_pair", "intake_waitingrow")  # the questions themselves, and that rows were looked at


def rows_of_every_kind(folder: Path) -> None:
    rows = a_village(folder)
    told = [without_nik(row) for row in rows]
    taken(
        a_list(
            *[row | COVER | {"payer": "DBHCHT"} for row in rows[:4]], folder=folder, kind="insurer", sender="bpjs-tk"
        )
    )
    taken(
        a_list(*[row | COVER | {"payer": "BAZNAS"} for row in told[:4]], folder=folder, kind="insurer", sender="bpjs-2")
    )
    taken(a_list(*[row | {"segment": "fisher"} for row in told[2:7]], folder=folder, sender="52.03.05.2002"))
    taken(a_list(*[row | {"decile": 2} for row in told[4:9]], folder=folder, kind="welfare", sender="dinas-sosial"))
    taken(a_list(told[9] | {"died_on": date(2025, 12, 1)}, folder=folder, kind="deaths", sender="dukcapil"))


@pytest.mark.parametrize("seed", range(3))
def test_what_matching_brought_goes_as_it_came_in_any_order(tmp_path: Path, seed: int) -> None:
    chance = random.Random(seed)
    rows_of_every_kind(tmp_path)
    before = register()
    assert searched()["rows_matched"] == 15
    numbers = [pair["number"] for pair in pairs(verdict="same")]
    after = register()
    by_hand = chance.sample(numbers, 6)
    for number in by_hand:
        undo(CONSOLE, LOTIM, number, reason="periksa", today=TODAY)
        decide(CONSOLE, LOTIM, number, "same", reason="KTP dilihat", today=TODAY)
    assert register()["people_livelihood"] == after["people_livelihood"]
    for number in chance.sample(numbers, len(numbers)):
        undo(CONSOLE, LOTIM, number, reason="bukan dia", today=TODAY)
    left = register()
    assert {t: x for t, x in left.items() if t not in LOOKED_AT} == {
        t: x for t, x in before.items() if t not in LOOKED_AT
    }
    assert read_lines("SELECT count(*) AS n FROM people_person WHERE merged_into IS NOT NULL") == [{"n": 0}]


def test_months_paid_twice_are_found_through_the_machine_s_merge_and_gone_with_it(tmp_path: Path) -> None:
    rows_of_every_kind(tmp_path)
    assert double_payments(LOTIM) == []
    searched()
    found = double_payments(LOTIM)
    assert [(line["payer"], line["kept_by"], line["months"]) for line in found] == [
        ("DBHCHT", "BAZNAS", ["2025-10", "2025-11", "2025-12"])
    ] * 4
    assert all(line["claim_rp"] == 3 * 16_800 and len(line["records"]) == 2 for line in found)
    assert welfare_deciles(LOTIM, on=TODAY).height == 5
    (first, *_) = pairs(verdict="same", link_type="insurer")
    undo(CONSOLE, LOTIM, first["number"], reason="bukan dia", today=TODAY)
    assert first["person_id"] not in [line["person_id"] for line in double_payments(LOTIM)]
