"""Payments an earlier file told already: a bank file saved again, or two statements whose days overlap.

A bank tells no number of its own in these files, so a payment is known by day, reference, payer and amount, letters and
digits only. Of equal lines as many are repeated as earlier files told; what is more than that is a payment of its own.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from semesta.bulk import read_frame

REPEATED: Final = "repeated"
_KEY = ("paid_on", "reference", "payer", "amount_rp")
_TOLD = """
SELECT paid_on, reference, payer, amount_rp, count(*)::bigint AS times FROM funding_paymentline
 WHERE regency_code = {regency} AND paid_on BETWEEN {first} AND {last} AND match <> 'repeated' GROUP BY 1, 2, 3, 4
"""
_TOLD_SCHEMA = {
    "paid_on": pl.Date, "reference": pl.String, "payer": pl.String, "amount_rp": pl.Int64, "times": pl.Int64,
}  # fmt: skip


def told_before(regency_code: str, lines: pl.DataFrame) -> list[int]:
    """Return the `line` numbers (payment_file.LINE_SCHEMA) of payments that files taken before told already."""
    told = read_frame(
        _TOLD, _TOLD_SCHEMA, regency=regency_code, first=lines["paid_on"].min(), last=lines["paid_on"].max()
    )
    if told.is_empty():
        return []
    known = _folded(told).group_by(_KEY).agg(pl.col("times").sum())
    nth = _folded(lines.sort("line")).with_columns(nth=pl.int_range(pl.len()).over(_KEY))
    again = nth.join(known, on=_KEY).filter(pl.col("nth") < pl.col("times"))
    return again["line"].sort().to_list()


def _folded(lines: pl.DataFrame) -> pl.DataFrame:
    texts = pl.col("reference", "payer").fill_null("").str.to_uppercase().str.replace_all("[^A-Z0-9]", "")
    return lines.with_columns(texts)
