"""Hand in lists: every file becomes a submission, every row of it gets an outcome, in one transaction per batch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from django.db import connection, transaction

from semesta.accounts.actor import Actor
from semesta.audit.actions import record
from semesta.bulk import analyse_what_grew
from semesta.intake.breaker import stop_absurd_lists
from semesta.intake.corrections import find_what_is_corrected
from semesta.intake.handing_in import HandedIn, ReadFile, read_all
from semesta.intake.models import Submission
from semesta.intake.outcome_finding import keep_outcome_findings
from semesta.intake.permission import require_permission
from semesta.intake.queries import NoSubmissionError
from semesta.intake.recognition import recognise_exactly
from semesta.intake.settling import settle
from semesta.intake.staging import stage
from semesta.intake.storage import keep, sha256_of
from semesta.intake.taking_in import keep_findings, keep_submissions, rows_of
from semesta.kernel.gazetteer import Gazetteer
from semesta.kernel.month import Month
from semesta.people.turns import wait_for_turn

ROWS_AT_ONCE = 60_000
MONTHS_PAID_AHEAD = 12
"""How far after today an extract's months are recorded; more is taken for a slip of the pen."""
Recogniser = Callable[[str], None]
"""Fills the temporary table `verdict` for a regency (see recognition.py)."""


@dataclass(frozen=True, slots=True)
class Taken:
    """A submission that exists now; `is_repeat` when the very same file had been handed in before."""

    submission_id: int
    file_name: str
    is_repeat: bool


GROWING = ("people_person", "people_livelihood", "intake_stagedrow", "intake_waitingrow")
"""Tables that every batch looks up and adds to."""


def hand_in(
    actor: Actor,
    files: Sequence[HandedIn],
    *,
    regency_code: str,
    gazetteer: Gazetteer,
    today: date,
    files_folder: Path,
    workers: int = 1,
    recogniser: Recogniser = recognise_exactly,
    progress: Callable[[HandedIn, int], None] | None = None,
) -> list[Taken]:
    """Read the files and take them in, in their order; return one `Taken` per file.

    Afterwards each file is kept, each submission's rows balance, and persons, livelihoods, deaths and covered months
    follow from them. The same file from the same sender is taken once. Raises NotPermittedError, NoSubmissionError
    or DayToComeError (see `take_in`) before anything is read, FileChangedError when a file changes meanwhile. A crash
    leaves whole batches: what was not committed can be handed in again.
    """
    for handed_in in files:
        require_permission(actor, handed_in, regency_code)
        _require_own_earlier_file(handed_in, regency_code)
        handed_in.speaks_of(today)
    hashes = [sha256_of(handed_in.path) for handed_in in files]
    known = _known_submissions(regency_code, hashes)
    taken: dict[int, Taken] = {}
    fresh: list[tuple[int, HandedIn]] = []
    seen: dict[tuple[str, str, str], int] = {}
    for place, (handed_in, sha256) in enumerate(zip(files, hashes, strict=True)):
        key = (handed_in.sender, handed_in.kind, sha256)
        if key in known:
            taken[place] = Taken(known[key], handed_in.shown_name, is_repeat=True)
        elif key not in seen:
            seen[key] = place
            fresh.append((place, handed_in))
    read_files = read_all([file for _, file in fresh], gazetteer=gazetteer, today=today, workers=workers)
    places = iter([place for place, _ in fresh])
    for batch in _batches(read_files):
        for read in batch:
            keep(files_folder, read.handed_in.path, read.reading.sha256)
        for read, one in zip(
            batch,
            take_in_once(actor, batch, regency_code=regency_code, today=today, recogniser=recogniser),
            strict=True,
        ):
            taken[next(places)] = one
            if progress is not None:
                progress(read.handed_in, read.rows.height)
        analyse_what_grew(*GROWING)
    for place, (handed_in, sha256) in enumerate(zip(files, hashes, strict=True)):
        if place not in taken:
            first = taken[seen[handed_in.sender, handed_in.kind, sha256]]
            taken[place] = Taken(first.submission_id, handed_in.shown_name, is_repeat=True)
    return [taken[place] for place in range(len(files))]


@transaction.atomic
def take_in_once(
    actor: Actor, batch: Sequence[ReadFile], *, regency_code: str, today: date, recogniser: Recogniser
) -> list[Taken]:
    """Take in those files that nobody else has taken in while they were being read."""
    wait_for_turn(regency_code)
    known = _known_submissions(regency_code, [read.reading.sha256 for read in batch])
    keys = [(read.handed_in.sender, read.handed_in.kind, read.reading.sha256) for read in batch]
    fresh = [read for read, key in zip(batch, keys, strict=True) if key not in known]
    numbers = iter(
        take_in(actor, fresh, regency_code=regency_code, today=today, recogniser=recogniser) if fresh else ()
    )
    return [
        Taken(known[key], read.handed_in.shown_name, is_repeat=True)
        if key in known
        else Taken(next(numbers), read.handed_in.shown_name, is_repeat=False)
        for read, key in zip(batch, keys, strict=True)
    ]


def _require_own_earlier_file(handed_in: HandedIn, regency_code: str) -> None:
    if handed_in.corrects is None:
        return
    earlier = Submission.objects.filter(
        regency_code=regency_code, id=handed_in.corrects, sender=handed_in.sender, kind=handed_in.kind
    )
    if not earlier.exists():
        raise NoSubmissionError(
            f"Pengirim {handed_in.sender} tidak punya kiriman nomor {handed_in.corrects} untuk diperbaiki"
            f" / sender {handed_in.sender} has no submission {handed_in.corrects} to correct"
        )


def _known_submissions(regency_code: str, hashes: Sequence[str]) -> dict[tuple[str, str, str], int]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sender, kind, sha256, id FROM intake_submission WHERE regency_code = %s AND sha256 = ANY(%s)"
            " AND refusal_code <> 'reader_failed'",
            [regency_code, list(hashes)],
        )
        return {(sender, kind, sha256): number for sender, kind, sha256, number in cursor.fetchall()}


def _batches(read_files: Iterator[ReadFile]) -> Iterator[list[ReadFile]]:
    """Gather files until they hold many rows; extracts stand alone, so that lists after them see their people.

    Two files of one sender are never in one batch: the later may correct the earlier.
    """
    batch: list[ReadFile] = []
    rows = 0
    for read in read_files:
        alone = read.handed_in.kind in ("insurer", "deaths", "welfare")
        if batch and (
            alone
            or rows + read.rows.height > ROWS_AT_ONCE
            or batch[0].handed_in.kind != read.handed_in.kind
            or read.handed_in.sender in {earlier.handed_in.sender for earlier in batch}
        ):
            yield batch
            batch, rows = [], 0
        batch.append(read)
        rows += read.rows.height
    if batch:
        yield batch


@transaction.atomic
def take_in(
    actor: Actor,
    batch: Sequence[ReadFile],
    *,
    regency_code: str,
    today: date,
    recogniser: Recogniser = recognise_exactly,
) -> list[int]:
    """Take read files in as submissions, all or none; return their numbers in order.

    Covered months of an insurer's extract are recorded from January of last year to twelve months after `today`: what
    is paid ahead counts when its month comes. Raises NotPermittedError, and NoSubmissionError when a file is said to
    correct one that its sender never handed in, DayToComeError when an extract speaks of a day after `today`.
    """
    this_month = Month.of(today)
    for read in batch:
        require_permission(actor, read.handed_in, regency_code)
        _require_own_earlier_file(read.handed_in, regency_code)
    wait_for_turn(regency_code)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence('intake_submission', 'id')) FROM generate_series(1, %s)",
            [len(batch)],
        )
        numbers = [number for (number,) in cursor.fetchall()]
    stage(
        rows_of(batch, numbers),
        [
            (
                number,
                read.handed_in.sender,
                read.handed_in.kind,
                read.handed_in.corrects,
                read.handed_in.speaks_of(today),
            )
            for read, number in zip(batch, numbers, strict=True)
        ],
    )
    stop_absurd_lists()
    find_what_is_corrected(regency_code)
    recogniser(regency_code)
    settle(actor, regency_code, since=Month(this_month.year - 1, 1), before=this_month.plus(MONTHS_PAID_AHEAD + 1))
    keep_findings(batch, numbers, regency_code=regency_code)
    keep_outcome_findings(regency_code)
    for counts in keep_submissions(actor, batch, numbers, regency_code=regency_code):
        record(
            actor,
            "hand_in",
            object_type="submission",
            object_id=counts["id"],
            region_code=regency_code,
            detail=counts,
        )
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS submission_rows_balance IMMEDIATE")  # commit would check it all the same
        cursor.execute("SET CONSTRAINTS submission_rows_balance DEFERRED")
    return numbers
