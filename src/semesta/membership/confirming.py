"""Months a purse paid that the insurer recognises, person by person, whichever of its records either side names.

A month of ours is recognised while a membership of any record of its person, from the same payer, tells it. Nothing but
the spells that stand and the merges that stand decide, so it follows after an extract, a merge, and a merge undone.
"""

from __future__ import annotations

from typing import Any, Final

from django.db import connection

from semesta.accounts.actor import Actor, may_decide, require
from semesta.audit.actions import record
from semesta.bulk import execute, read_lines
from semesta.membership.payer import same_payer
from semesta.people.standing import MERGED

_CONCERNED: Final = f"""
CREATE TEMPORARY TABLE record_concerned ON COMMIT DROP AS
WITH head AS (
    SELECT DISTINCT coalesce(g.merged_into, t.person_id) AS id
      FROM told_person t LEFT JOIN {MERGED} g ON g.id = t.person_id
)
SELECT id AS person_id, id AS head_id FROM head
 UNION ALL
SELECT m.id, m.merged_into FROM {MERGED} m JOIN head h ON h.id = m.merged_into
"""
_PAID_FOR: Final = """
CREATE TEMPORARY TABLE person_paid_for ON COMMIT DROP AS
SELECT DISTINCT c.person_id, r.head_id
  FROM membership_coveredmonth c JOIN record_concerned r USING (person_id)
 WHERE c.regency_code = %(regency)s AND c.submission_id = 0
"""
"""Months that began in a decree or a bill, not in an extract, carry submission 0; an extract never deletes them."""
_VOUCHING: Final = """
CREATE TEMPORARY TABLE vouching_spell ON COMMIT DROP AS
SELECT p.person_id, s.payer, s.start_month, coalesce(s.superseded_from_month, s.end_month) AS end_month,
       string_to_array(lower(s.programmes), '+') AS held
  FROM person_paid_for p
  JOIN record_concerned r USING (head_id)
  JOIN membership_spell s ON s.regency_code = %(regency)s AND s.person_id = r.person_id
"""
_TELLS: Final = f"""v.person_id = c.person_id AND {same_payer("v.payer", "c.payer")} AND c.programme = ANY(v.held)
   AND c.month >= v.start_month AND c.month < v.end_month"""
_CONFIRMED: Final = f"""
UPDATE membership_coveredmonth c SET state = 'recognised'
  FROM vouching_spell v
 WHERE c.regency_code = %(regency)s AND c.submission_id = 0 AND {_TELLS} AND CASE WHEN c.state = 'paid' THEN true END
"""
_NO_LONGER: Final = f"""
UPDATE membership_coveredmonth c SET state = 'paid'
  FROM person_paid_for p
 WHERE c.regency_code = %(regency)s AND c.person_id = p.person_id AND c.submission_id = 0
   AND CASE WHEN c.state = 'recognised' THEN true END
   AND NOT EXISTS (SELECT 1 FROM vouching_spell v WHERE {_TELLS})
"""
"""The states stand in a CASE, as in `actions.move_months`: statistics may not know them yet."""
_ANY_OF_OURS: Final = """
SELECT EXISTS (SELECT 1 FROM membership_coveredmonth WHERE regency_code = %(regency)s AND submission_id = 0) AS is_there
"""
_TOLD: Final = """
CREATE TEMPORARY TABLE told_person ON COMMIT DROP AS
SELECT person_id FROM recognised_spell
 UNION
SELECT s.person_id FROM superseded_spell g
  JOIN membership_spell s ON s.regency_code = %(regency)s AND s.submission_id = g.submission_id AND s.line = g.line
"""
_NOBODY: Final = """
CREATE TEMPORARY TABLE record_concerned (person_id bigint, head_id bigint) ON COMMIT DROP;
CREATE TEMPORARY TABLE person_paid_for (person_id bigint, head_id bigint) ON COMMIT DROP
"""
_DROP: Final = "DROP TABLE IF EXISTS pg_temp.record_concerned, pg_temp.person_paid_for, pg_temp.vouching_spell"


def confirm_what_extracts_tell(regency_code: str) -> int:
    """Let months of ours be recognised or paid by what extracts tell now; return how many of JKK and JKM became
    recognised.

    `recognised_spell` is kept already, what `superseded_spell` names is marked. Afterwards `record_concerned` has every
    record of the persons they speak of, `person_paid_for` those of them that hold months of ours (person_id and head_id
    both); both are empty where the regency has no such months at all, as before its first decree.
    """
    parameters = {"regency": regency_code}
    execute(_DROP)
    if not read_lines(_ANY_OF_OURS, parameters)[0]["is_there"]:
        execute(_NOBODY)
        return 0
    execute("DROP TABLE IF EXISTS pg_temp.told_person")
    execute(_TOLD, parameters)
    return _confirm(parameters) if _find_paid_for(parameters) else 0


def _find_paid_for(parameters: dict[str, Any]) -> bool:
    """Find of the persons of `told_person` whom our purses pay for; say whether there are any."""
    execute(_CONCERNED, parameters)
    execute("ANALYZE record_concerned")
    return execute(_PAID_FOR, parameters) > 0


def _confirm(parameters: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE person_paid_for")
        cursor.execute(_VOUCHING, parameters)
        cursor.execute("ANALYZE vouching_spell")
        cursor.execute(_NO_LONGER, parameters)
        cursor.execute(_CONFIRMED, parameters)
        return int(cursor.rowcount)


def follow_merges(actor: Actor, regency_code: str) -> int:
    """Let recognition follow merges, merges undone and records taken back, of the persons of temporary table
    `told_person` (every record concerned, its former head and its new one); return the months (of JKK and JKM) newly
    recognised."""
    require(may_decide(actor, regency_code), actor=actor, to="record months in", region_code=regency_code)
    parameters = {"regency": regency_code}
    execute(_DROP)
    months = _confirm(parameters) if _find_paid_for(parameters) else 0
    execute(_DROP)
    if months:
        record(actor, "recognise_merged_months", object_type="covered_month", object_id="*", region_code=regency_code,
               detail={"months": months})  # fmt: skip
    return months
