"""Make a plan: a payer or none for each person and month, the best that the law and the money allow, with its proof.

Objectives, one strictly before the next: keep memberships from lapsing; protect the most people and months by the
points of the policy; spend the least public money.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import polars as pl

from semesta.allocation.certificate import Binding, Certificate, OneMore, Reached
from semesta.allocation.given import PlanInputError, checked_people, checked_purses
from semesta.allocation.grouping import Grouped, grouped
from semesta.allocation.master import Master
from semesta.allocation.merging import seeded
from semesta.allocation.optimum import KEPT, POINTS, SPENDING, Objective, Prices
from semesta.allocation.persons import exchanged, given_out, ordered, patterns_of
from semesta.allocation.policy import Policy
from semesta.allocation.price import Relief
from semesta.allocation.problem import Real, Whole
from semesta.allocation.reason import with_reasons
from semesta.allocation.relaxation import Infeasible, commitments_too_high, most_keepable, shortage, shortage_in_whole
from semesta.allocation.rounding import WholePlan, add_every_pattern, whole_plan
from semesta.kernel.month import Month, Period
from semesta.law import Law

_MILLION = 10**6
_WITHIN = 1e-6


@dataclass(frozen=True)
class Plan:
    """A lawful plan.

    `assignments`: person, month (Date), purse, kind, amount_rp: one row per month the plan pays for, at most one per
    person and month. `people`: one row per person given, sorted by person: person, village, segment, points, kept
    (Boolean, null where there was no cover to keep), months, reason and the parameters of the reason (`reason.py`).
    `purses`: purse, kind, owner, room_rp, planned_rp, left_rp, people, months.
    """

    months: tuple[Month, ...]
    assignments: pl.DataFrame
    people: pl.DataFrame
    purses: pl.DataFrame
    certificate: Certificate


def plan(
    law: Law,
    people: pl.DataFrame,
    purses: pl.DataFrame,
    *,
    period: Period,
    policy: Policy,
    seed: str,
    revisions: pl.DataFrame | None = None,
    releases: pl.DataFrame | None = None,
    relief: Relief = "as_law",
    readings: Mapping[str, str] | None = None,
) -> Plan | Infeasible:
    """Return the best plan for the months of a period (within one year), or what would have to give.

    Columns of people, purses, revisions, releases: docs/allocation.md. `seed`: the published seed of the draw.
    The order of rows changes nothing. Errors: PlanInputError with every mistake in the frames.
    """
    ready = prepared(
        law, people, purses, period=period, policy=policy, revisions=revisions, releases=releases, relief=relief,
        readings=readings,
    )  # fmt: skip
    if isinstance(ready, Infeasible):
        return ready
    if ready.problem.groups == 0:
        return _written(ready, None, _NO_PLAN, (), (), policy, seed)
    kept_most = most_keepable(ready.problem)
    if policy.continuity == "demanded":
        short = shortage(ready, kept_most)
        if short is not None:
            return short
    master, whole, reached, prices = _solved(ready, kept_most)
    made = _written(ready, master, whole, reached, _one_more(master, prices), policy, seed)
    if policy.continuity == "demanded":
        lost = ready.people.filter(pl.col("group").is_not_null()).join(
            made.people.filter(~pl.col("kept")).select("person"), on="person"
        )
        if lost.height:
            return shortage_in_whole(ready, lost)
    return made


def prepared(
    law: Law,
    people: pl.DataFrame,
    purses: pl.DataFrame,
    *,
    period: Period,
    policy: Policy,
    revisions: pl.DataFrame | None,
    releases: pl.DataFrame | None,
    relief: Relief,
    readings: Mapping[str, str] | None,
) -> Grouped | Infeasible:
    """Return the checked input as a problem, or Infeasible where commitments exceed a ceiling."""
    money, revised, released, findings = checked_purses(purses, revisions, releases, law)
    kinds = money["kind"].to_list() if not findings else []
    persons, wrong = checked_people(people, kinds, law)
    if findings or wrong:
        raise PlanInputError([*findings, *wrong])
    months = tuple(period)
    overdrawn = commitments_too_high(money, revised)
    if overdrawn is not None:
        return overdrawn
    return grouped(
        law, persons, money, revised, released, months=months, policy=policy, relief=relief, readings=readings
    )


_NO_PLAN = WholePlan(np.zeros(0, np.int64), 0, 0, 0, (True, True, True))


def _solved(ready: Grouped, kept_most: int) -> tuple[Master, WholePlan, tuple[Reached, ...], Prices]:
    problem = ready.problem
    both = _kept_then_points(ready)
    master = seeded(problem, both)
    is_small = add_every_pattern(master)
    most_points = float((problem.group_points * problem.group_people).sum()) * problem.months
    first = master.solve(both, within=_WITHIN * most_points)
    kept = float((master.columns.kept[: len(first.amount)] * first.amount).sum())
    kept_bound = kept_most
    if kept < kept_most - _WITHIN:
        kept_bound = _down(master.solve(KEPT).bound)
    master.at_least(kept=min(_down(kept), kept_bound))
    second = master.solve(POINTS, within=_WITHIN * most_points)
    points_bound = _down(second.bound)
    master.at_least(kept=min(_down(kept), kept_bound), points=_down(second.value * (1 - 1e-9)))
    third = master.solve(SPENDING, within=_WITHIN * abs(second.value))
    whole = whole_plan(master, third, is_small=is_small)
    if is_small and all(whole.is_proven):
        bounds = (whole.kept, whole.points, whole.spending_rp)
    else:
        if whole.kept < min(_down(kept), kept_bound):
            master.at_least(kept=whole.kept)
            points_bound = _down(master.solve(POINTS, within=_WITHIN * most_points).bound)
        master.at_least(kept=whole.kept, points=min(whole.points, _down(second.value * (1 - 1e-9))))
        least = master.solve(SPENDING, within=_WITHIN * abs(second.value))
        bounds = (kept_bound, points_bound, int(np.ceil(-least.bound / SPENDING.rupiah - _WITHIN)))
    reached = (
        Reached("kept", whole.kept, max(bounds[0], whole.kept)),
        Reached("points", whole.points, max(bounds[1], whole.points)),
        Reached("spending_rp", whole.spending_rp, min(bounds[2], whole.spending_rp)),
    )
    return master, whole, reached, second.prices


def _kept_then_points(ready: Grouped) -> Objective:
    """Return an objective in which one membership outweighs the points of a hundred people for the whole plan."""
    problem = ready.problem
    most = int(problem.group_points.max()) * (problem.months + problem.person_counts)
    return Objective(kept=float(100 * most), point=1)


def _down(value: float) -> int:
    return int(np.floor(value + _WITHIN))


def _one_more(master: Master, prices: Prices) -> tuple[OneMore, ...]:
    """Return what one more million in each purse would buy: solved again for the regency's, by price for villages'."""
    problem, columns = master.problem, master.columns
    master.at_least()
    objective = Objective(kept=float(100 * problem.group_points.max()) * (problem.months + 1), point=1)
    bought = (columns.pattern >= 0).sum(axis=1)

    def facts() -> Real:
        _, amount, _ = master.solve_once(objective)
        sums = [columns.kept, columns.points, bought > 0, bought]
        return np.array([float((np.asarray(one, float) * amount).sum()) for one in sums])

    found: list[OneMore] = []
    now = facts()
    for place, room in enumerate(problem.rooms):
        price = sum(
            prices.purse[number] / row.unit_rp for number, row in enumerate(master.purse_rows) if row.room == place
        )
        if room.village >= 0:
            if price > 0:
                found.append(OneMore(room.purse, _MILLION, "dual", 0.0, round(price * _MILLION, 3), None, None))
            continue
        master.add_room(place, _MILLION)
        kept, points, people, months = (round(float(one), 3) for one in facts() - now)
        master.add_room(place, 0)
        found.append(OneMore(room.purse, _MILLION, "resolved", kept, points, people, months))
    return tuple(found)


def _written(
    ready: Grouped,
    master: Master | None,
    whole: WholePlan,
    reached: tuple[Reached, ...],
    one_more: tuple[OneMore, ...],
    policy: Policy,
    seed: str,
) -> Plan:
    problem = ready.problem
    people = ordered(ready.people.filter(pl.col("group").is_not_null()), policy, seed)
    if master is None:
        patterns, behind = np.zeros((0, problem.months), np.int64), np.zeros(0, bool)
    else:
        column_of = given_out(people, master.columns, whole.amount)
        column_of, behind = exchanged(problem, people, master.columns, column_of)
        patterns = patterns_of(problem, people, master.columns, column_of)
    assignments = _assignments(ready, people, patterns)
    used = _purses(ready, assignments)
    told = with_reasons(ready, people, patterns, behind)
    binding = tuple(
        Binding(row["purse"], str(ready.months[-1]), row["room_rp"], row["left_rp"])
        for row in used.filter(pl.col("is_binding")).iter_rows(named=True)
    )
    certificate = Certificate(
        reached=reached,
        covered_before=told.filter(pl.col("kept").is_not_null()).height,
        kept=told.filter(pl.col("kept")).height,
        protected=told.filter(pl.col("months") > 0).height,
        months_paid=assignments.height,
        binding=binding,
        one_more=one_more,
        groups=problem.groups,
        patterns=len(master.columns) if master is not None else 0,
        seed=seed,
        tie_break=policy.tie_break,
    )
    return Plan(ready.months, assignments, told, used.drop("is_binding"), certificate)


def _assignments(ready: Grouped, people: pl.DataFrame, patterns: Whole) -> pl.DataFrame:
    """Return the rows of the plan in the order of person and month; nothing as long as they is joined or sorted."""
    problem = ready.problem
    by_person = people["person"].arg_sort().to_numpy()
    place, month = np.nonzero(patterns[by_person] >= 0)
    who = by_person[place]
    payer = patterns[who, month]
    price = np.stack([terms.price_rp for terms in problem.terms]) if problem.terms else np.zeros((1, 1, 1), np.int64)
    amount = price[people["terms"].to_numpy()[who], payer, month]
    names = [one.name for one in ready.payers]
    purse_of = np.repeat(np.arange(len(names))[:, None], len(ready.villages) + 1, axis=1)
    for room in problem.rooms:
        if room.village >= 0:
            purse_of[room.payer, room.village] = len(names)
            names.append(room.purse)
    village = people["village"].replace_strict(
        list(ready.villages), range(len(ready.villages)), default=-1, return_dtype=pl.Int64
    )
    purse = purse_of[payer, village.to_numpy()[who]]
    return pl.DataFrame(
        {
            "person": people["person"].gather(who),
            "month": pl.Series([one.first_day() for one in ready.months], dtype=pl.Date).gather(month),
            "purse": pl.Series(names, dtype=pl.String).gather(purse),
            "kind": pl.Series([one.kind for one in ready.payers], dtype=pl.String).gather(payer),
            "amount_rp": pl.Series(amount, dtype=pl.Int64),
        }
    )


def _purses(ready: Grouped, assignments: pl.DataFrame) -> pl.DataFrame:
    """Return what each purse can give, gives and keeps; binding: less is left than its cheapest month."""
    problem = ready.problem
    price = np.stack([terms.price_rp for terms in problem.terms]) if problem.terms else np.zeros((1, 1, 1), np.int64)
    rows: list[tuple[str, str, str, int | None, int | None]] = []
    for room in problem.rooms:
        paid = price[:, room.payer][price[:, room.payer] > 0]
        owner = ready.villages[room.village] if room.village >= 0 else ready.payers[room.payer].owner
        cheapest = int(paid.min()) if paid.size else None
        rows.append((room.purse, ready.payers[room.payer].kind, owner, int(room.through_rp[-1]), cheapest))
    for payer in ready.payers:
        if payer.kind == "self":
            rows.append((payer.name, payer.kind, payer.owner, None, None))
    schema = {"purse": pl.String, "kind": pl.String, "owner": pl.String, "room_rp": pl.Int64, "cheapest": pl.Int64}
    used = assignments.group_by("purse").agg(
        pl.col("amount_rp").sum().alias("planned_rp"),
        pl.col("person").n_unique().cast(pl.Int64).alias("people"),
        pl.len().cast(pl.Int64).alias("months"),
    )
    frame = pl.DataFrame(rows, schema=schema, orient="row").join(used, on="purse", how="left").sort("purse")
    frame = frame.with_columns(pl.col("planned_rp", "people", "months").fill_null(0)).with_columns(
        (pl.col("room_rp") - pl.col("planned_rp")).alias("left_rp")
    )
    return frame.with_columns((pl.col("left_rp") < pl.col("cheapest")).fill_null(False).alias("is_binding")).select(
        "purse", "kind", "owner", "room_rp", "planned_rp", "left_rp", "people", "months", "is_binding"
    )
