"""How many rows a second the lists of a made-up regency are opened, and then understood and checked, by layout.

    python bench/sheets.py [--scale 1.0] [--every 1]

One process; seconds are of its processor, because other work on the machine shows in wall time. `--every 4` reads only
each fourth list.
"""

from __future__ import annotations

import argparse
import os

os.environ["POLARS_MAX_THREADS"] = "1"

import time
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any

from measuring.regency import default_scale, made_up_regency, manifest_of
from measuring.report import Measure, show
from semesta.regions.shipped import shipped_gazetteer
from semesta.sheets.context import ReadingContext
from semesta.sheets.opening import open_workbook
from semesta.sheets.reader import read_workbook
from semesta.sheets.workbook import Workbook


@dataclass
class Sum:
    """What the files of one layout and format took."""

    files: int = 0
    rows: int = 0
    opening: float = 0.0
    reading: float = 0.0


def main() -> None:
    """Measure and print."""
    options = _options()
    folder = made_up_regency(options.scale)
    manifest = manifest_of(folder)
    today = date.fromisoformat(manifest.as_of)
    entries = [entry for entry in manifest.files if entry.kind in ("village_list", "agency_list")][:: options.every]
    sums: dict[str, Sum] = defaultdict(Sum)
    for warm, entry in [(True, entries[0]), *((False, entry) for entry in entries)]:
        sender = entry.sender if entry.kind == "village_list" else None
        context = ReadingContext(shipped_gazetteer(), today, village_code=sender, segment=entry.segment)
        began = time.process_time()
        workbook = open_workbook(folder / entry.path)
        opened = time.process_time()
        if not isinstance(workbook, Workbook):
            raise SystemExit(f"{entry.path} is refused: {workbook.message('en')}")
        rows = read_workbook(workbook, context=context).rows.height
        done = time.process_time()
        if warm:
            continue  # vocabularies are loaded once per process
        for name in ("all lists", f"format {entry.format}", f"layout {entry.layout}"):
            total = sums[name]
            total.files, total.rows = total.files + 1, total.rows + rows
            total.opening, total.reading = total.opening + opened - began, total.reading + done - opened
    measures = []
    for name, total in sorted(sums.items(), key=lambda item: (item[0] != "all lists", item[0])):
        note = f"{total.files} files, {total.rows:,} rows"
        measures += [
            Measure(f"{name}: opening", total.rows / total.opening, "rows/s", note=note),
            Measure(f"{name}: understanding and checking", total.rows / total.reading, "rows/s"),
        ]
    show("sheets", measures, scale=options.scale, every=options.every, processes=1)


def _options() -> Any:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--scale", type=float, default=default_scale())
    parser.add_argument("--every", type=int, default=1)
    return parser.parse_args()


if __name__ == "__main__":
    main()
