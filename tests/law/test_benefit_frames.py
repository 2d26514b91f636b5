"""Frames of events give the same rupiah as one event at a time."""

from __future__ import annotations

import random
from datetime import date
from fractions import Fraction
from typing import Any

import polars as pl
import pytest

from semesta.law import Law, WrongQuestionError
from semesta.law.benefit import (
    BENEFIT_COLUMNS,
    Benefit,
    Loss,
    accident_death,
    benefit_wage,
    benefit_wages,
    benefits,
    other_death,
    partial_disability,
    scholarship_ceiling,
    temporary_incapacity,
    total_disability,
)
from semesta.law.benefit.frames import EVENTS

LOSSES = {"arm_right": 40_000, "index_joint_right": 4_500, "finger_joint_left": 1_500, "toe_other": 2_000}
READINGS: dict[str, str] = {
    "grace_claims": "honoured", "three_months_scope": "bpu_only", "three_months_counted": "ninety_days",
}  # fmt: skip


def random_events(count: int, seed: int) -> list[dict[str, Any]]:
    draw = random.Random(seed)
    days = [date(2019, 12, 2), date(2025, 2, 23), date(2025, 2, 24), date(2026, 3, 9)]
    return [
        {
            "event": draw.choice(EVENTS),
            "on": draw.choice(days),
            "wage_rp": draw.randrange(25_000_000),
            "membership_class": draw.choice(("PU", "BPU", "JK")),
            "state": draw.choice(("active", "active", "grace", "lapsed")),
            "membership_months": draw.randrange(6),
            "membership_days": draw.randrange(180),
            "contribution_months": draw.randrange(60),
            "children": draw.randrange(4),
            "months_off": draw.randrange(20),
            "days_off": draw.randrange(30),
            "loss": draw.choice(list(LOSSES)),
        }
        for _ in range(count)
    ]


def one_event(law: Law, row: dict[str, Any], readings: dict[str, str]) -> Benefit:
    given = {"on": row["on"], "state": row["state"], "readings": readings}
    paid = {**given, "wage_rp": row["wage_rp"]}
    match row["event"]:
        case "accident_death":
            return accident_death(law, **paid)
        case "total_disability":
            return total_disability(law, **paid)
        case "partial_disability":
            return partial_disability(law, **paid, losses=[Loss(row["loss"])])
        case "temporary_incapacity":
            return temporary_incapacity(law, **paid, months=row["months_off"], days=row["days_off"])
    names = ("membership_class", "membership_months", "membership_days")
    return other_death(law, **given, **{name: row[name] for name in names})


def ceiling(law: Law, row: dict[str, Any], readings: dict[str, str]) -> int:
    if row["event"] in ("partial_disability", "temporary_incapacity"):
        return 0
    return scholarship_ceiling(
        law, on=row["on"], cause="other" if row["event"] == "other_death" else "accident", children=row["children"],
        contribution_months=row["contribution_months"], state=row["state"], readings=readings,
    ).total_rp  # fmt: skip


@pytest.mark.parametrize(("seed", "readings"), [(1, {}), (2, READINGS)])
def test_four_thousand_events_twice_pay_the_same_as_one_by_one(law: Law, seed: int, readings: dict[str, str]) -> None:
    rows = random_events(4_000, seed)
    frame = pl.DataFrame(rows).with_columns(disability_share=pl.col("loss").replace_strict(LOSSES))

    answers = benefits(law, frame, readings=readings).select("total_rp", "scholarship_ceiling_rp").rows()

    expected = [(one_event(law, row, readings).total_rp, ceiling(law, row, readings)) for row in rows]
    assert [pair for pair in zip(answers, expected, rows, strict=True) if pair[0] != pair[1]] == []


def test_cash_funeral_and_periodic_are_the_total(law: Law) -> None:
    frame = benefits(law, pl.DataFrame(random_events(500, 3)).drop("loss"))

    parts = pl.col("cash_rp") + pl.col("funeral_rp") + pl.col("periodic_rp")
    assert frame.filter(parts != pl.col("total_rp")).height == 0


def test_wages_of_a_frame_are_those_of_one(law: Law) -> None:
    draw = random.Random(4)
    rows = [
        {
            "on": date(2026, 1, 5),
            "membership_class": draw.choice(("PU", "BPU")),
            "income_rp": draw.randrange(25_000_000),
        }
        for _ in range(500)
    ]

    assert benefit_wages(law, pl.DataFrame(rows))["wage_rp"].to_list() == [benefit_wage(law, **row) for row in rows]


def test_no_events_give_the_columns(law: Law) -> None:
    empty = pl.DataFrame(schema={"event": pl.String, "on": pl.Date, "wage_rp": pl.Int64})

    assert benefits(law, empty).columns == [*empty.columns, *BENEFIT_COLUMNS]


@pytest.mark.parametrize(("column", "value"), [
    ("event", "party"), ("state", "asleep"), ("wage_rp", -1), ("days_off", 30), ("membership_class", "PMI"),
    ("on", "2026-01-05"),
])  # fmt: skip
def test_a_bad_column_is_refused_by_name(law: Law, column: str, value: Any) -> None:
    row = {"event": "accident_death", "on": date(2026, 1, 5), "wage_rp": 1, column: value}

    with pytest.raises(WrongQuestionError, match=column):
        benefits(law, pl.DataFrame([row]))


def test_the_share_unit_is_exact_for_half_percents() -> None:
    assert Fraction(LOSSES["index_joint_right"], 100_000) == Fraction(45, 1000)
