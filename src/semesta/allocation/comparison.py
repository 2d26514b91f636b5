"""Two plans side by side: what changes in people and rupiah, per village and per segment."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl

from semesta.allocation.plan import Plan


@dataclass(frozen=True)
class Comparison:
    """The second plan less the first.

    Columns of `by_village` and `by_segment`: village or segment, then protected, kept, months and rupiah (public
    money) of both plans (`_a`, `_b`) and their difference (`_more`). `persons`: those who
    gain or lose protection (`gains`).
    """

    by_village: pl.DataFrame
    by_segment: pl.DataFrame
    persons: pl.DataFrame


def compare(plan_a: Plan, plan_b: Plan) -> Comparison:
    """Return what the second plan changes; whom only one of the plans knows counts as unprotected in the other."""
    before, after = _facts(plan_a), _facts(plan_b)
    gained = before.select("person", protected_a="protected").join(
        after.select("person", "village", "segment", protected_b="protected"), on="person", how="full", coalesce=True
    )
    changed = gained.with_columns(pl.col("protected_a", "protected_b").fill_null(0)).filter(
        pl.col("protected_a") != pl.col("protected_b")
    )
    persons = changed.select("person", (pl.col("protected_b") > pl.col("protected_a")).alias("gains")).sort("person")
    return Comparison(_by(before, after, "village"), _by(before, after, "segment"), persons)


_COUNTED = ("protected", "kept", "months", "rupiah")


def _facts(plan: Plan) -> pl.DataFrame:
    public = plan.assignments.filter(pl.col("kind") != "self").group_by("person").agg(pl.col("amount_rp").sum())
    joined = plan.people.join(public, on="person", how="left")
    return joined.select(
        "person",
        "village",
        "segment",
        (pl.col("months") > 0).cast(pl.Int64).alias("protected"),
        pl.col("kept").fill_null(False).cast(pl.Int64),
        "months",
        pl.col("amount_rp").fill_null(0).alias("rupiah"),
    )


def _by(before: pl.DataFrame, after: pl.DataFrame, key: str) -> pl.DataFrame:
    sums = [
        frame.group_by(key).agg(pl.col(name).sum().alias(f"{name}_{side}") for name in _COUNTED)
        for frame, side in ((before, "a"), (after, "b"))
    ]
    joined = sums[0].join(sums[1], on=key, how="full", coalesce=True).fill_null(0).sort(key)
    return joined.with_columns((pl.col(f"{name}_b") - pl.col(f"{name}_a")).alias(f"{name}_more") for name in _COUNTED)
