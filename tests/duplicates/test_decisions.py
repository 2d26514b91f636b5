"""Decisions about who is one person: what follows, what contradicts, and that undoing is exact in any order."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import pytest
from django.db import DatabaseError, connection, transaction

from semesta.accounts.actor import Actor, NotPermittedError, Role
from semesta.audit.queries import trail_of
from semesta.bulk import execute
from semesta.duplicates.actions import decide_pair, undo_decision
from semesta.duplicates.errors import (
    AlreadyDecidedError,
    AlreadyUndoneError,
    ConflictError,
    NoPairError,
    OtherDecisionError,
)
from semesta.duplicates.queries import decisions_of, records_of
from semesta.duplicates.standing import refresh, settle_merges
from tests.duplicates.registers import a_pair, a_village, heads, pairs, person_ids, register
from tests.intake.builders import CONSOLE, LOTIM, VILLAGE

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(tmp_path: Path) -> list[int]:
    a_village(tmp_path)
    return person_ids()


def same(number: int) -> None:
    decide_pair(CONSOLE, LOTIM, number, "same", reason="KTP dilihat")


def different(number: int) -> None:
    decide_pair(CONSOLE, LOTIM, number, "different", reason="dua orang")


def undone(number: int) -> None:
    undo_decision(CONSOLE, LOTIM, number, reason="keliru")


def test_two_records_decided_the_same_are_one_person_under_the_older(people: list[int]) -> None:
    same(a_pair(people[0], people[1]))
    assert heads() == {people[1]: people[0]}
    assert records_of(LOTIM, people[1]) == people[:2]


def test_a_record_with_a_sure_nik_is_head_before_an_older_one(people: list[int]) -> None:
    execute("UPDATE people_person SET nik = NULL WHERE id = %s", [people[0]])
    same(a_pair(people[0], people[1]))
    assert heads() == {people[0]: people[1]}


def test_heads_are_flat_whatever_the_chain(people: list[int]) -> None:
    a, b, c, d = people[:4]
    for pair in (a_pair(c, d), a_pair(b, c), a_pair(a, b)):
        same(pair)
    assert heads() == {b: a, c: a, d: a}


@pytest.mark.parametrize("seed", range(6))
def test_merges_made_and_undone_in_any_order_leave_the_register_as_before(people: list[int], seed: int) -> None:
    chance = random.Random(seed)
    execute("UPDATE people_person SET nik = NULL WHERE id <> ALL(%s)", [people[:2]])
    wanted = {tuple(sorted(chance.sample(people[1:], 2))) for _ in range(12)}
    numbers = [a_pair(*pair) for pair in sorted(wanted)]
    before = register()
    by_machine = set(chance.sample(numbers, len(numbers) // 2))
    for number in chance.sample(numbers, len(numbers)):
        joined_by_machine(number) if number in by_machine else same(number)
    assert heads()
    for number in chance.sample(numbers, len(numbers)):
        undone(number)
    assert register() == before


def joined_by_machine(number: int) -> None:
    """Decide as a search does, without scoring."""
    execute(
        "INSERT INTO duplicates_decision (regency_code, number, pair_number, verdict, by, actor, reason)"
        " VALUES (%s, nextval('duplicates_decision_number'), %s, 'same', 'machine', 'mesin', 'weight')",
        [LOTIM, number],
    )
    refresh(LOTIM, [number])
    settle_merges(CONSOLE, LOTIM)


def test_half_undone_merges_are_those_that_were_never_undone(people: list[int]) -> None:
    chain = [a_pair(one, other) for one, other in pairwise(people)]
    for number in chain:
        same(number)
    undone(chain[4])
    assert set(heads().values()) == {people[0], people[5]}


def test_deciding_the_same_what_a_chain_says_is_different_is_refused_and_named(people: list[int]) -> None:
    a, b, c = people[:3]
    first, apart, last = a_pair(a, b), a_pair(a, c), a_pair(b, c)
    same(first)
    different(apart)
    with pytest.raises(ConflictError) as refused:
        same(last)
    assert refused.value.against == [apart]
    assert heads() == {b: a}


def test_deciding_different_what_a_chain_joins_is_refused_and_names_the_chain(people: list[int]) -> None:
    a, b, c = people[:3]
    first, second, apart = a_pair(a, b), a_pair(b, c), a_pair(a, c)
    same(first)
    same(second)
    with pytest.raises(ConflictError) as refused:
        different(apart)
    assert refused.value.against == [first, second]


def test_undoing_is_refused_when_others_were_decided_upon_it_since(people: list[int]) -> None:
    a, b, c = people[:3]
    first, second, third = a_pair(a, b), a_pair(b, c), a_pair(a, c)
    joined_by_machine(first)
    different(first)  # the machine was wrong; without this decision A and B are one again
    same(second)
    different(third)
    with pytest.raises(ConflictError) as refused:
        undone(first)
    assert refused.value.against == [third]
    assert heads() == {c: b}


def test_a_person_s_decision_stands_before_the_machine_s_and_undoing_it_gives_that_back(people: list[int]) -> None:
    number = a_pair(people[0], people[1])
    joined_by_machine(number)
    different(number)
    assert heads() == {}
    undone(number)
    assert heads() == {people[1]: people[0]}
    assert [d["verdict"] for d in decisions_of(LOTIM, number)] == ["same", "different", "undone"]


def test_undoing_takes_back_the_decision_that_was_shown_and_no_other(people: list[int]) -> None:
    number = a_pair(people[0], people[1])
    joined_by_machine(number)
    shown = decide_pair(CONSOLE, LOTIM, number, "different", reason="dua orang")
    undo_decision(CONSOLE, LOTIM, number, reason="keliru", decision=shown)
    with pytest.raises(OtherDecisionError) as refused:
        undo_decision(CONSOLE, LOTIM, number, reason="ditekan dua kali", decision=shown)
    with pytest.raises(AlreadyUndoneError):
        undone(number)
    assert heads() == {people[1]: people[0]}
    undo_decision(CONSOLE, LOTIM, number, reason="mesin keliru", decision=refused.value.stands)
    assert heads() == {}


def test_a_decided_pair_is_not_asked_twice(people: list[int]) -> None:
    number = a_pair(people[0], people[1])
    different(number)
    with pytest.raises(AlreadyDecidedError, match="match undo"):
        same(number)


def test_a_decision_needs_a_reason_and_a_pair(people: list[int]) -> None:
    with pytest.raises(ValueError, match="alasan"):
        decide_pair(CONSOLE, LOTIM, a_pair(people[0], people[1]), "same", reason=" ")
    with pytest.raises(NoPairError):
        same(999_999)
    with pytest.raises(NoPairError, match="belum diputuskan"):
        undone(pairs()[0]["number"])


def test_only_verifiers_and_administrators_of_the_regency_decide(people: list[int]) -> None:
    number = a_pair(people[0], people[1])
    for who in (Actor("op", Role.VILLAGE_OPERATOR, VILLAGE), Actor("lain", Role.VERIFIER, "52.02")):
        with pytest.raises(NotPermittedError):
            decide_pair(who, LOTIM, number, "same", reason="x")
    decide_pair(Actor("verif", Role.VERIFIER, LOTIM), LOTIM, number, "same", reason="KTP")
    assert trail_of("pair", number)[0]["actor"] == "verif"


@pytest.mark.parametrize("change", ["UPDATE duplicates_decision SET reason = 'x'", "DELETE FROM duplicates_decision"])
def test_the_database_refuses_to_change_or_erase_a_decision(people: list[int], change: str) -> None:
    same(a_pair(people[0], people[1]))
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(change)
