"""How fast the law answers: loading, one explained answer, and a regency's worth of people on frames.

Run from the repository: `python bench/law.py`. Prints a table with the ratio to its target (below 1 is within), then
the same as JSON. Each figure is the best of three.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from datetime import date

import numpy as np
import polars as pl

from semesta.kernel.month import Month
from semesta.law import Law, check_folder, default_law_folder, load_law, purse_answer, purse_answers
from semesta.law.benefit import other_death
from semesta.law.contribution import contribution, contributions
from semesta.law.membership import clocks, eligibilities

PEOPLE = 1_000_000
REGENCY = 600_000
YEAR = 2026


def best_of_three(work: Callable[[], object]) -> float:
    """Return the shortest of three runs in seconds."""
    times: list[float] = []
    for _ in range(3):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


def mixed_people(law: Law, count: int) -> pl.DataFrame:
    """Return people of every class, in 24 different months, with every payer."""
    draw = np.random.default_rng(1)
    workers = [code for code, segment in law.segments.items() if segment.membership_class]
    months = [Month(YEAR - 1, 1).plus(n).first_day() for n in range(24)]
    wage_earners = [code for code in workers if law.segments[code].membership_class == "PU"]
    frame = pl.DataFrame(
        {
            "month": pl.Series(months, dtype=pl.Date).gather(draw.integers(0, len(months), count)),
            "segment": pl.Series(workers).gather(draw.integers(0, len(workers), count)),
            "income_rp": draw.integers(0, 25_000_000, count),
            "purse": pl.Series(list(law.purses)).gather(draw.integers(0, len(law.purses), count)),
            "risk_class": draw.integers(1, 6, count),
            "jht": draw.random(count) < 0.5,
            "contract_months": draw.integers(1, 37, count),
        }
    )
    has_wage = pl.col("segment").is_in(wage_earners)
    frame = frame.with_columns(pl.col("jht") & ~pl.col("segment").is_in(["construction", "migrant"]))
    return frame.with_columns((has_wage & pl.col("jht")).alias("jp"), (has_wage & ~pl.col("jht")).alias("jkp"))


def a_regency(law: Law) -> pl.DataFrame:
    """Return 600,000 people for purses and eligibility."""
    draw = np.random.default_rng(2)
    codes = list(law.segments)
    births = np.datetime64("1950-01-01") + draw.integers(0, 20_000, REGENCY).astype("timedelta64[D]")
    return pl.DataFrame(
        {
            "month": [date(YEAR, 3, 1)] * REGENCY,
            "segment": pl.Series(codes).gather(draw.integers(0, len(codes), REGENCY)),
            "place_kind": pl.Series(["desa", "kelurahan"]).gather((draw.random(REGENCY) < 0.06).astype(int)),
            "fiscal_year": [YEAR] * REGENCY,
            "mustahik": draw.random(REGENCY) < 0.1,
            "region": ["52.03.05.2001"] * REGENCY,
            "purse_region": ["52.03"] * REGENCY,
            "born_on": pl.Series(births).cast(pl.Date),
        }
    )


def paid_months(people: int, years: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return members and the nine months a year each of them was paid for."""
    months = [Month(YEAR - years + year, number).first_day() for year in range(years) for number in range(1, 10)]
    members = pl.DataFrame({"person": range(people), "on": [date(YEAR - 1, 11, 20)] * people})
    return members, members.select("person").join(pl.DataFrame({"month": months}), how="cross")


def main() -> None:
    """Measure and print."""
    law = load_law(default_law_folder())
    people, regency = mixed_people(law, PEOPLE), a_regency(law)
    members, paid = paid_months(100_000, 3)
    single = {"month": Month(YEAR, 5), "segment": "village_official", "income_rp": 2_744_628, "risk_class": 1}

    def one_contribution() -> object:
        return contribution(law, **single, extra=("jht", "jp"), purse="add").page("id")

    def one_death() -> object:
        return other_death(law, on=date(YEAR, 5, 5), membership_class="BPU", membership_months=5).page("id")

    def one_purse() -> object:
        return purse_answer(law, purse="dd", segment="farmer", place_kind="desa", fiscal_year=YEAR).page("id")

    measures: list[tuple[str, Callable[[], object], float | None]] = [
        ("load the law", lambda: load_law(default_law_folder()), 0.3),
        ("contributions of 1,000,000 mixed people", lambda: contributions(law, people), 1.0),
        ("one explained contribution with its page", one_contribution, 0.005),
        ("one explained death benefit with its page", one_death, 0.005),
        ("one explained purse answer with its page", one_purse, 0.005),
        ("8 purses x 600,000 people", lambda: purse_answers(law, regency), None),
        ("eligibility of 600,000 people", lambda: eligibilities(law, regency), None),
        ("clocks of 100,000 members, 27 paid months each", lambda: clocks(law, members, paid), None),
        ("semesta law check", lambda: check_folder(default_law_folder()), None),
    ]
    results = []
    for name, work, target in measures:
        seconds = best_of_three(work)
        ratio = round(seconds / target, 3) if target is not None else None
        results.append({"what": name, "seconds": round(seconds, 6), "target": target, "ratio": ratio})
        shown = f"{target:.3f} s  x{ratio:.2f}" if target is not None else "-"
        print(f"{name:<52}{seconds:>10.4f} s   {shown}")
    print(json.dumps(results, indent=2))


if __name__ == "__main__":
    main()
