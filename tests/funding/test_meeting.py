"""A payment file met all at once comes to what the published rules say of one payment after the other."""

from __future__ import annotations

from datetime import date, timedelta

import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from semesta.funding.meeting import met_lines
from semesta.funding.rules import OpenBill, Payment, met_payments

DUE = date(2026, 1, 15)
KEYS = ("A1", "B2", "C3")
"""Three bills by their own reference; P7 leads to two of them, ORDER to the third, as a payment order does."""


def targets_of(open_rp: list[int]) -> dict[str, list[OpenBill]]:
    bills = [OpenBill(number, key, rp, DUE) for number, (key, rp) in enumerate(zip(KEYS, open_rp, strict=True), 1)]
    return {bill.reference: [bill] for bill in bills} | {"P7": bills[:2], "ORDER": bills[2:]}


payments = st.lists(
    st.tuples(
        st.sampled_from(["a-1", "A1;", "b2 ", "C3", "order", "P7", "B2; C3", "a1+a1", "X9", "", "-"]),
        st.integers(1, 9),
        st.integers(-2, 2),
    ),
    max_size=12,
)


@given(payments, st.lists(st.integers(1, 20), min_size=3, max_size=3))
def test_a_file_meets_the_bills_as_the_rules_say(lines: list[tuple[str, int, int]], open_rp: list[int]) -> None:
    told = [(row, DUE + timedelta(days), reference, rp) for row, (reference, rp, days) in enumerate(lines, 2)]
    frame = pl.DataFrame(
        told,
        schema={"line": pl.Int64, "paid_on": pl.Date, "reference": pl.String, "amount_rp": pl.Int64},
        orient="row",
    )

    matches, parts = met_lines(frame, targets_of(open_rp))

    mets = sorted(met_payments((Payment(*line) for line in told), targets_of(open_rp)), key=lambda met: met.line)
    assert matches.rows() == [(met.line, met.match, met.is_late) for met in mets]
    assert parts.rows() == sorted((met.line, *part) for met in mets for part in met.parts)
