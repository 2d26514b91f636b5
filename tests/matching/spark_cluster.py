"""A standalone Spark cluster on loopback: a master and two workers, started and stopped by the test."""

from __future__ import annotations

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

from pyspark.find_spark_home import _find_spark_home

LOOPBACK = "127.0.0.1"


@contextmanager
def a_cluster(folder: Path, *, workers: int = 2, seconds: float = 120.0) -> Iterator[str]:
    """Start master and workers, give the master's address once all have registered, stop them in the end."""
    with socket.socket() as found:
        found.bind((LOOPBACK, 0))
        port = found.getsockname()[1]
    address = f"spark://{LOOPBACK}:{port}"
    with ExitStack() as running:
        master = ["master.Master", "--host", LOOPBACK, "--port", str(port), "--webui-port", "0"]
        running.enter_context(_daemon(master, folder / "master.log"))
        _wait_for("I have been elected leader", 1, folder / "master.log", seconds)
        for i in range(workers):
            work = folder / f"worker-{i}"
            worker = ["worker.Worker", "--host", LOOPBACK, "--cores", "1", "--memory", "1g", "--webui-port", "0"]
            running.enter_context(_daemon([*worker, "-d", str(work), address], folder / f"worker-{i}.log"))
        _wait_for("Registering worker", workers, folder / "master.log", seconds)
        yield address


@contextmanager
def _daemon(arguments: list[str], log: Path) -> Iterator[None]:
    home = _find_spark_home()
    command = [f"{home}/bin/spark-class", f"org.apache.spark.deploy.{arguments[0]}", *arguments[1:]]
    environment = os.environ | {"SPARK_DAEMON_MEMORY": "256m", "SPARK_LOCAL_IP": LOOPBACK, "SPARK_HOME": home}
    with log.open("wb") as out:
        process = subprocess.Popen(command, stdout=out, stderr=subprocess.STDOUT, env=environment)
        try:
            yield
        finally:
            process.terminate()
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def _wait_for(words: str, times: int, log: Path, seconds: float) -> None:
    until = time.monotonic() + seconds
    while (told := log.read_text(errors="replace")).count(words) < times:
        if time.monotonic() > until:
            raise TimeoutError(f"Spark did not say '{words}' {times} times within {seconds} s:\n{told[-2_000:]}")
        time.sleep(0.2)
