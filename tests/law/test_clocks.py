"""Clocks read off paid months, and the unresolved readings side by side."""

from __future__ import annotations

import random
from datetime import date
from itertools import product
from typing import Any

import polars as pl
import pytest

from semesta.kernel.month import Month
from semesta.law import Law, WrongQuestionError
from semesta.law.membership import CLOCK_COLUMNS, MembershipClock, clock, clocks


def months(*runs: str) -> list[Month]:
    found: list[Month] = []
    for run in runs:
        first, _, last = run.partition("..")
        month, end = Month.parse(first), Month.parse(last or first)
        while month <= end:
            found.append(month)
            month = month.plus(1)
    return found


@pytest.mark.parametrize(("on", "state", "unpaid"), [
    (date(2025, 9, 30), "active", 0), (date(2025, 10, 1), "grace", 1), (date(2025, 12, 31), "grace", 3),
    (date(2026, 1, 1), "lapsed", 4), (date(2030, 1, 1), "lapsed", 52),
])  # fmt: skip
def test_three_unpaid_months_of_grace_then_lapsed(law: Law, on: date, state: str, unpaid: int) -> None:
    answer = clock(law, paid_months=months("2025-01..2025-09"), on=on)

    assert (answer.state, answer.unpaid_months, str(answer.lapses_in)) == (state, unpaid, "2026-01")


def test_prepaid_months_keep_cover_but_do_not_count_yet(law: Law) -> None:
    answer = clock(law, paid_months=months("2025-01..2025-12"), on=date(2025, 3, 10))

    assert (answer.state, answer.membership_months, answer.contribution_months) == ("active", 2, 2)


def test_nobody_who_never_paid_is_covered(law: Law) -> None:
    answer = clock(law, paid_months=[], on=date(2025, 3, 10))

    assert (answer.state, answer.last_paid, answer.is_full_jkm) == ("lapsed", None, False)


@pytest.mark.parametrize(("gap", "reading", "counted"), [
    ("2025-10..2025-12", "third_unpaid_month", 0), ("2025-10..2025-12", "fourth_unpaid_month", 9),
    ("2025-10..2025-11", "third_unpaid_month", 10), ("2025-09..2025-12", "fourth_unpaid_month", 0),
])  # fmt: skip
def test_a_gap_breaks_membership_as_the_reading_says(law: Law, gap: str, reading: str, counted: int) -> None:
    paid = [month for month in months("2025-01..2026-01") if month not in months(gap)]

    answer = clock(law, paid_months=paid, on=date(2026, 1, 20), readings={"lapse_gap": reading})

    assert answer.membership_months == counted


def test_nine_months_a_year_never_reach_a_scholarship_under_the_cautious_readings(law: Law) -> None:
    paid = [month for month in months("2018-01..2025-09") if month.number <= 9]
    continues = {"lapse_resets_three_years": "continues"}

    assert not clock(law, paid_months=paid, on=date(2025, 9, 20)).is_scholarship_due
    assert clock(law, paid_months=paid, on=date(2025, 9, 20), readings=continues).is_scholarship_due


@pytest.mark.parametrize(("started", "on", "days", "full"), [
    (date(2025, 1, 20), date(2025, 4, 19), 89, False), (date(2025, 1, 20), date(2025, 4, 20), 90, True),
    (None, date(2025, 3, 31), 89, False), (None, date(2025, 4, 1), 90, True),
])  # fmt: skip
def test_the_reading_by_days_counts_from_the_first_day(
    law: Law, started: date | None, on: date, days: int, full: bool
) -> None:
    readings = {"three_months_counted": "ninety_days"}

    answer = clock(law, paid_months=months("2025-01..2025-04"), on=on, started_on=started, readings=readings)

    assert (answer.membership_days, answer.is_full_jkm) == (days, full)


@pytest.mark.parametrize("kind", ["BPU", "PU", "JK", "PMI"])
@pytest.mark.parametrize("running", ["must_be_paid", "until_due_day"])
def test_membership_lapses_in_the_month_it_says(law: Law, kind: str, running: str) -> None:
    def at(day: date) -> MembershipClock:
        return clock(law, paid_months=months("2025-01..2025-09"), on=day, membership_class=kind,
                     readings={"running_month": running})  # fmt: skip

    month = at(date(2025, 9, 30)).lapses_in

    assert month is not None
    assert at(month.last_day()).state == "lapsed"
    assert at(month.plus(-1).last_day()).state != "lapsed"


def test_every_reading_consulted_is_shown(law: Law) -> None:
    shown = {
        question.key
        for question, _ in clock(law, paid_months=months("2025-01"), on=date(2025, 1, 5)).explanation.readings
    }

    assert {"lapse_gap", "lapse_resets_three_months", "lapse_resets_three_years", "three_years_counted"} <= shown


def columns_of(answer: MembershipClock) -> tuple[Any, ...]:
    def first(month: Month | None) -> date | None:
        return month.first_day() if month else None

    return (
        answer.state, first(answer.first_paid), first(answer.last_paid), answer.unpaid_months, first(answer.lapses_in),
        answer.membership_months, answer.membership_days, answer.contribution_months, answer.is_full_jkm,
        answer.is_scholarship_due,
    )  # fmt: skip


CHOICES = list(product(
    ("third_unpaid_month", "fourth_unpaid_month"), ("resets", "continues"),
    ("paid_months", "calendar_months", "ninety_days"), ("must_be_paid", "until_due_day"),
))  # fmt: skip


@pytest.mark.parametrize(("gap", "resets", "counted", "running"), CHOICES)
def test_a_frame_of_members_has_the_clocks_of_each_under_every_reading(
    law: Law, gap: str, resets: str, counted: str, running: str
) -> None:
    draw = random.Random(f"{gap}{resets}{counted}{running}")
    readings = {
        "lapse_gap": gap, "lapse_resets_three_months": resets, "lapse_resets_three_years": resets,
        "three_months_counted": counted, "running_month": running,
        "three_years_counted": "since_first_payment" if counted == "calendar_months" else "paid_months",
    }  # fmt: skip
    everyone: list[dict[str, Any]] = []
    paid: list[dict[str, Any]] = []
    for person in range(150):
        share = draw.choice((0.0, 0.5, 0.8, 0.95))
        own = [month for month in months("2020-01..2026-02") if draw.random() < share]
        started = draw.choice((None, own[0].first_day().replace(day=17) if own else None))
        on = date(draw.randint(2024, 2026), draw.randint(1, 12), draw.randint(1, 28))
        kind = draw.choice(("BPU", "BPU", "PU", "JK", "PMI"))
        everyone.append({"person": person, "on": on, "membership_class": kind, "started_on": started, "own": own})
        paid += [{"person": person, "month": month.first_day()} for month in own]
    people = pl.DataFrame([{k: v for k, v in row.items() if k != "own"} for row in everyone])

    frame = clocks(law, people, pl.DataFrame(paid + paid[:50]), readings=readings)

    for row, columns in zip(everyone, frame.select(CLOCK_COLUMNS).rows(), strict=True):
        given = {"on": row["on"], "membership_class": row["membership_class"], "started_on": row["started_on"]}
        assert columns == columns_of(clock(law, paid_months=row["own"], **given, readings=readings)), row


def test_nobody_has_typed_clocks(law: Law) -> None:
    people = pl.DataFrame(schema={"person": pl.Int64, "on": pl.Date})
    some = pl.DataFrame({"person": [1], "on": [date(2026, 1, 1)]})
    paid = pl.DataFrame({"person": [1], "month": [date(2026, 1, 1)]})

    assert clocks(law, people, paid).schema == clocks(law, some, paid).schema


def test_a_person_given_twice_is_refused(law: Law) -> None:
    people = pl.DataFrame({"person": [1, 1], "on": [date(2026, 1, 1)] * 2})
    paid = pl.DataFrame({"person": [1], "month": [date(2026, 1, 1)]})

    with pytest.raises(WrongQuestionError, match="person"):
        clocks(law, people, paid)
