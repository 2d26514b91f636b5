"""The list being spoiled: its cells, its true values, its dice and the log, and how to pick rows by rate."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np
import polars as pl

from semesta.synthetic.assumptions import NoiseRates
from semesta.synthetic.damage import DamageLog
from semesta.synthetic.layout.page import Cell


@dataclass
class Spoiling:
    """One list under the hands of its author. `true` holds the people (one line per row), `cells` what is written."""

    true: pl.DataFrame
    cells: dict[str, list[Cell]]
    rates: NoiseRates
    rng: np.random.Generator
    format: str
    log: DamageLog = field(default_factory=DamageLog)

    def __len__(self) -> int:
        return self.true.height

    def hit(self, rate: float) -> list[int]:
        """Return the rows a damage of this rate falls on, ascending."""
        return [int(i) for i in np.flatnonzero(self.rng.random(len(self)) < rate)]

    def one_of(self, rates: dict[str, float]) -> dict[str, list[int]]:
        """Deal rows out to mutually exclusive damages by their rates, cut in proportion when they sum above 0.95."""
        limits = np.cumsum(list(rates.values()))
        limits *= min(1.0, 0.95 / max(limits[-1], 0.95))
        dealt = np.searchsorted(limits, self.rng.random(len(self)), side="right")
        order = np.argsort(dealt, kind="stable")
        parts = np.split(order, np.searchsorted(dealt[order], np.arange(1, len(rates) + 1)))
        return {name: [int(i) for i in part] for name, part in zip(rates, parts, strict=False)}

    def write(self, row: int, name: str, kind: str, value: Cell, *, clean: Cell = None) -> None:
        """Write a damaged value and note it against the clean one (the present cell when none is given)."""
        before = self.cells[name][row] if clean is None else clean
        self.cells[name][row] = value
        self.log.add(row, name, kind, before, value)

    def below(self, limit: int) -> int:
        """Draw a number from 0 to `limit` - 1."""
        return int(self.rng.integers(0, limit))
