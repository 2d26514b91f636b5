"""How fast and in how much memory a regency's lists become persons: reading, taking in, and the whole.

    python bench/intake.py [--scale 1.0] [--repeat 1] [--baseline 6] [--database URL]

The regency is generated once under var/bench/synthetic and reused. One run measures: the whole intake with its peak
memory; reading and checking alone; staging to committed alone, with PostgreSQL's JIT off and on; the same at a tenth of
the scale, for growth; and a straightforward import (openpyxl, ORM row by row) of some of the same workbooks.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median
from typing import TYPE_CHECKING, Any

from measuring.house import REGENCY, empty_house, has_jit, open_house, set_jit
from measuring.regency import default_scale, files_of, made_up_regency
from measuring.report import Measure, show
from measuring.spending import Spent, spending

if TYPE_CHECKING:
    from semesta.intake.handing_in import HandedIn, ReadFile

WORKERS = len(os.sched_getaffinity(0))
LISTS = ("village_list", "agency_list")
EXTRACTS = ("deaths", "insurer")


def hand_in_all(scale: float, *kinds: str) -> tuple[int, Spent]:
    """Hand in the whole regency, as `semesta demo` does, into an empty register; return the rows and what it cost.

    `kinds`: only files of these kinds.
    """
    from semesta.cli.console import console_actor, today
    from semesta.installation.places import files_folder
    from semesta.intake.actions import hand_in
    from semesta.intake.queries import balance
    from semesta.regions.queries import gazetteer

    files = files_of(made_up_regency(scale), *kinds)
    empty_house(scale)
    with spending(memory=True) as spent:
        hand_in(
            console_actor(), files, regency_code=REGENCY, gazetteer=gazetteer(), today=today(),
            files_folder=files_folder(), workers=WORKERS,
        )  # fmt: skip
    return balance(REGENCY)["rows_in"], spent


def read(files: Sequence[HandedIn], workers: int) -> tuple[list[ReadFile], Spent]:
    """Read and check files, starting the processes included."""
    from semesta.cli.console import today
    from semesta.intake.handing_in import read_all
    from semesta.regions.shipped import shipped_gazetteer

    with spending() as spent:
        found = list(read_all(files, gazetteer=shipped_gazetteer(), today=today(), workers=workers))
    return found, spent


def take(reads: Sequence[ReadFile]) -> Spent:
    """Take read files in, in the batches of the program: from rows in memory to committed persons."""
    from semesta.bulk import analyse_what_grew
    from semesta.cli.console import console_actor, today
    from semesta.intake.actions import GROWING, _batches, take_in

    with spending() as spent:
        for batch in _batches(iter(reads)):
            take_in(console_actor(), batch, regency_code=REGENCY, today=today())
            analyse_what_grew(*GROWING)
    return spent


@dataclass
class Beside:
    """The baseline and the program on the same workbooks: rows each found, seconds to read and to store."""

    rows: int
    own_rows: int
    read: float
    own_read: float
    store: float
    own_store: float


def beside_baseline(scale: float, count: int) -> Beside:
    """Import `count` village workbooks, evenly chosen among those openpyxl can read, both ways, each on one process."""
    from measuring.baseline import FORMATS, read_rows, store_rows, without_checks_of_balance

    able = [file for file in files_of(made_up_regency(scale), "village_list") if file.path.suffix in FORMATS]
    files = able[:: max(1, len(able) // count)][:count]
    empty_house(scale)
    with spending() as reading:
        lists = [(file, read_rows(file.path)) for file in files]
    with without_checks_of_balance(), spending() as storing:
        for file, found in lists:
            store_rows(file, found, regency_code=REGENCY)
    empty_house(scale)
    read(files[:1], 1)  # vocabularies are read once per process
    own_lists, own_reading = read(files, 1)
    own_storing = take(own_lists)
    own_rows = sum(one.rows.height for one in own_lists)
    rows = sum(len(rows) for _, rows in lists)
    return Beside(rows, own_rows, reading.seconds, own_reading.seconds, storing.seconds, own_storing.seconds)


def measure_whole(scale: float, repeat: int) -> tuple[list[Measure], float, float]:
    """Measure the whole intake at the scale and at a tenth of it."""
    runs = [hand_in_all(scale) for _ in range(repeat)]
    rows = runs[0][0]
    seconds = median(spent.seconds for _, spent in runs)
    small_runs = [hand_in_all(scale / 10) for _ in range(repeat)]
    small_seconds = median(spent.seconds for _, spent in small_runs)
    worst = max((spent for _, spent in runs), key=lambda spent: spent.together_mib)
    unranked_rows, unranked = hand_in_all(scale, *LISTS, *EXTRACTS)
    of_both = f"cpu own {unranked.own_cpu:.1f} s, PostgreSQL {unranked.postgres_cpu:.1f} s"
    growth = f"{rows / small_runs[0][0]:.1f} times the rows"
    measures = [
        Measure("whole intake", seconds, "s", 45, note=f"{rows:,} rows, {WORKERS} processes"),
        Measure(
            "  without the welfare ranking",
            unranked.seconds,
            "s",
            note=f"{unranked_rows:,} rows; {of_both}",
        ),
        Measure("  processor time of this program", median(s.own_cpu for _, s in runs), "s"),
        Measure("  processor time of PostgreSQL", median(s.postgres_cpu for _, s in runs), "s"),
        Measure("  peak memory, program and PostgreSQL together", worst.together_mib, "MiB", 4096),
        Measure("  peak memory of the program's processes", worst.own_mib, "MiB"),
        Measure("  peak memory of PostgreSQL", worst.postgres_mib, "MiB", note="shared buffers included"),
        Measure(f"whole intake at scale {scale / 10:g}", small_seconds, "s"),
        Measure("growth of time, a tenth of the scale to the scale", seconds / small_seconds, "x", 11, note=growth),
    ]
    return measures, rows / seconds, seconds


def measure_parts(scale: float, repeat: int) -> tuple[list[Measure], float, float]:
    """Measure reading alone and taking in alone; return the rates of lists besides."""
    folder = made_up_regency(scale)
    groups = {"village lists": ("village_list",), "agency lists": ("agency_list",), "extracts": EXTRACTS}
    runs = [{name: read(files_of(folder, *kinds), WORKERS) for name, kinds in groups.items()} for _ in range(repeat)]
    found = {name: reads for name, (reads, _) in runs[-1].items()}
    seconds = {name: median(run[name][1].seconds for run in runs) for name in groups}
    cpu = {name: median(run[name][1].own_cpu for run in runs) for name in groups}
    rows = {name: sum(one.rows.height for one in reads) for name, reads in found.items()}
    lists, extracts = [*found["village lists"], *found["agency lists"]], found["extracts"]
    list_rows = rows["village lists"] + rows["agency lists"]
    reading = list_rows / (seconds["village lists"] + seconds["agency lists"])
    measures = [Measure("reading and checking all lists", reading, "rows/s", 60_000, at_least=True)]
    for name in groups:
        note = f"{rows[name]:,} rows, {len(found[name])} files, {cpu[name]:.1f} s of processor"
        measures.append(Measure(f"  {name}", rows[name] / seconds[name], "rows/s", note=note))
    taking = 0.0
    for jit in ("off", "on") if has_jit() else ("off",):
        before, after = [], []
        for _ in range(repeat):
            empty_house(scale)
            set_jit(jit)
            before.append(take(extracts))
            after.append(take(lists))
        rate = list_rows / median(spent.seconds for spent in after)
        taking = taking or rate
        note = f"{median(spent.postgres_cpu for spent in after):.1f} s of PostgreSQL's processor"
        measures.append(Measure(f"staging to committed, lists, JIT {jit}", rate, "rows/s", 30_000, True, note))
        rate = rows["extracts"] / median(spent.seconds for spent in before)
        measures.append(Measure(f"  deaths and insurer's extract, JIT {jit}", rate, "rows/s", note=_months()))
    return measures, reading, taking


def _months() -> str:
    from semesta.bulk import read_lines

    months = read_lines("SELECT count(*) AS months FROM membership_coveredmonth")[0]["months"]
    return f"with {months:,} covered months"


def compare(beside: Beside, reading: float, taking: float) -> list[Measure]:
    """Hold the baseline's rates against those of the same run."""
    base_reading, base_storing = beside.own_rows / beside.read, beside.own_rows / beside.store
    found = f"it found {beside.rows:,} of {beside.own_rows:,} rows"
    return [
        Measure("baseline: reading and checking", base_reading, "rows/s", note=found),
        Measure("baseline: storing", base_storing, "rows/s"),
        Measure("reading, the program's processes against the baseline", reading / base_reading, "x", 15, True),
        Measure("storing, against the baseline", taking / base_storing, "x", 15, True),
        Measure("reading, same files, one process each", beside.read / beside.own_read, "x"),
        Measure("storing, same files", beside.store / beside.own_store, "x"),
        Measure("both, same files, one process each",
                (beside.read + beside.store) / (beside.own_read + beside.own_store), "x"),
    ]  # fmt: skip


def main() -> None:
    """Measure and print."""
    options = _options()
    open_house(database=options.database)
    whole, _, _ = measure_whole(options.scale, options.repeat)
    parts, reading, taking = measure_parts(options.scale, options.repeat)
    ratios = compare(beside_baseline(options.scale, options.baseline), reading, taking) if options.baseline else []
    show("intake", [*whole, *parts, *ratios], scale=options.scale, repeat=options.repeat, baseline=options.baseline)


def _options() -> Any:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=default_scale())
    parser.add_argument("--repeat", type=int, default=1, help="runs; medians are shown")
    parser.add_argument("--baseline", type=int, default=6, help="workbooks for the baseline; 0 leaves it out")
    parser.add_argument("--database", default="", help="another PostgreSQL for rehearsals, e.g. one built with JIT")
    return parser.parse_args()


if __name__ == "__main__":
    main()
