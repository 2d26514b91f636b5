"""What tests read from pages, and the forms they send."""

from __future__ import annotations

import re
import uuid
from typing import Any

from django.test import Client

from semesta.allocation import default_policy_file
from semesta.bulk import execute, read_lines
from semesta.jobs.tasks import run_job

DAY = "2026-07-20"


def text_of(client: Client, address: str) -> str:
    """The text of a page that opens, without its tags."""
    answer = client.get(address)
    assert answer.status_code == 200, (address, answer.status_code)
    return plain(answer.content.decode())


def plain(html: str) -> str:
    """Text without tags, white space as single blanks."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html.replace("\u00a0", " ")))


def a_scenario(name: str = "Semester dua", **more: Any) -> dict[str, Any]:
    """What the form of a scenario sends: July to December, the shipped priorities."""
    return {
        "name": name, "first_month": 7, "last_month": 12, "relief": "as_law", "take_up_percent": 0, "seed": "2026",
        "policy_text": default_policy_file().read_text(encoding="utf-8"),
    } | more  # fmt: skip


def made_and_computed(client: Client, name: str = "Semester dua", **more: Any) -> str:
    """Make a scenario on its page and let the worker compute it; return the address of the plan."""
    answer = client.post("/rencana/baru/", a_scenario(name, **more))
    assert answer.status_code == 302, plain(answer.content.decode())
    worked()
    return str(answer["Location"])


def worked() -> None:
    """Do the jobs that wait, as the worker does, inside the transaction of a test."""
    for job in read_lines("SELECT id FROM jobs_job WHERE state = 'waiting' ORDER BY id"):
        run_job.call(job["id"])
    put_away()


def put_away() -> None:
    """Drop temporary tables of actions that were not a page's: within one transaction a page may not touch them."""
    execute("DISCARD TEMP")


def a_head(number: str = "188.45/1/2026", **more: Any) -> dict[str, Any]:
    """What the form that freezes a plan sends."""
    return {"number": number, "dated_on": DAY, "title": "Penerima iuran", "key": uuid.uuid4().hex} | more
