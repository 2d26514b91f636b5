"""Joins and contradictions as values: no database."""

from __future__ import annotations

from semesta.duplicates.one_person import Join, OnePerson


def a_join(number: int, person: int, record: int, *, is_row: bool = False, by_machine: bool = False) -> Join:
    return Join(number, person, record, is_row, by_machine)


def test_a_row_has_one_person() -> None:
    standing = OnePerson([a_join(1, 10, 90, is_row=True)], [], {})
    assert standing.against_same(a_join(2, 11, 90, is_row=True)) == [1]


def test_the_machine_never_brings_two_sure_niks_together_through_a_third_record() -> None:
    standing = OnePerson([a_join(1, 10, 12, by_machine=True)], [], {10: "a", 11: "b"})
    assert standing.against_same(a_join(2, 11, 12, by_machine=True)) == [1]


def test_people_may_decide_that_two_niks_are_one_person_s_but_not_through_what_the_machine_joined() -> None:
    niks = {10: "a", 11: "b"}
    assert OnePerson([], [], niks).against_same(a_join(1, 10, 11)) == []
    machine = OnePerson([a_join(1, 10, 12, by_machine=True)], [], niks)
    assert machine.against_same(a_join(2, 11, 12)) == [1]


def test_a_chain_is_named_in_its_order() -> None:
    standing = OnePerson([a_join(5, 1, 2), a_join(3, 2, 3), a_join(8, 3, 4), a_join(9, 7, 8)], [], {})
    assert standing.against_different(a_join(2, 1, 4)) == [5, 3, 8]
    assert standing.against_different(a_join(2, 1, 7)) == []


def test_components_are_what_decisions_join() -> None:
    joins = [a_join(1, 1, 2), a_join(2, 3, 4), a_join(3, 2, 3), a_join(4, 8, 9)]
    assert sorted(OnePerson(joins, [], {}).components()) == [[1, 2, 3, 4], [8, 9]]
