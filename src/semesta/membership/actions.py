"""Take the insurer's extract: spells as it reports them, and the covered months that follow."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection

from semesta.accounts.actor import Actor, may_answer, may_decide, may_spend, require
from semesta.audit.actions import record
from semesta.bulk import execute
from semesta.kernel.month import Month
from semesta.membership.confirming import confirm_what_extracts_tell, follow_merges
from semesta.membership.flow import BEGINNINGS, RELEASABLE, IllegalMoveError, MonthsMovedError, require_move
from semesta.membership.payer import same_payer

_COUNTED_MONTHS = """
CREATE TEMPORARY TABLE counted_month ON COMMIT DROP AS
SELECT m::date AS month, p::varchar(3) AS programme
  FROM generate_series(%(since)s::timestamp, %(before)s::timestamp - interval '1 day', '1 month') m,
       unnest(ARRAY['jkk', 'jkm']) p
 ORDER BY 1, 2
"""
_MONTHS_OF_SPELL = """
  JOIN counted_month m ON m.month >= s.start_month AND m.month < s.end_month
"""
_RANKED = """
CREATE TEMPORARY TABLE ranked_spell ON COMMIT DROP AS
SELECT s.*, string_to_array(lower(s.programmes), '+') AS held,
       row_number() OVER (PARTITION BY person_id
                          ORDER BY array_position(ARRAY['PU', 'JK', 'PMI', 'BPU'], membership_class),
                                   submission_id, line) AS place
  FROM recognised_spell s
"""
_MONTHS = f"""
INSERT INTO membership_coveredmonth (regency_code, month, person_id, programme, membership_class, payer,
                                     state, submission_id)
SELECT %(regency)s, m.month, s.person_id, m.programme, s.membership_class, s.payer, 'recognised', s.submission_id
  FROM (SELECT * FROM ranked_spell WHERE {{which}} ORDER BY person_id, place) s
{_MONTHS_OF_SPELL}
 WHERE m.programme = ANY(s.held)
"""
_FIRST_SPELLS = _MONTHS.format(which="place = 1")
_NOT_HELD = """
   AND NOT EXISTS (SELECT 1 FROM membership_coveredmonth c
                    WHERE c.regency_code = %(regency)s AND c.person_id = s.person_id
                      AND c.month = m.month AND c.programme = m.programme)
"""
"""Nearly all months are of the spell that comes first for its person. They cannot meet one another, and asking
beforehand costs a third of what ON CONFLICT does; before the first extract of a regency there is nothing to ask."""
_ANY_MONTH = "SELECT EXISTS (SELECT 1 FROM membership_coveredmonth WHERE regency_code = %(regency)s)"
_FURTHER_SPELLS = _MONTHS.format(which="place > 1") + "ON CONFLICT DO NOTHING"
_SUPERSEDE = """
UPDATE membership_spell s
   SET superseded_by_id = g.by_submission_id, superseded_from_month = least(s.superseded_from_month, g.from_month)
  FROM superseded_spell g
 WHERE s.regency_code = %(regency)s AND s.submission_id = g.submission_id AND s.line = g.line
"""
_FORMER_MONTHS = """
CREATE TEMPORARY TABLE former_month ON COMMIT DROP AS
WITH shaken AS (
    SELECT g.by_submission_id, s.person_id, s.membership_class, s.payer, g.from_month, s.end_month
      FROM superseded_spell g
      JOIN membership_spell s ON s.regency_code = %(regency)s AND s.submission_id = g.submission_id AND s.line = g.line
     WHERE NOT EXISTS (SELECT 1 FROM recognised_spell n
                        WHERE n.person_id = s.person_id AND n.membership_class = s.membership_class
                          AND n.payer = s.payer AND n.programmes = s.programmes
                          AND n.start_month <= g.from_month AND n.end_month >= s.end_month)
), gone AS (
    DELETE FROM membership_coveredmonth c USING shaken s
     WHERE c.regency_code = %(regency)s AND c.person_id = s.person_id AND c.state = 'recognised'
       AND c.submission_id <> 0 AND c.month >= s.from_month AND c.month < s.end_month
       AND c.membership_class = s.membership_class AND c.payer = s.payer
    RETURNING s.by_submission_id, c.person_id, c.month, c.programme, c.membership_class, c.payer
)
SELECT * FROM gone
"""
"""Months whose spell is superseded, unless the new extract says the very same; who still vouches for one has it back
by `_MONTHS_VOUCHED_FOR`."""
_MONTHS_VOUCHED_FOR = """
INSERT INTO membership_coveredmonth (regency_code, month, person_id, programme, membership_class, payer,
                                     state, submission_id)
SELECT DISTINCT ON (f.person_id, f.month, f.programme) %(regency)s, f.month, f.person_id, f.programme,
       s.membership_class, s.payer, 'recognised', s.submission_id
  FROM former_month f
  JOIN membership_spell s ON s.regency_code = %(regency)s AND s.person_id = f.person_id
                         AND f.month >= s.start_month AND f.month < coalesce(s.superseded_from_month, s.end_month)
                         AND f.programme = ANY(string_to_array(lower(s.programmes), '+'))
 ORDER BY f.person_id, f.month, f.programme, array_position(ARRAY['PU', 'JK', 'PMI', 'BPU'], s.membership_class),
          s.submission_id DESC, s.line
ON CONFLICT DO NOTHING
"""
_TAKEN_BACK = """
CREATE TEMPORARY TABLE taken_back ON COMMIT DROP AS
SELECT f.by_submission_id AS submission_id,
       count(DISTINCT (f.person_id, f.month)) FILTER (WHERE c.person_id IS NULL) AS months,
       count(DISTINCT f.person_id) FILTER (WHERE c.person_id IS NULL) AS persons,
       count(DISTINCT (f.person_id, f.month)) FILTER (WHERE (c.payer, c.membership_class)
                                                            <> (f.payer, f.membership_class)) AS months_changed,
       count(DISTINCT f.person_id) FILTER (WHERE (c.payer, c.membership_class)
                                                 <> (f.payer, f.membership_class)) AS persons_changed
  FROM former_month f
  LEFT JOIN membership_coveredmonth c ON c.regency_code = %(regency)s AND c.person_id = f.person_id
                                     AND c.month = f.month AND c.programme = f.programme
 GROUP BY 1
"""

_PERSON_OF_TWO_PAYERS = """
CREATE TEMPORARY TABLE person_of_two_payers ON COMMIT DROP AS
SELECT person_id FROM membership_spell
 WHERE regency_code = %(regency)s AND person_id IN (SELECT person_id FROM recognised_spell)
 GROUP BY person_id HAVING min(payer) < max(payer)
 UNION SELECT person_id FROM person_paid_for
"""
_DOUBLE_MONTH = f"""
CREATE TEMPORARY TABLE double_month ON COMMIT DROP AS
WITH held AS (
    SELECT person_id, person_id AS record_id FROM person_of_two_payers
     UNION ALL
    SELECT r.person_id, p.person_id FROM person_paid_for p
      JOIN record_concerned r ON r.head_id = p.head_id AND r.person_id <> p.person_id
)
SELECT s.submission_id, s.line, s.person_id, m.month, m.programme, s.payer, c.payer AS other_payer
  FROM recognised_spell s
  JOIN held h USING (person_id)
 {_MONTHS_OF_SPELL}
  JOIN membership_coveredmonth c ON c.regency_code = %(regency)s AND c.month = m.month
                                AND c.person_id = h.record_id AND c.programme = m.programme
                                AND (c.person_id = s.person_id OR c.submission_id = 0)
 WHERE NOT {same_payer("c.payer", "s.payer")} AND m.programme = ANY(string_to_array(lower(s.programmes), '+'))
"""
"""Months that the record has from another payer, or that a purse pays under another record of the person."""


@dataclass(frozen=True, slots=True)
class Recognised:
    """What an extract brought: spells, new covered months, months that another payer already holds, and what it undid.

    `superseded` are spells of the sender's earlier extracts that it took the place of, `taken_back` the covered months
    (of a person) that nobody vouches for any more, `changed` those that now have another payer or class. `confirmed`
    are months paid by a purse that the extract reports from the same payer.
    """

    spells: int
    months: int
    double_months: int
    superseded: int
    taken_back: int
    changed: int
    confirmed: int


def record_recognised_months(actor: Actor, regency_code: str, *, since: Month, before: Month) -> Recognised:
    """Turn temporary table `recognised_spell` into spells and covered months of state `recognised`.

    Columns: submission_id, line, person_id, membership_class, programmes ("JKK+JKM"), payer, start_month, end_month
    (first days; the end is not included). Months of JKK and JKM are recorded from `since` up to, not including,
    `before`. A month that a person already holds from another payer is not recorded twice: it goes into temporary table
    `double_month` (submission_id, line, person_id, month, programme, payer, other_payer) for the caller's findings.
    Where one extract names two payers for a month, wage earners (PU) come before construction, migrants and BPU.

    The spells of temporary table `superseded_spell` (by_submission_id, submission_id, line, from_month) vouch for no
    month from `from_month` on: such a month is taken back unless another spell, of whatever source, vouches for it, and
    then has that one's payer and class. Temporary table `taken_back` (submission_id, months, persons, months_changed,
    persons_changed) counts this per extract for the caller's findings.
    """
    require(may_decide(actor, regency_code), actor=actor, to="record months in", region_code=regency_code)
    parameters: dict[str, Any] = {"regency": regency_code, "since": since.first_day(), "before": before.first_day()}
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO membership_spell (regency_code, submission_id, line, person_id, membership_class, programmes,
                                          payer, start_month, end_month)
            SELECT %(regency)s, submission_id, line, person_id, membership_class, programmes, payer,
                   start_month, end_month
              FROM recognised_spell
            """,
            parameters,
        )
        spells = cursor.rowcount
        cursor.execute("LOCK TABLE membership_coveredmonth IN SHARE ROW EXCLUSIVE MODE")
        cursor.execute(_SUPERSEDE, parameters)
        superseded = cursor.rowcount
        confirmed = confirm_what_extracts_tell(regency_code)
        if superseded:
            cursor.execute(_FORMER_MONTHS, parameters)
        cursor.execute(_COUNTED_MONTHS, parameters)
        cursor.execute("ANALYZE counted_month")
        cursor.execute(_RANKED)
        months = 0
        cursor.execute(_ANY_MONTH, parameters)
        first_spells = _FIRST_SPELLS + (_NOT_HELD if cursor.fetchone()[0] else "")
        for insert in (first_spells, _FURTHER_SPELLS):
            cursor.execute(insert, parameters)
            months += cursor.rowcount
        taken_back, changed = _settle_former_months(cursor, parameters) if superseded else (0, 0)
        cursor.execute(_PERSON_OF_TWO_PAYERS, parameters)
        cursor.execute("ANALYZE person_of_two_payers")  # few: the months are looked up for them alone
        cursor.execute(_DOUBLE_MONTH, parameters)
        double = cursor.rowcount
    taken = Recognised(spells, months, double, superseded, taken_back, changed, confirmed)
    record(
        actor, "record_recognised_months", object_type="covered_month", object_id="*", region_code=regency_code,
        detail={
            "spells": spells, "months": months, "double_months": double, "superseded": superseded,
            "months_taken_back": taken_back, "months_changed": changed, "months_confirmed": confirmed,
            "since": str(since), "before": str(before),
        },
    )  # fmt: skip
    return taken


def _settle_former_months(cursor: Any, parameters: dict[str, Any]) -> tuple[int, int]:
    """Give months back that another spell vouches for; return the months of persons taken back and changed."""
    cursor.execute("ANALYZE former_month")
    cursor.execute(_MONTHS_VOUCHED_FOR, parameters)
    cursor.execute(_TAKEN_BACK, parameters)
    cursor.execute("SELECT coalesce(sum(months), 0), coalesce(sum(months_changed), 0) FROM taken_back")
    months, changed = cursor.fetchone()
    return int(months), int(changed)


def cover_months(actor: Actor, regency_code: str, *, state: str) -> int:
    """Record the months of temporary table `month_to_cover` (person_id, month, membership_class, payer) in `state`.

    JKK and JKM of every month begin in that state; return how many months (of both). A month that somebody pays
    already meets the key of the table, and nothing is recorded. Errors: IllegalMoveError for a state that is no
    beginning.
    """
    require(may_spend(actor, regency_code), actor=actor, to="cover months in", region_code=regency_code)
    if state not in BEGINNINGS:
        raise IllegalMoveError(f"-> {state}")
    months = execute(
        """
        INSERT INTO membership_coveredmonth (regency_code, month, person_id, programme, membership_class, payer,
                                             state, submission_id)
        SELECT %s, month, person_id, programme, membership_class, payer, %s, 0
          FROM month_to_cover CROSS JOIN unnest(ARRAY['jkk', 'jkm']) AS p(programme)
         ORDER BY month, person_id, programme
        """,
        [regency_code, state],
    )
    _summarise_pages()
    return _told(actor, regency_code, "cover_months", months, {"state": state})


def move_months(actor: Actor, regency_code: str, *, from_state: str, to_state: str) -> int:
    """Move the months of temporary table `month_to_move` (person_id, month) on; return how many months moved.

    JKK and JKM move together. Errors: IllegalMoveError when the flow has no such way; MonthsMovedError when a month
    is not in `from_state` (then the caller's transaction has to be given up).
    """
    require(may_spend(actor, regency_code), actor=actor, to="move months in", region_code=regency_code)
    require_move(from_state, to_state)
    # the state in a CASE: statistics may not know it yet, and nobody expected means every month met with every line
    rows = execute(
        """
        UPDATE membership_coveredmonth c SET state = %s
          FROM month_to_move m
         WHERE c.regency_code = %s AND c.person_id = m.person_id AND c.month = m.month
           AND c.month = ANY(%s) AND c.programme IN ('jkk', 'jkm') AND CASE WHEN c.state = %s THEN true END
        """,
        [to_state, regency_code, _months_to_move(), from_state],
    )
    _require_all(rows, from_state)
    return _told(actor, regency_code, "move_months", rows, {"from": from_state, "to": to_state})


def release_months(actor: Actor, regency_code: str, *, from_state: str) -> int:
    """Give up the months of temporary table `month_to_move`, for which nothing was paid; return how many.

    Errors as for `move_months`.
    """
    require(may_spend(actor, regency_code), actor=actor, to="release months in", region_code=regency_code)
    if from_state not in RELEASABLE:
        raise IllegalMoveError(f"{from_state} ->")
    rows = execute(
        """
        DELETE FROM membership_coveredmonth c USING month_to_move m
         WHERE c.regency_code = %s AND c.person_id = m.person_id AND c.month = m.month
           AND c.programme IN ('jkk', 'jkm') AND CASE WHEN c.state = %s THEN true END
        """,
        [regency_code, from_state],
    )
    _require_all(rows, from_state)
    return _told(actor, regency_code, "release_months", rows, {"from": from_state})


def take_back_months(actor: Actor, regency_code: str) -> int:
    """Give up what the insurer says a purse need not pay: months of `month_to_take_back` (person_id, payer, month).

    Only months of ours that are still decreed go; billed and paid ones stay for a reversal. Those given up stand in
    temporary table `month_taken_back` (person_id, payer, month). Return how many.
    """
    require(may_answer(actor, regency_code), actor=actor, to="take back months in", region_code=regency_code)
    rows = execute(
        """
        CREATE TEMPORARY TABLE month_taken_back ON COMMIT DROP AS
        WITH gone AS (
            DELETE FROM membership_coveredmonth c USING month_to_take_back m
             WHERE c.regency_code = %s AND c.person_id = m.person_id AND c.month = m.month AND c.payer = m.payer
               AND c.submission_id = 0 AND c.state = 'decreed' AND c.programme IN ('jkk', 'jkm')
            RETURNING c.person_id, c.payer, c.month, c.programme
        )
        SELECT person_id, payer, month FROM gone WHERE programme = 'jkm'
        """,
        [regency_code],
    )
    return _told(actor, regency_code, "take_back_months", 2 * rows, {"from": "decreed"})


def _months_to_move() -> list[date]:
    """Return the months of `month_to_move`: with them named, only the pages that hold such months are read."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT month FROM month_to_move ORDER BY 1")
        return [month for (month,) in cursor.fetchall()]


def _summarise_pages() -> None:
    """Tell the index by pages of rows just added, at once rather than when autovacuum comes by; its owner may."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT brin_summarize_new_values(oid) FROM pg_class "
            "WHERE oid = 'covered_month_pages'::regclass AND pg_has_role(relowner, 'USAGE')"
        )


def _require_all(rows: int, state: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM month_to_move")
        wanted = cursor.fetchone()[0]
    if rows != 2 * wanted:
        raise MonthsMovedError(
            f"{wanted - rows // 2} dari {wanted} bulan tidak berstatus {state} / "
            f"{wanted - rows // 2} of {wanted} months are not {state}"
        )


def _told(actor: Actor, regency_code: str, action: str, rows: int, detail: dict[str, Any]) -> int:
    record(actor, action, object_type="covered_month", object_id="*", region_code=regency_code,
           detail={"months": rows // 2, **detail})  # fmt: skip
    return rows // 2


def remove_record_months(actor: Actor, regency_code: str) -> int:
    """Take back spells and recognised months of the records of `record_gone` (person_id); return the months.

    Such records stand for rows of extracts and are never heads, so no purse pays for them; what a purse paid for their
    heads is recognised no longer, unless another membership tells it.
    """
    require(may_decide(actor, regency_code), actor=actor, to="take back months in", region_code=regency_code)
    months = 0
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS pg_temp.told_person")
        cursor.execute("CREATE TEMPORARY TABLE told_person ON COMMIT DROP AS SELECT person_id FROM record_gone")
        for table, which in (("membership_spell", "true"), ("membership_coveredmonth", "t.state = 'recognised'")):
            cursor.execute(
                f"DELETE FROM {table} t USING record_gone g"
                f" WHERE t.regency_code = %s AND t.person_id = g.person_id AND {which}",
                [regency_code],
            )
            months = cursor.rowcount
    follow_merges(actor, regency_code)
    if months:
        record(
            actor, "remove_record_months", object_type="covered_month", object_id="*", region_code=regency_code,
            detail={"months": months},
        )  # fmt: skip
    return months
