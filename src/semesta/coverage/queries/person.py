"""One person: who it is, the covered months of two years, who told of them, and what was decided and looked at.

Every record merged into the person speaks for it. The number of queries does not depend on how much there is to tell.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from semesta.bulk import read_lines
from semesta.kernel.month import Month
from semesta.people.standing import MERGED

MONTHS_BEFORE = 12
MONTHS_AFTER = 11
"""The strip: a year back and a year ahead of the month."""
_PERSON = """
SELECT p.id, p.nik, p.kk, p.name, p.birth_place, p.birth_on, p.birth_precision, p.sex, p.mother_name, p.phone, p.dusun,
       p.address, p.marital, p.occupation, p.merged_into, p.created_at,
       least(p.died_on, (SELECT min(m.died_on) FROM people_person m
                          WHERE m.regency_code = %(regency)s AND m.merged_into = p.id)) AS died_on,
       coalesce(p.village_code, (SELECT min(m.village_code) FROM people_person m
                                  WHERE m.regency_code = %(regency)s AND m.merged_into = p.id)) AS village_code
  FROM people_person p WHERE p.regency_code = %(regency)s AND p.id = %(person)s
"""
_RECORDS = f"SELECT m.id FROM {MERGED} m WHERE m.merged_into = %(person)s"
"""SQL: the records merged into the person. They are asked for once and named in what follows, which is planned the
quicker: the plan of a page's queries took longer than they did."""
_MONTHS = """
SELECT month, programme, payer, membership_class, state FROM membership_coveredmonth
 WHERE regency_code = %(regency)s AND person_id = ANY(%(records)s::bigint[]) ORDER BY month, programme
"""
_WORK = """
SELECT l.segment_code, min(s.name_id) AS name_id, min(s.name_en) AS name_en, min(l.enterprise) AS enterprise
  FROM people_livelihood l JOIN people_segment s ON s.code = l.segment_code
 WHERE l.regency_code = %(regency)s AND l.person_id = ANY(%(records)s::bigint[]) GROUP BY 1 ORDER BY 1
"""
_LISTS = """
SELECT s.id AS submission_id, s.kind, s.sender, s.handed_in_at, r.sheet, r.row, r.outcome, r.reason, r.waited_for,
       r.corrected_by_id
  FROM intake_stagedrow r JOIN intake_submission s ON s.id = r.submission_id
 WHERE r.regency_code = %(regency)s AND r.person_id = ANY(%(records)s::bigint[])
 ORDER BY s.id DESC, r.line LIMIT 100
"""
_DECISIONS = """
WITH pair AS MATERIALIZED (
    SELECT number FROM duplicates_pair WHERE regency_code = %(regency)s AND person_id = ANY(%(records)s::bigint[])
     UNION
    SELECT number FROM duplicates_pair WHERE regency_code = %(regency)s AND record_id = ANY(%(records)s::bigint[])
)
SELECT d.at, d.verdict, d.by, d.reason
  FROM pair JOIN duplicates_decision d ON d.regency_code = %(regency)s AND d.pair_number = pair.number
 ORDER BY d.number DESC LIMIT 50
"""
"""Each side of a pair has an index of its own; asked with OR, every pair of the regency is read."""
_DECILE = """
SELECT decile, source, as_of_on FROM people_welfarerank
 WHERE regency_code = %(regency)s AND person_id = ANY(%(records)s::bigint[]) AND as_of_on <= %(today)s
 ORDER BY as_of_on DESC, submission_id DESC LIMIT 1
"""
_TRAIL = """
SELECT at, actor, role, action, detail FROM audit_entry
 WHERE object_type = 'person' AND object_id = %(person)s::text ORDER BY id DESC LIMIT 50
"""

_NOTICES = """
SELECT kind, told_on, happened_on, village_code, note, told_by, state, decided_by, decided_on FROM people_notice
 WHERE regency_code = %(regency)s AND person_id = %(person)s ORDER BY told_on DESC, kind
"""


class NoPersonError(LookupError):
    """The regency has no person of this number."""


def person(regency_code: str, number: int) -> dict[str, Any]:
    """Return who somebody is; NIK, phone and family card in full: the door masks them. Raises NoPersonError.

    `merged_into` names the person when the number is that of a record merged into it.
    """
    found = read_lines(_PERSON, {"regency": regency_code, "person": number})
    if not found:
        raise NoPersonError(number)
    return found[0]


def story_of(regency_code: str, number: int, *, today: date) -> dict[str, Any]:
    """Return months (all covered ones), work, lists, decisions, decile (None unless one was told), notices, trail."""
    key: dict[str, Any] = {"regency": regency_code, "person": number, "today": today}
    key["records"] = [number, *(line["id"] for line in read_lines(_RECORDS, key))]
    decile = read_lines(_DECILE, key)
    return {
        "months": read_lines(_MONTHS, key),
        "work": read_lines(_WORK, key),
        "lists": read_lines(_LISTS, key),
        "decisions": read_lines(_DECISIONS, key),
        "decile": decile[0] if decile else None,
        "notices": read_lines(_NOTICES, key),
        "trail": read_lines(_TRAIL, key),
    }


def strip_of(months: list[dict[str, Any]], month: Month) -> list[dict[str, Any]]:
    """Return two years around a month, one entry each: month, states by programme, state, payer, class.

    `state` is the weaker of JKK and JKM: covered when both are paid or recognised, promised when both are there but
    one is only planned, decreed or billed, lapsed, half when only one programme is there, none for none.
    """
    by_month: dict[Month, dict[str, dict[str, Any]]] = {}
    for line in months:
        by_month.setdefault(Month.of(line["month"]), {})[line["programme"]] = line
    strip = []
    for place in range(-MONTHS_BEFORE, MONTHS_AFTER + 1):
        at = month.plus(place)
        of = by_month.get(at, {})
        first = of.get("jkk") or of.get("jkm") or {}
        strip.append(
            {"month": at, "state": _state(of), "payer": first.get("payer"), "class": first.get("membership_class")}
        )
    return strip


def _state(of: dict[str, dict[str, Any]]) -> str:
    states = {name: of[name]["state"] for name in ("jkk", "jkm") if name in of}
    if not states:
        return "none"
    if "lapsed" in states.values():
        return "lapsed"
    if len(states) == 1:
        return "half"
    return "covered" if set(states.values()) <= {"paid", "recognised"} else "promised"


def paid_months(months: list[dict[str, Any]]) -> list[Month]:
    """Return the months with JKK and JKM both paid or recognised, in order: what the clocks of the law run on."""
    paid: dict[Month, set[str]] = {}
    for line in months:
        if line["state"] in ("paid", "recognised"):
            paid.setdefault(Month.of(line["month"]), set()).add(line["programme"])
    return sorted(month for month, programmes in paid.items() if {"jkk", "jkm"} <= programmes)
