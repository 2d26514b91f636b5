"""Scoring with Splink on Apache Spark, for a province or the nation: the same model, the same pairs, the same weights.

Conditions use only words of SQL that DuckDB and Spark understand alike, so that no user-defined function is needed. The
session belongs to the caller; `spark_session` starts one that keeps to a given master.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final
from uuid import uuid4

import polars as pl
from splink import Linker, SettingsCreator

from semesta.matching.pairs import from_arrow

if TYPE_CHECKING:
    from pyspark.sql import SparkSession


_EACH_STEP_BY_ITSELF: Final = "org.apache.spark.sql.catalyst.optimizer.CollapseProject"
"""Spark would write levels into weights and weights into sums, and choke on the code that makes."""


class SparkMissingError(RuntimeError):
    """Apache Spark is not installed; the message says what to do."""


@dataclass(frozen=True)
class SparkEngine:
    """Where to score: a Spark session, and into how many parts candidate pairs are dealt out."""

    session: SparkSession
    partitions: int = 8

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
        from splink import SparkAPI

        api = SparkAPI(  # type: ignore[no-untyped-call]
            spark_session=self.session,
            break_lineage_method="persist",
            num_partitions_on_repartition=self.partitions,
            register_udfs_automatically=False,
        )
        name = f"matching_{uuid4().hex[:12]}"
        rows = [api.register(self._table(left), table_name=f"{name}_left")]
        if right is not None:
            rows.append(api.register(self._table(right), table_name=f"{name}_right"))
        linker = Linker(rows[0], settings, log_level=None, validate_settings=False)
        for column, table in frequencies.items():
            known = api.register(self._table(table), table_name=f"{name}_{column}")
            linker.table_management.register_term_frequency_lookup(known, column)
        # The threshold comes last, on stored weights: Spark would push it down to the rows and calculate all twice
        if right is None:
            scored = linker.inference.predict_within(rows[0], warning_mode="never")
        else:
            scored = linker.inference.predict_between(rows[0], rows[1], warning_mode="never")
        found = self.session.table(scored.physical_name)
        return from_arrow(found.where(found["match_weight"] >= at_least).select(*columns).toArrow())

    def _table(self, frame: pl.DataFrame) -> Any:
        return self.session.createDataFrame(frame.to_arrow(compat_level=pl.CompatLevel.oldest()))


def spark_session(master: str, *, memory: str = "2g", settings: Mapping[str, str] | None = None) -> SparkSession:
    """Start a session on a master (`local[2]`, `spark://host:port`). SparkMissingError when Spark is not installed."""
    try:
        from pyspark.sql import SparkSession
    except ImportError as problem:
        raise SparkMissingError(
            "matching on a cluster needs Apache Spark: pip install --require-hashes -r requirements/cluster.txt,"
            " and a Java 17 runtime"
        ) from problem
    builder = SparkSession.builder.master(master).appName("semesta matching")
    chosen = {
        "spark.driver.memory": memory,
        "spark.executor.memory": memory,
        "spark.sql.shuffle.partitions": "8",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.sql.execution.arrow.pyspark.enabled": "true",
        "spark.sql.ansi.enabled": "false",
        "spark.sql.optimizer.excludedRules": _EACH_STEP_BY_ITSELF,
    } | dict(settings or {})
    for name, value in chosen.items():
        builder = builder.config(name, value)
    return builder.getOrCreate()
