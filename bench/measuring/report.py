"""How a measurement is shown: a table for people, then the same as JSON, with the machine and its load."""

from __future__ import annotations

import json
import os
import platform
import statistics
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from typing import Any

import polars as pl

_LOAD_AT_BEGIN = os.getloadavg()[0]


@dataclass(frozen=True)
class Measure:
    """One figure. `target` is what the project asked for: at least so much for rates and ratios, else at most."""

    what: str
    value: float
    unit: str
    target: float | None = None
    at_least: bool = False
    note: str = ""

    @property
    def is_met(self) -> bool | None:
        """Say whether the target is met; None without one."""
        if self.target is None:
            return None
        return self.value >= self.target if self.at_least else self.value <= self.target


def median_of(repeat: int, work: Callable[[], float]) -> float:
    """Return the median of `repeat` runs of what returns seconds or any other figure."""
    return statistics.median(work() for _ in range(repeat))


def show(bench: str, measures: Sequence[Measure], **settings: Any) -> None:
    """Print the measures with their targets, then everything as one JSON document."""
    machine = _machine()
    print(f"\n{bench}: {', '.join(f'{name} {value}' for name, value in settings.items())}")
    print(f"{machine['cores']} cores, load {machine['load_at_begin']} at begin, {machine['load_at_end']} at end")
    for measure in measures:
        wanted = ""
        if measure.target is not None:
            bound = "at least" if measure.at_least else "at most"
            wanted = f"{'met' if measure.is_met else 'MISSED'} ({bound} {_shown(measure.target)})"
        print(f"  {measure.what:<62}{_shown(measure.value):>12} {measure.unit:<8}{wanted:<26}{measure.note}")
    lines = [asdict(measure) | {"is_met": measure.is_met} for measure in measures]
    print(json.dumps({"bench": bench, "settings": settings, "machine": machine, "measures": lines}, indent=1))


def _shown(value: float) -> str:
    if 0.9 < value < 1:  # a share whose last digits are what matters
        return f"{value:.5f}"
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:,.1f}" if abs(value) >= 10 else f"{value:,.2f}"


def _machine() -> dict[str, Any]:
    pages = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    return {
        "cores": os.cpu_count(),
        "memory_gib": round(pages / 1024**3, 1),
        "python": platform.python_version(),
        "polars": pl.__version__,
        "postgres": _postgres_version(),
        "load_at_begin": round(_LOAD_AT_BEGIN, 2),
        "load_at_end": round(os.getloadavg()[0], 2),
    }


def _postgres_version() -> str | None:
    from django.conf import settings
    from django.db import connection

    if not settings.configured or connection.connection is None:
        return None
    version = connection.connection.info.server_version
    return f"{version // 10_000}.{version % 10_000}"
