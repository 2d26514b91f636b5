"""Learn a new matching model from made-up regencies: read their lists and registers, standardise, train."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import polars as pl

from semesta.cli.manifest import files_of_manifest
from semesta.cli.show import Exit, stop
from semesta.cli.words import language, say

if TYPE_CHECKING:
    from semesta.matching.model import Model
    from semesta.matching.model_page import Example

_LISTS = ("village_list", "agency_list")
_COLUMNS = (
    "nik", "nik_state", "nik_written", "kk", "name", "birth_on", "birth_told", "birth_precision", "sex", "mother_name",
    "phone", "dusun", "village_code",
)  # fmt: skip


def learned_from(folders: list[Path], *, seed: int, sample: int) -> tuple[Model, list[Example]]:
    """Return a model learned from the lists of made-up regencies and their people, with the shipped schema and limits,
    and example pairs of the first regency drawn by it.

    Its recipe stands in `training`. The truth is not looked at: only rows and the civil register are.
    """
    from semesta.matching.linking import link
    from semesta.matching.model import shipped_model
    from semesta.matching.model_page import examples
    from semesta.matching.register import Register
    from semesta.matching.standardise import standardise
    from semesta.matching.training import Task, train

    shipped = shipped_model()
    tasks = []
    for folder in folders:
        rows, people = (standardise(frame, shipped.schema) for frame in _read(folder))
        tasks += [Task(rows, people), Task(rows)]
    model = train(
        tasks, shipped.schema, thresholds=shipped.thresholds, seed=seed, sample=sample,
        training={"data": ", ".join(folder.name for folder in folders), "seed": seed, "random pairs per task": sample,
                  "tasks": "lists to civil register, lists among themselves"},
    )  # fmt: skip
    first = tasks[0]
    assert first.right is not None  # a task of lists and register
    found = link(first.left, Register.ready(first.right, model.schema), model)
    population = model.population_of(first.right)
    return model, examples(found, model, link_type="register", population=population, language=language())


def write_model(model: Model, drawn: list[Example], output: Path) -> list[Path]:
    """Write the model, its page and the pictures of the page beside it; return the files, the model first."""
    from semesta.matching.model_page import model_page

    pictures = [output.with_name(f"{output.stem}-{example.band}.svg") for example in drawn]
    page = output.with_suffix(".md")
    output.write_text(model.to_json(), encoding="utf-8")
    names = [picture.name for picture in pictures]
    page.write_text(model_page(model, drawn, names, language=language()), encoding="utf-8")
    for picture, example in zip(pictures, drawn, strict=True):
        picture.write_text(example.svg, encoding="utf-8")
    return [output, page, *pictures]


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
