"""Small plans: a law, a handful of people, a few purses, and every way there is of giving the money out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from functools import cache
from itertools import product
from typing import Any

import numpy as np
import polars as pl

from semesta.allocation import Infeasible, Plan, Policy, default_policy_file, plan, read_policy, verify
from semesta.allocation.pattern import every_pattern
from semesta.allocation.plan import prepared
from semesta.kernel.month import Month, Period
from semesta.law import Law, default_law_folder, load_law

DESA, OTHER_DESA = "52.03.05.2001", "52.03.05.2002"
YEAR = Period(Month(2026, 1), Month(2027, 1))
KINDS = ("add", "apbd_regency", "csr", "dbhcht", "dd", "self")
FIRST = Month(2026, 1)


@cache
def a_law() -> Law:
    return load_law(default_law_folder()).for_region("52.03")


def a_policy(**changes: Any) -> Policy:
    return replace(read_policy(default_policy_file()), **{"person_counts_as_months": 0, **changes})


def months(count: int) -> Period:
    return Period(FIRST, FIRST.plus(count))


def a_person(person: str, *, by: tuple[str, ...] = ("apbd_regency",), **facts: Any) -> dict[str, Any]:
    """Return a farmer of one village whom the named kinds of purse may pay for."""
    usual: dict[str, Any] = {
        "person": person, "village": DESA, "segment": "farmer", "decile": 5, "sex": "L", "risk_class": 2,
        "paid_until": None, "registered_on": date(2025, 1, 1), "wishes_self": "self" in by,
    }  # fmt: skip
    return usual | {f"may_{kind}": kind in by for kind in KINDS} | facts


def a_purse(kind: str = "apbd_regency", ceiling_rp: int | None = 0, **facts: Any) -> dict[str, Any]:
    owner = DESA if kind in ("add", "dd") else "52.03"
    usual = {"purse": kind, "kind": kind, "owner": owner, "ceiling_rp": ceiling_rp, "committed_rp": 0}
    return usual | {"months": None, "months_per_person": None} | facts


def frames(people: list[dict[str, Any]], purses: list[dict[str, Any]]) -> tuple[pl.DataFrame, pl.DataFrame]:
    schema = {"paid_until": pl.Date, "registered_on": pl.Date}
    money = {"ceiling_rp": pl.Int64, "months": pl.List(pl.Int64), "months_per_person": pl.Int64}
    return pl.DataFrame(people, schema_overrides=schema), pl.DataFrame(purses, schema_overrides=money)


def planned(
    people: list[dict[str, Any]],
    purses: list[dict[str, Any]],
    *,
    period: Period = YEAR,
    policy: Policy | None = None,
    law: Law | None = None,
    **asked: Any,
) -> Plan:
    """Return the plan, checked by the verifier."""
    made = tried(people, purses, period=period, policy=policy, law=law, **asked)
    assert isinstance(made, Plan), made
    return made


def tried(
    people: list[dict[str, Any]],
    purses: list[dict[str, Any]],
    *,
    period: Period = YEAR,
    policy: Policy | None = None,
    law: Law | None = None,
    seed: str = "2026",
    **asked: Any,
) -> Plan | Infeasible:
    """Return the plan, checked by the verifier, or what would have to give."""
    law, policy = law or a_law(), policy or a_policy()
    given = frames(people, purses)
    made = plan(law, *given, period=period, policy=policy, seed=seed, **asked)
    if isinstance(made, Plan):
        assert verify(made, law, *given, period=period, policy=policy, **asked) == ()
    return made


def months_of(made: Plan, person: str) -> list[str]:
    """Return `month purse` of every month paid for a person."""
    rows = made.assignments.filter(pl.col("person") == person)["month", "purse"].rows()
    return [f"{day:%m} {purse}" for day, purse in rows]


def reached(made: Plan) -> tuple[int, int, int]:
    """Return kept, points and spending."""
    kept, points, spending = (one.value for one in made.certificate.reached)
    return kept, points, spending


def best_by_trying_everything(
    people: list[dict[str, Any]], purses: list[dict[str, Any]], *, period: Period, policy: Policy, **asked: Any
) -> tuple[int, int, int]:
    """Return the best (kept, points, spending) over all combinations of everybody's lawful patterns."""
    options: Mapping[str, Any] = {"revisions": None, "releases": None, "relief": "as_law", "readings": None} | asked
    ready = prepared(a_law(), *frames(people, purses), period=period, policy=policy, **options)
    assert not isinstance(ready, Infeasible)
    problem = ready.problem
    persons = []
    for row in ready.people.filter(pl.col("group").is_not_null()).iter_rows(named=True):
        terms = problem.terms[row["terms"]]
        choices = []
        for pattern, kept in every_pattern(problem, terms):
            paid = [
                (payer, month, int(terms.price_rp[payer, month])) for month, payer in enumerate(pattern) if payer >= 0
            ]
            counted = len(paid) + (problem.person_counts if paid else 0)
            choices.append((int(kept), row["points"] * counted, paid))
        persons.append((row["place"], choices))
    best = (-1, -1, 0)
    for combination in product(*(choices for _, choices in persons)):
        spent = {place: np.zeros(problem.months, np.int64) for place in range(len(problem.rooms))}
        public = 0
        for (village, _), (_, _, paid) in zip(persons, combination, strict=True):
            for payer, month, price in paid:
                public += 0 if payer in problem.free else price
                for place, room in enumerate(problem.rooms):
                    if room.payer == payer and room.village in (-1, village):
                        spent[place][month:] += price
        if all((spent[place] <= room.through_rp).all() for place, room in enumerate(problem.rooms)):
            found = (sum(one[0] for one in combination), sum(one[1] for one in combination), -public)
            best = max(best, found)
    return best[0], best[1], -best[2]
