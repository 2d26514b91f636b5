"""Lists whose rows wait for one thing each, read from a file as a village sends it or put together with findings."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import polars as pl

from semesta.bulk import read_lines
from semesta.intake.actions import hand_in
from semesta.intake.handing_in import HandedIn, ReadFile
from semesta.regions.shipped import shipped_gazetteer
from semesta.sheets.reading import FINDING_SCHEMA
from tests.intake.builders import CONSOLE, LOTIM, TODAY, VILLAGE, a_list, nik

HEAD = "NO;NAMA;NIK;NO KK;TANGGAL LAHIR;JENIS KELAMIN;PEKERJAAN\n"
CARD = "5203051203109001"
KINDS: dict[str, tuple[str, str, str]] = {
    "nik_length": ("52030501101859001", CARD, "L"),  # a 1 too many
    "nik_impossible_date": ("5203050131859002", CARD, "L"),  # month 31
    "kk_in_nik_column": (CARD, nik(9003), "L"),
    "nik_sex_mismatch": (nik(9004), CARD, "P"),
}
"""By finding: the NIK, the family card and the sex that a man born on 1 January 1985 is written with."""


def a_sent_list(folder: Path, *rows: tuple[str, str, str, str], sender: str = VILLAGE) -> int:
    """Hand in a CSV of (name, NIK, family card, sex), everybody born on 1 January 1985; return its number."""
    path = folder / f"daftar-{sender}.csv"
    lines = [f"{place};{name};{n};{kk};01-01-1985;{sex};PETANI\n" for place, (name, n, kk, sex) in enumerate(rows, 1)]
    path.write_text(HEAD + "".join(lines))
    (taken,) = hand_in(
        CONSOLE, [HandedIn(path, sender, "village_list")], regency_code=LOTIM, gazetteer=shipped_gazetteer(),
        today=TODAY, files_folder=folder,
    )  # fmt: skip
    return taken.submission_id


def a_doubted_list(folder: Path, *rows: tuple[dict[str, Any], str], sender: str = VILLAGE) -> ReadFile:
    """A list of rows, each with the finding that makes it wait."""
    read = a_list(*(row for row, _ in rows), folder=folder, sender=sender)
    findings = [
        {"sheet": "Sheet1", "row": place, "column": "C", "field": "nik", "code": code, "after": ""}
        for place, (_, code) in enumerate(rows, start=2)
    ]
    told = pl.DataFrame(findings, schema=FINDING_SCHEMA)
    return replace(read, reading=replace(read.reading, findings=told))


def standing_of(name: str) -> tuple[str, str]:
    """Return outcome and reason of the newest row of somebody that no other took the place of."""
    (line, *_) = read_lines(
        "SELECT outcome, reason FROM intake_stagedrow WHERE name = %s AND corrected_by_id IS NULL"
        " ORDER BY submission_id DESC",
        [name],
    )
    return line["outcome"], line["reason"]
