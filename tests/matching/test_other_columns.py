"""People of the linkage literature, with other columns: a schema file is all it takes."""

from __future__ import annotations

from bench.linkage.febrl import febrl_schema, link_learning, made_up_febrl
from semesta.matching.schema import shipped_schema


def test_people_with_the_columns_of_the_literature_are_learned_and_linked() -> None:
    originals, copies = made_up_febrl(1_200, seed=11)
    found = link_learning(copies, originals)
    assert found.precision >= 0.999
    assert found.recall >= 0.97
    assert found.recall_with_queue >= 0.995


def test_the_other_schema_shares_no_column_with_ours_but_by_chance() -> None:
    assert set(febrl_schema().columns) & set(shipped_schema().columns) == {"birth"}
