"""Small builders for intake tests: rows as the reader gives them, lists of them, people who do not exist."""

from __future__ import annotations

import hashlib
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from semesta.accounts.actor import EVERYWHERE, Actor, Role
from semesta.intake.actions import take_in
from semesta.intake.handing_in import HandedIn, Kind, ReadFile
from semesta.matching.name_key import with_name_keys
from semesta.sheets.reading import FINDING_SCHEMA, ROW_SCHEMA, Reading

CONSOLE = Actor("penguji", Role.ADMINISTRATOR, EVERYWHERE)
LOTIM = "52.03"
VILLAGE = "52.03.05.2001"
TODAY = date(2026, 1, 20)


def nik(serial: int, *, born: str = "010185") -> str:
    """A NIK that nobody bears."""
    return f"520305{born}{serial:04d}"


def a_row(name: str | None = "SAHRUDIN", **values: Any) -> dict[str, Any]:
    """A worker's row; a NIK of 9001 unless told otherwise."""
    row: dict[str, Any] = {
        "name": name,
        "nik": nik(9001),
        "nik_state": "valid",
        "birth_on": date(1985, 1, 1),
        "sex": "L",
    }
    row |= {"village_code": VILLAGE, "segment": "farmer", "kk": "5203050101109001"} | values
    row.setdefault("nik_written", row["nik"])
    return row


def a_list(
    *rows: dict[str, Any],
    folder: Path,
    kind: Kind = "village_list",
    sender: str = VILLAGE,
    as_of: date | None = None,
) -> ReadFile:
    """A file of these rows, on its own sheet, read."""
    lines = []
    for place, row in enumerate(rows):
        content = "|".join(f"{key}={row[key]}" for key in sorted(row))
        lines.append({"sheet": "Sheet1", "row": place + 2, "row_hash": hashlib.md5(content.encode()).hexdigest()} | row)
    frame = pl.DataFrame(lines, schema=ROW_SCHEMA, strict=False) if lines else pl.DataFrame(schema=ROW_SCHEMA)
    text = repr(lines) + kind + sender + str(as_of)
    sha256 = hashlib.sha256(text.encode()).hexdigest()
    path = folder / f"{sha256[:8]}.csv"
    path.write_text(text)
    reading = Reading(path.name, "csv", sha256, "csv", frame, pl.DataFrame(schema=FINDING_SCHEMA), ())
    told = with_name_keys(frame).with_columns(pl.col("birth_on").alias("birth_told"))
    return ReadFile(HandedIn(path, sender, kind, as_of=as_of), reading, told)


def taken(*lists: ReadFile) -> list[int]:
    """Take the lists in as one batch and return the submissions' numbers."""
    return take_in(CONSOLE, lists, regency_code=LOTIM, today=TODAY)
