"""What would make careless linking run for ever or fill the memory ends soon, or is refused with the reason."""

from __future__ import annotations

import polars as pl

from semesta.matching.linking import deduplicate, link
from semesta.matching.model import shipped_model
from semesta.matching.standardise import standardise
from tests.matching.made_up import SCHEMA, a_person, a_register, frame, others


def test_rows_without_any_name_are_joined_by_number_birth_date_and_card_or_not_at_all() -> None:
    rows = frame([dict(person, name=None, mother_name=None) for person in others()[:500]])
    found = link(rows, a_register(), shipped_model())
    machine = found.machine.select("id_l", "id_r").rows()
    assert len(machine) > 400
    assert all(left == right for left, right in machine)


def test_nameless_rows_with_nothing_else_join_nobody() -> None:
    empty = [dict.fromkeys(SCHEMA) | {"id": str(i), "nik_state": "missing"} for i in range(2_000)]
    assert deduplicate(frame(empty), shipped_model()).pairs.is_empty()


def test_a_million_identical_rows_are_not_compared_and_told() -> None:
    row = pl.DataFrame([a_person()], schema=SCHEMA).drop("id")
    rows = standardise(pl.concat([row] * 1_000_000, rechunk=True).with_row_index("id"), shipped_model().schema)
    found = deduplicate(rows, shipped_model())
    assert found.pairs.is_empty()
    assert found.compared == 0
    assert {block.rows for block in found.skipped} == {1_000_000}


def test_the_rest_of_a_list_is_linked_though_one_card_stands_on_every_row() -> None:
    rows = [dict(person, id=f"row {i}", kk="5203050101109001") for i, person in enumerate(others())]
    found = deduplicate(frame([*rows, *others()[:50]]), shipped_model())
    assert [(s.field, s.rows) for s in found.shared] == [("kk", 3_000)]
    assert found.machine.height >= 45
