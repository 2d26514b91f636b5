"""A register kept ready: standardised and counted once, so that a new list is linked to it in a moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import polars as pl

from semesta.matching.frequency import frequencies
from semesta.matching.schema import Schema
from semesta.matching.standardise import standardise


@dataclass(frozen=True)
class Register:
    """People, each once: standardised rows and the frequencies of their values.

    `several`: of a column of which a person may hold several values (the lists somebody stands on), `line` and `value`;
    in a pair the person's is the row's own value if it is among them, else unknown. Only vetoes may speak of it.
    `part_of`: how many people the register counts as (`Model.population_of`) that these rows are taken out of.
    """

    rows: pl.DataFrame
    frequencies: Mapping[str, pl.DataFrame]
    several: Mapping[str, pl.DataFrame] = field(default_factory=dict)
    part_of: int | None = None

    @classmethod
    def of(cls, people: pl.DataFrame, schema: Schema, *, id_column: str = "id") -> Register:
        """Standardise people and count; errors as of `standardise`."""
        return cls.ready(standardise(people, schema, id_column=id_column), schema)

    @classmethod
    def ready(cls, rows: pl.DataFrame, schema: Schema) -> Register:
        """Take rows that were standardised before."""
        return cls(rows, frequencies(rows, schema.frequencies))

    @property
    def people(self) -> int:
        """Return how many people stand in it."""
        return self.rows.height
