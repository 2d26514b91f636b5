"""Scoring with Splink on DuckDB, in this process, within bounds of memory and threads."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import duckdb
import polars as pl
from splink import DuckDBAPI, Linker, SettingsCreator

from semesta.matching.pairs import from_arrow


@dataclass(frozen=True)
class DuckDBEngine:
    """Where to score: at most so much memory (then it spills to a temporary folder) and so many threads."""

    memory: str = "2GB"
    threads: int = 2

    def score(
        self,
        left: pl.DataFrame,
        right: pl.DataFrame | None,
        settings: SettingsCreator,
        *,
        columns: Sequence[str],
        frequencies: Mapping[str, pl.DataFrame],
        at_least: float,
    ) -> pl.DataFrame:
        """Return these columns of the pairs of `left` and `right` (or within `left`) that weigh `at_least` so much."""
        with tempfile.TemporaryDirectory(prefix="semesta-matching-") as spill, duckdb.connect() as connection:
            connection.execute(f"SET memory_limit = '{self.memory}'")
            connection.execute(f"SET threads = {self.threads}")
            connection.execute(f"SET temp_directory = '{spill}'")
            connection.execute("SET preserve_insertion_order = false")
            connection.execute("SET enable_progress_bar = false")
            api = DuckDBAPI(connection)
            rows = [api.register(_table(connection, "left_rows", left), dataset_display_name="left")]
            if right is not None:
                rows.append(api.register(_table(connection, "right_rows", right), dataset_display_name="right"))
            linker = Linker(rows[0], settings, log_level=None, validate_settings=False)
            for column, table in frequencies.items():
                known = api.register(_table(connection, f"how_common_{column}", table))
                linker.table_management.register_term_frequency_lookup(known, column)
            if right is None:
                found = linker.inference.predict_within(rows[0], threshold_match_weight=at_least, warning_mode="never")
            else:
                found = linker.inference.predict_between(
                    rows[0], rows[1], threshold_match_weight=at_least, warning_mode="never"
                )
            result = connection.execute(f"SELECT {', '.join(columns)} FROM {found.physical_name}")
            return from_arrow(result.to_arrow_table())


def _table(connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> str:
    """Copy a frame into the engine: strings are then stored once, in its own form."""
    connection.register("given", frame.to_arrow())
    connection.execute(f"CREATE TABLE {name} AS SELECT * FROM given")
    connection.unregister("given")
    return name
