"""Receive a file at a door that cannot wait: it is kept at once, and a job reads it in its sender's name.

A list to be handed in is kept with the others under its SHA-256, so nothing is lost when the job fails. A list that is
only asked about is kept apart, and gone when the answer is there.
"""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from semesta.accounts.actor import Actor
from semesta.intake.handing_in import HandedIn
from semesta.intake.mending import Mend
from semesta.intake.permission import require_permission
from semesta.intake.refreshing import REFRESH
from semesta.intake.storage import keep, sha256_of
from semesta.jobs.actions import enqueue

HAND_IN = "hand_in"
CHECK = "check_list"
MEND = "mend_rows"
MEND_ALIKE = "mend_alike"
LONGEST_NAME = 200
LONGEST_KEY = 64


@dataclass(frozen=True, slots=True)
class Folders:
    """Where files are kept for good, and where those that are only asked about stay for a while."""

    files: Path
    asked: Path


def receive_list(
    actor: Actor, handed_in: HandedIn, *, regency_code: str, today: date, folders: Folders, key: str
) -> int:
    """Keep a list and return the number of the job that will hand it in; the same `key` and file give the same job.

    Raises NotPermittedError before anything is kept.
    """
    require_permission(actor, handed_in, regency_code)
    sha256 = sha256_of(handed_in.path)
    keep(folders.files, handed_in.path, sha256)
    where = {"sha256": sha256, "regency": regency_code, "today": today.isoformat()}
    return _ask(actor, HAND_IN, handed_in, f"{key}:{sha256}"[:LONGEST_KEY], where)


def receive_question(
    actor: Actor, handed_in: HandedIn, *, regency_code: str, today: date, folders: Folders, key: str
) -> int:
    """Keep a list for a while and return the number of the job that will say who of it is known and covered.

    No row of it is stored. Raises NotPermittedError before anything is kept.
    """
    require_permission(actor, handed_in, regency_code)
    folders.asked.mkdir(parents=True, exist_ok=True, mode=0o700)
    wish = f"{key}:{sha256_of(handed_in.path)}"[:LONGEST_KEY]
    name = hashlib.sha256(f"{actor.name}:{wish}".encode()).hexdigest()
    shutil.copyfile(handed_in.path, folders.asked / name)
    where = {"asked": name, "regency": regency_code, "today": today.isoformat()}
    return _ask(actor, CHECK, handed_in, wish, where)


def receive_mends(
    actor: Actor, submission_id: int, mends: Sequence[Mend], *, regency_code: str, today: date, key: str
) -> int:
    """Return the number of the job that will correct these cells (see `mending`); the same `key` gives the same job."""
    arguments = {
        "submission": submission_id, "regency": regency_code, "today": today.isoformat(),
        "mends": [[mend.line, mend.field, mend.value] for mend in mends],
    }  # fmt: skip
    return enqueue(actor, MEND, arguments, about=f"{submission_id}", key=key)


def receive_alike(
    actor: Actor, code: str, *, regency_code: str, today: date, key: str, submission_id: int | None = None
) -> int:
    """Return the number of the job that will mend all rows waiting for `code` (see `mending_alike`): of one list, or of
    all lists; the same `key` gives the same job.
    """
    arguments = {
        "code": code, "submission": submission_id, "regency": regency_code, "today": today.isoformat(),
    }  # fmt: skip
    about = f"{submission_id}" if submission_id is not None else ""
    return enqueue(actor, MEND_ALIKE, arguments, about=about, key=key[:LONGEST_KEY])


def receive_refresh(actor: Actor, *, regency_code: str, today: date, key: str) -> int:
    """Return the number of the job that brings matching and figures up to date at once, for whoever asks for it."""
    arguments = {"regency": regency_code, "today": today.isoformat()}
    return enqueue(actor, REFRESH, arguments, key=f"refresh:{key}"[:LONGEST_KEY])


def _ask(actor: Actor, kind: str, handed_in: HandedIn, key: str, where: dict[str, str]) -> int:
    name = handed_in.shown_name[-LONGEST_NAME:]
    arguments = {
        **where, "sender": handed_in.sender, "list_kind": handed_in.kind, "segment": handed_in.segment,
        "file_name": name, "corrects": handed_in.corrects,
    }  # fmt: skip
    return enqueue(actor, kind, arguments, about=name, key=key)
