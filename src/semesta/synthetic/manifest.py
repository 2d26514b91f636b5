"""The manifest: every file of a generated regency, who hands it in, what kind it is and how many rows it holds."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

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
