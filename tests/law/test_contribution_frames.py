"""Frames of people: the same rupiah as one by one, on 100,000 random people; wrong columns are refused by name."""

from __future__ import annotations

import random
from datetime import date
from typing import Any

import polars as pl
import pytest

from semesta.kernel.month import Month
from semesta.law import Law, WrongQuestionError
from semesta.law.contribution import CONTRIBUTION_COLUMNS, contribution, contributions

READINGS = {"village_budget_relief": "allowed", "pandemic_relief_2020": "met"}


def random_people(law: Law, count: int, seed: int) -> pl.DataFrame:
    draw = random.Random(seed)
    workers = [code for code, segment in law.segments.items() if segment.membership_class]
    months = [Month(2015, 7).plus(n).first_day() for n in range(150)]
    rows: list[dict[str, Any]] = []
    for _ in range(count):
        segment = draw.choice(workers)
        kind = law.segments[segment].membership_class
        wage = draw.choice((draw.randrange(25_000_000), draw.randrange(2_000_000), 1_100_000 - draw.randrange(2)))
        month = draw.choice(months) if kind != "PMI" else date(2025, draw.randint(1, 12), 1)
        rows.append(
            {
                "month": month,
                "segment": segment,
                "income_rp": wage,
                "purse": draw.choice(list(law.purses)),
                "risk_class": draw.randint(1, 5),
                "jht": kind in ("BPU", "PU") and draw.random() < 0.5,
                "jp": kind == "PU" and draw.random() < 0.5,
                "jkp": kind == "PU" and month >= date(2021, 3, 1) and draw.random() < 0.5,
                "contract_months": draw.randint(1, 40),
                "placement": draw.choice(("agency", "individual")),
            }
        )
    return pl.DataFrame(rows, schema_overrides={"month": pl.Date})


def one_by_one(law: Law, row: dict[str, Any], readings: dict[str, str]) -> tuple[int, ...]:
    answer = contribution(
        law,
        month=Month.of(row["month"]),
        segment=row["segment"],
        income_rp=row["income_rp"],
        purse=row["purse"],
        risk_class=row["risk_class"],
        extra=[name for name in ("jht", "jp", "jkp") if row[name]],
        contract_months=row["contract_months"],
        placement=row["placement"],
        readings=readings,
    )
    return tuple(getattr(answer, name) for name in CONTRIBUTION_COLUMNS)


@pytest.mark.parametrize(("seed", "readings"), [(1, {}), (2, READINGS)])
def test_fifty_thousand_people_twice_cost_the_same_as_one_by_one(law: Law, seed: int, readings: dict[str, str]) -> None:
    people = random_people(law, 50_000, seed)

    frame = contributions(law, people, readings=readings)

    differing = [
        row
        for row, amounts in zip(people.to_dicts(), frame.select(CONTRIBUTION_COLUMNS).rows(), strict=True)
        if one_by_one(law, row, readings) != amounts
    ]
    assert differing == []
    assert frame.select(people.columns).equals(people)


def test_parts_sum_to_the_whole_in_every_row(law: Law) -> None:
    frame = contributions(law, random_people(law, 5_000, 3), readings=READINGS)

    programmes = pl.sum_horizontal("jkk_rp", "jkm_rp", "jht_rp", "jp_rp", "jkp_rp", "package_rp")
    payers = pl.sum_horizontal("payer_rp", "worker_rp", "state_rp")
    assert frame.filter((programmes != pl.col("total_rp")) | (payers != pl.col("total_rp"))).height == 0
    assert all(frame[name].dtype == pl.Int64 for name in CONTRIBUTION_COLUMNS)


def test_only_month_segment_and_income_are_needed(law: Law) -> None:
    people = pl.DataFrame(
        {"month": [date(2026, 4, 1)], "segment": ["farmer"], "income_rp": [900_000], "note": ["kept"]}
    )

    frame = contributions(law, people)

    assert frame.select("note", "total_rp").rows() == [("kept", 8_400)]


def test_nobody_costs_nothing(law: Law) -> None:
    people = pl.DataFrame(schema={"month": pl.Date, "segment": pl.String, "income_rp": pl.Int64})

    assert contributions(law, people).columns == [*people.columns, *CONTRIBUTION_COLUMNS]


@pytest.mark.parametrize(("column", "value"), [
    ("segment", "astronaut"), ("segment", None), ("income_rp", -5), ("income_rp", None), ("income_rp", 1.5),
    ("income_rp", 10**13), ("month", None), ("month", "2025-05-01"), ("segment", 7), ("jht", "yes"),
    ("purse", "bank"), ("membership_class", "XYZ"), ("placement", "friend"),
])  # fmt: skip
def test_a_bad_column_is_refused_by_name(law: Law, column: str, value: Any) -> None:
    row = {"month": date(2025, 5, 1), "segment": "farmer", "income_rp": 0, column: value}

    with pytest.raises(WrongQuestionError, match=column):
        contributions(law, pl.DataFrame([row]))


@pytest.mark.parametrize(("extra", "field"), [
    ({"segment": "wage_earner"}, "risk_class"), ({"segment": "wage_earner", "risk_class": 9}, "risk_class"),
    ({"segment": "migrant"}, "contract_months"), ({"segment": "farmer", "jp": True}, "jp"),
    ({"segment": "not_working"}, "membership_class"), ({"segment": "construction", "jht": True}, "jht"),
])  # fmt: skip
def test_what_a_class_needs_is_asked_for(law: Law, extra: dict[str, Any], field: str) -> None:
    row = {"month": date(2025, 5, 1), "income_rp": 0, **extra}

    with pytest.raises(WrongQuestionError, match=field):
        contributions(law, pl.DataFrame([row]))


def test_a_missing_column_is_named(law: Law) -> None:
    with pytest.raises(WrongQuestionError, match="income_rp"):
        contributions(law, pl.DataFrame({"month": [date(2025, 5, 1)], "segment": ["farmer"]}))
