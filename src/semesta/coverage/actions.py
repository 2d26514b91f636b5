"""Count a month into cells, record targets, and answer citizens."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from typing import Any

from django.db import connection, transaction

from semesta.accounts.actor import Actor, may_maintain, require
from semesta.audit.actions import record
from semesta.bulk import analyse_what_grew, execute, read_lines
from semesta.coverage.cover import (
    ENROLLABLE,
    LATE_MONTHS,
    LATE_PERSON,
    MEMBERS,
    PAPERS_LACK,
    WAGE_WORK,
    age_values,
    grace_values,
)
from semesta.coverage.enquiry import (
    KEPT,
    MOST_OF_A_NIK,
    MOST_OF_ALL,
    MOST_OF_AN_ASKER,
    WINDOW,
    CitizenAnswer,
    mark_of,
    network_of,
    unbroken,
)
from semesta.coverage.models import Target
from semesta.kernel.month import Month
from semesta.people.standing import HEAD_DETAILS, MERGED
from semesta.regions.queries import children_of
from semesta.regions.weights import parts_of, shipped_weights

_MAY_BE_ENROLLED = ENROLLABLE.format(is_late="l.person_id IS NOT NULL", earns_wage="coalesce(w.earns_wage, false)")
_PEOPLE = f"""
CREATE TEMPORARY TABLE counted_person ON COMMIT DROP AS
WITH member AS ({MEMBERS.format(among="")}), late AS (
    SELECT DISTINCT ON (person_id) * FROM (
        SELECT {LATE_PERSON} AS person_id, c.membership_class, c.payer, c.month
{LATE_MONTHS.format(among="")}) c
     WHERE NOT EXISTS (SELECT 1 FROM member m WHERE m.person_id = c.person_id)
     ORDER BY person_id, month DESC, payer
), worker AS (
    SELECT coalesce(m.merged_into, l.person_id) AS person_id, bool_or(l.segment_code IN {WAGE_WORK}) AS earns_wage
      FROM people_livelihood l LEFT JOIN {MERGED} m ON m.id = l.person_id
     WHERE l.regency_code = %(regency)s AND l.segment_code <> 'not_working' GROUP BY 1
)
SELECT p.id AS person_id, coalesce(p.sex, d.sex, '') AS sex,
       coalesce(r.code, '') AS village_code,
       coalesce(m.membership_class, l.membership_class, '') AS membership_class,
       coalesce(m.payer, l.payer, '') AS payer,
       1 AS known, (m.person_id IS NOT NULL)::int AS member, (l.person_id IS NOT NULL)::int AS in_grace,
       (m.person_id IS NULL AND {_MAY_BE_ENROLLED})::int AS enrollable,
       (m.person_id IS NULL AND {PAPERS_LACK})::int AS lacking
  FROM people_person p
  LEFT JOIN {HEAD_DETAILS} d ON d.id = p.id
  LEFT JOIN regions_region r ON r.code = coalesce(p.village_code, d.village_code) AND r.level = 'village'
                            AND r.regency_code = %(regency)s
  LEFT JOIN member m ON m.person_id = p.id
  LEFT JOIN late l ON l.person_id = p.id
  LEFT JOIN worker w ON w.person_id = p.id
 WHERE p.regency_code = %(regency)s AND p.merged_into IS NULL
   AND (least(p.died_on, d.died_on) IS NULL OR least(p.died_on, d.died_on) >= %(month)s)
   AND (m.person_id IS NOT NULL OR l.person_id IS NOT NULL OR w.person_id IS NOT NULL)
"""
_CELLS = """
INSERT INTO coverage_cell (regency_code, month, village_code, sex, membership_class, payer, known, members, in_grace,
                           enrollable, lacking)
SELECT %(regency)s, %(month)s, village_code, sex, membership_class, payer, sum(known), sum(member), sum(in_grace),
       sum(enrollable), sum(lacking)
  FROM counted_person GROUP BY village_code, sex, membership_class, payer
"""
_SEGMENT_CELLS = f"""
INSERT INTO coverage_segmentcell (regency_code, month, village_code, segment_code, known, members)
SELECT %(regency)s, %(month)s, c.village_code, l.segment_code, sum(c.known), sum(c.member)
  FROM counted_person c
  JOIN (SELECT person_id, segment_code FROM people_livelihood WHERE regency_code = %(regency)s
         UNION
        SELECT m.merged_into, o.segment_code FROM people_livelihood o
          JOIN {MERGED} m ON m.id = o.person_id WHERE o.regency_code = %(regency)s) l ON l.person_id = c.person_id
 GROUP BY c.village_code, l.segment_code
"""


@transaction.atomic
def take_snapshot(actor: Actor, regency_code: str, month: Month) -> int:
    """Count the regency's people in `month` into cells, in place of an earlier count; return the members.

    A member is a living person whose JKK and JKM are both paid or recognised for the month (national indicator
    06.02.021 counts JKK-and-JKM members). `in_grace` are those whose last such month lies within the unpaid months
    that the law gives their class: the insurer still calls them active. `known` are both, and people that a list
    names as workers. Of those who are not members, `enrollable` have a NIK and a day of birth and are of an age the
    law allows, `lacking` have not both papers; the others are too young or too old to begin.
    """
    require(may_maintain(actor, regency_code), actor=actor, to="count coverage of", region_code=regency_code)
    parameters: dict[str, Any] = {"regency": regency_code, "month": month.first_day()}
    parameters |= grace_values(month) | age_values(month)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('semesta.coverage'), hashtext(%s))", [regency_code])
        for table in ("coverage_cell", "coverage_segmentcell", "coverage_snapshot"):
            cursor.execute(f"DELETE FROM {table} WHERE regency_code = %(regency)s AND month = %(month)s", parameters)
        # right after a bulk load the planner knows nothing of these tables yet, and would compare all with all
        analyse_what_grew("people_person", "people_livelihood", "membership_coveredmonth")
        cursor.execute("SELECT clock_timestamp()")  # a list that is in from now on need not be in the count
        (parameters["counted_at"],) = cursor.fetchone()
        cursor.execute(_PEOPLE, parameters)
        cursor.execute("ANALYZE counted_person")
        cursor.execute(_CELLS, parameters)
        cursor.execute(_SEGMENT_CELLS, parameters)
        cursor.execute(
            "INSERT INTO coverage_snapshot (regency_code, month, counted_at)"
            " VALUES (%(regency)s, %(month)s, %(counted_at)s)",
            parameters,
        )
        cursor.execute("SELECT coalesce(sum(known), 0), coalesce(sum(member), 0) FROM counted_person")
        known, members = cursor.fetchone()
        cursor.execute("DROP TABLE counted_person")
    record(
        actor, "take_snapshot", object_type="snapshot", object_id=f"{regency_code}/{month}", region_code=regency_code,
        detail={"month": str(month), "known": int(known), "members": int(members)},
    )  # fmt: skip
    return int(members)


@transaction.atomic
def record_targets(actor: Actor, targets: Iterable[dict[str, Any]]) -> int:
    """Record targets (region_code, year, value, kind, source, note); the same again changes nothing."""
    rows = [
        Target(
            region_code=line["region_code"],
            year=int(line["year"]),
            value=int(line["value"]),
            kind=line["kind"],
            source=line["source"],
            note=line.get("note") or "",
        )
        for line in targets
    ]
    for row in rows:
        require(may_maintain(actor, row.region_code), actor=actor, to="set a target for", region_code=row.region_code)
    before = Target.objects.count()
    Target.objects.bulk_create(rows, ignore_conflicts=True)
    added = Target.objects.count() - before
    if added:
        record(
            actor, "record_targets", object_type="target", object_id="*", region_code=actor.territory,
            detail={"added": added},
        )  # fmt: skip
    return added


@transaction.atomic
def apportion_targets(actor: Actor, region_code: str) -> int:
    """Share every target of a region among its districts and villages by the shipped weights; return the lines added.

    The parts are derived, sum to the whole at each level, and say so in their note; no part is anybody's decision.
    """
    require(may_maintain(actor, region_code), actor=actor, to="apportion targets of", region_code=region_code)
    weights = shipped_weights()
    below = [child["code"] for child in children_of(region_code)]
    children = {region_code: below} | {code: [c["code"] for c in children_of(code)] for code in below}
    rows = [
        Target(
            region_code=part.code,
            year=target.year,
            value=part.value,
            kind="derived",
            source=target.source,
            note=f"{target.value} x {weights.source}" + (" (desa: rata / villages: evenly)" * part.is_even_share),
        )
        for target in Target.objects.filter(region_code=region_code)
        for part in parts_of(target.value, region_code, children, weights)
    ]
    before = Target.objects.count()
    Target.objects.bulk_create(rows, ignore_conflicts=True)
    added = Target.objects.count() - before
    if added:
        record(
            actor, "apportion_targets", object_type="target", object_id=region_code, region_code=region_code,
            detail={"added": added, "weights": weights.source},
        )  # fmt: skip
    return added


@transaction.atomic
def answer_citizen(
    actor: Actor, regency_code: str, *, nik: str, born_on: date, asker: str, today: date, now: datetime
) -> CitizenAnswer:
    """Answer whether cover stands for a NIK in the month of `today`, and keep that somebody asked.

    Open to everybody; `asker` is the network address, of which only a fingerprint is kept for a day. Where a limit is
    reached the answer says for how long (`refused_for`), and the asking counts all the same.
    """
    marks: dict[str, Any] = {"asker": mark_of("asker", network_of(asker)), "nik": mark_of("nik", nik), "now": now}
    for mark in (marks["asker"], marks["nik"]):  # in this order always: whoever asks at once is counted one by one
        execute("SELECT pg_advisory_xact_lock(hashtext('semesta.enquiry'), hashtext(%s))", [mark])
    execute("DELETE FROM coverage_enquiry WHERE asked_at < %s", [now - KEPT])
    refused_for = _limit_reached(marks, now)
    answer = CitizenAnswer(None) if refused_for else _cover_of_citizen(regency_code, nik, born_on, Month.of(today))
    execute(
        "INSERT INTO coverage_enquiry (asked_at, asker_mark, nik_mark, was_answered) VALUES (%s, %s, %s, %s)",
        [now, marks["asker"], marks["nik"], not refused_for],
    )
    record(
        actor, "answer_citizen", object_type="enquiry", object_id=marks["asker"][:12], region_code=regency_code,
        detail={"answered": not refused_for},
    )  # fmt: skip
    return answer if not refused_for else CitizenAnswer(None, refused_for=refused_for)


def _limit_reached(marks: dict[str, Any], now: datetime) -> timedelta | None:
    """Return how long at most a limit holds that is reached, None where none is."""
    (asked,) = read_lines(
        "SELECT count(*) FILTER (WHERE asker_mark = %(asker)s AND asked_at > %(hour)s) AS by_asker,"
        " count(*) FILTER (WHERE nik_mark = %(nik)s) AS about_nik,"
        " count(*) FILTER (WHERE asked_at > %(hour)s) AS by_all FROM coverage_enquiry WHERE asked_at > %(day)s",
        marks | {"hour": now - WINDOW, "day": now - KEPT},
    )
    if asked["about_nik"] >= MOST_OF_A_NIK:
        return KEPT
    return WINDOW if asked["by_asker"] >= MOST_OF_AN_ASKER or asked["by_all"] >= MOST_OF_ALL else None


def _cover_of_citizen(regency_code: str, nik: str, born_on: date, since: Month) -> CitizenAnswer:
    lines = read_lines(
        "SELECT month, payer, membership_class FROM cover_of_citizen(%s, %s, %s, %s)",
        [regency_code, nik, born_on, since.first_day()],
    )
    return unbroken([(Month.of(line["month"]), line["payer"], line["membership_class"]) for line in lines], since=since)
