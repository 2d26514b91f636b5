"""Take the insurer's extract: spells as it reports them, and the covered months that follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from semesta.accounts.actor import Actor, may_maintain, require
from semesta.audit.actions import record
from semesta.kernel.month import Month

_MONTHS_OF_SPELL = """
             CROSS JOIN LATERAL generate_series(greatest(s.start_month, %(since)s::date)::timestamp,
                                                (least(s.end_month, %(before)s::date) - 1)::timestamp, '1 month') m
             CROSS JOIN LATERAL unnest(ARRAY['jkk', 'jkm']) AS p(programme)
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
SELECT %(regency)s, m, s.person_id, p.programme, s.membership_class, s.payer, 'recognised', s.submission_id
  FROM (SELECT * FROM ranked_spell WHERE {{which}} ORDER BY person_id, place) s
 {_MONTHS_OF_SPELL}
 WHERE p.programme = ANY(s.held)
"""
_FIRST_SPELLS = (
    _MONTHS.format(which="place = 1")
    + """
   AND NOT EXISTS (SELECT 1 FROM membership_coveredmonth c
                    WHERE c.regency_code = %(regency)s AND c.person_id = s.person_id
                      AND c.month = m::date AND c.programme = p.programme)
"""
)
"""Nearly all months: of the spell that comes first for its person. They cannot meet one another, and asking beforehand
costs a third of what ON CONFLICT does."""
_FURTHER_SPELLS = _MONTHS.format(which="place > 1") + "ON CONFLICT DO NOTHING"


@dataclass(frozen=True, slots=True)
class Recognised:
    """What an extract brought: spells, new covered months, and months that another payer already holds."""

    spells: int
    months: int
    double_months: int


def record_recognised_months(actor: Actor, regency_code: str, *, since: Month, before: Month) -> Recognised:
    """Turn temporary table `recognised_spell` into spells and covered months of state `recognised`.

    Columns: submission_id, line, person_id, membership_class, programmes ("JKK+JKM"), payer, start_month, end_month
    (first days; the end is not included). Months of JKK and JKM are recorded from `since` up to, not including,
    `before`. A month that a person already holds from another payer is not recorded twice: it goes into temporary table
    `double_month` (submission_id, line, person_id, month, programme, payer, other_payer) for the caller's findings.
    Where one extract names two payers for a month, wage earners (PU) come before construction, migrants and BPU.
    """
    require(may_maintain(actor, regency_code), actor=actor, to="record months in", region_code=regency_code)
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
        cursor.execute(_RANKED)
        months = 0
        for insert in (_FIRST_SPELLS, _FURTHER_SPELLS):
            cursor.execute(insert, parameters)
            months += cursor.rowcount
        cursor.execute(
            f"""
            CREATE TEMPORARY TABLE double_month ON COMMIT DROP AS
            WITH several AS (
                SELECT person_id FROM membership_spell
                 WHERE regency_code = %(regency)s AND person_id IN (SELECT person_id FROM recognised_spell)
                 GROUP BY person_id HAVING count(DISTINCT payer) > 1
            )
            SELECT s.submission_id, s.line, s.person_id, m::date AS month, p.programme, s.payer, c.payer AS other_payer
              FROM recognised_spell s
              JOIN several USING (person_id)
             {_MONTHS_OF_SPELL}
              JOIN membership_coveredmonth c ON c.regency_code = %(regency)s AND c.month = m::date
                                            AND c.person_id = s.person_id AND c.programme = p.programme
             WHERE c.payer <> s.payer AND p.programme = ANY(string_to_array(lower(s.programmes), '+'))
            """,
            parameters,
        )
        double = cursor.rowcount
    taken = Recognised(spells, months, double)
    record(
        actor, "record_recognised_months", object_type="covered_month", object_id="*", region_code=regency_code,
        detail={
            "spells": spells, "months": months, "double_months": double, "since": str(since), "before": str(before),
        },
    )  # fmt: skip
    return taken
