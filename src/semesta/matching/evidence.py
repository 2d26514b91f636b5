"""Why a pair weighs what it weighs: comparison by comparison, as a person can read it."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from semesta.kernel.finding import Language
from semesta.matching.model import LinkType, Model
from semesta.matching.settings import LEVEL, PART

TF_ADJUSTMENT = f"{PART}tf_adj_"


@dataclass(frozen=True)
class Part:
    """What one comparison says of a pair: the level reached, its weight (log2 odds) and that of the value's rarity."""

    comparison: str
    title: str
    level: str
    weight: float
    rarity: float

    @property
    def total(self) -> float:
        """Return weight and rarity together."""
        return self.weight + self.rarity


def evidence(pair: Mapping[str, Any], model: Model, *, language: Language = "en") -> tuple[Part, ...]:
    """Return the parts of a pair (one row of `Linked.pairs`), in the order of the schema."""
    parts = []
    for comparison in model.schema.comparisons:
        level = comparison.levels[pair[f"{LEVEL}{comparison.name}"]]
        parts.append(
            Part(
                comparison.name,
                model.schema.words(comparison.title, language),
                model.schema.words(level.label, language),
                float(pair[f"{PART}{comparison.name}"]),
                float(pair.get(f"{TF_ADJUSTMENT}{comparison.name}") or 0.0),
            )
        )
    return tuple(parts)


def prior_weight(model: Model, *, link_type: LinkType, population: int) -> float:
    """Return what a pair weighs before anything is compared."""
    prior = model.prior(link_type, population)
    return math.log2(prior / (1 - prior))


def evidence_table(pairs: pl.DataFrame, model: Model, *, language: Language = "en") -> pl.DataFrame:
    """Return one line per pair and comparison: `pair` (row of `pairs`), comparison, title, level, weight, rarity."""
    return pl.DataFrame(
        [
            (place, part.comparison, part.title, part.level, part.weight, part.rarity)
            for place, pair in enumerate(pairs.iter_rows(named=True))
            for part in evidence(pair, model, language=language)
        ],
        schema={
            "pair": pl.Int64,
            "comparison": pl.String,
            "title": pl.String,
            "level": pl.String,
            "weight": pl.Float64,
            "rarity": pl.Float64,
        },
        orient="row",
    )
