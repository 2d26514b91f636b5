"""How a whole payment file meets the bills: the rules of `rules.py`, for most lines all at once.

A line that names one bill only takes what lines before it left of that bill: a running sum. Lines that name several
bills, and whatever touches the same bills, are taken one after the other by the rules themselves.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import polars as pl

from semesta.funding.rules import OpenBill, Payment, met_payments, reference_keys

PART_SCHEMA = {"line": pl.Int64, "bill_id": pl.Int64, "amount_rp": pl.Int64}
_TOLD_SCHEMA = {"line": pl.Int64, "match": pl.String, "is_late": pl.Boolean}
_BILL_SCHEMA = {"key": pl.String, "bill_id": pl.Int64, "open_rp": pl.Int64, "due_on": pl.Date}
_SEVERAL_KEYS = "[;,+\n]"


def met_lines(lines: pl.DataFrame, targets: Mapping[str, Sequence[OpenBill]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return how each payment met the bills (line, match, is_late) and the parts put to bills (PART_SCHEMA).

    `lines`: line, paid_on, reference, amount_rp; `targets` as for `rules.met_payments`, whose answer this is, each
    frame in the order of the lines.
    """
    key = pl.col("reference").str.to_uppercase().str.replace_all("[^A-Z0-9]", "")
    keyed = lines.select("line", "paid_on", "reference", "amount_rp", key.alias("key")).join(
        _single_bills(targets), on="key", how="left"
    )
    leads_on = pl.col("key").is_in([key for key in targets if key])
    several = pl.col("reference").str.contains(_SEVERAL_KEYS) | (leads_on & pl.col("bill_id").is_null())
    by_rule = keyed.filter(several)
    touched = {
        bill.bill_id
        for reference in by_rule["reference"].unique()
        for key in reference_keys(reference)
        for bill in targets.get(key, ())
    }
    if touched:
        by_rule = keyed.filter(several | pl.col("bill_id").is_in(list(touched)))
    told, parts = _by_running_sum(keyed.join(by_rule, on="line", how="anti"))
    told_by_rule, parts_by_rule = _one_by_one(by_rule, targets)
    return pl.concat([told, told_by_rule]).sort("line"), pl.concat([parts, parts_by_rule]).sort("line", "bill_id")


def _single_bills(targets: Mapping[str, Sequence[OpenBill]]) -> pl.DataFrame:
    """Return the keys that lead to one bill only."""
    rows = [
        (key, bills[0].bill_id, bills[0].open_rp, bills[0].due_on)
        for key, bills in targets.items()
        if key and len(bills) == 1
    ]
    return pl.DataFrame(rows, schema=_BILL_SCHEMA, orient="row")


def _by_running_sum(lines: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame]:
    amount, left = pl.col("amount_rp"), pl.col("left_rp")
    before = amount.cum_sum().over("bill_id") - amount
    met = (
        lines.sort("paid_on", "line")
        .with_columns((pl.col("open_rp") - before).clip(lower_bound=0).alias("left_rp"))
        .with_columns(pl.min_horizontal(amount, left).alias("part_rp"))
        .sort("line")
    )
    match = (
        pl.when(left.is_null()).then(pl.lit("unknown"))
        .when(amount > left).then(pl.lit("over"))
        .when(amount < left).then(pl.lit("partial"))
        .otherwise(pl.lit("exact"))
    )  # fmt: skip
    is_late = (left.is_not_null() & (pl.col("part_rp") > 0) & (pl.col("paid_on") > pl.col("due_on"))).fill_null(False)
    parts = met.filter(left.is_not_null() & (pl.col("part_rp") > 0))
    return (
        met.select("line", match.alias("match"), is_late.alias("is_late")),
        parts.select("line", "bill_id", pl.col("part_rp").alias("amount_rp")),
    )


def _one_by_one(lines: pl.DataFrame, targets: Mapping[str, Sequence[OpenBill]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    payments = (Payment(*line) for line in lines.select("line", "paid_on", "reference", "amount_rp").iter_rows())
    mets = list(met_payments(payments, targets))
    told = [(met.line, met.match, met.is_late) for met in mets]
    parts = [(met.line, *part) for met in mets for part in met.parts]
    return pl.DataFrame(told, schema=_TOLD_SCHEMA, orient="row"), pl.DataFrame(parts, schema=PART_SCHEMA, orient="row")
