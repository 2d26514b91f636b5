"""Payments an earlier file told already: a bank file saved again, or two statements whose days overlap.

Where both files have the bank's own number of the transaction, it decides, with day and amount. Where one of them has
none, a payment is known by day, reference, payer and amount, letters and digits only. Of equal lines as many are
repeated as earlier files told; what is more than that is a payment of its own.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from semesta.bulk import read_frame

REPEATED: Final = "repeated"
_BY_NUMBER = ("bank_number", "paid_on", "amount_rp")
_BY_WORDS = ("paid_on", "reference", "payer", "amount_rp")
_HAS_NUMBER = pl.col("bank_number") != ""
_TOLD = """
SELECT paid_on, reference, payer, bank_number, amount_rp, count(*)::bigint AS times FROM funding_paymentline
 WHERE regency_code = {regency} AND paid_on BETWEEN {first} AND {last} AND match <> 'repeated' GROUP BY 1, 2, 3, 4, 5
"""
_TOLD_SCHEMA = {
    "paid_on": pl.Date, "reference": pl.String, "payer": pl.String, "bank_number": pl.String, "amount_rp": pl.Int64,
    "times": pl.Int64,
}  # fmt: skip


def told_before(regency_code: str, lines: pl.DataFrame) -> list[int]:
    """Return the `line` numbers (payment_file.LINE_SCHEMA) of payments that files taken before told already."""
    told = read_frame(
        _TOLD, _TOLD_SCHEMA, regency=regency_code, first=lines["paid_on"].min(), last=lines["paid_on"].max()
    )
    if told.is_empty():
        return []
    known, asked = _folded(told), _folded(lines.sort("line"))
    by_number = _as_often(asked.filter(_HAS_NUMBER), known.filter(_HAS_NUMBER), _BY_NUMBER)
    others = asked.filter(_HAS_NUMBER & ~pl.col("line").is_in(by_number.implode()))
    by_words = _as_often(others, known.filter(~_HAS_NUMBER), _BY_WORDS)
    without = _as_often(asked.filter(~_HAS_NUMBER), known, _BY_WORDS)
    return pl.concat([by_number, by_words, without]).sort().to_list()


def _as_often(asked: pl.DataFrame, known: pl.DataFrame, key: tuple[str, ...]) -> pl.Series:
    """Return the lines asked about that are known under a key, of equal ones the first so many."""
    times = known.group_by(key).agg(pl.col("times").sum())
    nth = asked.with_columns(nth=pl.int_range(pl.len()).over(key))
    return nth.join(times, on=key).filter(pl.col("nth") < pl.col("times"))["line"]


def _folded(lines: pl.DataFrame) -> pl.DataFrame:
    names = ("reference", "payer", "bank_number")
    texts = pl.col(*names).fill_null("").str.to_uppercase().str.replace_all("[^A-Z0-9]", "")
    return lines.with_columns(texts)
