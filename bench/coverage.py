"""How long a coverage figure takes, for every region and every month.

    python bench/coverage.py [--scale 1.0]

The whole regency is handed in first (unless the register of var/bench holds just that), and each of 13 months is
counted into a snapshot. Then every question is asked once for every region and month, as a page does.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable, Iterable
from functools import partial
from typing import Any

from measuring.house import REGENCY, TODAY, empty_house, open_house
from measuring.regency import default_scale, files_of, made_up_regency, manifest_of
from measuring.report import Measure, show
from semesta.kernel.month import Month

MONTHS = 13
TARGET_MS = 20


def fill_house(scale: float) -> None:
    """Hand the regency in, unless exactly its rows are there."""
    from semesta.cli.console import console_actor, cores, today
    from semesta.installation.places import files_folder
    from semesta.intake.actions import hand_in
    from semesta.intake.queries import balance
    from semesta.regions.queries import gazetteer

    folder = made_up_regency(scale)
    totals = manifest_of(folder).totals
    expected = totals["list_rows"] + totals["insurer_rows"] + totals["deaths_rows"]
    if _has_tables() and balance(REGENCY)["rows_in"] == expected:
        return
    print("handing the regency in")
    empty_house(scale)
    hand_in(
        console_actor(), files_of(folder), regency_code=REGENCY, gazetteer=gazetteer(), today=today(),
        files_folder=files_folder(), workers=cores(),
    )  # fmt: skip


def _has_tables() -> bool:
    from django.db import connection

    return "intake_submission" in connection.introspection.table_names()


def milliseconds(questions: Iterable[Callable[[], object]]) -> list[float]:
    """Ask every question once; return how long each took, shortest first."""
    times = []
    for ask in questions:
        began = time.perf_counter()
        ask()
        times.append((time.perf_counter() - began) * 1000)
    return sorted(times)


def percentiles(what: str, times: list[float], target: float | None) -> list[Measure]:
    """Return median, 95th percentile and maximum; the target holds for all of them."""
    note = f"{len(times):,} questions"
    places = {"median": len(times) // 2, "95 %": int(len(times) * 0.95), "longest": len(times) - 1}
    return [
        Measure(f"{what}, {name}", times[min(place, len(times) - 1)], "ms", target, note=note)
        for name, place in places.items()
    ]


def main() -> None:
    """Measure and print."""
    options = _options()
    open_house()
    fill_house(options.scale)
    from semesta.cli.console import console_actor
    from semesta.coverage import queries
    from semesta.coverage.actions import take_snapshot
    from semesta.regions.queries import children_of

    this_month = Month.parse(TODAY[:7])
    months = [this_month.plus(-back) for back in range(MONTHS)]
    counting = milliseconds(partial(take_snapshot, console_actor(), REGENCY, month) for month in months)
    districts = [line["code"] for line in children_of(REGENCY)]
    villages = [line["code"] for district in districts for line in children_of(district)]
    regions = [REGENCY, *districts, *villages]
    everywhere = [(region, month) for month in months for region in regions]
    measures = percentiles(
        "coverage of a region and month",
        milliseconds(partial(queries.coverage_of, r, m) for r, m in everywhere),
        TARGET_MS,
    )
    dimensions: tuple[queries.Dimension, ...] = ("segment", "sex", "class", "payer")
    for dimension in dimensions:
        asked = milliseconds(partial(queries.coverage_by, r, m, dimension) for r, m in everywhere)
        measures += percentiles(f"coverage by {dimension}", asked, TARGET_MS)
    measures += percentiles(
        "table of all villages", milliseconds(partial(queries.village_table, REGENCY, m) for m in months), TARGET_MS
    )
    figures: tuple[tuple[queries.Who, str], ...] = (("members", "members"), ("without_cover", "workers without cover"))
    for who, people in figures:
        name = f"the {people} behind a figure"
        for level, some in (("village", villages[::8]), ("district", districts), ("regency", [REGENCY])):
            asked = milliseconds(partial(queries.rows_behind, r, this_month, who=who) for r in some)
            measures += percentiles(f"{name}, {level}", asked, None)
    measures += percentiles("counting a month into its snapshot", counting, None)
    show("coverage", measures, scale=options.scale, regions=len(regions), months=MONTHS)


def _options() -> Any:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=default_scale())
    return parser.parse_args()


if __name__ == "__main__":
    main()
