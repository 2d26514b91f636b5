"""Where the result of a job is to be seen: each kind of work leads to a page, most of them by themselves."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.urls import reverse

_PAGES: dict[str, Callable[[Mapping[str, Any]], str]] = {
    "hand_in": lambda job: reverse("result", args=[job["result"]["submission"]]),
    "mend_rows": lambda job: reverse("result", args=[job["result"]["submission"]]),
    "mend_alike": lambda job: _list_or_queue(job),
    "refresh_figures": lambda _job: reverse("verifier-queue"),
    "audit_money": lambda _job: reverse("money-audit"),
    "erase_past_retention": lambda _job: reverse("retention"),
    "bill_month": lambda job: f"{reverse('bills')}?bulan={job['result']['month']}",
    "make_batches": lambda job: reverse("batches-made", args=[job["id"]]),
    "compute_plan": lambda job: reverse("plan", args=[job["result"]["plan"]]),
    "freeze_plan": lambda job: reverse("decree", args=[job["result"]["decree"]]),
    "close_year": lambda job: f"{reverse('close-year')}?tahun={job['result']['year']}",
    "check_list": lambda job: reverse("checked", args=[job["id"]]),
}


STAYS = frozenset({"mend_alike"})
"""Work whose own page says what came of it: nobody is led on from there unasked."""


def _list_or_queue(job: Mapping[str, Any]) -> str:
    """Rows of one list lead to the list that took their place, else to that list; rows of all lists to the queue."""
    number = job["result"].get("submission") or job["about"]
    return reverse("result", args=[int(number)]) if number else reverse("verifier-queue")


def result_address(job: Mapping[str, Any]) -> str:
    """Return the address of what came of a job that is done; empty when it is not, or leads nowhere."""
    page = _PAGES.get(job["kind"])
    return page(job) if page is not None and job["state"] == "done" else ""
