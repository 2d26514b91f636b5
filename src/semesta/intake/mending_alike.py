"""Mend all rows that wait for one kind of thing where a rule leaves one answer (`suggestion.py`), list by list.

Every list gets a slip as if each row had been corrected on its page, and is judged anew in the same way; what the rule
does not settle stays as it is. Who comes second finds nothing left: the rows are chosen when it is one's turn.
"""

from __future__ import annotations

import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from itertools import groupby
from pathlib import Path
from typing import Any, cast

from django.db import transaction

from semesta.accounts.actor import Actor, may_decide, require
from semesta.audit.actions import record
from semesta.bulk import read_lines
from semesta.intake.actions import ROWS_AT_ONCE, Taken, take_in_once
from semesta.intake.handing_in import HandedIn, Kind, ReadFile
from semesta.intake.mending import Field, Mend, MendedList, corrected, mended_list, waiting_rows
from semesta.intake.permission import require_permission
from semesta.intake.recognition import recognise_exactly
from semesta.intake.storage import keep
from semesta.intake.suggestion import MENDED_ALIKE, among, suggestions
from semesta.kernel.gazetteer import Gazetteer
from semesta.people.turns import wait_for_turn

_SWITCHED = "kk_in_nik_column"
"""By the row itself NIK and family card changed places: then both cells are mended."""


class NoRuleError(LookupError):
    """There is no rule by which rows with this finding could be mended together."""


@dataclass(frozen=True, slots=True)
class MendedAlike:
    """How many rows were mended on how many lists, how many of them led to a person, how many wait for something else,
    and the lists that took the place of the mended rows.
    """

    rows: int
    lists: int
    settled: int
    waiting: int
    submissions: list[int]


@transaction.atomic
def mend_alike(
    actor: Actor,
    code: str,
    *,
    regency_code: str,
    gazetteer: Gazetteer,
    today: date,
    files_folder: Path,
    submission_id: int | None = None,
) -> MendedAlike:
    """Mend every row that waits for `code` and that a rule settles: of one list, or of all lists of the regency.

    Afterwards a list corrects each list concerned, with a finding for every changed cell, and one line in the trail
    says how many. Twice is once: nothing is left for the second. Whoever may hand in for a list may mend it; all lists
    at once, and by what the register knows, those who decide in the regency. Raises NotPermittedError, NoRuleError and
    NoSubmissionError.
    """
    if code not in MENDED_ALIKE:
        raise NoRuleError(code)
    if submission_id is None:
        require(may_decide(actor, regency_code), actor=actor, to="mend rows of all lists of", region_code=regency_code)
    else:
        of = mended_list(regency_code, submission_id)
        require_permission(actor, HandedIn(Path(), of.sender, of.kind), regency_code)
    wait_for_turn(regency_code)
    found = suggestions(among(actor, regency_code, submission_id), code)
    taken: list[Taken] = []
    with tempfile.TemporaryDirectory() as folder:
        read = _slips(regency_code, found, folder=Path(folder), gazetteer=gazetteer, today=today)
        for batch in _batches(read):
            for one in batch:
                keep(files_folder, one.handed_in.path, one.reading.sha256)
            taken += take_in_once(
                actor, batch, regency_code=regency_code, today=today, recogniser=recognise_exactly
            )  # fmt: skip
    done = _what_came_of(regency_code, [one.submission_id for one in taken])
    if done.rows:
        record(
            actor, "mend_alike", object_type="finding", object_id=code, region_code=regency_code,
            detail={"submission": submission_id} | asdict(done),
        )  # fmt: skip
    return done


def _slips(
    regency_code: str, found: Sequence[dict[str, Any]], *, folder: Path, gazetteer: Gazetteer, today: date
) -> Iterator[ReadFile]:
    """Yield a corrected list for every list with suggestions; one that reads as no list of persons is left alone."""
    told = {
        (row["submission_id"], row["line"]): row
        for row in waiting_rows(regency_code, [(one["submission_id"], one["line"]) for one in found])
    }
    for number, of_list in groupby(found, key=lambda one: int(one["submission_id"])):
        chosen = [one for one in of_list if (number, one["line"]) in told]
        if not chosen:
            continue
        first = chosen[0]
        read = corrected(
            MendedList(number, first["sender"], cast(Kind, first["kind"]), first["segment_code"] or None),
            [told[number, one["line"]] for one in chosen], [mend for one in chosen for mend in _mends(one)],
            folder=folder, gazetteer=gazetteer, today=today, because=first["code"],
        )  # fmt: skip
        if read is not None:
            yield read


def _mends(suggested: dict[str, Any]) -> list[Mend]:
    mends = [Mend(suggested["line"], cast(Field, suggested["field"]), suggested["value"])]
    if suggested["code"] == _SWITCHED and suggested["proof"] == "row":
        mends.append(Mend(suggested["line"], "kk", suggested["nik_written"]))
    return mends


def _batches(read: Iterator[ReadFile]) -> Iterator[list[ReadFile]]:
    batch: list[ReadFile] = []
    for one in read:
        if batch and sum(other.rows.height for other in batch) + one.rows.height > ROWS_AT_ONCE:
            yield batch
            batch = []
        batch.append(one)
    if batch:
        yield batch


def _what_came_of(regency_code: str, numbers: list[int]) -> MendedAlike:
    (sums,) = read_lines(
        "SELECT coalesce(sum(rows_in), 0)::bigint AS rows, count(*) AS lists,"
        " coalesce(sum(accepted + merged), 0)::bigint AS settled, coalesce(sum(waiting), 0)::bigint AS waiting"
        "  FROM intake_submission WHERE regency_code = %s AND id = ANY(%s)",
        [regency_code, numbers],
    )
    return MendedAlike(**sums, submissions=numbers)
