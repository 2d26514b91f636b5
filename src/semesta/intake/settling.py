"""What follows from the verdicts: persons, livelihoods, deaths, deciles, covered months, and the rows' outcomes.

What is asked for once is a temporary view on rows and verdicts, what is asked for twice a temporary table.
"""

from __future__ import annotations

from django.db import connection

from semesta.accounts.actor import Actor
from semesta.intake.extracts import find_what_extracts_supersede
from semesta.kernel.month import Month
from semesta.membership.actions import Recognised, record_recognised_months
from semesta.people.actions import (
    PERSON_COLUMNS,
    add_livelihoods,
    add_persons,
    complete_persons,
    correct_persons,
    record_deaths,
    record_welfare_ranks,
    remove_livelihoods,
)

_FROM_ROWS = {"id": "v.person_id"}

_NEW_PERSON = f"""
CREATE TEMPORARY VIEW new_person AS
SELECT {", ".join(_FROM_ROWS.get(name, "i." + name) + " AS " + name for name in PERSON_COLUMNS)}
  FROM verdict v JOIN incoming i USING (submission_id, line)
 WHERE v.is_head
"""
_TOLD = ("kk", "birth_place", "sex", "mother_name", "phone", "marital", "occupation")
_DETAIL = f"""
CREATE TEMPORARY VIEW person_detail AS
WITH told AS MATERIALIZED (
    SELECT v.person_id, v.submission_id, v.line, i.village_code, i.dusun, i.address, {
    ", ".join("i." + n for n in _TOLD)
}, count(*) OVER (PARTITION BY v.person_id) AS times
      FROM verdict v JOIN incoming i USING (submission_id, line)
     WHERE v.outcome = 'merged' AND v.reason <> 'unchanged'
), place AS (
    SELECT DISTINCT ON (person_id) person_id, village_code, dusun, address
      FROM told WHERE village_code IS NOT NULL AND times > 1 ORDER BY person_id, submission_id, line
), first AS (
    SELECT person_id, {
    ", ".join(f"(array_agg({n} ORDER BY submission_id, line) FILTER (WHERE {n} IS NOT NULL))[1] AS {n}" for n in _TOLD)
}
      FROM told WHERE times > 1 GROUP BY person_id
)
SELECT person_id, {", ".join(_TOLD)}, village_code, CASE WHEN village_code IS NOT NULL THEN dusun END AS dusun,
       CASE WHEN village_code IS NOT NULL THEN address END AS address
  FROM told WHERE times = 1
 UNION ALL
SELECT person_id, {", ".join(_TOLD)}, village_code, dusun, address FROM first LEFT JOIN place USING (person_id)
"""
"""What the first row that tells it says; hamlet and address only together with the village of the same row.

Nearly all are told of by one row of the batch, and need no sorting out."""
_CORRECTION = """
CREATE TEMPORARY TABLE person_correction ON COMMIT DROP AS
SELECT DISTINCT ON (v.person_id) v.person_id, v.submission_id, v.line,
       CASE WHEN i.nik_state = 'valid' THEN i.nik END AS nik,
       i.kk, i.name, i.name_key, i.name_token, i.birth_on, i.sex, i.mother_name, i.phone, i.village_code
  FROM verdict v JOIN incoming i USING (submission_id, line)
 WHERE v.reason = 'corrected' ORDER BY v.person_id, v.submission_id DESC, v.line
"""
_LIVELIHOOD = """
CREATE TEMPORARY VIEW person_livelihood AS
SELECT v.person_id, i.segment AS segment_code, i.enterprise, v.submission_id, v.line, v.is_head AS is_of_new_person
  FROM verdict v JOIN incoming i USING (submission_id, line) JOIN batch b USING (submission_id)
 WHERE v.person_id IS NOT NULL AND v.reason <> 'unchanged' AND i.segment IS NOT NULL
   AND b.kind IN ('village_list', 'agency_list')
"""
_DEATH = """
CREATE TEMPORARY VIEW person_death AS
SELECT v.person_id, min(i.died_on) AS died_on
  FROM verdict v JOIN incoming i USING (submission_id, line)
 WHERE v.person_id IS NOT NULL AND i.died_on IS NOT NULL AND v.submission_id IN (
           SELECT submission_id FROM batch WHERE kind = 'deaths')
 GROUP BY 1
"""
_SPELL = """
CREATE TEMPORARY TABLE recognised_spell ON COMMIT DROP AS
SELECT v.submission_id, v.line, v.person_id, i.membership_class, i.programmes, coalesce(i.payer, '') AS payer,
       date_trunc('month', i.active_from)::date AS start_month,
       (date_trunc('month', i.paid_until) + interval '1 month')::date AS end_month
  FROM verdict v JOIN incoming i USING (submission_id, line) JOIN batch b USING (submission_id)
 WHERE b.kind = 'insurer' AND v.person_id IS NOT NULL AND i.membership_class IS NOT NULL
   AND i.programmes IS NOT NULL AND i.active_from IS NOT NULL AND i.paid_until >= i.active_from
"""
_WELFARE = """
CREATE TEMPORARY VIEW person_welfare AS
SELECT v.person_id, b.sender AS source, b.as_of_on, i.decile, v.submission_id, v.line
  FROM verdict v JOIN incoming i USING (submission_id, line) JOIN batch b USING (submission_id)
 WHERE b.kind = 'welfare' AND v.person_id IS NOT NULL AND i.decile IS NOT NULL
"""
"""Unchanged rows too: the same decile told again of a later day."""
_KEEP_ROWS = """
INSERT INTO intake_stagedrow (regency_code, submission_id, line, sheet, row, row_hash, nik, nik_state, nik_written, kk,
                              name, name_key, name_token, birth_on, sex, village_code, segment,
                              outcome, reason, person_id)
SELECT %s, i.submission_id, i.line, i.sheet, i.row, i.row_hash, i.nik, i.nik_state, i.nik_written, i.kk,
       i.name, i.name_key, i.name_token, i.birth_on, i.sex, i.village_code, i.segment, v.outcome, v.reason, v.person_id
  FROM incoming i JOIN verdict v USING (submission_id, line)
"""
_KEEP_WAITING = """
INSERT INTO intake_waitingrow (regency_code, submission_id, line, birth_told_on, birth_place, birth_precision,
                               mother_name, phone, marital, address, dusun, occupation, enterprise, membership_class,
                               programmes, payer, active_from_on, paid_until_on, died_on, decile)
SELECT %s, i.submission_id, i.line, i.birth_told, i.birth_place, i.birth_precision, i.mother_name, i.phone, i.marital,
       i.address, i.dusun, i.occupation, i.enterprise, i.membership_class, i.programmes, i.payer, i.active_from,
       i.paid_until, i.died_on, i.decile
  FROM incoming i JOIN verdict v USING (submission_id, line) WHERE v.outcome = 'waiting'
"""
_MARK_CORRECTED = """
UPDATE intake_stagedrow r SET corrected_by_id = e.submission_id
  FROM earlier_row e
 WHERE r.regency_code = %s AND r.submission_id = e.earlier_id AND r.line = e.earlier_line
   AND (NOT e.unchanged OR r.outcome IN ('waiting', 'refused') OR r.waited_for IS NOT NULL)
"""
_LIVELIHOOD_GONE = """
CREATE TEMPORARY TABLE livelihood_gone ON COMMIT DROP AS
SELECT DISTINCT e.person_id, r.segment AS segment_code
  FROM earlier_row e
  JOIN incoming i USING (submission_id, line)
  JOIN batch b USING (submission_id)
  JOIN verdict v USING (submission_id, line)
  JOIN intake_stagedrow r ON r.regency_code = %(regency)s AND r.submission_id = e.earlier_id AND r.line = e.earlier_line
 WHERE NOT e.unchanged AND v.person_id = e.person_id AND r.segment IS NOT NULL AND i.segment IS NOT NULL
   AND r.segment <> i.segment
   AND NOT EXISTS (SELECT 1 FROM intake_stagedrow o JOIN intake_submission s ON s.id = o.submission_id
                    WHERE o.regency_code = %(regency)s AND o.person_id = e.person_id AND o.segment = r.segment
                      AND o.corrected_by_id IS NULL AND s.kind IN ('village_list', 'agency_list')
                      AND NOT (s.sender = b.sender AND s.kind = b.kind AND o.row_hash = r.row_hash))
   AND NOT EXISTS (SELECT 1 FROM person_livelihood l
                    WHERE l.person_id = e.person_id AND l.segment_code = r.segment)
"""
"""Livelihoods that only the corrected row told, and that its correction no longer tells."""


def settle(actor: Actor, regency_code: str, *, since: Month, before: Month) -> Recognised | None:
    """Carry out the verdicts of this transaction; return what an insurer's extract brought, None without one.

    Afterwards every incoming row stands in `intake_stagedrow` with its outcome, and rows of earlier files that a
    correction took the place of say so.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEW_PERSON)
        add_persons(actor, regency_code)
        cursor.execute(_CORRECTION)
        if cursor.rowcount:
            correct_persons(actor, regency_code)
        cursor.execute(_DETAIL)
        complete_persons(actor, regency_code)
        cursor.execute(_LIVELIHOOD)
        cursor.execute("SELECT EXISTS (SELECT 1 FROM earlier_row WHERE NOT unchanged)")
        if cursor.fetchone()[0]:
            cursor.execute(_LIVELIHOOD_GONE, {"regency": regency_code})
            remove_livelihoods(actor, regency_code)
        add_livelihoods(actor, regency_code)
        cursor.execute("SELECT coalesce(array_agg(DISTINCT kind), '{}') FROM batch")
        kinds = cursor.fetchone()[0]
        if "deaths" in kinds:
            cursor.execute(_DEATH)
            record_deaths(actor, regency_code)
        if "welfare" in kinds:
            cursor.execute(_WELFARE)
            record_welfare_ranks(actor, regency_code)
        cursor.execute(_KEEP_ROWS, [regency_code])
        cursor.execute(_KEEP_WAITING, [regency_code])
        cursor.execute("SELECT count(*) FROM earlier_row")
        if cursor.fetchone()[0]:
            cursor.execute(_MARK_CORRECTED, [regency_code])
        recognised = None
        if "insurer" in kinds:
            cursor.execute(_SPELL)
            cursor.execute("ANALYZE recognised_spell")
            find_what_extracts_supersede(regency_code)
            recognised = record_recognised_months(actor, regency_code, since=since, before=before)
    return recognised


_NOTHING_SUPERSEDED = """
CREATE TEMPORARY TABLE superseded_spell (by_submission_id bigint, submission_id bigint, line integer, from_month date)
    ON COMMIT DROP
"""


def settle_records(actor: Actor, regency_code: str, *, since: Month, before: Month) -> None:
    """Bring in what rows told that matching merged, each under its own record: livelihoods, deaths, deciles, covered
    months. `verdict` names the record of every row of `incoming` and marks it as head.
    """
    with connection.cursor() as cursor:
        cursor.execute(_NEW_PERSON)
        add_persons(actor, regency_code)
        cursor.execute(_LIVELIHOOD)
        add_livelihoods(actor, regency_code)
        cursor.execute(_DEATH)
        record_deaths(actor, regency_code)
        cursor.execute(_WELFARE)
        record_welfare_ranks(actor, regency_code)
        cursor.execute(_SPELL)
        if cursor.rowcount:
            cursor.execute("ANALYZE recognised_spell")
            cursor.execute(_NOTHING_SUPERSEDED)
            record_recognised_months(actor, regency_code, since=since, before=before)
