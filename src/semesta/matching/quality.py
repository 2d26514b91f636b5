"""How good the links are, told from a sample that people checked: precision and recall with their uncertainty.

Pairs are sampled by strata of weight, more where it is doubtful. Precision of the machine's pairs and the share of true
pairs below follow by weighting each stratum by its size. Intervals: Wilson's for each stratum, summed over the strata.
Source: Wilson, JASA 22 (1927); stratified estimates as in any textbook of sampling.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import polars as pl

from semesta.matching.bands import MACHINE

Z = 1.96


@dataclass(frozen=True)
class Estimate:
    """A share with the bounds between which it lies with 95 % confidence."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Quality:
    """Precision of the machine's pairs; the share it joins of the true pairs among all from the lower threshold on."""

    precision: Estimate
    recall: Estimate
    checked: int


EDGES: Final = (6.0, 8.0, 12.0, 18.0, 25.0)
"""Weights between which strata lie: narrow where pairs are doubtful."""


def draw_sample(
    pairs: pl.DataFrame, *, per_stratum: int = 40, edges: Sequence[float] = EDGES, seed: int = 1
) -> pl.DataFrame:
    """Return pairs to be checked by people: `id_l`, `id_r`, `weight`, `band`, `stratum`, and an empty `same`."""
    return (
        with_strata(pairs, edges)
        .filter(pl.int_range(pl.len()).shuffle(seed).over("stratum") < per_stratum)
        .select("id_l", "id_r", "weight", "band", "stratum", same=pl.lit(None, pl.Boolean))
        .sort("stratum", "id_l", "id_r")
    )


def with_strata(pairs: pl.DataFrame, edges: Sequence[float] = EDGES) -> pl.DataFrame:
    """Add `stratum`: the band and, within it, how many of the `edges` the weight reaches."""
    place = pl.sum_horizontal((pl.col("weight") >= edge).cast(pl.Int8) for edge in edges)
    return pairs.with_columns(stratum=pl.concat_str("band", place.cast(pl.String), separator=" "))


def estimate(pairs: pl.DataFrame, checked: pl.DataFrame, *, edges: Sequence[float] = EDGES) -> Quality:
    """Estimate quality from `checked`, a sample as drawn with `same` filled in; unchecked pairs of it are ignored.

    ValueError when a stratum has no checked pair. Pairs that were never scored cannot be told: recall is that among
    pairs from the lower threshold on.
    """
    sizes = with_strata(pairs, edges).group_by("stratum", "band").len("pairs")
    seen = checked.drop_nulls("same").group_by("stratum").agg(n=pl.len(), true=pl.col("same").sum())
    strata = sizes.join(seen, on="stratum", how="left").sort("stratum")
    if strata["n"].null_count():
        missing = strata.filter(pl.col("n").is_null())["stratum"].to_list()
        raise ValueError(f"no pair was checked of: {', '.join(missing)}")
    rows = [
        (band == MACHINE, pairs_, *_wilson(true, n), true / n)
        for band, pairs_, n, true in strata.select("band", "pairs", "n", "true").iter_rows()
    ]
    machine = [r for r in rows if r[0]]
    asked = [r for r in rows if not r[0]]
    precision = _share(machine, sum(r[1] for r in machine))
    found = [_sum(machine, k) for k in (4, 2, 3)]
    rest = [_sum(asked, k) for k in (4, 2, 3)]
    recall = Estimate(
        found[0] / max(found[0] + rest[0], 1e-9),
        found[1] / max(found[1] + rest[2], 1e-9),
        found[2] / max(found[2] + rest[1], 1e-9),
    )
    return Quality(precision, recall, int(seen["n"].sum()))


def _sum(rows: Sequence[tuple[bool, int, float, float, float]], k: int) -> float:
    return sum(r[1] * float(r[k]) for r in rows)


def _share(rows: Sequence[tuple[bool, int, float, float, float]], total: int) -> Estimate:
    return Estimate(*(_sum(rows, k) / max(total, 1) for k in (4, 2, 3)))


def _wilson(true: int, n: int) -> tuple[float, float]:
    share = true / n
    middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
    return max(0.0, middle - half), min(1.0, middle + half)
