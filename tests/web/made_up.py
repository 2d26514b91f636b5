"""A small made-up regency for the pages: two villages of Masbagik, lists, members, a target, two months counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from semesta.coverage.actions import record_targets, take_snapshot
from semesta.intake.handing_in import ReadFile
from semesta.kernel.month import Month
from semesta.people.actions import load_segments
from semesta.regions.actions import load_shipped_regions
from semesta.sheets.reading import FINDING_SCHEMA, Table
from tests.intake.builders import CONSOLE, LOTIM, TODAY, VILLAGE, a_list, a_row, nik, taken

DISTRICT = "52.03.05"
OTHER_VILLAGE = "52.03.05.2002"
HOSTILE_SENDER = "\"><script>alert('x')</script>"
JANUARY = Month.of(TODAY)
SECRETS = ("RAHASIAWATI", "52030501018590", "Keluarga Rahasiawati", "daftar-rahasiawati.xlsx", "penguji")
"""A person's name, a damaged NIK, and the sender's own writing: nothing of it may stand on a page."""


def made_up_regency(folder: Path) -> list[int]:
    """Fill the database; return the numbers of the submissions, the list with findings last.

    Kesik: 12 farmers, 7 of them members (1 paid by DBHCHT), and a row that waits. The other village: 3 traders,
    one of them on an agency's list too.
    """
    load_shipped_regions(CONSOLE)
    load_segments(CONSOLE)
    farmers = [a_row(f"PETANI {letter}", nik=nik(9001 + i), kk=None) for i, letter in enumerate("ABCDEFGHIJKL")]
    members = [farmer | _cover("MANDIRI" if i else "DBHCHT") for i, farmer in enumerate(farmers[:7])]
    traders = [
        a_row(f"PEDAGANG {letter}", nik=nik(9101 + i), kk=None, village_code=OTHER_VILLAGE, segment="trader")
        for i, letter in enumerate("ABC")
    ]
    waiting = a_row(SECRETS[0], nik=None, nik_state="damaged", nik_written=SECRETS[1], kk=None)
    numbers = taken(a_list(*members, folder=folder, kind="insurer", sender="bpjs-tk"))
    numbers += taken(a_list(*traders, folder=folder, sender=OTHER_VILLAGE))
    numbers += taken(a_list(traders[0], folder=folder, kind="agency_list", sender=HOSTILE_SENDER))
    numbers += taken(_telling_secrets(a_list(*farmers, waiting, folder=folder)))
    target = {"region_code": LOTIM, "year": 2026, "value": 1_000, "kind": "reported", "source": "surat uji"}
    record_targets(CONSOLE, [target])
    for month in (JANUARY.plus(-1), JANUARY):
        take_snapshot(CONSOLE, LOTIM, month)
    return numbers


def _cover(payer: str) -> dict[str, Any]:
    period = {"active_from": date(2026, 1, 1), "paid_until": date(2026, 1, 31)}
    return {"membership_class": "BPU", "programmes": "JKK+JKM", "payer": payer, **period}


def _telling_secrets(read: ReadFile) -> ReadFile:
    """Give a list a table, findings and names that are full of a person's data."""
    name, damaged, sheet, file_name, _ = SECRETS
    finding = {"sheet": sheet, "row": 14, "column": "C", "field": "nik", "code": "nik_length"}
    told = {"before": damaged, "after": name, "detail": damaged}
    reading = replace(
        read.reading,
        findings=pl.DataFrame([finding | told], schema=FINDING_SCHEMA),
        tables=(Table(sheet, (1,), 2, 14, {"nik": "C", "name": "B"}, {name: "D"}, 13, {"footer": 2}),),
    )
    return replace(read, reading=reading, handed_in=replace(read.handed_in, file_name=file_name))


__all__ = ["DISTRICT", "JANUARY", "LOTIM", "OTHER_VILLAGE", "SECRETS", "VILLAGE", "made_up_regency"]
