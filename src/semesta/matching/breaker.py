"""The circuit breaker: no block of candidate pairs and no task may grow without bound.

Pairs grow with the square of how often a value repeats. A block beyond `most_in_block` is left out of its rule (its
rows still meet by other rules) and told; when all that is left is still too much, the task is refused with the reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import polars as pl

from semesta.matching.schema import Candidate, Schema

MOST_IN_BLOCK: Final = 250_000  # pairs: some 500 rows against 500
PAIRS_PER_ROW: Final = 60
PAIRS_AT_LEAST: Final = 2_000_000
BLOCK: Final = "block_"


class TooManyPairsError(ValueError):
    """A task would compare too many pairs for what its columns tell; the message says which rule and how many."""


@dataclass(frozen=True)
class SkippedBlock:
    """A value so common that its rows were not paired by this rule."""

    rule: str
    value: str
    rows: int
    pairs: int


@dataclass(frozen=True)
class Guarded:
    """The frames with `block_<n>`: the block of rule n a row stands in, as a number, null where it stands in none or in
    one too big. Engines pair by these numbers, as they take a tenth of the room of the values. What was skipped.
    """

    left: pl.DataFrame
    right: pl.DataFrame | None
    skipped: tuple[SkippedBlock, ...]
    pairs: int


def guard(
    left: pl.DataFrame, right: pl.DataFrame | None, schema: Schema, *, most_in_block: int = MOST_IN_BLOCK
) -> Guarded:
    """Count the pairs every rule would make, leave out blocks too big. TooManyPairsError when the rest is too much."""
    rows = left.height + (0 if right is None else right.height)
    limit = max(PAIRS_AT_LEAST, PAIRS_PER_ROW * rows)
    skipped: list[SkippedBlock] = []
    by_rule: list[int] = []
    for n, rule in enumerate(schema.candidates):
        block = f"{BLOCK}{n}"
        left, right = _in_blocks(left, rule, block), None if right is None else _in_blocks(right, rule, block)
        blocks = _blocks(left, right, block)
        big = blocks.filter(pl.col("pairs") > most_in_block)
        by_rule.append(int(blocks["pairs"].sum()) - int(big["pairs"].sum()))
        if not big.height:
            continue
        skipped += _told(big, rule, block, left, right)
        left, right = _without(left, big, block), None if right is None else _without(right, big, block)
    if sum(by_rule) > limit:
        worst = max(range(len(by_rule)), key=by_rule.__getitem__)
        raise TooManyPairsError(_too_many(rows, sum(by_rule), limit, by_rule[worst], _words(schema.candidates[worst])))
    return Guarded(left, right, tuple(skipped), sum(by_rule))


def _too_many(rows: int, pairs: int, limit: int, of_worst: int, columns: str) -> str:
    """Say in both languages why a task is refused, and what to do."""
    n_rows, n_pairs, most, worst = (f"{number:,}".replace(",", ".") for number in (rows, pairs, limit, of_worst))
    return (
        f"{n_rows} baris akan menjadi {n_pairs} pasangan untuk dibandingkan, lebih dari {most}; kebanyakan, {worst},"
        f" karena isian {columns} sama. Isian ini hampir tidak membedakan orang: periksa apakah terbaca dengan benar,"
        " atau serahkan lebih sedikit baris sekaligus."
        f" / {rows:,} rows would make {pairs:,} pairs to compare, more than {limit:,}; most of them, {of_worst:,},"
        f" because rows agree in {columns}. These columns hardly tell people apart: check that they were read rightly,"
        " or give fewer rows at a time."
    )


def _in_blocks(frame: pl.DataFrame, rule: Candidate, block: str) -> pl.DataFrame:
    """Add the block of every row: a hash of its values, the same in every frame; null where one is unknown."""
    known = pl.all_horizontal(pl.col(c).is_not_null() for c in rule.agree)
    value = pl.struct(rule.agree).hash(seed=1).reinterpret(signed=True)
    return frame.with_columns(pl.when(known).then(value).alias(block))


def _blocks(left: pl.DataFrame, right: pl.DataFrame | None, block: str) -> pl.DataFrame:
    """Return the blocks of a rule with their number of rows and pairs."""
    ours = _counted(left, block, "l")
    if right is None:
        return ours.with_columns(rows=pl.col("l"), pairs=pl.col("l") * (pl.col("l") - 1) // 2)
    both = ours.join(_counted(right, block, "r"), on=block)
    return both.with_columns(rows=pl.col("l") + pl.col("r"), pairs=pl.col("l") * pl.col("r"))


def _counted(frame: pl.DataFrame, block: str, name: str) -> pl.DataFrame:
    counts = frame.lazy().select(block).drop_nulls().group_by(block).len(name)
    return counts.with_columns(pl.col(name).cast(pl.Int64)).collect()


def _told(
    big: pl.DataFrame, rule: Candidate, block: str, left: pl.DataFrame, right: pl.DataFrame | None
) -> list[SkippedBlock]:
    """Say which values were too common, the biggest first."""
    value = pl.concat_str([pl.col(c).cast(pl.String) for c in rule.agree], separator=" + ")
    frames = [frame.lazy().unique(block, keep="any") for frame in (left, right) if frame is not None]
    values = (
        big.lazy()
        .select(block, "rows", "pairs")
        .join(pl.concat([f.select(block, value=value) for f in frames]).unique(block, keep="any"), on=block)
        .sort("pairs", "value", descending=[True, False])
        .collect()
    )
    return [SkippedBlock(_words(rule), *line) for line in values.select("value", "rows", "pairs").iter_rows()]


def _without(frame: pl.DataFrame, big: pl.DataFrame, block: str) -> pl.DataFrame:
    """Let rows of blocks too big stand in none."""
    return frame.with_columns(pl.when(~pl.col(block).is_in(big[block].implode())).then(block).alias(block))


def _words(rule: Candidate) -> str:
    return " + ".join(rule.agree)
