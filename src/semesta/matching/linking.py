"""Linking and deduplicating: rows in, scored and judged pairs and clusters out.

The road is the same for every engine: candidate pairs are scored (`scoring`), and every pair from the lower threshold
on gets its band. Nothing is stored here.
"""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from semesta.matching.bands import APART, MACHINE, QUEUE, SENDER, bands_against_people, bands_among_rows
from semesta.matching.breaker import SkippedBlock
from semesta.matching.clusters import cluster
from semesta.matching.model import LinkType, Model
from semesta.matching.register import Register
from semesta.matching.schema import Schema
from semesta.matching.scoring import Engine, score, score_among, score_new
from semesta.matching.shared import SharedValue
from semesta.matching.standardise import ID, LINE

CONFLICT = "conflict"


@dataclass(frozen=True)
class Linked:
    """Judged pairs and what was not used or not compared.

    `pairs`: `id_l`, `id_r`, `line_l`, `line_r`, `weight`, `level_<comparison>` (place of the level reached),
    `part_<comparison>` and `part_tf_adj_<comparison>` (what it weighs), `band` (machine, queue, sender), `reason` (null
    for the machine's, else why somebody is asked). `apart`: the same columns of pairs that weigh enough to be asked
    about and are two people all the same (one NIK on two names and two birth dates); nobody is asked.
    """

    pairs: pl.DataFrame
    apart: pl.DataFrame
    shared: tuple[SharedValue, ...]
    skipped: tuple[SkippedBlock, ...]
    compared: int

    @property
    def machine(self) -> pl.DataFrame:
        """Return the pairs the machine joins."""
        return self.pairs.filter(pl.col("band") == MACHINE)

    @property
    def queue(self) -> pl.DataFrame:
        """Return the pairs that people decide."""
        return self.pairs.filter(pl.col("band") == QUEUE)

    @property
    def for_sender(self) -> pl.DataFrame:
        """Return the pairs that the sender of the list is asked about, having the papers."""
        return self.pairs.filter(pl.col("band") == SENDER)


@dataclass(frozen=True)
class Deduplicated(Linked):
    """Judged pairs within rows and `clusters`: `id`, `line`, `cluster` (the smallest line in it)."""

    clusters: pl.DataFrame


@dataclass(frozen=True)
class NewList:
    """A new list linked: its rows with one another, and with the people of the register."""

    within: Deduplicated
    to_register: Linked


def link(
    left: pl.DataFrame,
    register: Register,
    model: Model,
    *,
    link_type: LinkType = "register",
    settled: pl.DataFrame | None = None,
    rarer: pl.Series | None = None,
    engine: Engine | None = None,
) -> Linked:
    """Link standardised rows to a register that holds each person once, and judge the pairs; `rarer`, errors: `score`.

    `settled`: pairs (`line_l`, `line_r`) that somebody told to be two people; they are left out and nobody's rivals.
    """
    scored = score(left, register, model, link_type=link_type, rarer=rarer, engine=engine)
    open_pairs = scored.pairs
    if settled is not None and settled.height:
        open_pairs = open_pairs.join(settled, on=[f"{LINE}_l", f"{LINE}_r"], how="anti", maintain_order="left")
    pairs, apart = _told_apart(_named(bands_against_people(open_pairs, model), left, register.rows))
    return Linked(pairs, apart, scored.shared, scored.skipped, scored.compared)


def deduplicate(
    rows: pl.DataFrame,
    model: Model,
    *,
    register: Register | None = None,
    new: pl.Series | None = None,
    engine: Engine | None = None,
) -> Deduplicated:
    """Find the rows of one person within standardised rows (one list, or many lists together).

    `register`: the people the rows come from, to count in it what is common; without it the rows themselves are taken.
    `new` says of each row whether it came since: then only pairs with a new row are compared and told, weighed and
    judged as they are among all. Two things are not known then: a block may be too big among all and small enough among
    these, and of older rows that are one person each may be asked about.
    """
    known = register if register is not None and register.people >= rows.height else Register.ready(rows, model.schema)
    if new is None or new.all():
        found = score_among(rows, known, model, engine=engine)
    else:
        found = score_new(rows, new, known, model, engine=engine)
    pairs, apart = _told_apart(_named(bands_among_rows(found.pairs, found.used, model), rows, rows))
    clusters, pairs = _clusters(rows, pairs, model.schema)
    if new is not None:
        pairs, apart = (_with_one_of(told, rows.filter(new)[LINE]) for told in (pairs, apart))
    return Deduplicated(pairs, apart, found.shared, found.skipped, found.compared, clusters)


def link_new(new: pl.DataFrame, register: Register, model: Model, *, engine: Engine | None = None) -> NewList:
    """Link a new list: its rows with one another and to the register, whose own people are not scored again."""
    return NewList(deduplicate(new, model, register=register, engine=engine), link(new, register, model, engine=engine))


def _clusters(rows: pl.DataFrame, pairs: pl.DataFrame, schema: Schema) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Cluster by the machine's pairs; pairs that would break a cluster's number go to people."""
    key = schema.same_person_key
    sure = None if key is None else rows.select(pl.when(f"{key}_sure").then(key)).to_series()
    machine = pairs.filter(pl.col("band") == MACHINE)
    of_row, torn = cluster(rows.height, machine, sure)
    clusters = rows.select(ID, LINE).with_columns(of_row)
    broken = torn.select(f"{LINE}_l", f"{LINE}_r").with_columns(torn=pl.lit(True))
    pairs = pairs.join(broken, on=[f"{LINE}_l", f"{LINE}_r"], how="left", maintain_order="left").with_columns(
        band=pl.when("torn").then(pl.lit(QUEUE)).otherwise("band"),
        reason=pl.when("torn").then(pl.lit(CONFLICT)).otherwise("reason"),
    )
    return clusters, _one_question_per_pair_of_clusters(pairs.drop("torn"), of_row)


def _one_question_per_pair_of_clusters(pairs: pl.DataFrame, of_row: pl.Series) -> pl.DataFrame:
    """Of the pairs to ask about between the same two clusters keep the heaviest, and none within one cluster."""
    ends = [of_row.gather(pairs[f"{LINE}_{side}"]) for side in "lr"]
    placed = pairs.with_columns(low=pl.min_horizontal(*ends), high=pl.max_horizontal(*ends))
    asked = (
        placed.filter((pl.col("band") != MACHINE) & (pl.col("low") != pl.col("high")))
        .sort("weight", f"{LINE}_l", f"{LINE}_r", descending=[True, False, False])
        .unique(["low", "high"], keep="first", maintain_order=True)
    )
    both = pl.concat([placed.filter(pl.col("band") == MACHINE), asked]).drop("low", "high")
    return both.sort(f"{LINE}_l", f"{LINE}_r")


def _told_apart(pairs: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    return pairs.filter(pl.col("band") != APART), pairs.filter(pl.col("band") == APART)


def _with_one_of(pairs: pl.DataFrame, lines: pl.Series) -> pl.DataFrame:
    return pairs.filter(pl.any_horizontal(pl.col(f"{LINE}_{side}").is_in(lines.implode()) for side in "lr"))


def _named(pairs: pl.DataFrame, left: pl.DataFrame, right: pl.DataFrame) -> pl.DataFrame:
    """Put the rows' own names beside their lines, and the pairs in order."""
    return pairs.select(
        left[ID].gather(pairs[f"{LINE}_l"]).alias(f"{ID}_l"),
        right[ID].gather(pairs[f"{LINE}_r"]).alias(f"{ID}_r"),
        pl.all(),
    ).sort(f"{LINE}_l", f"{LINE}_r")
