"""Take the insurer's extract: spells as it reports them, and the covered months that follow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection

from semesta.accounts.actor import Actor, may_maintain, require
from semesta.audit.actions import record
from semesta.kernel.month import Month


@dataclass(frozen=True, slots=True)
class Recognised:
    """What an extract brought: spells, new covered months, and months that another payer already holds."""

    spells: int
    months: int
    double_months: int


def record_recognised_months(actor: Actor, regency_code: str, *, since: Month, before: Month) -> Recognised:
    """Turn temporary table `recognised_spell` into spells and covered months of state `recognised`.

    Columns: submission_id, line, person_id, membership_class, programmes ("JKK+JKM"), payer, start_month, end_month
    (first days; the end is not included). Months are recorded from `since` up to, not including, `before`. A month
    that a person already holds from another payer is not recorded twice: it goes into temporary table
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
        cursor.execute(
            """
            CREATE TEMPORARY TABLE told_month ON COMMIT DROP AS
            SELECT s.submission_id, s.line, s.person_id, m::date AS month, p.programme, s.membership_class, s.payer,
                   row_number() OVER (
                       PARTITION BY s.person_id, m, p.programme
                       ORDER BY array_position(ARRAY['PU', 'JK', 'PMI', 'BPU'], s.membership_class),
                                s.submission_id, s.line) AS place
              FROM recognised_spell s
             CROSS JOIN LATERAL generate_series(greatest(s.start_month, %(since)s::date)::timestamp,
                                                (least(s.end_month, %(before)s::date) - 1)::timestamp, '1 month') m
             CROSS JOIN LATERAL unnest(string_to_array(lower(s.programmes), '+')) AS p(programme)
            """,
            parameters,
        )
        cursor.execute(
            """
            INSERT INTO membership_coveredmonth (regency_code, month, person_id, programme, membership_class, payer,
                                                 state, submission_id)
            SELECT %(regency)s, month, person_id, programme, membership_class, payer, 'recognised', submission_id
              FROM told_month WHERE place = 1
             ORDER BY month, person_id, programme
            ON CONFLICT DO NOTHING
            """,
            parameters,
        )
        months = cursor.rowcount
        cursor.execute(
            """
            CREATE TEMPORARY TABLE double_month ON COMMIT DROP AS
            SELECT t.submission_id, t.line, t.person_id, t.month, t.programme, t.payer, c.payer AS other_payer
              FROM told_month t
              JOIN membership_coveredmonth c ON c.regency_code = %(regency)s AND c.month = t.month
                                            AND c.person_id = t.person_id AND c.programme = t.programme
             WHERE c.payer <> t.payer
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
