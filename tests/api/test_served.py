"""The door as `semesta serve` opens it: another system hands in a list, waits for the job, and reads the result."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

from semesta.accounts.actor import Role
from tests.api.systems import a_secret
from tests.api.test_operations import a_workbook
from tests.cli.test_serve import a_free_port
from tests.web.made_up import VILLAGE
from tests.web.made_up_money import MadeUpMoney

LONGEST_SECONDS = 120


@pytest.fixture
def door(regency: MadeUpMoney, own_folder: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """Serve the regency's database in processes of their own; return the address of the door."""
    connection.ensure_connection()
    info = connection.connection.info
    url = f"host={info.host} port={info.port} user={info.user} dbname={info.dbname}"
    port = a_free_port()
    environment = {**os.environ, "DATABASE_URL": url, "LANG": "en", "LC_ALL": "", "PYTHONUNBUFFERED": "1"}
    command = [sys.executable, "-m", "semesta.cli.main", "serve", "--port", str(port)]
    with subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            assert f"127.0.0.1:{port}" in process.stdout.readline()
            yield process, f"http://127.0.0.1:{port}/api/v1"
        finally:
            process.terminate()


def asked(address: str, token: str, **form: Any) -> dict[str, Any]:
    """Ask, with a form if there is one; return what is told."""
    body = encode_multipart(BOUNDARY, form) if form else None
    headers = {"Authorization": f"Bearer {token}"} | ({"Content-Type": MULTIPART_CONTENT} if form else {})
    with urlopen(Request(address, data=body, headers=headers)) as answer:
        told: dict[str, Any] = json.load(answer)
    return told


def test_a_list_goes_through_a_real_server_and_its_worker(door: tuple[subprocess.Popen[str], str]) -> None:
    process, address = door
    token = a_secret(Role.VILLAGE_OPERATOR, VILLAGE)
    file = SimpleUploadedFile("daftar.xlsx", a_workbook())
    sent = asked(f"{address}/lists", token, sender=VILLAGE, key=uuid.uuid4().hex, file=file)
    until = time.monotonic() + LONGEST_SECONDS
    job = asked(f"{address}/jobs/{sent['job']}", token)
    while job["state"] in ("waiting", "running") and time.monotonic() < until:
        time.sleep(0.2)
        job = asked(f"{address}/jobs/{sent['job']}", token)
    assert job["state"] == "done", job
    found = asked(f"{address}/lists/{job['submission']}", token)
    assert found["rows_in"] == found["accepted"] + found["merged"] + found["waiting"] + found["refused"] == 1
    process.send_signal(signal.SIGTERM)
    assert process.wait(timeout=60) == 0
