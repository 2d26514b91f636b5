"""Spark finds the pairs DuckDB finds, with the same weights; without Spark the program says what to install."""

from __future__ import annotations

import gc
import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import polars as pl
import polars.selectors as cs
import pytest

from semesta.matching.linking import deduplicate, link
from semesta.matching.model import shipped_model
from semesta.matching.register import Register
from semesta.matching.spark_engine import SparkEngine, SparkMissingError, spark_session
from tests.matching.made_up import frame, others

if TYPE_CHECKING:
    from pyspark.sql import SparkSession

WEIGHTS = 1e-6
QUICK = "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"  # a short run is over before a better compiler pays

# pyspark leaves sockets to the garbage collector
pytestmark = pytest.mark.filterwarnings(
    "ignore:unclosed <socket:ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"
)


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SparkSession]:
    """Return a session on a standalone master with two workers."""
    from tests.matching.spark_cluster import LOOPBACK, a_cluster

    folder = tmp_path_factory.mktemp("spark")
    here = {
        "spark.driver.bindAddress": LOOPBACK,
        "spark.driver.host": LOOPBACK,
        "spark.local.dir": str(folder),
        "spark.driver.extraJavaOptions": QUICK,
        "spark.executor.extraJavaOptions": QUICK,
        "spark.sql.shuffle.partitions": "2",
    }
    with a_cluster(folder) as master:
        started = spark_session(master, memory="700m", settings=here)
        started.sparkContext.setLogLevel("ERROR")
        yield started
        started.stop()
        gc.collect()


def damaged() -> list[dict[str, Any]]:
    """Rows about four hundred people, each damaged in one of seven ways or not at all."""
    rows = []
    for i, person in enumerate(others()[:400]):
        row = dict(person, id=f"row {i}")
        spoil = i % 8
        if spoil in (1, 2):
            row |= {"nik": None, "nik_state": "missing", "nik_written": None}
        if spoil == 2:
            row |= {"name": row["name"] + "A", "phone": None}
        if spoil == 3:
            row |= {"nik": row["nik"][:15] + "0", "nik_state": "doubtful"}
        if spoil == 4:
            row |= {"birth_on": row["birth_on"].replace(month=12, day=31), "kk": None}
        if spoil == 5:
            row |= {"name": row["name"].split()[0], "mother_name": None}
        if spoil == 6:
            row |= {"nik": row["nik"][:13] + "999", "kk": row["kk"][:15] + "1"}
        row["birth_told"] = row["birth_on"]
        rows.append(row)
    return rows


def same(one: pl.DataFrame, other: pl.DataFrame) -> bool:
    """Say whether two results hold the same pairs with the same judgement, weights within the tolerance."""
    numbers = one.select(cs.float()) - other.select(cs.float())
    near = all((column.abs().max() or 0.0) < WEIGHTS for column in numbers)
    return near and one.drop(cs.float()).equals(other.drop(cs.float()))


@pytest.mark.cluster
def test_a_list_is_linked_on_a_cluster_as_in_one_process(session: SparkSession) -> None:
    rows, register = frame(damaged()), Register.ready(frame(others()), shipped_model().schema)
    here = link(rows, register, shipped_model())
    there = link(rows, register, shipped_model(), engine=SparkEngine(session, partitions=4))
    assert here.pairs.height > 350
    assert same(here.pairs, there.pairs)


@pytest.mark.cluster
def test_rows_are_deduplicated_on_a_cluster_as_in_one_process(session: SparkSession) -> None:
    rows = frame([*others()[:400], *damaged()])
    here = deduplicate(rows, shipped_model())
    there = deduplicate(rows, shipped_model(), engine=SparkEngine(session, partitions=4))
    assert same(here.pairs, there.pairs)
    assert here.clusters.equals(there.clusters)


def test_without_spark_the_program_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyspark.sql", None)
    with pytest.raises(SparkMissingError, match=r"requirements/cluster\.txt"):
        spark_session("local[1]")
