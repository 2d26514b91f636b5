"""Hand in only to ask: who of these is known, covered, until when and by whom. No row is stored, only who asked."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection, transaction

from semesta.accounts.actor import Actor, may_hand_in, require
from semesta.audit.actions import record
from semesta.intake.breaker import stop_absurd_lists
from semesta.intake.corrections import find_what_is_corrected
from semesta.intake.handing_in import HandedIn, read_one
from semesta.intake.recognition import recognise_exactly
from semesta.intake.staging import stage
from semesta.intake.taking_in import rows_of
from semesta.kernel.gazetteer import Gazetteer
from semesta.kernel.month import Month
from semesta.membership.queries import cover_of_asked
from semesta.sheets.reading import Reading

_ASKED = """
CREATE TEMPORARY TABLE asked_person ON COMMIT DROP AS
SELECT DISTINCT person_id FROM verdict WHERE person_id IS NOT NULL
"""


@dataclass(frozen=True)
class Checked:
    """What would become of a file: the reading, and per row place, name, outcome, reason, cover of known persons."""

    reading: Reading
    rows: list[dict[str, Any]]


def check_list(actor: Actor, handed_in: HandedIn, *, regency_code: str, gazetteer: Gazetteer, today: date) -> Checked:
    """Read and recognise one file as `hand_in` would, then forget its rows: only the trail has grown afterwards.

    The trail tells who asked, with which file (name, SHA-256), after how many rows, and how many of them were known and
    covered: looking people up is an act that somebody answers for.
    Each row: sheet, row, name, outcome it would have, reason, known (is the person known now), is_covered,
    covered_until, payer, class. NIK are not repeated in the answer.
    """
    require(
        may_hand_in(actor, handed_in.sender) or may_hand_in(actor, regency_code),
        actor=actor,
        to="check a list of",
        region_code=handed_in.sender,
    )
    read = read_one(handed_in, gazetteer, today)
    with transaction.atomic():
        try:
            stage(
                rows_of([read], [0]),
                [(0, handed_in.sender, handed_in.kind, handed_in.corrects, handed_in.speaks_of(today))],
            )
            stop_absurd_lists()
            find_what_is_corrected(regency_code)
            recognise_exactly(regency_code)
            with connection.cursor() as cursor:
                cursor.execute(
                    "SELECT i.sheet, i.row, i.name, v.outcome, v.reason, p.id"
                    "  FROM incoming i JOIN verdict v USING (submission_id, line)"
                    "  LEFT JOIN people_person p ON p.regency_code = %s AND p.id = v.person_id ORDER BY i.line",
                    [regency_code],
                )
                found = cursor.fetchall()
                cursor.execute(_ASKED)
                cursor.execute("ANALYZE asked_person")
                cover = cover_of_asked(regency_code, month=Month.of(today))
        finally:
            transaction.set_rollback(True)
    nobody = {"is_covered": False, "covered_until": None, "payer": None, "class": None}
    rows = [
        {
            "sheet": sheet, "row": row, "name": name, "outcome": outcome, "reason": reason,
            "known": person_id is not None, **cover.get(person_id, nobody),
        }
        for sheet, row, name, outcome, reason, person_id in found
    ]  # fmt: skip
    record(
        actor, "check_list", object_type="file", object_id=read.reading.sha256, region_code=regency_code,
        detail={
            "file": handed_in.shown_name, "sender": handed_in.sender, "kind": handed_in.kind, "rows": len(rows),
            "known": sum(row["known"] for row in rows), "covered": sum(row["is_covered"] for row in rows),
        },
    )  # fmt: skip
    return Checked(read.reading, rows)
