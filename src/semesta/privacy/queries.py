"""Read the registers, what is past its term, what stays, and everything that is held about one person."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from typing import Any, Final

from semesta.bulk import read_lines
from semesta.privacy.models import Breach, PrivacyRequest
from semesta.privacy.privacy_data import retention

HELD: Final = (
    "people_livelihood", "people_welfarerank", "people_notice", "membership_spell", "membership_coveredmonth",
    "intake_stagedrow", "duplicates_claim", "duplicates_pair", "funding_planperson", "funding_planline",
    "funding_decreeline", "funding_billline", "exchange_batchline", "exchange_wageearneroverlap",
    "privacy_privacyrequest",
)  # fmt: skip
"""The tables whose rows name a person (person_id); a test holds this list against the database."""
PAST_TERM: Final = {
    "finding_values": "FROM intake_submission s WHERE s.regency_code = %(regency)s AND s.handed_in_at < %(before)s"
    " AND f.regency_code = s.regency_code AND f.submission_id = s.id"
    " AND (f.before IS NOT NULL OR f.after IS NOT NULL OR f.detail IS NOT NULL)",
    "corrected_rows": "FROM intake_submission s WHERE s.regency_code = %(regency)s AND s.handed_in_at < %(before)s"
    " AND f.regency_code = s.regency_code AND f.submission_id = s.id AND f.outcome = 'waiting'"
    " AND f.corrected_by_id IS NOT NULL AND (f.row_hash <> '' OR EXISTS (SELECT 1 FROM intake_waitingrow w"
    " WHERE w.regency_code = f.regency_code AND w.submission_id = f.submission_id AND w.line = f.line))",
}
"""SQL by rule: which rows f are past their term."""
TABLE_OF: Final = {"finding_values": "intake_rowfinding", "corrected_rows": "intake_stagedrow"}


class NobodyError(LookupError):
    """The regency has no person of this number."""


def requests(regency_code: str, *, now: datetime, only_open: bool = False) -> list[dict[str, Any]]:
    """Return what people asked, due first: number, person_id, kind, wish, received_at and _by, due_at, state, answer,
    answered_at and _by, is_overdue."""
    found = PrivacyRequest.objects.filter(regency_code=regency_code).order_by("due_at", "id")
    if only_open:
        found = found.filter(state="open")
    names = ("id", "person_id", "kind", "wish", "received_at", "received_by", "due_at", "state", "answer",
             "answered_at", "answered_by")  # fmt: skip
    return [
        {"number": line.pop("id"), **line, "is_overdue": line["state"] == "open" and line["due_at"] < now}
        for line in map(dict, found.values(*names))
    ]


def breaches(regency_code: str, *, now: datetime) -> list[dict[str, Any]]:
    """Return failures, newest first: number, what, data, people, handling, times, untold (people, authority),
    is_overdue."""
    names = ("id", "what", "data", "people", "handling", "happened_at", "known_at", "due_at", "people_told_at",
             "authority_told_at")  # fmt: skip
    lines = map(dict, Breach.objects.filter(regency_code=regency_code).order_by("-id").values(*names))
    return [
        {
            "number": line.pop("id"),
            **line,
            "untold": _untold(line),
            "is_overdue": bool(_untold(line)) and line["due_at"] < now,
        }
        for line in lines
    ]


def _untold(line: dict[str, Any]) -> list[str]:
    return [who for who in ("people", "authority") if line[f"{who}_told_at"] is None]


def past_retention(regency_code: str, *, on: date) -> list[dict[str, Any]]:
    """Return per rule how many rows are past their term: rule, title, days, rows, article, mark."""
    return [
        {"rule": rule, **told, "rows": _count(regency_code, rule, before=on - timedelta(days=told["days"]))}
        for rule, told in retention()["erased"].items()
    ]


def staying(regency_code: str) -> list[dict[str, Any]]:
    """Return what no rule erases: table, rows, why, article, mark."""
    found = []
    for table, told in retention()["stays"].items():
        (line,) = read_lines(
            f"SELECT count(*) AS rows FROM {table} WHERE {_OF.get(table, _IN_REGENCY)}", [regency_code]
        )
        found.append({"table": table, "rows": line["rows"], **told})
    return found


def erasures(regency_code: str, *, most: int) -> list[dict[str, Any]]:
    """Return the last erasures from the trail, newest first: rule, at, actor, rows."""
    lines = read_lines(
        "SELECT object_id AS rule, at, actor, (detail ->> 'rows')::int AS rows FROM audit_entry WHERE region_code = %s"
        " AND object_type = 'retention_rule' AND action = 'erase' ORDER BY id DESC LIMIT %s",
        [regency_code, most],
    )
    titles = {rule: told["title"] for rule, told in retention()["erased"].items()}
    return [line | {"title": titles.get(line["rule"], dict.fromkeys(("id", "en"), line["rule"]))} for line in lines]


def person_data(regency_code: str, person_id: int) -> dict[str, list[dict[str, Any]]]:
    """Return everything held about a person and the records merged into it, by table, as it stands there.

    Waiting details, decisions and the trail about the person are in it too. NobodyError when there is nobody.
    """
    key: dict[str, Any] = {"regency": regency_code, "person": person_id}
    persons = read_lines(
        "SELECT p.* FROM people_person p WHERE p.regency_code = %(regency)s AND (p.id = %(person)s OR p.merged_into ="
        " %(person)s OR p.id = (SELECT merged_into FROM people_person WHERE regency_code = %(regency)s"
        " AND id = %(person)s)) ORDER BY p.id",
        key,
    )
    if not persons:
        raise NobodyError(person_id)
    key["records"] = [line["id"] for line in persons]
    of_person = "WHERE regency_code = %(regency)s AND (person_id = ANY(%(records)s){or_record})"
    found = {"people_person": persons}
    for table in HELD:
        found[table] = read_lines(f"SELECT * FROM {table} {of_person.format(or_record=_OR_RECORD.get(table, ''))}", key)
    found["intake_waitingrow"] = read_lines(
        "SELECT w.* FROM intake_waitingrow w JOIN intake_stagedrow r USING (regency_code, submission_id, line)"
        " WHERE r.regency_code = %(regency)s AND r.person_id = ANY(%(records)s)",
        key,
    )
    found["audit_entry"] = read_lines(
        "SELECT at, actor, role, action, detail FROM audit_entry WHERE object_type = 'person'"
        " AND object_id = ANY(SELECT unnest(%(records)s)::text) ORDER BY id",
        key,
    )
    return {table: [_plain(line) for line in lines] for table, lines in found.items() if lines}


def is_somebody(regency_code: str, person_id: int) -> bool:
    """Say whether the regency has a person, or a record, of this number."""
    key = [regency_code, person_id]
    return bool(read_lines("SELECT 1 AS one FROM people_person WHERE regency_code = %s AND id = %s", key))


def request_numbered(regency_code: str, number: int, *, now: datetime) -> dict[str, Any]:
    """Return one request as `requests` does; LookupError when there is none."""
    for line in requests(regency_code, now=now):
        if line["number"] == number:
            return line
    raise LookupError(number)


_JSON_COLUMNS = ("detail", "levels", "against")


def _plain(line: dict[str, Any]) -> dict[str, Any]:
    """Read what the database's raw answers give as text out of its JSON columns."""
    return {
        name: json.loads(value) if name in _JSON_COLUMNS and isinstance(value, str) and value else value
        for name, value in line.items()
    }


_OR_RECORD = dict.fromkeys(("duplicates_pair", "duplicates_claim"), " OR record_id = ANY(%(records)s)")
_IN_REGENCY = "regency_code = %s"
_OF = {"audit_entry": "region_code LIKE %s || '%%'"}


def _count(regency_code: str, rule: str, *, before: date) -> int:
    (line,) = read_lines(
        f"SELECT count(*) AS rows FROM {TABLE_OF[rule]} f WHERE EXISTS (SELECT 1 {PAST_TERM[rule]})",
        {"regency": regency_code, "before": before},
    )
    return int(line["rows"])
