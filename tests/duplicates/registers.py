"""Small registers to merge in: workers on lists, the whole register as one value, and what is asked of whom."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from semesta.bulk import execute, read_lines
from semesta.intake.row_matching import match
from tests.intake.builders import CONSOLE, LOTIM, TODAY, a_list, a_row, nik, taken

REGISTER = (
    "people_person", "people_livelihood", "people_welfarerank", "membership_spell", "membership_coveredmonth",
    "intake_submission", "intake_stagedrow", "intake_waitingrow", "intake_rowfinding", "duplicates_pair",
)  # fmt: skip


def register() -> dict[str, list[dict[str, Any]]]:
    """Return every line of every table that merging could touch."""
    return {table: read_lines(f"SELECT t::text AS line FROM {table} t ORDER BY 1") for table in REGISTER}


def a_worker(serial: int, name: str, **values: Any) -> dict[str, Any]:
    """A worker with a NIK, a family card and a birth date of his own, and a mother."""
    born = date(1960 + serial % 40, 1 + serial % 12, 1 + serial % 28)
    told = {"birth_on": born, "kk": f"5203050101{serial:06d}", "mother_name": f"IBU {name}", "dusun": "DASAN"}
    return a_row(name, nik=nik(serial, born=f"{born:%d%m%y}")) | told | {"nik_written": None} | values


def without_nik(row: dict[str, Any], **values: Any) -> dict[str, Any]:
    """The same worker on another list, where the NIK is missing and the family card too."""
    return row | {"nik": None, "nik_state": "missing", "kk": None} | values


NAMES = (
    "SAHRUDIN HAMZAH", "NURLAELA WATI", "BAIQ ROHANI PUTRI", "LALU ZAINUL ARIFIN", "MUHAMMAD TAUFIK", "INAQ SALMAH",
    "AHMAD JUNAIDI", "SITI FATIMAH", "KAMARUDIN JAELANI", "HALIMATUSSAKDIAH",
)  # fmt: skip


def a_village(folder: Path, *, workers: int = 10) -> list[dict[str, Any]]:
    """Take in a village's workers with sound NIK; return their rows."""
    rows = [a_worker(9001 + place, NAMES[place % 10]) for place in range(workers)]
    taken(a_list(*rows, folder=folder))
    return rows


def searched() -> dict[str, int]:
    """Search for duplicates as the console does; return the counts."""
    return match(CONSOLE, LOTIM, today=TODAY)


def pairs(**where: Any) -> list[dict[str, Any]]:
    """Return the pairs whose columns hold these values."""
    conditions = " AND ".join(f"{name} = %s" for name in where) or "true"
    return read_lines(
        f"SELECT number, person_id, record_id, submission_id, link_type,"
        f" band, reason, verdict, decided_by, worth_months,"
        f" worth_rp, against::text AS against FROM duplicates_pair WHERE {conditions} ORDER BY number",
        list(where.values()),
    )


def a_pair(first: int, second: int, **values: Any) -> int:
    """Put a pair of two persons into the queue; return its number."""
    told = {"band": "queue", "reason": "weight", "weight": 9.0} | values
    (line,) = read_lines(
        "INSERT INTO duplicates_pair (regency_code, number, person_id, record_id, link_type, band, reason, weight,"
        " levels, model_version, worth_months, worth_rp, verdict, decided_by, against)"
        " VALUES (%s, nextval('duplicates_pair_number'), %s, %s, 'within', %s, %s, %s, '{}', '', 0, 0, '', '', '[]')"
        " RETURNING number",
        [LOTIM, min(first, second), max(first, second), told["band"], told["reason"], told["weight"]],
    )
    return int(line["number"])


@contextmanager
def told_by_two_payers(name: str) -> Iterator[int]:
    """Let two payers report November 2025 of the person of this name; yield the person's number. It goes again."""
    (found,) = read_lines("SELECT id FROM people_person WHERE name = %s", [name])
    execute(
        "INSERT INTO membership_spell (regency_code, submission_id, line, person_id, membership_class, programmes,"
        " payer, start_month, end_month) SELECT %s, 900001, n, %s, 'BPU', 'JKK+JKM', (ARRAY['BAZNAS', 'REKAAN'])[n],"
        " '2025-11-01', '2025-12-01' FROM generate_series(1, 2) n",
        [LOTIM, found["id"]],
    )
    yield int(found["id"])
    execute("DELETE FROM membership_spell WHERE submission_id = 900001")


def person_ids() -> list[int]:
    """Return the persons of the register, oldest first."""
    return [line["id"] for line in read_lines("SELECT id FROM people_person ORDER BY id")]


def heads() -> dict[int, int]:
    """Return every merged record with its head."""
    return {
        line["id"]: line["merged_into"]
        for line in read_lines("SELECT id, merged_into FROM people_person WHERE merged_into IS NOT NULL ORDER BY id")
    }
