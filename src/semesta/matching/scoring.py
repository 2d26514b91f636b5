"""Scoring: which pairs are compared at all, and what each of them weighs, before anything is decided.

Shared values are set aside, blocks too big are left out, candidate pairs are scored by the model on an engine. Rows
that came since are scored by themselves and against the others, so that the others are not compared again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Protocol

import polars as pl
import polars.selectors as cs
from splink import SettingsCreator

from semesta.matching.bands import with_vetoes
from semesta.matching.breaker import BLOCK, Guarded, SkippedBlock, guard
from semesta.matching.duckdb_engine import DuckDBEngine
from semesta.matching.model import LinkType, Model
from semesta.matching.pairs import with_levels
from semesta.matching.register import Register
from semesta.matching.schema import Schema
from semesta.matching.settings import pair_columns, splink_settings
from semesta.matching.shared import SharedValue, without_shared
from semesta.matching.standardise import LINE

_SMALL: Final = 4
_ENDS: Final = (f"{LINE}_l", f"{LINE}_r")


class Engine(Protocol):
    """What scores candidate pairs: DuckDB in this process, or Spark on a cluster."""

    def score(
        self,
        left: pl.DataFrame,
        right: pl.DataFrame | None,
        settings: SettingsCreator,
        *,
        columns: Sequence[str],
        frequencies: Mapping[str, pl.DataFrame],
        at_least: float,
    ) -> pl.DataFrame:
        """Return these columns of the candidate pairs that weigh `at_least` so much."""
        ...


@dataclass(frozen=True)
class Scored:
    """Candidate pairs with their weights, levels and vetoes; what was not used or compared; the rows as they were used.

    `used`: the rows the pairs speak of, in order of their lines, without the values that were set aside; of pairs
    between rows and a register only the rows.
    """

    pairs: pl.DataFrame
    shared: tuple[SharedValue, ...]
    skipped: tuple[SkippedBlock, ...]
    compared: int
    used: pl.DataFrame


def score(
    left: pl.DataFrame,
    register: Register,
    model: Model,
    *,
    link_type: LinkType = "register",
    at_least: float | None = None,
    rarer: pl.Series | None = None,
    engine: Engine | None = None,
) -> Scored:
    """Score the candidate pairs of standardised rows and the people of a register, from the weight `at_least` on.

    Only the people of the register who share a block with some row are handed to the engine, so that a village's list
    costs little; what is common is counted in the whole register. `rarer`: how much less often than the link type takes
    for granted each row has its person in the register, as log2 (0 or less); its pairs weigh that much less.
    TooManyPairsError when the columns tell too little.
    """
    near = _near(left, register.rows, model.schema)
    (left_used, right_used), shared = without_shared([left, near], model.schema)
    guarded = guard(left_used, right_used, model.schema)
    least = model.thresholds.lower if at_least is None else at_least
    pairs = _scored(guarded, model, register, link_type, least, engine)
    if rarer is not None:
        weight = pairs["weight"] + rarer.gather(pairs[_ENDS[0]])
        pairs = pairs.with_columns(weight.alias("weight")).filter(pl.col("weight") >= least)
    return Scored(pairs, tuple(shared), guarded.skipped, guarded.pairs, left_used)


def score_among(rows: pl.DataFrame, known: Register, model: Model, *, engine: Engine | None = None) -> Scored:
    """Score the candidate pairs within standardised rows; what is common is counted among the people `known`."""
    (used,), shared = without_shared([rows], model.schema)
    guarded = guard(used, None, model.schema)
    pairs = _scored(guarded, model, known, "within", model.thresholds.lower, engine)
    return Scored(pairs, tuple(shared), guarded.skipped, guarded.pairs, used)


def score_new(
    rows: pl.DataFrame, new: pl.Series, known: Register, model: Model, *, engine: Engine | None = None
) -> Scored:
    """Score the pairs that `score_among` scores of which at least one row is new.

    Also scored are those of older rows that a new row could be joined to, with everybody: only they can rival it.
    """
    older = rows.filter(~new)
    near = _near(rows.filter(new), older, model.schema, with_sharers=True)
    (fresh, others), shared = without_shared([rows.filter(new), near], model.schema)
    steps = [guard(fresh, None, model.schema), guard(fresh, others, model.schema)]
    found = [_within(step, known, model, engine) for step in steps]
    used = [fresh, others]
    candidates = others.filter(pl.col(LINE).is_in(_joinable(found[1], model).implode()))
    if candidates.height:
        around = _near(candidates, older, model.schema, with_sharers=True)
        (candidates, around), _ = without_shared([candidates, around], model.schema)
        found.append(_within(guard(candidates, around, model.schema), known, model, engine))
        used.append(around)
    pairs = pl.concat(found).unique(_ENDS, keep="first", maintain_order=True).sort(_ENDS)
    skipped = tuple(block for step in steps for block in step.skipped)
    everybody = pl.concat(used).unique(LINE, keep="first").sort(LINE)
    return Scored(pairs, tuple(shared), skipped, sum(step.pairs for step in steps), everybody)


def _within(guarded: Guarded, known: Register, model: Model, engine: Engine | None) -> pl.DataFrame:
    """Score pairs of rows of one kind that may stand on two sides: the lower line comes left, no row meets itself."""
    pairs = _scored(guarded, model, known, "within", model.thresholds.lower, engine)
    lower, higher = pl.min_horizontal(_ENDS), pl.max_horizontal(_ENDS)
    return pairs.with_columns(lower.alias(_ENDS[0]), higher.alias(_ENDS[1])).filter(pl.col(_ENDS[0]) < pl.col(_ENDS[1]))


def _joinable(pairs: pl.DataFrame, model: Model) -> pl.Series:
    """Return the lines of pairs that the machine could join, or that could rival one."""
    limits = model.thresholds
    strong = pairs.filter((pl.col("weight") >= limits.upper - limits.margin) & pl.col("veto").is_null())
    return pl.concat([strong[end] for end in _ENDS]).unique()


def _scored(
    guarded: Guarded, model: Model, register: Register, link_type: LinkType, at_least: float, engine: Engine | None
) -> pl.DataFrame:
    schema = model.schema
    used = [LINE, *schema.used_columns]
    columns = [*used, cs.starts_with(BLOCK)]
    left = guarded.left.select(columns)
    right = None if guarded.right is None else guarded.right.select(columns)
    population = register.part_of or model.population_of(register.rows)
    settings = splink_settings(model, link_type=link_type, population=population)
    scored = (engine or DuckDBEngine()).score(
        left, right, settings, columns=pair_columns(model), frequencies=register.frequencies, at_least=at_least
    )
    rows = (left, left if right is None else right)
    people = register.rows if link_type == "within" else None  # of people in a register a namesake is a rival anyway
    return with_vetoes(with_levels(scored, model, population), *rows, schema, register.several, people)


def _near(left: pl.DataFrame, right: pl.DataFrame, schema: Schema, *, with_sharers: bool = False) -> pl.DataFrame:
    """Return the rows of `right` that share a block with some row of `left`; all of them when `left` is not small.

    `with_sharers`: also those that share a value which too many may bear, so that it is counted among all.
    """
    if right.height < _SMALL * left.height:
        return right
    agreeing = [rule.agree for rule in schema.candidates]
    if with_sharers:
        agreeing += [(f.name,) for f in schema.fields if "most_names" in f.options]
    lines = [
        right.select(LINE, *columns).join(left.select(columns).unique(), on=list(columns), how="semi")[LINE]
        for columns in agreeing
    ]
    return right.filter(pl.col(LINE).is_in(pl.concat(lines).unique().implode()))
