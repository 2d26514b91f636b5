"""Which model this installation weighs pairs with, and from which weights the machine joins and people are asked.

Everybody who weighs or shows a pair asks here: the shipped model, or the file that SEMESTA_MATCHING_MODEL names
(`semesta match train` writes one), with the thresholds that SEMESTA_MATCHING_THRESHOLDS puts in the place of its own
("upper=5.5 lower=1 margin=3", any of the three). The version kept with every run tells both apart from all others.
"""

from __future__ import annotations

import os
from dataclasses import fields, replace
from functools import lru_cache
from pathlib import Path

from semesta.matching.model import Model, Thresholds, read_model, shipped_model
from semesta.matching.schema import shipped_schema

MODEL = "SEMESTA_MATCHING_MODEL"
THRESHOLDS = "SEMESTA_MATCHING_THRESHOLDS"
SHIPPED = "shipped"


class UnusableModelError(ValueError):
    """The settings name a model or thresholds that cannot be used; the message says why, Indonesian / English."""


def model_in_use() -> Model:
    """Return the model to weigh pairs with; UnusableModelError when the settings name none."""
    return _model(_named_file(), os.environ.get(THRESHOLDS, ""))


def place_of_model() -> str:
    """Return the file the model is read from, `shipped` for the one that comes with the program."""
    return os.environ.get(MODEL) or SHIPPED


def _named_file() -> tuple[Path, int, int] | None:
    """Return the named file with its moment of writing and size: a file written anew is read anew."""
    named = os.environ.get(MODEL)
    if not named:
        return None
    try:
        found = Path(named).stat()
    except OSError as problem:
        reason = problem.strerror or str(problem)
        raise UnusableModelError(
            f"Model pencocokan {named} ({MODEL}) tidak terbaca: {reason}"
            f" / The matching model {named} ({MODEL}) cannot be read: {reason}"
        ) from problem
    return Path(named), found.st_mtime_ns, found.st_size


@lru_cache(maxsize=2)
def _model(file: tuple[Path, int, int] | None, thresholds: str) -> Model:
    model = shipped_model() if file is None else _read(file[0])
    return replace(model, thresholds=_with_told(model.thresholds, thresholds)) if thresholds.split() else model


def _read(file: Path) -> Model:
    try:
        model = read_model(file)
        lacking = sorted(set(shipped_schema().columns) - set(model.schema.columns))
        if lacking:
            raise ValueError(f"it knows no {', '.join(lacking)}")
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise UnusableModelError(
            f"{file} bukan model pencocokan orang yang dapat dipakai ({problem}); buat dengan `semesta match train`."
            f" / {file} is no usable model for matching people ({problem}); make one with `semesta match train`."
        ) from problem
    return model


def _with_told(thresholds: Thresholds, told: str) -> Thresholds:
    """Return thresholds with those told as `name=weight`, apart by spaces or commas, in place of their own."""
    known = {field.name for field in fields(Thresholds)}
    try:
        pairs = [part.partition("=") for part in told.replace(",", " ").split()]
        if strange := [name for name, _, _ in pairs if name not in known]:
            raise ValueError(" ".join(strange))
        changed = replace(thresholds, **{name: float(weight) for name, _, weight in pairs})
        if not (changed.lower <= changed.upper and changed.margin >= 0):
            raise ValueError("lower > upper, margin < 0")
    except ValueError as problem:
        raise UnusableModelError(
            f"{THRESHOLDS}={told!r} tidak dapat dipakai ({problem}); contoh: upper=5.5 lower=1 margin=3."
            f" / {THRESHOLDS}={told!r} cannot be used ({problem}); for instance: upper=5.5 lower=1 margin=3."
        ) from problem
    return changed
