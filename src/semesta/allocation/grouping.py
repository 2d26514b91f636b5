"""From people and purses to the problem: everybody who is alike for the plan becomes one group.

Alike means: the same payers may pay, at the same rupiah in every month, with the same cover behind him and the same
points. Villages are told apart only where a purse of the village may pay.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from semesta.allocation.availability import by_purse, through_rp
from semesta.allocation.given import SELF
from semesta.allocation.points import with_points
from semesta.allocation.policy import Policy
from semesta.allocation.price import MONTHLY_CLASSES, SITUATION, Relief, is_priced, prices_rp, with_income
from semesta.allocation.problem import Problem, Room, Terms, Whole
from semesta.kernel.month import Month
from semesta.kernel.region_code import level_of
from semesta.law import Law
from semesta.law.explanation import Inquiry
from semesta.law.membership.clock_scalar import breaking_gap, grace_months
from semesta.law.parameter import CLASSES

_NOT_COVERED = -1


@dataclass(frozen=True)
class Payer:
    """One who may pay: a purse of its own, or the purses of one kind and calendar that villages have (owner empty)."""

    name: str
    kind: str
    owner: str
    months: tuple[int, ...]


@dataclass(frozen=True)
class Grouped:
    """The problem, and who is who in it.

    `people`: the checked people with points, membership_class, start, unpaid (-1: not covered), `standing` (planned,
    covered, not_eligible, not_monthly, no_wage, no_purse) and, where they take part, their group, cell and terms.
    """

    problem: Problem
    people: pl.DataFrame
    payers: tuple[Payer, ...]
    villages: tuple[str, ...]
    months: tuple[Month, ...]


def grouped(
    law: Law,
    people: pl.DataFrame,
    purses: pl.DataFrame,
    revisions: pl.DataFrame,
    releases: pl.DataFrame,
    *,
    months: Sequence[Month],
    policy: Policy,
    relief: Relief,
    readings: Mapping[str, str] | None,
) -> Grouped:
    """Return the problem of checked people and purses."""
    payers = _payers(purses, months)
    frame = with_points(with_income(law, people, months[0]), policy, _before(months[0]))
    frame = _standing_at_start(law, frame, months, readings)
    frame = _lawful(frame, payers, purses)
    situations = frame.select(SITUATION).unique(maintain_order=True).sort(SITUATION, nulls_last=True)
    kinds = sorted({payer.kind for payer in payers})
    table = prices_rp(law, situations, kinds, months, relief=relief, readings=readings)
    frame = frame.join(
        situations.with_row_index("situation"), on=SITUATION, how="left", nulls_equal=True, maintain_order="left"
    )
    capped, frame = _with_cap(frame, payers, purses, len(months))
    frame, terms = _with_terms(frame, payers, table, kinds, len(months), capped)
    frame = frame.with_columns(_standing(len(months)).alias("standing"))
    villages = tuple(purses.filter(_is_village(pl.col("owner")))["owner"].unique().sort())
    rooms = _rooms(purses, revisions, releases, payers, villages, months)
    return _problem(frame, terms, payers, villages, rooms, months, capped, policy)


def _before(first: Month) -> Month:
    return first.plus(-1)


def _is_village(owner: pl.Expr) -> pl.Expr:
    return owner.str.count_matches(".", literal=True) == 3


def _payers(purses: pl.DataFrame, months: Sequence[Month]) -> tuple[Payer, ...]:
    numbers = [month.number for month in months]
    names = _names(purses)
    found: dict[tuple[str, str], Payer] = {}
    for row in purses.sort("kind", "purse").iter_rows(named=True):
        in_village, name = level_of(row["owner"]) == "village", names[row["purse"]]
        open_in = tuple(
            place for place, number in enumerate(numbers) if row["months"] is None or number in row["months"]
        )
        found.setdefault((row["kind"], name), Payer(name, row["kind"], "" if in_village else row["owner"], open_in))
    return tuple(found.values())


def _names(purses: pl.DataFrame) -> dict[str, str]:
    """Return which payer each purse belongs to: itself, or the village purses that share its kind and calendar."""
    names: dict[str, str] = {}
    calendars: dict[str, list[tuple[int, ...] | None]] = {}
    for row in purses.sort("kind", "purse").iter_rows(named=True):
        names[row["purse"]] = row["purse"]
        if level_of(row["owner"]) == "village":
            known = calendars.setdefault(row["kind"], [])
            calendar = None if row["months"] is None else tuple(sorted(set(row["months"])))
            if calendar not in known:
                known.append(calendar)
            place = known.index(calendar)
            names[row["purse"]] = f"{row['kind']}@village" + (f" {place + 1}" if place else "")
    return names


def _standing_at_start(
    law: Law, people: pl.DataFrame, months: Sequence[Month], readings: Mapping[str, str] | None
) -> pl.DataFrame:
    """Add grace, start (months of the plan paid already) and unpaid (unpaid months before it; -1: not covered)."""
    inquiry = Inquiry(law, months[0].first_day(), law.readings(readings))
    graces = {name: breaking_gap(inquiry, grace_months(inquiry, name)) - 1 for name in CLASSES}
    index = pl.col("paid_until").dt.year().cast(pl.Int64) * 12 + pl.col("paid_until").dt.month().cast(pl.Int64) - 1
    ahead = (index - (months[0].year * 12 + months[0].number - 1) + 1).fill_null(-(10**6))
    unpaid = pl.max_horizontal(-ahead, pl.lit(0, pl.Int64))
    grace = pl.col("membership_class").replace_strict(graces, default=0, return_dtype=pl.Int64)
    lapsed = (unpaid > grace) | ((pl.col("clock_state") == "lapsed") & (ahead <= 0)).fill_null(False)
    start = ahead.clip(0, len(months))
    return people.with_columns(
        grace.alias("grace"),
        pl.when(lapsed).then(0).otherwise(start).alias("start"),
        pl.when(lapsed).then(_NOT_COVERED).otherwise(unpaid).alias("unpaid"),
    )


def _lawful(people: pl.DataFrame, payers: Sequence[Payer], purses: pl.DataFrame) -> pl.DataFrame:
    """Add `lawful`: the payers that may pay for each person, as bits, money or not."""
    bits, names = pl.lit(0, pl.Int64), _names(purses)
    village = pl.col("village")
    for place, payer in enumerate(payers):
        may = pl.col(f"may_{payer.kind}").fill_null(False)
        if payer.kind == SELF:
            may = may & pl.col("wishes_self")
        if payer.owner:
            may = may & ((village == payer.owner) | village.str.starts_with(payer.owner + "."))
        else:
            mine = [purse for purse, name in names.items() if name == payer.name]
            owners = purses.filter(pl.col("purse").is_in(mine))["owner"]
            may = may & village.is_in(owners.to_list())
        bits = bits + may.cast(pl.Int64) * 2**place
    takes_part = pl.col("is_eligible") & pl.col("membership_class").is_in(MONTHLY_CLASSES).fill_null(False)
    return people.with_columns(pl.when(takes_part).then(bits).otherwise(0).alias("lawful"))


def _with_cap(
    people: pl.DataFrame, payers: Sequence[Payer], purses: pl.DataFrame, months: int
) -> tuple[tuple[int, ...], pl.DataFrame]:
    """Return the payers that share a cap on months, and people with `cap`: what of it is left for each."""
    caps = purses.filter(pl.col("months_per_person").is_not_null()).sort("purse")
    if caps.is_empty():
        return (), people.with_columns(pl.lit(months, pl.Int64).alias("cap"))
    kind, most = caps.row(0, named=True)["kind"], caps["months_per_person"][0]
    capped = tuple(place for place, payer in enumerate(payers) if payer.kind == kind)
    may = sum(2**place for place in capped)
    left = pl.when((pl.col("lawful") & may) != 0).then(most - pl.col("months_capped")).otherwise(months)
    return capped, people.with_columns(left.clip(0, months).cast(pl.Int64).alias("cap"))


def _with_terms(
    people: pl.DataFrame,
    payers: Sequence[Payer],
    table: Whole,
    kinds: Sequence[str],
    months: int,
    capped: tuple[int, ...],
) -> tuple[pl.DataFrame, tuple[Terms, ...]]:
    keys = ("lawful", "situation", "start", "unpaid", "grace", "cap")
    different = people.select(keys).unique().sort(keys)
    number: dict[tuple[bytes, int, int, int, int], int] = {}
    found: list[Terms] = []
    places: list[int] = []
    for lawful, situation, start, unpaid, grace, cap in different.rows():
        price = np.full((len(payers), months), -1, np.int64)
        for place, payer in enumerate(payers):
            if lawful >> place & 1 and (cap or place not in capped):
                open_in = [month for month in payer.months if month >= start]
                price[place, open_in] = table[situation, kinds.index(payer.kind), open_in]
        key = (price.tobytes(), start, unpaid, grace, cap)
        if key not in number:
            number[key] = len(found)
            found.append(Terms(price, start, unpaid, grace, cap))
        places.append(number[key])
    numbered = different.with_columns(pl.Series("terms", places, pl.Int64))
    return people.join(numbered, on=keys, how="left", maintain_order="left"), tuple(found)


def _standing(months: int) -> pl.Expr:
    monthly = pl.col("membership_class").is_in(MONTHLY_CLASSES).fill_null(False)
    return (
        pl.when(pl.col("start") >= months).then(pl.lit("covered"))
        .when(~pl.col("is_eligible")).then(pl.lit("not_eligible"))
        .when(~monthly).then(pl.lit("not_monthly"))
        .when(pl.col("lawful") == 0).then(pl.lit("no_purse"))
        .when(~is_priced()).then(pl.lit("no_wage"))
        .otherwise(pl.lit("planned"))
    )  # fmt: skip


def _rooms(
    purses: pl.DataFrame,
    revisions: pl.DataFrame,
    releases: pl.DataFrame,
    payers: Sequence[Payer],
    villages: Sequence[str],
    months: Sequence[Month],
) -> tuple[Room, ...]:
    place_of, names = {payer.name: place for place, payer in enumerate(payers)}, _names(purses)
    village_of = {village: place for place, village in enumerate(villages)}
    revised = by_purse(revisions, "on", "change_rp")
    released = by_purse(releases, "month", "through_rp")
    rooms = []
    for row in purses.sort("purse").iter_rows(named=True):
        if row["ceiling_rp"] is None:
            continue
        village = village_of.get(row["owner"], -1)
        through = through_rp(
            months,
            ceiling_rp=row["ceiling_rp"],
            committed_rp=row["committed_rp"],
            revisions=revised.get(row["purse"], ()),
            releases=released.get(row["purse"], ()),
        )
        rooms.append(Room(row["purse"], place_of[names[row["purse"]]], village, through))
    return tuple(rooms)


def _problem(
    people: pl.DataFrame,
    terms: tuple[Terms, ...],
    payers: tuple[Payer, ...],
    villages: tuple[str, ...],
    rooms: tuple[Room, ...],
    months: Sequence[Month],
    capped: tuple[int, ...],
    policy: Policy,
) -> Grouped:
    from_village = sum(2**place for place, payer in enumerate(payers) if not payer.owner)
    takes_part = (pl.col("standing") == "planned") | ((pl.col("standing") == "no_purse") & (pl.col("unpaid") >= 0))
    village = pl.col("village").replace_strict(list(villages), range(len(villages)), default=0, return_dtype=pl.Int64)
    at_home = (pl.col("lawful") & from_village) != 0
    frame = people.with_columns(pl.when(at_home).then(village).otherwise(0).alias("place"))
    part = frame.filter(takes_part)
    groups = part.select("terms", "points").unique().sort("terms", "points").with_row_index("group")
    groups = groups.with_columns(pl.col("group").cast(pl.Int64))
    part = part.join(groups, on=("terms", "points"), how="left")
    cells = part.group_by("group", "place").len("number").sort("group", "place").with_row_index("cell")
    cells = cells.with_columns(pl.col("cell").cast(pl.Int64), pl.col("number").cast(pl.Int64))
    part = part.join(cells.select("group", "place", "cell"), on=("group", "place"), how="left")
    frame = frame.join(part.select("person", "group", "cell"), on="person", how="left", maintain_order="left")
    problem = Problem(
        months=len(months),
        payers=tuple(payer.name for payer in payers),
        terms=terms,
        group_terms=groups["terms"].to_numpy(),
        group_points=groups["points"].to_numpy(),
        cell_group=cells["group"].to_numpy(),
        cell_village=cells["place"].to_numpy(),
        cell_people=cells["number"].to_numpy(),
        villages=max(len(villages), 1),
        rooms=rooms,
        free=frozenset(place for place, payer in enumerate(payers) if payer.kind == SELF),
        capped=capped,
        missable=min(policy.new_member_months_unpaid, len(months) - 1),
        person_counts=policy.person_counts_as_months,
    )
    return Grouped(problem, frame, payers, villages, tuple(months))
