"""A trained model: a schema, how likely each level is for the same person (m) and for two people (u), and thresholds.

It is a JSON file that holds its schema, so that it is always scored with what it was trained on. Weights are log2 odds.
Chance agreements marked `per_person` become rarer per pair as a population grows, so their u is kept for the
population of training and scaled to the one that is scored. The people of few villages are a part of a regency, and are
counted as the whole they would be with all its villages.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from importlib.resources import files
from pathlib import Path
from typing import Any, Final, Literal

import polars as pl

from semesta.matching.schema import Comparison, Level, Schema

FORMAT: Final = 1
LinkType = Literal["within", "register", "insurer", "deaths", "welfare"]
"""Rows with one another; or rows of a list, of insurer's members, deaths or the welfare ranking to the register.

The register is always the right side: each person stands in it once, while the others may hold somebody twice."""

MATCHES_PER_ROW: Final[Mapping[LinkType, float]] = {
    "within": 0.1,
    "register": 0.9,
    "insurer": 0.5,
    "deaths": 0.3,
    "welfare": 0.4,
}
"""How many partners a row has on the other side, before anything is known of it: an assumption, not a measurement."""
_UNEVEN: Final = 1.25
"""Two people may be of one place so much oftener than in training before their register counts as a part of a whole."""


@dataclass(frozen=True)
class Chance:
    """How likely a level is among pairs of one person (m) and among pairs of two people (u)."""

    m: float
    u: float


@dataclass(frozen=True)
class Thresholds:
    """Weights: from `upper` the machine joins, from `lower` people decide; a rival within `margin` makes doubtful."""

    upper: float
    lower: float
    margin: float


@dataclass(frozen=True)
class Model:
    """A schema with the chances of its levels (by comparison, levels that weigh in order), as trained."""

    schema: Schema
    chances: Mapping[str, tuple[Chance, ...]]
    population: int
    thresholds: Thresholds
    training: Mapping[str, Any] = field(default_factory=dict)

    def chance(self, comparison: Comparison, level: Level, population: int) -> Chance:
        """Return the chances of a level in a population of so many people."""
        chance = self.chances[comparison.name][comparison.known.index(level)]
        if not level.per_person:
            return chance
        return replace(chance, u=min(0.5, chance.u * self.population / max(population, 2)))

    def weight(self, comparison: Comparison, level: Level, population: int) -> float:
        """Return the weight of a level, before the frequency of the value is known; 0 when it is unknown."""
        if level.unknown:
            return 0.0
        chance = self.chance(comparison, level, population)
        return math.log2(chance.m / chance.u)

    def population_of(self, people: pl.DataFrame) -> int:
        """Return how many people a register (standardised) is to be counted as.

        Two people of it may be of one village far more often than two of the people in training were: then it holds
        few villages, and the people of the others are missing. An equal village would be taken for evidence and a
        namesake of the village for the person. So the register counts as many times its people as its villages would
        have to be multiplied to be as many as in training; with all villages it counts as what it holds.
        """
        missing = 1.0
        for column, usual in self._usual_agreement().items():
            held = people[column].drop_nulls().value_counts()["count"].cast(pl.Float64)
            n = float(held.sum())
            if n > 1:
                found = float((held * (held - 1)).sum()) / (n * (n - 1))
                missing = max(missing, found / (_UNEVEN * usual))
        return round(people.height * missing)

    def _usual_agreement(self) -> dict[str, float]:
        """Return how often two people agreed in the columns of places in training."""
        usual: dict[str, float] = {}
        for comparison in self.schema.comparisons:
            for level, chance in zip(comparison.known, self.chances[comparison.name], strict=True):
                if level.agrees_in is not None:
                    usual[level.agrees_in] = usual.get(level.agrees_in, 0.0) + chance.u
        return usual

    def prior(self, link_type: LinkType, population: int) -> float:
        """Return the probability that two rows taken at random are one person."""
        return min(0.5, MATCHES_PER_ROW[link_type] / max(population, 2))

    def to_json(self) -> str:
        """Return the file's text."""
        told = {
            "format": FORMAT,
            "schema": self.schema.source.splitlines(),
            "population": self.population,
            "thresholds": vars(self.thresholds),
            "chances": {
                c.name: [
                    {"level": level.label, "m": float(f"{chance.m:.6g}"), "u": float(f"{chance.u:.6g}")}
                    for level, chance in zip(c.known, self.chances[c.name], strict=True)
                ]
                for c in self.schema.comparisons
            },
            "training": dict(self.training),
        }
        return json.dumps(told, indent=1, ensure_ascii=False) + "\n"

    @classmethod
    def from_json(cls, text: str) -> Model:
        """Read a model; ValueError says what is wrong with the file."""
        told = json.loads(text)
        if not isinstance(told, dict) or told.get("format") != FORMAT:
            raise ValueError(f"this is no matching model of format {FORMAT}")
        schema = Schema.read("\n".join(told["schema"]) + "\n")
        chances = {}
        for comparison in schema.comparisons:
            levels = told["chances"].get(comparison.name, [])
            if [level["level"] for level in levels] != [level.label for level in comparison.known]:
                raise ValueError(f"the levels of '{comparison.name}' are not those of the schema; train again")
            chances[comparison.name] = tuple(Chance(level["m"], level["u"]) for level in levels)
        model = cls(schema, chances, told["population"], Thresholds(**told["thresholds"]), told.get("training", {}))
        model.check()
        return model

    def check(self) -> None:
        """Raise ValueError unless the levels of a comparison all weigh differently: a weight tells its level."""
        for comparison in self.schema.comparisons:
            weights = [round(self.weight(comparison, level, self.population), 9) for level in comparison.levels]
            if len(set(weights)) < len(weights):
                raise ValueError(f"two levels of '{comparison.name}' weigh the same; train again on more rows")


def read_model(path: Path) -> Model:
    """Read a model file."""
    return Model.from_json(path.read_text(encoding="utf-8"))


def shipped_model() -> Model:
    """Return the model for people that is shipped with the program."""
    return Model.from_json(files("semesta.matching").joinpath("trained", "person.json").read_text(encoding="utf-8"))
