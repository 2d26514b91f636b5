"""Clusters: what is connected belongs together, except where two sure numbers would meet."""

from __future__ import annotations

import polars as pl
from hypothesis import given, settings
from hypothesis import strategies as st

from semesta.matching.clusters import cluster

ROWS = 9
edges = st.lists(st.tuples(st.integers(0, ROWS - 1), st.integers(0, ROWS - 1), st.integers(8, 40)), max_size=14)
numbers = st.lists(st.sampled_from([None, None, "A", "B", "C"]), min_size=ROWS, max_size=ROWS)


def pairs(found: list[tuple[int, int, int]]) -> pl.DataFrame:
    return pl.DataFrame(found, schema={"line_l": pl.Int64, "line_r": pl.Int64, "weight": pl.Float64}, orient="row")


def reachable(start: int, found: list[tuple[int, int, int]]) -> set[int]:
    seen, waiting = {start}, [start]
    while waiting:
        at = waiting.pop()
        for a, b, _ in found:
            for other in ({a: b, b: a}.get(at),):
                if other is not None and other not in seen:
                    seen.add(other)
                    waiting.append(other)
    return seen


@settings(deadline=None)
@given(edges)
def test_without_numbers_a_cluster_is_all_that_is_connected(found: list[tuple[int, int, int]]) -> None:
    labels, torn = cluster(ROWS, pairs(found))
    assert torn.is_empty()
    assert labels.to_list() == [min(reachable(line, found)) for line in range(ROWS)]


@settings(deadline=None)
@given(edges, numbers)
def test_no_cluster_holds_two_numbers(found: list[tuple[int, int, int]], sure: list[str | None]) -> None:
    labels, _ = cluster(ROWS, pairs(found), pl.Series(sure, dtype=pl.String))
    held: dict[int, set[str]] = {}
    for label, number in zip(labels.to_list(), sure, strict=True):
        if number is not None:
            held.setdefault(label, set()).add(number)
    assert all(len(of_one) == 1 for of_one in held.values())


@settings(deadline=None)
@given(edges, numbers)
def test_every_pair_is_either_joined_or_told_as_a_conflict(
    found: list[tuple[int, int, int]], sure: list[str | None]
) -> None:
    labels, torn = cluster(ROWS, pairs(found), pl.Series(sure, dtype=pl.String))
    told = {(a, b) for a, b, _ in torn.iter_rows()}
    for a, b, _ in found:
        assert labels[a] == labels[b] or (a, b) in told


def test_of_a_chain_between_two_numbers_the_lighter_pair_is_given_up() -> None:
    labels, torn = cluster(3, pairs([(0, 1, 30), (1, 2, 12)]), pl.Series(["A", None, "B"]))
    assert labels.to_list() == [0, 0, 2]
    assert torn.rows() == [(1, 2, 12.0)]
