"""Keep the registers, give a person's data out for a reason, and erase what is past its term. Each leaves its trail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal

from django.db import transaction

from semesta.accounts.actor import Actor, may_decide, may_maintain, require
from semesta.audit.actions import record
from semesta.bulk import execute
from semesta.privacy.models import Breach, PrivacyRequest
from semesta.privacy.privacy_data import RequestKind, duties, retention
from semesta.privacy.queries import PAST_TERM, TABLE_OF, is_somebody, past_retention, person_data

SHORTEST_REASON = 8
_EMPTIED = {
    "finding_values": "before = NULL, after = NULL, detail = NULL",
    "corrected_rows": "name = NULL, name_key = NULL, name_token = NULL, nik = NULL, nik_written = NULL, kk = NULL,"
    " birth_on = NULL, sex = NULL, row_hash = ''",
}
_WAITING_OF_CORRECTED = """
DELETE FROM intake_waitingrow w USING intake_stagedrow r, intake_submission s
 WHERE w.regency_code = %(regency)s AND r.regency_code = w.regency_code AND r.submission_id = w.submission_id
   AND r.line = w.line AND r.outcome = 'waiting' AND r.corrected_by_id IS NOT NULL
   AND s.id = r.submission_id AND s.handed_in_at < %(before)s
"""


class PrivacyError(ValueError):
    """It cannot be kept as asked; the message says why. Nothing was changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBreach:
    """A failure as it is reported: what, which data, of how many people, since when, and what is done about it."""

    what: str
    data: str
    people: int
    handling: str
    happened_at: datetime
    known_at: datetime


@transaction.atomic
def receive_request(
    actor: Actor, regency_code: str, kind: RequestKind, *, wish: str, person_id: int | None, now: datetime
) -> int:
    """Keep what somebody asks about their own data; return its number. It is due as `duties.yaml` says.

    The same wish that is still open is one request. `person_id` is None where nobody of the register was found.
    """
    _require_keeper(actor, regency_code)
    if not wish.strip():
        raise PrivacyError("Tuliskan permintaannya / write what is asked")
    if person_id is not None and not is_somebody(regency_code, person_id):
        raise PrivacyError(f"Tidak ada orang nomor {person_id} / there is nobody numbered {person_id}")
    execute("SELECT pg_advisory_xact_lock(hashtext('semesta.privacy'), hashtext(%s))", [regency_code])
    same = {"regency_code": regency_code, "person_id": person_id, "kind": kind, "wish": wish.strip(), "state": "open"}
    known = PrivacyRequest.objects.filter(**same).first()
    if known is not None:
        return int(known.pk)
    due_at = now + timedelta(hours=duties()[kind]["hours"])
    kept = PrivacyRequest.objects.create(
        regency_code=regency_code, person_id=person_id, kind=kind, wish=wish.strip(), received_at=now, due_at=due_at,
        received_by=actor.name,
    )  # fmt: skip
    _tell(actor, "receive_privacy_request", "privacy_request", kept.pk, regency_code, {"kind": kind})
    return int(kept.pk)


@transaction.atomic
def answer_request(
    actor: Actor, regency_code: str, number: int, verdict: Literal["granted", "refused"], *, answer: str, now: datetime
) -> None:
    """Close a request with an answer, once. Granting changes no data: that is done by the action it asks for."""
    _require_keeper(actor, regency_code)
    found = PrivacyRequest.objects.select_for_update().filter(regency_code=regency_code, pk=number).first()
    if found is None or found.state != "open":
        raise PrivacyError(f"Permintaan {number} tidak ada atau sudah dijawab / request {number} is not open")
    if len(answer.strip()) < SHORTEST_REASON:
        raise PrivacyError("Tuliskan jawabannya / write the answer")
    found.state, found.answer, found.answered_at, found.answered_by = verdict, answer.strip(), now, actor.name
    found.save(update_fields=["state", "answer", "answered_at", "answered_by"])
    _tell(actor, "answer_privacy_request", "privacy_request", number, regency_code, {"verdict": verdict})


@transaction.atomic
def report_breach(actor: Actor, regency_code: str, told: NewBreach) -> int:
    """Keep a failure; people and authority are to be told within the hours of article 46. Return its number.

    The same failure told twice is one.
    """
    _require_keeper(actor, regency_code)
    if not (told.what.strip() and told.data.strip() and told.handling.strip()) or told.people < 0:
        raise PrivacyError(
            "Sebut apa, data apa, berapa orang, penanganannya / tell what, which data, how many, handling"
        )
    if told.happened_at > told.known_at:
        raise PrivacyError("Diketahui sebelum terjadi / known before it happened")
    execute("SELECT pg_advisory_xact_lock(hashtext('semesta.privacy'), hashtext(%s))", [regency_code])
    same = {"what": told.what, "data": told.data, "happened_at": told.happened_at, "known_at": told.known_at}
    known = Breach.objects.filter(regency_code=regency_code, **same).first()
    if known is not None:
        return int(known.pk)
    kept = Breach.objects.create(
        regency_code=regency_code, what=told.what, data=told.data, people=told.people, handling=told.handling,
        happened_at=told.happened_at, known_at=told.known_at, reported_by=actor.name,
        due_at=told.known_at + timedelta(hours=duties()["breach"]["hours"]),
    )  # fmt: skip
    _tell(actor, "report_breach", "breach", kept.pk, regency_code, {"people": told.people})
    return int(kept.pk)


@transaction.atomic
def note_notice(
    actor: Actor, regency_code: str, number: int, who: Literal["people", "authority"], *, now: datetime
) -> None:
    """Keep that the people concerned, or the authority, were told of a failure in writing; the first time stands."""
    _require_keeper(actor, regency_code)
    found = Breach.objects.select_for_update().filter(regency_code=regency_code, pk=number).first()
    if found is None:
        raise PrivacyError(f"Tidak ada kegagalan nomor {number} / there is no breach {number}")
    name = f"{who}_told_at"
    if getattr(found, name) is None:
        setattr(found, name, now)
        found.save(update_fields=[name])
        _tell(actor, "note_breach_notice", "breach", number, regency_code, {"who": who})


@transaction.atomic
def export_person(actor: Actor, regency_code: str, person_id: int, *, reason: str) -> dict[str, list[dict[str, Any]]]:
    """Return everything held about a person, in full, for a reason that stays in the trail (article 32)."""
    require(may_decide(actor, regency_code), actor=actor, to="export a person of", region_code=regency_code)
    if len(reason.strip()) < SHORTEST_REASON:
        raise PrivacyError("Tuliskan alasannya / write the reason")
    found = person_data(regency_code, person_id)
    rows = {table: len(lines) for table, lines in found.items()}
    _tell(actor, "export_person", "person", person_id, regency_code, {"reason": reason.strip(), "rows": rows})
    return found


@transaction.atomic
def erase_past_retention(actor: Actor, regency_code: str, *, today: date) -> list[dict[str, Any]]:
    """Empty what is past its term, rule by rule; return `past_retention` as it was before. Twice changes nothing."""
    _require_keeper(actor, regency_code)
    found = past_retention(regency_code, on=today)
    for line in found:
        if line["rows"]:
            rule = line["rule"]
            values = {"regency": regency_code, "before": today - timedelta(days=retention()["erased"][rule]["days"])}
            if rule == "corrected_rows":
                execute(_WAITING_OF_CORRECTED, values)
            execute(f"UPDATE {TABLE_OF[rule]} f SET {_EMPTIED[rule]} {PAST_TERM[rule]}", values)
            _tell(actor, "erase", "retention_rule", rule, regency_code, {"rows": line["rows"], "days": line["days"]})
    return found


def _require_keeper(actor: Actor, regency_code: str) -> None:
    require(
        may_maintain(actor, regency_code), actor=actor, to="keep the privacy registers of", region_code=regency_code
    )


def _tell(actor: Actor, action: str, kind: str, number: object, regency_code: str, detail: dict[str, Any]) -> None:
    record(actor, action, object_type=kind, object_id=number, region_code=regency_code, detail=detail)
