"""Load boundaries from a GeoJSON file that the user supplies: all of it, or nothing with every reason."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import polars as pl
from django.db import transaction

from semesta.accounts.actor import Actor, may_maintain, require
from semesta.audit.actions import record
from semesta.kernel.finding import Finding
from semesta.kernel.region_code import Level, level_of
from semesta.regions.actions.arriving import bring
from semesta.regions.boundary_file import LARGEST_FILE_BYTES, BoundaryReading, read_boundaries
from semesta.regions.models import ExternalCode
from semesta.regions.queries import gazetteer


@dataclass(frozen=True, slots=True)
class BoundariesLoaded:
    """Whether the file was taken, boundaries in it by level, how many were added or changed, and all findings."""

    is_taken: bool
    by_level: dict[Level, int]
    changed: int
    findings: tuple[Finding, ...]


@transaction.atomic
def load_boundaries(actor: Actor, file: Path) -> BoundariesLoaded:
    """Load the file's boundaries in place of those the same regions had; the same file again changes nothing.

    A file with a mistake is not taken at all. Coordinates: WGS 84, longitude first. OSError when it cannot be opened.
    """
    with file.open("rb") as opened:
        data = opened.read(LARGEST_FILE_BYTES + 1)
    reading = read_boundaries(data, file.name, gazetteer=gazetteer(), bps_codes=_bps_codes())
    if not reading.is_taken:
        return BoundariesLoaded(False, {}, 0, reading.findings)
    for code in sorted({shape.code[:5] for shape in reading.shapes}):
        require(may_maintain(actor, code), actor=actor, to="load boundaries of", region_code=code)
    by_level = dict(Counter(level_of(shape.code) for shape in reading.shapes))
    changed = bring(_frame(reading, file.name), "regions_boundary", key=["region_id"], stamp="loaded_at")
    if changed:
        record(
            actor, "load_boundaries", object_type="boundary", object_id=file.name[:120],
            region_code=_common_region([shape.code for shape in reading.shapes]),
            detail={"by_level": by_level, "changed": changed, "sha256": hashlib.sha256(data).hexdigest()},
        )  # fmt: skip
    return BoundariesLoaded(True, by_level, changed, reading.findings)


def _bps_codes() -> dict[str, str]:
    return dict(ExternalCode.objects.filter(system="bps").values_list("code", "region_id"))


def _frame(reading: BoundaryReading, file_name: str) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "region_id": [shape.code for shape in reading.shapes],
            "geometry": [json.dumps(shape.geometry) for shape in reading.shapes],
            "label_lon": [shape.label_point[0] for shape in reading.shapes],
            "label_lat": [shape.label_point[1] for shape in reading.shapes],
            "file_name": [file_name] * len(reading.shapes),
            "source": [reading.source] * len(reading.shapes),
        }
    )


def _common_region(codes: list[str]) -> str:
    groups = [code.split(".") for code in codes]
    common = [first for first, *others in zip(*groups, strict=False) if all(other == first for other in others)]
    return ".".join(common)
