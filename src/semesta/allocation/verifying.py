"""An independent check of a plan, in whole numbers, from the input and the law alone.

It shares nothing with the optimisation: it reads the assignments row by row of people and months, asks the law for
each price again, adds up every purse month by month, and walks through every person's months.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

import polars as pl

from semesta.allocation.given import SELF, checked_people, checked_purses
from semesta.allocation.plan import Plan
from semesta.allocation.policy import Policy
from semesta.allocation.price import MONTHLY_CLASSES, Relief
from semesta.kernel.month import Month, Period
from semesta.law import Law
from semesta.law.contribution import contribution
from semesta.law.explanation import Inquiry
from semesta.law.membership.clock_scalar import breaking_gap, grace_months
from semesta.law.parameter import CLASSES


@dataclass(frozen=True, slots=True)
class Difference:
    """Something a plan must not hold: which rule, about whom or what, and what was found."""

    rule: str
    about: str
    found: str


def verify(
    plan: Plan,
    law: Law,
    people: pl.DataFrame,
    purses: pl.DataFrame,
    *,
    period: Period,
    policy: Policy,
    revisions: pl.DataFrame | None = None,
    releases: pl.DataFrame | None = None,
    relief: Relief = "as_law",
    readings: Mapping[str, str] | None = None,
) -> tuple[Difference, ...]:
    """Return every difference between a plan and what its input and the law allow; empty when it is sound."""
    money, revised, released, _ = checked_purses(purses, revisions, releases, law)
    persons, _ = checked_people(people, money["kind"].to_list(), law)
    months = list(period)
    usual = {code: segment.membership_class for code, segment in law.segments.items()}
    segment = pl.col("segment").replace_strict(usual, return_dtype=pl.String)
    persons = persons.with_columns(pl.coalesce("membership_class", segment).alias("membership_class"))
    rows = plan.assignments
    found = [
        *_twice(rows),
        *_strange(rows, persons, money, months),
        *_overspent(rows, money, revised, released, months),
    ]
    if found:
        return tuple(found)
    joined = rows.join(persons, on="person").join(money.drop("kind"), on="purse")
    found += [*_unlawful(joined, months), *_mispriced(law, joined, relief, readings)]
    found += _walked(law, plan, persons, months, policy, readings)
    return tuple(found)


def _twice(rows: pl.DataFrame) -> list[Difference]:
    doubled = rows.group_by("person", "month").len().filter(pl.col("len") > 1).sort("person", "month")
    return [Difference("one_payer", person, f"{month}: {number}") for person, month, number in doubled.rows()]


def _strange(rows: pl.DataFrame, people: pl.DataFrame, purses: pl.DataFrame, months: list[Month]) -> list[Difference]:
    days = [month.first_day() for month in months]
    nobody = rows.join(people, on="person", how="anti")["person"].unique().sort()
    nothing = rows.join(purses, on=("purse", "kind"), how="anti")["purse"].unique().sort()
    outside = rows.filter(~pl.col("month").is_in(days))["month"].unique().sort()
    return [
        *(Difference("known_person", one, "") for one in nobody),
        *(Difference("known_purse", one, "") for one in nothing),
        *(Difference("month_of_plan", str(one), "") for one in outside),
    ]


def _overspent(
    rows: pl.DataFrame, purses: pl.DataFrame, revisions: pl.DataFrame, releases: pl.DataFrame, months: list[Month]
) -> list[Difference]:
    found = []
    by_month = {
        (purse, day): total
        for purse, day, total in rows.group_by("purse", "month").agg(pl.col("amount_rp").sum()).rows()
    }
    changes, freed = _dated(revisions, "on", "change_rp"), _dated(releases, "month", "through_rp")
    for row in purses.filter(pl.col("ceiling_rp").is_not_null()).iter_rows(named=True):
        changed, released = changes.get(row["purse"], []), freed.get(row["purse"], [])
        spent = 0
        for month in months:
            spent += by_month.get((row["purse"], month.first_day()), 0)
            days = [month.first_day(), *(day for day, _ in [*changed, *released] if day > month.first_day())]
            most = min(_had(row["ceiling_rp"], changed, released, day) for day in days) - row["committed_rp"]
            if spent > max(most, 0):
                found.append(Difference("ceiling", row["purse"], f"{month}: {spent} > {most}"))
    return found


def _had(ceiling_rp: int, changed: list[tuple[date, int]], released: list[tuple[date, int]], day: date) -> int:
    """Return what a purse had on a day, commitments not taken off: its ceiling, or less where less is released."""
    ceiling = ceiling_rp + sum(change for on, change in changed if on <= day)
    if not released:
        return ceiling
    return min(ceiling, max(((on, through) for on, through in released if on <= day), default=(day, 0))[1])


def _dated(frame: pl.DataFrame, day: str, amount: str) -> dict[str, list[tuple[date, int]]]:
    found: dict[str, list[tuple[date, int]]] = {}
    for purse, on, rupiah in frame.select("purse", day, amount).rows():
        found.setdefault(purse, []).append((on, rupiah))
    return found


def _unlawful(joined: pl.DataFrame, months: list[Month]) -> list[Difference]:
    lawful = pl.lit(False)
    for kind in joined["kind"].unique():
        may = pl.col(f"may_{kind}").fill_null(False)
        lawful = (
            pl.when(pl.col("kind") == kind).then(may & pl.col("wishes_self") if kind == SELF else may).otherwise(lawful)
        )
    at_home = (pl.col("village") == pl.col("owner")) | pl.col("village").str.starts_with(pl.col("owner") + ".")
    in_season = pl.col("months").is_null() | pl.col("months").list.contains(pl.col("month").dt.month().cast(pl.Int64))
    monthly = pl.col("membership_class").is_in(MONTHLY_CLASSES).fill_null(False)
    wrong = joined.filter(~(lawful & at_home & in_season & monthly & pl.col("is_eligible"))).sort("person", "month")
    found = [
        Difference("lawful_pair", person, purse)
        for person, purse in wrong["person", "purse"].unique(maintain_order=True).rows()
    ]
    again = joined.filter((pl.col("month") <= pl.col("paid_until")).fill_null(False)).sort("person")
    found += [Difference("paid_already", person, str(day)) for person, day in again["person", "month"].rows()]
    counted = (
        joined.filter(pl.col("months_per_person").is_not_null())
        .group_by("person", "kind", "months_per_person", "months_capped")
        .len()
    )
    over = counted.filter(pl.col("len") + pl.col("months_capped") > pl.col("months_per_person")).sort("person")
    return found + [
        Difference("months_per_person", person, f"{kind}: {many}") for person, kind, _, _, many in over.rows()
    ]


def _mispriced(law: Law, joined: pl.DataFrame, relief: Relief, readings: Mapping[str, str] | None) -> list[Difference]:
    keys = ("segment", "membership_class", "income_rp", "risk_class", "kind", "month", "amount_rp")
    asked: dict[tuple[object, ...], int] = {}
    found = []
    for segment, class_, income, risk, kind, day, amount in joined.select(keys).unique().sort(keys).rows():
        key = (segment, class_, income, risk if class_ == "PU" else None, kind, day)
        if key not in asked:
            month = Month.of(day)
            usual = Inquiry(law, month.first_day(), law.readings(readings)).whole("practice/programme_income")
            answer = contribution(
                law, month=month, segment=segment, income_rp=usual if income is None else income, purse=kind,
                membership_class=class_, risk_class=risk if class_ == "PU" else None, readings=readings,
            )  # fmt: skip
            given = answer.payer_rp + (answer.relief_rp if relief == "none" else 0)
            asked[key] = given
        if amount != asked[key]:
            found.append(Difference("price", f"{segment} {kind} {day}", f"{amount} != {asked[key]}"))
    return found


def _walked(
    law: Law, plan: Plan, people: pl.DataFrame, months: list[Month], policy: Policy, readings: Mapping[str, str] | None
) -> list[Difference]:
    inquiry = Inquiry(law, months[0].first_day(), law.readings(readings))
    grace = {name: breaking_gap(inquiry, grace_months(inquiry, name)) - 1 for name in CLASSES}
    place = {month.first_day(): number for number, month in enumerate(months)}
    bought: dict[str, set[int]] = {}
    for person, day in plan.assignments["person", "month"].rows():
        bought.setdefault(person, set()).add(place[day])
    told = {person: (kept, number) for person, kept, number in plan.people["person", "kept", "months"].rows()}
    missable = min(policy.new_member_months_unpaid, len(months) - 1)
    found, kept_now, outcomes = [], 0, {}
    for person, class_, until, state in people["person", "membership_class", "paid_until", "clock_state"].rows():
        mine = frozenset(bought.get(person, ()))
        key = (mine, grace.get(class_, 0), until, state)
        if key not in outcomes:
            outcomes[key] = _outcome(mine, grace.get(class_, 0), until, state, months, missable)
        rule, kept = outcomes[key]
        if rule:
            found.append(Difference(rule, person, str(sorted(mine))))
        if told.get(person) != (kept, len(mine)):
            found.append(Difference("told", person, f"{told.get(person)} != {(kept, len(mine))}"))
        kept_now += kept is True
    if plan.certificate.kept != kept_now:
        found.append(Difference("certificate", "kept", f"{plan.certificate.kept} != {kept_now}"))
    return found


def _outcome(
    bought: frozenset[int], grace: int, until: object, state: str | None, months: list[Month], missable: int
) -> tuple[str, bool | None]:
    """Return (broken rule or nothing, kept) of one person's months."""
    paid_through = months[0].months_until(Month.of(until)) if until is not None else None  # type: ignore[arg-type]
    run = -1 if paid_through is None else max(-paid_through - 1, 0)
    alive = paid_through is not None and run <= grace and not (state == "lapsed" and paid_through < 0)
    was_covered, kept, begun, missed = alive, alive, False, 0
    run = max(run, 0) if alive else 0
    for number in range(len(months)):
        if paid_through is not None and number <= paid_through:
            continue
        if number in bought:
            kept = kept and alive
            alive, begun, run = True, True, 0
            continue
        missed += 1
        run += 1
        if alive and run > grace:
            if begun:
                return "gap", False if was_covered else None
            alive = kept = False
    if begun and not kept and missed > missable:
        return "months_unpaid", False if was_covered else None
    return "", kept if was_covered else None
