"""The ways of linking rows to a register that are held against the shipped model, each giving weighted pairs."""

from __future__ import annotations

from pathlib import Path

import polars as pl

from semesta.matching.model import Model, Thresholds
from semesta.matching.register import Register
from semesta.matching.schema import Schema
from semesta.matching.scoring import score
from semesta.matching.standardise import standardise
from semesta.matching.training import Task, train

INDEPENDENT = Path(__file__).with_name("independent.yaml")


def exact_nik(rows: pl.DataFrame, register: pl.DataFrame) -> pl.DataFrame:
    """Pairs of one NIK (16 digits, doubtful ones too): `line_l`, `line_r`."""
    return _agreeing(rows, register, ["nik"])


def nik_or_name_and_birth(rows: pl.DataFrame, register: pl.DataFrame) -> pl.DataFrame:
    """Pairs of one NIK, or of one standardised name and birth date."""
    return pl.concat([exact_nik(rows, register), _agreeing(rows, register, ["name_key", "birth"])]).unique()


def _agreeing(rows: pl.DataFrame, register: pl.DataFrame, columns: list[str]) -> pl.DataFrame:
    ours, theirs = rows.select("line", *columns), register.select("line", *columns)
    return ours.join(theirs, on=columns, suffix="_r").select(line_l="line", line_r="line_r")


def independent_model(rows: pl.DataFrame, residents: pl.DataFrame) -> Model:
    """Train Splink's textbook model, every field by itself, on raw rows and register."""
    schema = Schema.read(INDEPENDENT.read_text(encoding="utf-8"))
    left, right = standardise(rows, schema), standardise(residents, schema)
    return train([Task(left, right), Task(left)], schema, thresholds=Thresholds(8.0, -10.0, 0.0))


def by_model(model: Model, rows: pl.DataFrame, residents: pl.DataFrame) -> pl.DataFrame:
    """Pairs with their weights by a model alone, without vetoes or rivals: `line_l`, `line_r`, `weight`."""
    left, register = standardise(rows, model.schema), Register.of(residents, model.schema)
    return score(left, register, model, at_least=-10.0).pairs.select("line_l", "line_r", "weight")
