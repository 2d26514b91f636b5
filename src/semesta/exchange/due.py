"""What the insurer has not been told yet, in temporary table `due_line`: one line per payer and person.

A month is *due* when a line of a decree stands for it and the covered month is decreed, billed or paid from the same
payer. It is *told* when the newest line about it that was not refused enrols the person. Due and not told: enrol (or
transfer, when another payer's enrolment touches it). Told and not standing any more: leave. Died while enrolled: death.
A person with an open line of a payer waits for its answer; one refused waits until what was told has changed. A line
closed without an answer counts as never sent. Records merged into one person are told of as one, under their head and
with what any of them tells (`person_to_tell`), whichever record a decree or an earlier batch names. Who is settled
(`settled.py`) is left out from the beginning: months are looked at of people only for whom something may be due.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from semesta.bulk import execute
from semesta.exchange.settled import PERSON_HASH, SETTLED
from semesta.people.standing import MERGED

_TOLD = (
    "nik", "name", "birth_place", "birth_on", "sex", "mother_name", "phone", "address", "village_code",
)  # fmt: skip
_TABLES = (
    "only_line", "standing_cover", "settled_person", "sent_line", "decreed_month", "person_to_tell", "record_to_tell",
    "due_month", "told_month", "waiting_month", "due_line", "due_person",
)  # fmt: skip
_IS_SETTLED = "EXISTS (SELECT 1 FROM settled_person z WHERE z.person_id = {record})"
_SENT = f"""
CREATE TEMPORARY TABLE sent_line ON COMMIT DROP AS
SELECT b.*, coalesce(m.merged_into, b.person_id) AS head_id
  FROM exchange_batchline b LEFT JOIN {MERGED} m ON m.id = b.person_id
 WHERE b.regency_code = %(regency)s AND NOT {_IS_SETTLED.format(record="b.person_id")}
"""
"""The lines of all batches with the head of their person now."""
_DECREED = f"""
CREATE TEMPORARY TABLE decreed_month ON COMMIT DROP AS
SELECT coalesce(h.merged_into, l.person_id) AS person_id, l.person_id AS record_id, l.purse_id,
       u.payer, l.membership_class, m::date AS month, l.decree_id, l.line
  FROM funding_decreeline l
  JOIN funding_purse u ON u.id = l.purse_id
  LEFT JOIN {MERGED} h ON h.id = l.person_id
 CROSS JOIN LATERAL generate_series(l.start_month::timestamp, (l.end_month - 1)::timestamp, '1 month') m
 WHERE l.regency_code = %(regency)s AND l.removes_line IS NULL AND u.closed_on IS NULL
   AND (%(purse)s::bigint IS NULL OR l.purse_id = %(purse)s)
   AND NOT {_IS_SETTLED.format(record="l.person_id")}
   AND NOT EXISTS (SELECT 1 FROM funding_decreeline r
                    WHERE r.regency_code = l.regency_code AND r.removes_decree_id = l.decree_id
                      AND r.removes_line = l.line AND m >= r.start_month AND m < r.end_month)
"""
_PEOPLE = f"""
CREATE TEMPORARY TABLE person_to_tell ON COMMIT DROP AS
WITH t AS (SELECT person_id FROM decreed_month UNION SELECT head_id FROM sent_line)
SELECT p.id, {", ".join(f"coalesce(p.{name}, m.{name}) AS {name}" for name in _TOLD)},
       least(p.died_on, m.died_on) AS died_on
  FROM t
  JOIN people_person p ON p.regency_code = %(regency)s AND p.id = t.person_id
  LEFT JOIN (SELECT merged_into AS id, min(died_on) AS died_on,
                    {", ".join(f"(array_agg({n} ORDER BY id) FILTER (WHERE {n} IS NOT NULL))[1] AS {n}" for n in _TOLD)}
               FROM people_person
              WHERE regency_code = %(regency)s AND merged_into IN (SELECT person_id FROM t) GROUP BY 1) m
         ON m.id = p.id
"""
_RECORDS = f"""
CREATE TEMPORARY TABLE record_to_tell ON COMMIT DROP AS
SELECT id AS record_id, id AS person_id FROM person_to_tell
 UNION ALL
SELECT m.id, m.merged_into FROM {MERGED} m JOIN person_to_tell p ON p.id = m.merged_into
"""
_DUE = """
CREATE TEMPORARY TABLE due_month ON COMMIT DROP AS
SELECT DISTINCT ON (d.payer, d.person_id, d.month) d.* FROM decreed_month d
  JOIN membership_coveredmonth c ON c.regency_code = %(regency)s AND c.person_id = d.record_id AND c.month = d.month
                                AND c.programme = 'jkm'
  JOIN person_to_tell p ON p.id = d.person_id
 WHERE c.submission_id = 0 AND c.payer = d.payer AND c.state IN ('decreed', 'billed', 'paid')
   AND (p.died_on IS NULL OR d.month <= p.died_on)
 ORDER BY d.payer, d.person_id, d.month, d.record_id
"""
_TOLD_MONTHS = """
CREATE TEMPORARY TABLE told_month ON COMMIT DROP AS
SELECT * FROM (
    SELECT DISTINCT ON (b.payer, b.head_id, m) b.payer, b.head_id AS person_id, m::date AS month, b.purse_id, b.entry,
           b.state, b.membership_class, b.batch, b.line
      FROM sent_line b
     CROSS JOIN LATERAL generate_series(
           b.first_month::timestamp,
           (CASE WHEN b.state = 'overlap' THEN least(b.since_month, b.end_month) ELSE b.end_month END - 1)::timestamp,
           '1 month') m
     WHERE b.state NOT IN ('refused', 'closed')
     ORDER BY b.payer, b.head_id, m, b.batch DESC) newest
 WHERE entry IN ('enrol', 'transfer')
   AND NOT EXISTS (SELECT 1 FROM sent_line x
                    WHERE x.head_id = newest.person_id AND x.entry = 'transfer'
                      AND x.state = 'accepted' AND x.from_payer = newest.payer AND x.batch > newest.batch
                      AND newest.month >= x.first_month)
"""
"""A payer change that was accepted ends what the former payer had enrolled."""
_WAITING = f"""
CREATE TEMPORARY TABLE waiting_month ON COMMIT DROP AS
SELECT b.payer, b.head_id AS person_id, b.first_month, b.end_month, b.entry
  FROM sent_line b
  JOIN person_to_tell p ON p.id = b.head_id
 WHERE b.state IN ('refused', 'overlap') AND NOT b.batch = ANY(%(again)s)
   AND NOT coalesce(b.reason = ANY(%(retry)s), false) AND b.told_hash = {PERSON_HASH}
"""
_DEATHS = """
SELECT t.payer, t.person_id, t.purse_id, t.membership_class, 'death' AS entry, 'died' AS leave_reason,
       date_trunc('month', p.died_on + interval '1 month')::date AS first_month, p.died_on AS event_on,
       b.decree_id, b.decree_line, 1 AS priority
  FROM (SELECT DISTINCT ON (payer, person_id) * FROM told_month ORDER BY payer, person_id, month DESC) t
  JOIN person_to_tell p ON p.id = t.person_id AND p.died_on IS NOT NULL
  JOIN exchange_batchline b ON b.regency_code = %(regency)s AND b.batch = t.batch AND b.line = t.line
 WHERE t.month >= date_trunc('month', p.died_on) AND t.state = 'accepted'
   AND NOT EXISTS (SELECT 1 FROM sent_line d
                    WHERE d.head_id = t.person_id AND d.payer = t.payer
                      AND d.entry = 'death' AND d.state NOT IN ('refused', 'closed'))
"""
_COVERED = """
SELECT r.person_id, c.month, c.payer, c.membership_class, c.submission_id
  FROM record_to_tell r
  JOIN membership_coveredmonth c ON c.regency_code = %(regency)s AND c.person_id = r.record_id
                                AND c.programme = 'jkm'
"""
_LEAVERS = f"""
SELECT g.payer, g.person_id, g.purse_id, g.membership_class, 'leave', g.leave_reason, g.first_month, NULL::date,
       b.decree_id, b.decree_line, 2
  FROM (SELECT DISTINCT ON (t.payer, t.person_id) t.payer, t.person_id, t.purse_id, t.membership_class, t.batch,
               t.line, t.month AS first_month,
               CASE WHEN c.membership_class = 'PU' THEN 'wage_earner' ELSE 'amended' END AS leave_reason
          FROM told_month t
          JOIN person_to_tell p ON p.id = t.person_id
          LEFT JOIN ({_COVERED}) c ON c.person_id = t.person_id AND c.month = t.month
         WHERE t.state = 'accepted' AND (%(purse)s::bigint IS NULL OR t.purse_id = %(purse)s)
           AND NOT EXISTS (SELECT 1 FROM ({_COVERED}) s
                            WHERE s.person_id = t.person_id AND s.month = t.month
                              AND (s.payer = t.payer OR s.submission_id = 0))
           AND (p.died_on IS NULL OR t.month <= p.died_on)
         ORDER BY t.payer, t.person_id, t.month, c.membership_class = 'PU' DESC) g
  JOIN exchange_batchline b ON b.regency_code = %(regency)s AND b.batch = g.batch AND b.line = g.line
"""
_ENROLMENTS = """
SELECT i.payer, i.person_id, i.purse_id, i.membership_class, 'enrol', NULL, i.first_month, NULL::date, i.decree_id,
       i.line, 3
  FROM (SELECT DISTINCT ON (d.payer, d.person_id) d.payer, d.person_id, d.purse_id, d.membership_class,
               d.month AS first_month, d.decree_id, d.line
          FROM due_month d
          LEFT JOIN told_month t ON t.payer = d.payer AND t.person_id = d.person_id AND t.month = d.month
          LEFT JOIN waiting_month w ON w.payer = d.payer AND w.person_id = d.person_id
                                   AND d.month >= w.first_month AND d.month < w.end_month
         WHERE t.person_id IS NULL AND w.person_id IS NULL
         ORDER BY d.payer, d.person_id, d.month) i
"""
_LINES = f"""
CREATE TEMPORARY TABLE due_line ON COMMIT DROP AS
SELECT DISTINCT ON (payer, person_id) n.*, NULL::date AS end_month, NULL::text AS from_payer, NULL::text AS lacks
  FROM ({_DEATHS} UNION ALL {_LEAVERS} UNION ALL {_ENROLMENTS}) n
 WHERE NOT EXISTS (SELECT 1 FROM sent_line o
                    WHERE o.state = 'open' AND o.head_id = n.person_id AND o.payer = n.payer)
   AND NOT EXISTS (SELECT 1 FROM waiting_month w
                    WHERE w.payer = n.payer AND w.person_id = n.person_id AND w.entry = n.entry
                      AND w.first_month = n.first_month)
   AND (%(purse)s::bigint IS NULL OR n.purse_id = %(purse)s)
 ORDER BY payer, person_id, priority, first_month
"""
_ENDS = """
UPDATE due_line l SET end_month = r.end_month
  FROM (SELECT payer, person_id, purse_id, first_month,
               (max(month) FILTER (WHERE months = place) + interval '1 month')::date AS end_month
          FROM (SELECT d.payer, d.person_id, d.purse_id, l.first_month, d.month,
                       row_number() OVER (PARTITION BY l.payer, l.person_id ORDER BY d.month) AS place,
                       (extract(year FROM d.month) - extract(year FROM l.first_month)) * 12
                       + extract(month FROM d.month) - extract(month FROM l.first_month) + 1 AS months
                  FROM due_line l
                  JOIN due_month d ON d.payer = l.payer AND d.person_id = l.person_id AND d.purse_id = l.purse_id
                                  AND d.membership_class = l.membership_class AND d.month >= l.first_month
                  LEFT JOIN told_month t ON t.payer = d.payer AND t.person_id = d.person_id AND t.month = d.month
                 WHERE l.entry = 'enrol' AND t.person_id IS NULL) m
         GROUP BY 1, 2, 3, 4) r
 WHERE l.payer = r.payer AND l.person_id = r.person_id AND l.entry = 'enrol'
"""
"""An enrolment reaches to the first month that is not due any more."""
_LAST = """
UPDATE due_line l SET end_month = greatest((r.month + interval '1 month')::date,
                                           (l.first_month + interval '1 month')::date)
  FROM (SELECT payer, person_id, max(month) AS month FROM told_month GROUP BY 1, 2) r
 WHERE l.payer = r.payer AND l.person_id = r.person_id AND l.entry IN ('leave', 'death')
"""
_TRANSFERS = """
UPDATE due_line l SET entry = 'transfer', from_payer = t.payer
  FROM (SELECT DISTINCT ON (l.payer, l.person_id) l.payer AS to_payer, l.person_id, t.payer
          FROM due_line l
          JOIN told_month t ON t.person_id = l.person_id AND t.payer <> l.payer AND t.state = 'accepted'
                           AND t.month >= l.first_month - interval '1 month' AND t.month < l.end_month
         WHERE l.entry = 'enrol'
         ORDER BY l.payer, l.person_id, t.month DESC, t.payer) t
 WHERE l.payer = t.to_payer AND l.person_id = t.person_id AND l.entry = 'enrol'
"""
_PERSONS = f"""
CREATE TEMPORARY TABLE due_person ON COMMIT DROP AS
SELECT l.*, p.nik, p.name, p.birth_place, p.birth_on, p.sex, p.mother_name, p.phone, p.address,
       coalesce(p.village_code, d.village_code) AS village_code, v.name AS village, k.name AS district,
       d.segment_code, d.income_rp, d.monthly_rp, s.number AS decree, {PERSON_HASH} AS told_hash
  FROM due_line l
  JOIN person_to_tell p ON p.id = l.person_id
  JOIN funding_decreeline d ON d.regency_code = %(regency)s AND d.decree_id = l.decree_id AND d.line = l.decree_line
  JOIN funding_decree s ON s.id = l.decree_id
  LEFT JOIN regions_region v ON v.code = coalesce(p.village_code, d.village_code)
  LEFT JOIN regions_region k ON k.code = v.parent_id
"""
ASKABLE = (
    "nik", "name", "birth_place", "birth_on", "sex", "mother_name", "phone", "address", "village_code", "village",
    "district", "segment_code", "income_rp", "monthly_rp",
)  # fmt: skip
"""Fields of a person that a layout may require and a register may lack."""


def stage_due_lines(
    regency_code: str,
    *,
    purse_id: int | None,
    first_month: date | None,
    again: Sequence[int],
    retry: Sequence[str],
    required: Sequence[str],
) -> None:
    """Make temporary table `due_person`: everybody to be told of, with the data to be told, in the transaction.

    `lacks` names the first required field that the register does not know. `again` are batches whose refused lines are
    due again though nothing was corrected; `retry` are the refusal reasons that need no correction.
    """
    parameters: dict[str, Any] = {
        "regency": regency_code, "purse": purse_id, "month": first_month, "again": list(again), "retry": list(retry),
    }  # fmt: skip
    for table in _TABLES:
        execute(f"DROP TABLE IF EXISTS pg_temp.{table}")
    for statement, index in (
        *SETTLED,
        (_SENT, "sent_line"),
        (_DECREED, "decreed_month"),
        (_PEOPLE, "person_to_tell"),
        (_RECORDS, "record_to_tell"),
        (_DUE, "due_month"),
        (_TOLD_MONTHS, "told_month"),
        (_WAITING, "waiting_month"),
        (_LINES, "due_line"),
    ):
        execute(statement, parameters)
        execute(f"ANALYZE {index}")
    for statement in (_ENDS, _LAST, _TRANSFERS, _PERSONS):
        execute(statement, parameters)
    if first_month is not None:
        execute("DELETE FROM due_person WHERE first_month <> %(month)s", parameters)
    asked = [name for name in required if name in ASKABLE]
    if asked:
        cases = " ".join(f"WHEN {name} IS NULL OR {name}::text = '' THEN '{name}'" for name in asked)
        execute(f"UPDATE due_person SET lacks = CASE {cases} END WHERE entry IN ('enrol', 'transfer')")
    execute("ANALYZE due_person")
