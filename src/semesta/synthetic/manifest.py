"""The manifest: every file of a generated regency, who hands it in, what kind it is and how many rows it holds."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal, get_args

import polars as pl

FileKind = Literal["village_list", "agency_list", "insurer", "welfare", "deaths", "civil"]


@dataclass(frozen=True, slots=True)
class ManifestFile:
    """One file below the output folder."""

    path: str
    sender: str  # village code or agency key
    kind: FileKind
    layout: str
    format: str
    segment: str | None  # the one segment of the list, None when mixed
    rows: int


@dataclass(frozen=True, slots=True)
class Manifest:
    """What was generated: regency, scale, seed, totals and files in order of path."""

    regency: str
    scale: float
    seed: int
    as_of: str
    names_concentration: float
    totals: dict[str, int]
    files: tuple[ManifestFile, ...]

    def write(self, path: Path) -> None:
        """Write the manifest as JSON."""
        path.write_text(json.dumps(asdict(self), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")

    @classmethod
    def read(cls, path: Path) -> Manifest:
        """Read a manifest written by `write`."""
        data = json.loads(path.read_text(encoding="utf-8"))
        data["files"] = tuple(ManifestFile(**entry) for entry in data["files"])
        return cls(**data)


def totals(persons: pl.DataFrame, villages: int, files: list[ManifestFile], damages: int) -> dict[str, int]:
    """Return the totals a manifest states: people, households, workers, rows by kind of file, damages."""
    rows = {kind: sum(entry.rows for entry in files if entry.kind == kind) for kind in get_args(FileKind)}
    return {
        "villages": villages,
        "residents": persons.height,
        "men": persons.filter(pl.col("sex") == "L").height,
        "women": persons.filter(pl.col("sex") == "P").height,
        "households": persons["household_id"].n_unique(),
        "workers": persons.filter(pl.col("segment") != "not_working").height,
        "list_rows": rows["village_list"] + rows["agency_list"],
        **{f"{kind}_rows": count for kind, count in rows.items()},
        "damages": damages,
    }
