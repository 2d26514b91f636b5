"""The cost of linking as it grows: a province built of regencies, on DuckDB, and on Spark with one worker and two.

Further regencies are copies of measured ones in another region with everybody born some years earlier or later, so that
names are as common as in one population while numbers, cards, telephones and birth dates are people's own. No
spreadsheet is made: what is measured is linking.
"""

from __future__ import annotations

import gc
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import polars as pl

from linkage.lists import MadeUp
from semesta.matching.duckdb_engine import DuckDBEngine
from semesta.matching.linking import link
from semesta.matching.model import shipped_model
from semesta.matching.register import Register
from semesta.matching.scoring import Engine
from semesta.matching.standardise import standardise

LOOPBACK = "127.0.0.1"
_PORT = 17_077


def province(scale: float, seeds: tuple[int, ...], copies: int) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return list rows and as many residents of `copies` regencies, made of those of the seeds in turn."""
    rows, people = [], []
    for copy in range(copies):
        regency = MadeUp(scale, seeds[copy % len(seeds)])
        ours, theirs = elsewhere(regency.rows(), copy), elsewhere(regency.residents(), copy)
        listed = theirs["id"].is_in(ours["person_id"].unique().implode())
        others = theirs.filter(~listed).sample(max(0, ours.height - int(listed.sum())), seed=1)
        rows.append(ours)
        people.append(pl.concat([theirs.filter(listed), others]))
    return pl.concat(rows), pl.concat(people)


def elsewhere(frame: pl.DataFrame, copy: int) -> pl.DataFrame:
    """Return the people of a regency as those of another: region, years of birth, telephones and ids of their own."""
    region, shift, far = f"{20 + copy}{copy % 90 + 10}", copy // 2 - 2, copy * 100_000_000
    year = pl.col("nik").str.slice(10, 2).cast(pl.Int32, strict=False) + shift
    number = pl.lit(region) + pl.col("nik").str.slice(4, 6) + (year % 100).cast(pl.String).str.zfill(2)
    number = pl.when(pl.col("nik").str.len_bytes() == 16).then(number + pl.col("nik").str.slice(12)).otherwise("nik")
    days = [c for c in ("birth_on", "birth_told") if c in frame.columns]
    told = [c for c in ("nik_state", "birth_precision", "birth_told") if c in frame.columns]
    ids = ["id", *(["person_id"] if "person_id" in frame.columns else [])]
    return frame.select(
        *(pl.col(c).cast(pl.Int64) + far for c in ids),
        number.alias("nik"),
        (pl.lit(region) + pl.col("kk").str.slice(4)).alias("kk"),
        (pl.lit(f"{region[:2]}.{region[2:]}") + pl.col("village_code").str.slice(5)).alias("village_code"),
        (pl.col("phone").str.head(-2) + pl.lit(f"{copy:02d}")).alias("phone"),
        *(pl.col(c).dt.offset_by(f"{shift}y") for c in days),
        *(pl.col(c) for c in told if c not in days),
        *("name", "sex", "mother_name", "dusun"),
    )


def link_province(scale: float, seeds: tuple[int, ...], copies: int, workers: int) -> dict[str, Any]:
    """Link a province; with `workers` on a Spark cluster of loopback, with none on DuckDB. Seconds and counts."""
    lists, residents = province(scale, seeds, copies)
    model = shipped_model()
    begin, processor = time.perf_counter(), _processor()
    rows, people = standardise(lists, model.schema), standardise(residents, model.schema)
    person, stands = lists["person_id"], residents["id"]
    del lists, residents
    gc.collect()
    ready = time.perf_counter()
    with _engine(workers) as engine:
        started = time.perf_counter()
        found = link(rows, Register.ready(people, model.schema), model, engine=engine)
        done = time.perf_counter()
    right = person.gather(found.machine["line_l"]) == stands.gather(found.machine["line_r"])
    return {
        "rows": rows.height,
        "seconds": ready - begin + done - started,
        "standardising": ready - begin,
        "cpu": _processor() - processor,
        "compared": found.compared,
        "skipped": len(found.skipped),
        "precision": float(right.sum()) / max(right.len(), 1),
        "recall": float(right.sum()) / rows.height,
    }


def _processor() -> float:
    """Processor seconds of this process and of those it has waited for."""
    spent = os.times()
    return spent.user + spent.system + spent.children_user + spent.children_system


@contextmanager
def _engine(workers: int) -> Iterator[Engine]:
    if not workers:
        yield DuckDBEngine()
        return
    from semesta.matching.spark_engine import SparkEngine, spark_session

    with ExitStack() as running, tempfile.TemporaryDirectory(prefix="semesta-spark-") as folder:
        master = running.enter_context(_cluster(Path(folder), workers))
        settings = {
            "spark.driver.bindAddress": LOOPBACK,
            "spark.driver.host": LOOPBACK,
            "spark.local.dir": folder,
            "spark.driver.maxResultSize": "2g",
        }
        session = spark_session(master, memory="4g", settings=settings)
        session.sparkContext.setLogLevel("ERROR")
        try:
            yield SparkEngine(session)
        finally:
            session.stop()


@contextmanager
def _cluster(folder: Path, workers: int) -> Iterator[str]:
    """Start a master and workers of one core each, stop them in the end; their logs stay in `folder`."""
    from pyspark.find_spark_home import _find_spark_home

    home = _find_spark_home()
    address = f"spark://{LOOPBACK}:{_PORT}"
    environment = os.environ | {"SPARK_DAEMON_MEMORY": "256m", "SPARK_LOCAL_IP": LOOPBACK, "SPARK_HOME": home}
    master = ["master.Master", "--host", LOOPBACK, "--port", str(_PORT), "--webui-port", "0"]
    worker = ["worker.Worker", "--host", LOOPBACK, "--cores", "1", "--memory", "4g", "--webui-port", "0"]
    with ExitStack() as running:
        for n, arguments in enumerate(
            [master, *([*worker, "-d", str(folder / f"{i}"), address] for i in range(workers))]
        ):
            log = running.enter_context((folder / f"{n}.log").open("wb"))
            command = [f"{home}/bin/spark-class", f"org.apache.spark.deploy.{arguments[0]}", *arguments[1:]]
            process = subprocess.Popen(command, stdout=log, stderr=subprocess.STDOUT, env=environment)
            running.callback(process.wait)
            running.callback(process.terminate)
            time.sleep(4)
        yield address
