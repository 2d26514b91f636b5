"""The made-up regency that is measured with: generated once per scale under `var/bench/synthetic`, then reused."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from measuring.house import REGENCY, VAR
from semesta.synthetic.manifest import Manifest

if TYPE_CHECKING:
    from semesta.intake.handing_in import HandedIn

SEED = 7


def default_scale() -> float:
    """Return the scale of `make bench SCALE=...`, 1.0 when none is given."""
    return float(os.environ.get("SCALE") or 1.0)


def made_up_regency(scale: float, seed: int = SEED) -> Path:
    """Return the folder of the regency at a scale; make it if it is not there (1.0 takes some two minutes)."""
    from semesta.regions.shipped import shipped_gazetteer
    from semesta.synthetic import generate

    folder = VAR / "synthetic" / f"{scale}-{seed}"
    if not (folder / "manifest.json").exists():
        print(f"making up a regency at scale {scale} in {folder.relative_to(VAR.parent.parent)}")
        folder.parent.mkdir(parents=True, exist_ok=True)
        generate(folder, gazetteer=shipped_gazetteer(), scale=scale, seed=seed, workers=2)
    return folder


def manifest_of(folder: Path) -> Manifest:
    """Return what the regency consists of."""
    return Manifest.read(folder / "manifest.json")


def files_of(folder: Path, *kinds: str) -> Sequence[HandedIn]:
    """Return the files of these kinds (all that are handed in if none is named) in the order the program takes them."""
    from semesta.cli.manifest import files_of_manifest

    files = files_of_manifest(folder / "manifest.json")
    return [file for file in files if not kinds or file.kind in kinds]


__all__ = ["REGENCY", "default_scale", "files_of", "made_up_regency", "manifest_of"]
