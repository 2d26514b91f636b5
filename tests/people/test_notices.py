"""What a village tells of somebody holds only when a verifier confirms it, once, and stands in the person's trail."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from semesta.accounts.actor import Actor, NotPermittedError, Role
from semesta.audit.queries import trail_of
from semesta.bulk import read_lines
from semesta.people.actions import load_segments
from semesta.people.notices import (
    NoSuchPersonError,
    WrongNoticeError,
    add_livelihood,
    confirm_notice,
    dismiss_notice,
    tell_notice,
)
from semesta.regions.actions import load_shipped_regions
from tests.intake.builders import CONSOLE, LOTIM, TODAY, VILLAGE, a_list, a_row, taken

pytestmark = pytest.mark.django_db
VILLAGER = Actor("juru", Role.VILLAGE_OPERATOR, VILLAGE)
STRANGER = Actor("lain", Role.VILLAGE_OPERATOR, "52.03.05.2002")
VERIFIER = Actor("verif", Role.VERIFIER, LOTIM)


@pytest.fixture
def somebody(tmp_path: Path) -> int:
    """A farmer of Kesik, born in 1985."""
    load_segments(CONSOLE)
    taken(a_list(a_row(), folder=tmp_path))
    return int(read_lines("SELECT id FROM people_person")[0]["id"])


def state_of(person: int) -> tuple[date | None, str | None, list[str]]:
    (line,) = read_lines(
        "SELECT died_on, village_code, array(SELECT segment_code::text FROM people_livelihood l WHERE person_id = p.id"
        " ORDER BY 1) AS work FROM people_person p WHERE id = %s",
        [person],
    )
    return line["died_on"], line["village_code"], line["work"]


def test_a_death_told_by_a_village_holds_once_it_is_confirmed(somebody: int) -> None:
    day = date(2026, 1, 2)
    for _ in range(2):  # a form sent twice
        tell_notice(VILLAGER, somebody, "died", regency_code=LOTIM, today=TODAY, happened_on=day)
    assert state_of(somebody)[0] is None
    confirm_notice(VERIFIER, somebody, "died", TODAY, regency_code=LOTIM, today=TODAY)
    assert state_of(somebody)[0] == day
    with pytest.raises(WrongNoticeError, match="nothing_waits"):
        confirm_notice(VERIFIER, somebody, "died", TODAY, regency_code=LOTIM, today=TODAY)
    assert [entry["action"] for entry in trail_of("person", somebody)] == ["tell_notice", "confirm_notice"]


@pytest.mark.parametrize(
    ("kind", "expected"), [("moved", (None, None, ["farmer"])), ("not_working", (None, VILLAGE, ["not_working"]))]
)
def test_a_move_and_no_work_hold_once_confirmed(somebody: int, kind: str, expected: object) -> None:
    tell_notice(VILLAGER, somebody, kind, regency_code=LOTIM, today=TODAY)  # type: ignore[arg-type]
    assert state_of(somebody) == (None, VILLAGE, ["farmer"])
    confirm_notice(VERIFIER, somebody, kind, TODAY, regency_code=LOTIM, today=TODAY)  # type: ignore[arg-type]
    assert state_of(somebody) == expected


def test_what_is_dismissed_changes_nothing_and_stays_on_record(somebody: int) -> None:
    tell_notice(VILLAGER, somebody, "moved", regency_code=LOTIM, today=TODAY, note="ke Sumbawa")
    dismiss_notice(VERIFIER, somebody, "moved", TODAY, regency_code=LOTIM, today=TODAY)
    assert state_of(somebody) == (None, VILLAGE, ["farmer"])
    assert read_lines("SELECT state, note FROM people_notice") == [{"state": "dismissed", "note": "ke Sumbawa"}]


@pytest.mark.parametrize(
    ("day", "code"), [(None, "day_missing"), (date(2026, 2, 1), "day_impossible"), (date(1950, 1, 1), "day_impossible")]
)
def test_an_impossible_death_is_not_taken(somebody: int, day: date | None, code: str) -> None:
    with pytest.raises(WrongNoticeError, match=code):
        tell_notice(VILLAGER, somebody, "died", regency_code=LOTIM, today=TODAY, happened_on=day)


def test_only_the_village_tells_and_only_verifiers_decide(somebody: int) -> None:
    with pytest.raises(NotPermittedError):
        tell_notice(STRANGER, somebody, "moved", regency_code=LOTIM, today=TODAY)
    with pytest.raises(NotPermittedError):
        add_livelihood(STRANGER, somebody, "trader", regency_code=LOTIM)
    with pytest.raises(NoSuchPersonError):
        tell_notice(VILLAGER, 999_999, "moved", regency_code=LOTIM, today=TODAY)
    tell_notice(VILLAGER, somebody, "moved", regency_code=LOTIM, today=TODAY)
    with pytest.raises(NotPermittedError):
        confirm_notice(VILLAGER, somebody, "moved", TODAY, regency_code=LOTIM, today=TODAY)


def test_work_besides_is_added_once_and_what_is_no_work_is_not(somebody: int) -> None:
    for _ in range(2):
        add_livelihood(VILLAGER, somebody, "trader", regency_code=LOTIM, enterprise="KIOS")
    assert state_of(somebody)[2] == ["farmer", "trader"]
    for nonsense in ("not_working", "<script>"):
        with pytest.raises(WrongNoticeError, match="work_unknown"):
            add_livelihood(VILLAGER, somebody, nonsense, regency_code=LOTIM)


def test_whoever_moved_within_the_regency_lives_there_and_both_villages_know(somebody: int) -> None:
    load_shipped_regions(CONSOLE)
    there = STRANGER.territory
    tell_notice(VILLAGER, somebody, "moved", regency_code=LOTIM, today=TODAY, village_code=there)
    confirm_notice(VERIFIER, somebody, "moved", TODAY, regency_code=LOTIM, today=TODAY)
    assert state_of(somebody) == (None, there, ["farmer"])
    lines = read_lines("SELECT action, region_code FROM audit_entry WHERE object_type = 'person' ORDER BY id")
    assert [(line["action"], line["region_code"]) for line in lines][-2:] == [
        ("confirm_notice", VILLAGE),
        ("move_in", there),
    ]


@pytest.mark.parametrize("nowhere", [VILLAGE, "52.03.05", "52.01.01.2001", "x"])
def test_nobody_moves_to_the_same_village_or_to_none(somebody: int, nowhere: str) -> None:
    load_shipped_regions(CONSOLE)
    with pytest.raises(WrongNoticeError, match="village_unknown"):
        tell_notice(VILLAGER, somebody, "moved", regency_code=LOTIM, today=TODAY, village_code=nowhere)
