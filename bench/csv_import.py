"""How fast a plain CSV of 100,000 people in 8 columns becomes persons, from the command to the commit.

    python bench/csv_import.py [--people 100000] [--repeat 3]

The people are adults of the made-up civil register. The register of persons is empty, PostgreSQL is running already,
and `semesta intake hand-in` runs as a process of its own: its start, reading, findings, recognition, trail and answer
all count. openIMIS `individual` 1.4.0 took 223 s and 1.34 GB for as many rows and columns on such a machine, without
looking for duplicates and without a trail (measured by the project before it began).
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

import polars as pl

from measuring.house import REGENCY, VAR, empty_house, open_house
from measuring.regency import made_up_regency
from measuring.report import Measure, show
from measuring.spending import spending

SCALE = 0.15  # some 100,000 adults
BORN_BEFORE = 2011
COLUMNS = {
    "NIK": "NIK", "NO_KK": "NO KK", "NAMA_LENGKAP": "NAMA LENGKAP", "TEMPAT_LAHIR": "TEMPAT LAHIR",
    "TANGGAL_LAHIR": "TANGGAL LAHIR", "JENIS_KELAMIN": "JENIS KELAMIN", "DESA_KELURAHAN": "DESA/KELURAHAN",
    "PEKERJAAN": "PEKERJAAN",
}  # fmt: skip


@dataclass(frozen=True)
class Run:
    """One hand-in by the command: seconds, processor seconds, peak MiB of the command, of PostgreSQL."""

    seconds: float
    own_cpu: float
    postgres_cpu: float
    own_mib: float
    postgres_mib: float


def plain_csv(people: int) -> Path:
    """Return a CSV of so many people, written once."""
    path = VAR / f"people-{people}.csv"
    if not path.exists():
        registers = sorted((made_up_regency(SCALE) / "civil").glob("*.csv"))
        residents = pl.concat([pl.read_csv(register, infer_schema=False) for register in registers])
        born = pl.col("TANGGAL_LAHIR").str.to_date("%d-%m-%Y").dt.year()
        adults = residents.filter(born < BORN_BEFORE).head(people)
        if adults.height < people:
            raise SystemExit(f"the made-up register has only {adults.height:,} adults")
        adults.select(pl.col(name).alias(heading) for name, heading in COLUMNS.items()).write_csv(path)
    return path


def hand_in(path: Path) -> Run:
    """Hand the file in by the command, into an empty register."""
    empty_house(1.0)
    command = [sys.executable, "-m", "semesta.cli.main", "intake", "hand-in", str(path), "--json"]
    command += ["--from", "dinas-sosial", "--kind", "agency_list", "--segment", "farmer"]
    with tempfile.TemporaryFile() as answer, spending(memory=True) as spent:
        began = time.perf_counter()
        process = subprocess.Popen(command, stdout=answer)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"the command ended with {process.returncode}")
    return Run(seconds, used.ru_utime + used.ru_stime, spent.postgres_cpu, used.ru_maxrss / 1024, spent.postgres_mib)


def balance() -> dict[str, int]:
    """Return what became of the rows."""
    from semesta.bulk import read_lines
    from semesta.intake.queries import balance

    counted = {
        table: read_lines(f"SELECT count(*) AS lines FROM {table}")[0]["lines"]
        for table in ("people_person", "intake_rowfinding", "audit_entry")
    }
    return {**balance(REGENCY), **counted}


def main() -> None:
    """Measure and print."""
    options = _options()
    open_house()
    path = plain_csv(options.people)
    runs = [hand_in(path) for _ in range(options.repeat)]
    became = balance()
    seconds = median(run.seconds for run in runs)
    is_asked = options.people == 100_000
    size = f"{path.stat().st_size / 1e6:.1f} MB"
    measures = [
        Measure("from the command to committed persons", seconds, "s", 4.5 if is_asked else None, note=size),
        Measure("  processor time of the command", median(run.own_cpu for run in runs), "s"),
        Measure("  processor time of PostgreSQL", median(run.postgres_cpu for run in runs), "s"),
        Measure(
            "  peak memory of the command (RSS)", max(run.own_mib for run in runs), "MiB", 500 if is_asked else None
        ),
        Measure("  peak memory of PostgreSQL (PSS, not in the above)", max(run.postgres_mib for run in runs), "MiB"),
        Measure("rate", options.people / seconds, "rows/s"),
        *(Measure(f"  {name}", count, "rows") for name, count in became.items() if name != "files"),
    ]
    show("csv import", measures, people=options.people, columns=len(COLUMNS), repeat=options.repeat)


def _options() -> Any:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--people", type=int, default=100_000)
    parser.add_argument("--repeat", type=int, default=3, help="runs; medians are shown")
    return parser.parse_args()


if __name__ == "__main__":
    main()
