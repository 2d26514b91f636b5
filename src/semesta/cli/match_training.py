"""Learn a new matching model from made-up regencies: read their lists and registers, standardise, train."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from semesta.cli.manifest import files_of_manifest
from semesta.cli.show import Exit, stop
from semesta.cli.words import say

if TYPE_CHECKING:
    from semesta.matching.model import Model

_LISTS = ("village_list", "agency_list")
_COLUMNS = (
    "nik", "nik_state", "nik_written", "kk", "name", "birth_on", "birth_told", "birth_precision", "sex", "mother_name",
    "phone", "dusun", "village_code",
)  # fmt: skip


def learned_from(folders: list[Path], *, seed: int) -> Model:
    """Return a model learned from the lists of made-up regencies and their people, with the shipped schema and limits.

    Its recipe stands in `training`. The truth is not looked at: only rows and the civil register are.
    """
    from semesta.matching.model import shipped_model
    from semesta.matching.standardise import standardise
    from semesta.matching.training import Task, train

    shipped = shipped_model()
    tasks = []
    for folder in folders:
        rows, people = (standardise(frame, shipped.schema) for frame in _read(folder))
        tasks += [Task(rows, people), Task(rows)]
    return train(
        tasks, shipped.schema, thresholds=shipped.thresholds, seed=seed,
        training={"data": ", ".join(folder.name for folder in folders), "seed": seed,
                  "tasks": "lists to civil register, lists among themselves"},
    )  # fmt: skip


def _read(folder: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the rows of the lists and the people of the register, as they are standardised."""
    from semesta.intake.handing_in import HandedIn, read_one
    from semesta.regions.shipped import shipped_gazetteer

    manifest = folder / "manifest.json"
    if not manifest.exists():
        stop(
            say(
                f"{folder} bukan kabupaten rekaan; buat dengan `semesta synthetic`.",
                f"{folder} is no made-up regency; make one with `semesta synthetic`.",
            ),
            Exit.USAGE,
        )
    told = json.loads(manifest.read_text(encoding="utf-8"))
    gazetteer, today = shipped_gazetteer(), date.fromisoformat(told["as_of"])
    civil = [
        HandedIn(folder / line["path"], line["sender"], "agency_list")
        for line in told["files"] if line["kind"] == "civil"
    ]  # fmt: skip
    lists = [file for file in files_of_manifest(manifest) if file.kind in _LISTS]
    frames = []
    for files in (lists, civil):
        rows = [read_one(file, gazetteer, today).rows for file in files]
        made = pl.concat(rows, how="diagonal")
        known = [column for column in _COLUMNS if column in made.columns]
        frames.append(made.select(known).with_row_index("id"))
    return frames[0], frames[1]
