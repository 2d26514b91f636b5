"""What a search does not compare is told, and an absurd list is refused alone."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl

from semesta.duplicates.register import KnownPeople
from semesta.duplicates.search import ROW, Found, search
from semesta.matching.model import shipped_model
from semesta.matching.standardise import standardise
from tests.matching.made_up import SCHEMA, a_person, others, without_number

MODEL = shipped_model()


def people(*rows: dict[str, Any], new: bool) -> KnownPeople:
    """Persons of a register, all of them new to the search, or none."""
    told = pl.DataFrame(rows, schema=SCHEMA).with_columns(id=pl.int_range(1, pl.len() + 1, dtype=pl.Int64))
    flags = pl.Series([new]).new_from_index(0, told.height)
    return KnownPeople(standardise(told, MODEL.schema), flags, pl.Series([False]).new_from_index(0, told.height), 0)


def waiting(submission_id: int, *rows: dict[str, Any]) -> pl.DataFrame:
    """Rows of a list that were never linked."""
    told: dict[str, Any] = {
        "submission_id": submission_id, "link_type": "register", "is_new": True, "is_answered": True, "months_told": 0,
        "rarer": 0.0,
    }  # fmt: skip
    lines = [told | row | {"line": line} for line, row in enumerate(rows, 1)]
    return pl.DataFrame(lines, schema=ROW | SCHEMA).drop("id", "file")


def a_crowd(each: int, *, groups: int = 9) -> list[dict[str, Any]]:
    """People who agree in birth date and village with as many others as one block may hold, and in nothing else."""
    names = [row["name"] for row in others()]
    return [
        without_number(
            name=names[place % 150], kk=None, mother_name=None, phone=None, birth_on=date(1980, 1, 1) + timedelta(group)
        )
        for group in range(groups) for place in range(each)
    ]  # fmt: skip


def places(found: Found) -> list[int]:
    return found.linked_rows["submission_id"].unique().sort().to_list()


def test_an_absurd_list_is_refused_and_the_others_are_linked() -> None:
    known = people(*a_crowd(500), a_person(), new=False)
    lists = [waiting(number, without_number()) for number in (1, 3)]
    found = search(known, pl.concat([lists[0], waiting(2, *a_crowd(500)), lists[1]]), MODEL)
    assert places(found) == [1, 3]
    assert found.pairs.select("submission_id", "band").rows() == [(1, "machine"), (3, "machine")]
    (refused,) = found.left_out.detail["refused"]
    assert (refused["submission_id"], refused["rows"]) == (2, 4_500)
    assert "birth + village" in refused["why"]


def test_persons_who_are_too_many_pairs_are_told_and_rows_are_linked_all_the_same() -> None:
    found = search(people(*a_crowd(705), a_person(), new=True), waiting(1, without_number()), MODEL)
    assert not found.people_compared
    assert found.left_out.counts["refused"] == 1
    assert found.pairs["band"].to_list() == ["machine"]


def test_numbers_set_aside_blocks_left_out_and_pairs_told_apart_are_counted() -> None:
    operator = [without_number(name=row["name"], phone="6284099999999", kk=None, birth_on=None) for row in others()[:8]]
    brother = a_person(name="MARJUKI", birth_on=date(1991, 3, 12), nik_state="doubtful", birth_told=date(1991, 3, 12))
    known = people(*a_crowd(600, groups=1), a_person(), new=False)
    found = search(known, waiting(1, *operator, brother, *a_crowd(600, groups=1)), MODEL)
    left = found.left_out.detail
    assert left["values"] == [{"field": "phone", "ends_in": "9999", "rows": 8, "names": 8}]
    assert left["told_apart"] == [{"reason": "shared_nik", "pairs": 1}]
    assert left["blocks"] == [
        {"link_type": "register", "rule": "birth + village", "blocks": 1, "pairs": 360_000, "most_rows": 1_200}
    ]
    assert found.left_out.counts == {"blocks_left_out": 1, "values_set_aside": 1, "told_apart": 1, "refused": 0}


def test_what_is_kept_of_a_number_that_many_bear_is_only_its_end() -> None:
    operator = [without_number(name=row["name"], phone="6284099999999", kk=None, birth_on=None) for row in others()[:8]]
    found = search(people(a_person(), new=False), waiting(1, *operator), MODEL)
    assert "628409999" not in str(found.left_out.detail)
