"""How good and how fast the allocation is: 600,000 made-up eligible people, 12 months, 8 kinds of purses.

Run from the repository: `python bench/allocation.py [--people 600000] [--seed 1]`. In the same run two baselines give
out the same money under the same law: first come first served, and greedy by priority. Each takes the people one after
the other and buys for each the months that the first lawful purses with money can pay, the longest pattern first; it
buys nothing that the rules of the plan would call a lapse. What is compared: memberships kept without lapse, people
protected. The assumptions about people and purses: `bench/measuring/eligible_people.py`.
"""

from __future__ import annotations

import argparse
import resource
import sys
import time
from pathlib import Path

import numpy as np
import polars as pl

sys.path.insert(0, str(Path(__file__).parents[1]))

from bench.measuring.eligible_people import eligible_people, purses, releases
from bench.measuring.report import Measure, show
from semesta.allocation import Plan, default_policy_file, plan, read_policy, verify
from semesta.allocation.grouping import Grouped
from semesta.allocation.pattern import facts_of, unpaid_months
from semesta.allocation.plan import prepared
from semesta.allocation.problem import ALREADY, NOBODY
from semesta.kernel.month import Month, Period
from semesta.law import default_law_folder, load_law

YEAR = Period(Month(2026, 1), Month(2027, 1))


def given_out_in_order(ready: Grouped, order: np.ndarray) -> tuple[int, int]:
    """Return (kept, protected) when people are served one after the other by the first purses that can pay."""
    problem = ready.problem
    left = {(room.payer, room.village): room.through_rp.tolist() for room in problem.rooms}
    terms_of, place_of = ready.people["terms"].to_list(), ready.people["place"].to_list()
    takes_part = ready.people["group"].is_not_null().to_list()
    prices = [[(k, row.tolist()) for k, row in enumerate(one.price_rp) if (row >= 0).any()] for one in problem.terms]
    judged: dict[tuple[int, tuple[bool, ...]], tuple[bool, bool]] = {}

    def judge(number: int, pattern: list[int]) -> tuple[bool, bool]:
        """Return whether the pattern is lawful in time, and whether it keeps membership."""
        key = (number, tuple(payer >= 0 for payer in pattern))
        if key not in judged:
            terms, months = problem.terms[number], np.array(pattern)
            facts = facts_of(months, terms)
            few = unpaid_months(months, terms) <= problem.missable
            judged[key] = (facts is not None and (facts[0] or not facts[1] or few), bool(facts and facts[0]))
        return judged[key]

    kept = protected = 0
    for person in order.tolist():
        if not takes_part[person]:
            continue
        number, village = terms_of[person], place_of[person]
        start, cap = problem.terms[number].start, problem.terms[number].cap
        pattern = [ALREADY] * start + [NOBODY] * (problem.months - start)
        bought: list[tuple[list[int], int, int]] = []
        for payer, price in prices[number]:
            room = left.get((payer, village)) or left.get((payer, -1))
            used = 0
            if payer not in problem.free and (room is None or room[-1] <= 0):
                continue
            for month in range(start, problem.months):
                if pattern[month] >= 0 or price[month] < 0 or (payer in problem.capped and used >= cap):
                    continue
                if room is not None:
                    if min(room[month:]) < price[month]:
                        continue
                    for later in range(month, problem.months):
                        room[later] -= price[month]
                    bought.append((room, month, price[month]))
                pattern[month] = payer
                used += 1
        is_lawful, keeps = judge(number, pattern)
        if is_lawful and max(pattern) >= 0:
            kept += keeps
            protected += 1
            continue
        for room, month, rupiah in bought:
            for later in range(month, problem.months):
                room[later] += rupiah
        kept += judge(number, [ALREADY] * start + [NOBODY] * (problem.months - start))[1]
    return kept, protected


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--people", type=int, default=600_000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    law, policy = load_law(default_law_folder()).for_region("52.03"), read_policy(default_policy_file())
    people, money, released = eligible_people(law, asked.people, seed=asked.seed), purses(), releases()
    began, cpu = time.perf_counter(), time.process_time()
    made = plan(law, people, money, period=YEAR, policy=policy, seed="2026", releases=released)
    seconds, cpu = time.perf_counter() - began, time.process_time() - cpu
    assert isinstance(made, Plan)
    gib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024**2
    differences = verify(made, law, people, money, period=YEAR, policy=policy, releases=released)
    ready = prepared(
        law,
        people,
        money,
        period=YEAR,
        policy=policy,
        revisions=None,
        releases=released,
        relief="as_law",
        readings=None,
    )
    assert isinstance(ready, Grouped)
    by_day = ready.people.with_row_index("row").sort("registered_on", "person", nulls_last=True)["row"].to_numpy()
    by_points = (
        ready.people.with_row_index("row")
        .sort(pl.col("points"), "registered_on", "person", descending=[True, False, False], nulls_last=True)["row"]
        .to_numpy()
    )
    first_come, greedy = given_out_in_order(ready, by_day), given_out_in_order(ready, by_points)
    certificate = made.certificate
    gaps = {one.objective: float(one.gap) * 100 for one in certificate.reached}
    measures = [
        Measure("plan, wall", seconds, "s", 20),
        Measure("plan, processor", cpu, "s", note="the fairer figure on a shared machine"),
        Measure("peak memory", gib, "GiB", 4),
        Measure("gap: memberships kept", gaps["kept"], "%", 0.01),
        Measure("gap: points of people and months", gaps["points"], "%", 0.01),
        Measure("gap: spending", gaps["spending_rp"], "%", 0.01),
        Measure("differences found by the verifier", len(differences), "", 0),
        Measure("memberships kept", certificate.kept, "people", note=f"of {certificate.covered_before:,}"),
        Measure("people protected", certificate.protected, "people"),
    ]
    for name, (kept, protected) in (("first come first served", first_come), ("greedy by priority", greedy)):
        ratios = (certificate.kept / max(kept, 1), certificate.protected / max(protected, 1))
        measures.append(Measure(f"kept, times {name}", ratios[0], "x", 1.000001, True, f"{kept:,}"))
        measures.append(Measure(f"protected, times {name}", ratios[1], "x", 1.000001, True, f"{protected:,}"))
    show("allocation", measures, people=asked.people, seed=asked.seed, groups=certificate.groups)


if __name__ == "__main__":
    main()
