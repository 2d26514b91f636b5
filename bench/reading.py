"""How many rows a second the lists of a made-up regency are opened, understood and checked, by layout.

    python bench/reading.py FOLDER [WORKERS]

FOLDER was written by `semesta synthetic`. Processor time and wall time are both given, because other work on the
machine shows in the second. With WORKERS above 1 the files are dealt out to so many processes, as the intake does.
"""

from __future__ import annotations

import os

os.environ["POLARS_MAX_THREADS"] = "1"

import sys
import time
from collections import defaultdict
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from multiprocessing import get_context
from pathlib import Path

from semesta.regions.shipped import shipped_gazetteer
from semesta.sheets.context import ReadingContext
from semesta.sheets.opening import open_workbook
from semesta.sheets.reader import read_workbook
from semesta.sheets.workbook import Workbook
from semesta.synthetic import Manifest

Entry = tuple[str, str, str | None, str | None, date]
Timed = tuple[str, int, float, float]


def read_one(entry: Entry) -> Timed:
    """Read one list: layout, rows, seconds of processor for opening and for understanding and checking."""
    path, layout, village, segment, today = entry
    start = time.process_time()
    workbook = open_workbook(Path(path))
    opened = time.process_time()
    if not isinstance(workbook, Workbook):
        raise SystemExit(f"{path} is refused")
    context = ReadingContext(shipped_gazetteer(), today, village_code=village, segment=segment)
    rows = read_workbook(workbook, context=context).rows.height
    return layout, rows, opened - start, time.process_time() - opened


def main(folder: Path, workers: int) -> None:
    """Read every list below `folder` once and print a table."""
    manifest = Manifest.read(folder / "manifest.json")
    today = date.fromisoformat(manifest.as_of)
    entries: list[Entry] = [
        (str(folder / f.path), f.layout, f.sender if f.kind == "village_list" else None, f.segment, today)
        for f in manifest.files
        if f.kind in ("village_list", "agency_list")
    ]
    entries.sort(key=lambda entry: -Path(entry[0]).stat().st_size)
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        list(pool.map(read_one, entries[-2 * workers :]))  # start the workers and fill their caches
        start = time.perf_counter()
        timed = list(pool.map(read_one, entries))
        wall = time.perf_counter() - start
    sums: dict[str, list[float]] = defaultdict(lambda: [0, 0, 0.0, 0.0])
    for layout, rows, opening, reading in timed:
        for name in (layout, "all"):
            for i, value in enumerate((1, rows, opening, reading)):
                sums[name][i] += value
    print(f"{'layout':<20}{'files':>6}{'rows':>9}{'opening rows/s':>16}{'reading rows/s':>16}")
    for name, (files, rows, opening, reading) in sorted(sums.items(), key=lambda item: (item[0] == "all", item[0])):
        print(f"{name:<20}{files:>6.0f}{rows:>9.0f}{rows / opening:>16,.0f}{rows / reading:>16,.0f}")
    print(f"{workers} processes: {sums['all'][1] / wall:,.0f} rows/s of wall time ({wall:.1f} s)")


if __name__ == "__main__":
    main(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 2)
