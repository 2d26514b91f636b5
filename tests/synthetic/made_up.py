"""Small made-up regencies that several tests look at; each is generated once a run."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import polars as pl

from semesta.kernel.gazetteer import Gazetteer
from semesta.regions.shipped import shipped_gazetteer
from semesta.synthetic import Assumptions, Manifest, NoiseRates, generate


@dataclass(frozen=True)
class MadeUp:
    """A generated folder with its manifest and truth."""

    folder: Path
    manifest: Manifest
    persons: pl.DataFrame
    rows: pl.DataFrame
    damages: pl.DataFrame


def a_gazetteer() -> Gazetteer:
    """Return the real map."""
    return shipped_gazetteer()


def a_regency(
    folder: Path,
    *,
    scale: float = 0.003,
    seed: int = 7,
    noise: float = 1.0,
    names: float = 1.0,
    workers: int = 1,
    assumptions: Assumptions | None = None,
) -> MadeUp:
    """Generate a regency into `folder` and read its truth back."""
    manifest = generate(
        folder,
        gazetteer=a_gazetteer(),
        scale=scale,
        seed=seed,
        rates=NoiseRates().scaled(noise),
        names_concentration=names,
        workers=workers,
        assumptions=assumptions,
    )
    truth = folder / "truth"
    return MadeUp(
        folder,
        manifest,
        pl.read_parquet(truth / "persons.parquet"),
        pl.read_parquet(truth / "rows.parquet"),
        pl.read_parquet(truth / "damages.parquet"),
    )
