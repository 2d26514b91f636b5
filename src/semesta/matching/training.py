"""Learning a model without known truth: chance from pairs drawn at random, likeness from all candidate pairs.

u, how often two people reach a level, is counted among random pairs; agreements too rare for a sample (`per_person`:
one NIK, one family card, one telephone) are counted among all pairs that share such a value. m, how often one person's
two rows reach a level, follows by expectation and maximisation over the patterns of all these pairs at once: the
comparisons are taken as independent given the truth, which the schema's levels are shaped to make nearly so.
Source of the method: Fellegi and Sunter, A theory for record linkage, JASA 64 (1969); Winkler (1988) for the EM.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import duckdb
import numpy as np
import numpy.typing as npt
import polars as pl

from semesta.matching.model import Chance, Model, Thresholds
from semesta.matching.schema import Comparison, Schema
from semesta.matching.standardise import LINE

Floats = npt.NDArray[np.float64]
_LEAST_M: Final = 2e-4
_ROUNDS: Final = 60


@dataclass(frozen=True)
class Task:
    """Rows to learn from: two frames of standardised rows, or one (then pairs within it)."""

    left: pl.DataFrame
    right: pl.DataFrame | None = None

    @property
    def pairs(self) -> float:
        """Return how many pairs there are."""
        n = self.left.height
        return n * (n - 1) / 2 if self.right is None else n * self.right.height

    @property
    def population(self) -> int:
        """Return how many rows stand for the people a row is looked for among."""
        return self.left.height if self.right is None else self.right.height


def train(
    tasks: Sequence[Task],
    schema: Schema,
    *,
    thresholds: Thresholds,
    seed: int = 1,
    sample: int = 1_000_000,
    training: Mapping[str, Any] | None = None,
    memory: str = "2GB",
) -> Model:
    """Return a model learned from the tasks together. ValueError when there is nothing to compare.

    `sample` random pairs are drawn per task; `training` is kept in the model to say what it was learned from.
    """
    if not tasks or any(task.pairs < 1 for task in tasks):
        raise ValueError("a model is learned from at least two rows")
    seen = [_see(task, schema, seed + n, sample, memory) for n, task in enumerate(tasks)]
    chances = _Learner(schema, seen).learn()
    return Model(schema, chances, max(task.population for task in tasks), thresholds, training or {})


@dataclass(frozen=True)
class _Seen:
    """Patterns of a task: levels reached (place among the levels that weigh, -1 unknown) and how many pairs."""

    task: Task
    drawn: npt.NDArray[np.int8]
    drawn_pairs: Floats
    found: npt.NDArray[np.int8]
    found_pairs: Floats
    given: Mapping[tuple[str, ...], tuple[npt.NDArray[np.int8], Floats]]


def _see(task: Task, schema: Schema, seed: int, sample: int, memory: str) -> _Seen:
    """Count the patterns of random pairs and of all candidate pairs of a task."""
    rng = np.random.default_rng(seed)
    right = task.left if task.right is None else task.right
    size = int(min(sample, 10 * task.pairs))
    lines = pl.DataFrame({"a": rng.integers(0, task.left.height, size), "b": rng.integers(0, right.height, size)})
    order = f"l.{LINE} < r.{LINE}" if task.right is None else "true"
    joins = [
        f"SELECT l.{LINE} AS a, r.{LINE} AS b FROM left_rows l JOIN right_rows r ON {rule.sql} WHERE {order}"
        for rule in (*schema.candidates, *schema.counted)
    ]
    with duckdb.connect() as connection:
        connection.execute(f"SET memory_limit = '{memory}'; SET threads = 2; SET enable_progress_bar = false")
        for name, frame in (("left_rows", task.left), ("right_rows", right)):
            connection.register("given", frame.to_arrow())
            connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
        connection.register("drawn", lines.filter((pl.col("a") != pl.col("b")) | (task.right is not None)).to_arrow())
        connection.execute(f"CREATE TABLE found AS {' UNION '.join(joins)}")
        given = {}
        for columns in sorted({columns for c in schema.comparisons for columns in c.drawn if columns}):
            _draw_given(connection, columns, order, sample)
            given[columns] = _patterns(connection, schema, "given_pairs")
        drawn, found = _patterns(connection, schema, "drawn"), _patterns(connection, schema, "found")
        return _Seen(task, *drawn, *found, given)


def _draw_given(connection: duckdb.DuckDBPyConnection, columns: tuple[str, ...], order: str, most: int) -> None:
    """Draw pairs that agree in these columns: all of them, or those of every n-th row when they are too many."""
    join = " AND ".join(f"l.{column} = r.{column}" for column in columns)
    names = ", ".join(columns)
    expected = connection.execute(
        f"SELECT sum(n * k)::DOUBLE FROM (SELECT {names}, count(*) AS n FROM left_rows GROUP BY ALL)"
        f" JOIN (SELECT {names}, count(*) AS k FROM right_rows GROUP BY ALL) USING ({names})"
    ).fetchone()
    step = max(1, int(((expected or (0,))[0] or 0) // most) + 1)
    connection.execute(
        f"CREATE OR REPLACE TABLE given_pairs AS SELECT l.{LINE} AS a, r.{LINE} AS b FROM left_rows l"
        f" JOIN right_rows r ON {join} WHERE {order} AND l.{LINE} % {step} = 0"
    )


def _patterns(connection: duckdb.DuckDBPyConnection, schema: Schema, pairs: str) -> tuple[npt.NDArray[np.int8], Floats]:
    """Return the different patterns (one line each, one column per comparison) and the number of pairs of each."""
    levels = ", ".join(_level_sql(c) for c in schema.comparisons)
    names = ", ".join(c.name for c in schema.comparisons)
    counted = connection.execute(
        f"SELECT {names}, count(*)::DOUBLE AS pairs FROM (SELECT {levels} FROM {pairs} p"
        f" JOIN left_rows l ON l.{LINE} = p.a JOIN right_rows r ON r.{LINE} = p.b) GROUP BY ALL ORDER BY ALL"
    ).pl()
    return counted.drop("pairs").to_numpy().astype(np.int8), counted["pairs"].to_numpy()


def _level_sql(comparison: Comparison) -> str:
    known = iter(range(len(comparison.known)))
    places = [-1 if level.unknown else next(known) for level in comparison.levels]
    told = [f"WHEN {level.when} THEN {i}" for level, i in zip(comparison.levels, places, strict=True) if level.when]
    return f"CASE {' '.join(told)} ELSE {places[-1]} END::TINYINT AS {comparison.name}"


class _Learner:
    """Expectation and maximisation over the patterns of all tasks."""

    def __init__(self, schema: Schema, seen: Sequence[_Seen]) -> None:
        self.schema = schema
        self.seen = seen
        self.population = max(s.task.population for s in seen)
        self.rates = [s.task.pairs / s.task.population for s in seen]
        self.group = [np.array([level.group for level in c.known]) for c in schema.comparisons]
        self.m = [self._first_m(c) for c in schema.comparisons]
        self.u = [np.full(len(c.known), 0.5 / len(c.known)) for c in schema.comparisons]
        self.prior = [0.5 * s.task.left.height / s.task.pairs for s in seen]
        self.witness = next(i for i, c in enumerate(schema.comparisons) if c.name == schema.witness)
        self.likely: list[Floats] = [np.zeros(len(s.found)) for s in seen]

    def learn(self) -> dict[str, tuple[Chance, ...]]:
        """Return the chances per comparison, those of `per_person` levels for the largest population."""
        for _ in range(_ROUNDS):
            for i in range(len(self.schema.comparisons)):
                self.u[i] = self._chance(i)
            self.likely = [self._expect(t) for t in range(len(self.seen))]
            for t, s in enumerate(self.seen):
                self.prior[t] = float(np.clip(self.likely[t] @ s.found_pairs / s.task.pairs, 1e-12, 0.4))
            for i in range(len(self.schema.comparisons)):
                self.m[i] = self._likeness(i)
        return {
            c.name: tuple(Chance(float(m), float(u)) for m, u in zip(self.m[i], self.u[i], strict=True))
            for i, c in enumerate(self.schema.comparisons)
        }

    def _first_m(self, comparison: Comparison) -> Floats:
        groups = [level.group for level in comparison.known]
        places = np.array([groups[:n].count(group) for n, group in enumerate(groups)])
        return np.maximum(0.85 * 0.3**places, 0.01)

    def _u_of(self, i: int, t: int) -> Floats:
        """Return u of a comparison in the population of a task."""
        share = self.population / self.seen[t].task.population
        per_person = np.array([level.per_person for level in self.schema.comparisons[i].known])
        return np.where(per_person, np.minimum(self.u[i] * share, 0.5), self.u[i])

    def _expect(self, t: int) -> Floats:
        """Return for each pattern found how probable it is that its pairs are one person's."""
        odds = np.full(len(self.seen[t].found), np.log(self.prior[t] / (1 - self.prior[t])))
        for i in range(len(self.schema.comparisons)):
            weights = np.log(self.m[i]) - np.log(self._u_of(i, t))
            odds += np.append(weights, 0.0)[self.seen[t].found[:, i]]
        return np.asarray(1 / (1 + np.exp(-np.clip(odds, -60, 60))))

    def _likeness(self, i: int) -> Floats:
        levels = len(self.m[i])
        reached = sum(
            np.bincount(s.found[:, i] + 1, weights=self.likely[t] * s.found_pairs, minlength=levels + 1)[1:]
            for t, s in enumerate(self.seen)
        )
        return np.maximum(reached / np.maximum(self._per_group(i, np.asarray(reached)), 1e-9), _LEAST_M)

    def _chance(self, i: int) -> Floats:
        """Return u: of common levels from the random pairs, of rare ones from the two people among the pairs found.

        How many of the pairs at a rare level are two people is told by the witness, a comparison of another thing: two
        people nearly always reach its last level, one person seldom.
        """
        levels = len(self.m[i])
        drawn, people, of_one, known_rate = np.zeros(levels), np.zeros(levels), 0.0, 0.0
        for t, s in enumerate(self.seen):
            counts = np.bincount(s.drawn[:, i] + 1, weights=s.drawn_pairs, minlength=levels + 1)
            known = float(counts[1:].sum() / counts.sum())
            drawn += counts[1:]
            of_one += self.prior[t] * float(counts[1:].sum())
            people += self._two_people(i, s.found, s.found_pairs)
            known_rate += known * self.rates[t]
        size = np.maximum(self._per_group(i, drawn), 1.0)
        u = np.maximum(drawn - of_one * self.m[i], 0.5) / size
        per_person = np.array([level.per_person for level in self.schema.comparisons[i].known])
        rare = np.maximum(people, 1.0) / known_rate / self.population
        u = np.where(per_person, rare, u)
        for group, columns in enumerate(self.schema.comparisons[i].drawn):
            if columns:
                inside = self.group[i] == group
                apart = sum(self._two_people(i, *s.given[columns]) for s in self.seen) * inside + 0.5 * inside
                u = np.where(inside, apart / apart.sum(), u)
        return np.maximum(u, 1e-12)

    def _per_group(self, i: int, counts: Floats) -> Floats:
        """Return for every level the sum of `counts` over its group."""
        return np.asarray(np.bincount(self.group[i], weights=counts)[self.group[i]])

    def _two_people(self, i: int, patterns: npt.NDArray[np.int8], pairs: Floats) -> Floats:
        """Return how many of these pairs at each level are pairs of two people, as the witness tells."""
        levels, w = len(self.m[i]), self.witness
        last = patterns[:, w] == len(self.m[w]) - 1
        known = patterns[:, w] >= 0
        place = patterns[:, i] + 1
        everything = np.bincount(place, weights=pairs, minlength=levels + 1)[1:]
        of_witness = np.bincount(place, weights=pairs * known, minlength=levels + 1)[1:]
        apart = np.bincount(place, weights=pairs * last, minlength=levels + 1)[1:]
        m, u = self.m[w][-1], self.u[w][-1]
        share = (apart / np.maximum(of_witness, 1.0) - m) / max(u - m, 0.1)
        return np.asarray(everything * np.clip(share, 0.0, 1.0))
