"""A person's points: the sum of the lines of the policy that speak of him."""

from __future__ import annotations

import polars as pl

from semesta.allocation.policy import Policy
from semesta.kernel.month import Month

_HUNDRED = 100


def with_points(people: pl.DataFrame, policy: Policy, month: Month) -> pl.DataFrame:
    """Return people with `points` (Int64); village fairness looks at who was paid for in `month` or later."""

    def worth(column: str, table: dict[int, int] | dict[str, int], unknown: int = 0) -> pl.Expr:
        if not table:
            return pl.when(pl.col(column).is_null()).then(unknown).otherwise(0)
        looked_up = pl.col(column).replace_strict(list(table), list(table.values()), default=0, return_dtype=pl.Int64)
        return pl.when(pl.col(column).is_null()).then(unknown).otherwise(looked_up)

    points = (
        pl.lit(policy.everybody, pl.Int64)
        + worth("segment", policy.segments)
        + worth("decile", policy.deciles, policy.decile_unknown)
        + worth("risk_class", policy.risk_classes)
        + worth("sex", policy.sexes)
    )
    fair = _fairness(people, policy, month)
    joined = people.join(fair, on="village", how="left", maintain_order="left")
    return joined.with_columns((points + pl.col("fairness")).cast(pl.Int64).alias("points")).drop("fairness")


def _fairness(people: pl.DataFrame, policy: Policy, month: Month) -> pl.DataFrame:
    covered = (pl.col("paid_until") >= month.first_day()).fill_null(False).cast(pl.Int64)
    villages = people.group_by("village").agg(covered.sum().alias("covered"), pl.len().cast(pl.Int64).alias("all"))
    of_all, everybody = int(villages["covered"].sum()), int(villages["all"].sum())
    # both shares over one denominator, so that no fraction is rounded
    below = (of_all * pl.col("all") - pl.col("covered") * everybody) * _HUNDRED
    extra = pl.lit(0, pl.Int64)
    for step in policy.village_fairness:
        extra = pl.when(below >= step.below_by_percent * everybody * pl.col("all")).then(step.points).otherwise(extra)
    return villages.select("village", extra.cast(pl.Int64).alias("fairness"))
