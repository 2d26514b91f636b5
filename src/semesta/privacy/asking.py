"""Ask for the erasure of what is past its term: it goes through the whole regency, so the worker does it."""

from __future__ import annotations

from datetime import date
from typing import Final

from semesta.accounts.actor import Actor, may_maintain, require
from semesta.jobs.actions import enqueue

ERASE: Final = "erase_past_retention"


def ask_for_erasure(actor: Actor, regency_code: str, *, today: date, key: str) -> int:
    """Return the number of the job that will erase; the same `key` asks once. Errors: NotPermittedError."""
    require(may_maintain(actor, regency_code), actor=actor, to="erase data of", region_code=regency_code)
    arguments = {"regency": regency_code, "today": today.isoformat()}
    return enqueue(actor, ERASE, arguments, about=regency_code, key=key)
