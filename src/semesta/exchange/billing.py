"""Bill a month without those whom the insurer refused or says are active wage earners; name what was billed to refused.

Whoever is refused is no member: nothing is owed for him, and a purse that pays all the same pays for no protection.
What counts is the newest answer about the month and payer; a line that is open or was closed is no answer. As soon as
a later batch is accepted, the next run bills the month; what is never accepted lapses at the year's end. A wage
earner's month that was billed before the answer and whose bill was reversed since waits for its amendment likewise.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction

from semesta.accounts.actor import Actor
from semesta.bulk import read_lines
from semesta.exchange.exchange_lock import hold_exchange
from semesta.funding.actions import bill_month
from semesta.funding.actions.bills import Billed
from semesta.kernel.month import Month
from semesta.people.standing import MERGED

_REFUSED_MONTHS = f"""
WITH asked AS (
    SELECT b.batch, b.line, b.payer, b.first_month, b.end_month, b.state, b.since_month, b.reason, b.reason_text,
           coalesce(g.merged_into, b.person_id) AS head_id
      FROM exchange_batchline b LEFT JOIN {MERGED} g ON g.id = b.person_id
     WHERE b.regency_code = %(regency)s AND b.entry IN ('enrol', 'transfer')
       AND b.state IN ('accepted', 'refused', 'overlap')
), head AS (
    SELECT DISTINCT payer, head_id FROM asked WHERE state = ANY(%(answers)s)
), held AS (
    SELECT h.payer, h.head_id, c.person_id, c.month, c.state
      FROM head h
      JOIN (SELECT id, coalesce(merged_into, id) AS head_id FROM people_person
             WHERE regency_code = %(regency)s) r USING (head_id)
      JOIN membership_coveredmonth c ON c.regency_code = %(regency)s AND c.person_id = r.id AND c.payer = h.payer
                                    AND c.programme = 'jkm' AND c.submission_id = 0
                                    AND (%(month)s::date IS NULL OR c.month = %(month)s)
     WHERE c.state = ANY(%(states)s)
), newest AS (
    SELECT DISTINCT ON (m.person_id, m.month) m.*, a.batch, a.line, a.state AS answer, a.reason, a.reason_text,
           a.since_month
      FROM held m JOIN asked a ON a.payer = m.payer AND a.head_id = m.head_id
                              AND m.month >= a.first_month AND m.month < a.end_month
     ORDER BY m.person_id, m.month, a.batch DESC
)
SELECT n.person_id, n.month, n.payer, n.state, n.batch, n.line, n.reason, n.reason_text, b.reference, b.amount_rp
  FROM newest n
  LEFT JOIN (SELECT l.person_id, i.month, i.reference, l.amount_rp
               FROM funding_bill i JOIN funding_billline l ON l.regency_code = i.regency_code AND l.bill_id = i.id
              WHERE i.regency_code = %(regency)s AND i.reversed_on IS NULL
                AND l.person_id IN (SELECT person_id FROM newest)) b USING (person_id, month)
 WHERE n.answer = ANY(%(answers)s) AND (n.answer = 'refused' OR n.month >= n.since_month)
 ORDER BY n.month, n.person_id
"""


@transaction.atomic
def bill_month_of_members(
    actor: Actor,
    regency_code: str,
    month: Month,
    *,
    issued_on: date,
    document: str,
    purse_ids: list[int] | None = None,
) -> Billed:
    """Bill a month as `funding.actions.bill_month` does, without those whom the newest answer refused or told to
    be wage earners by then (`withheld`).

    No answer is taken in meanwhile. Errors: as `bill_month`.
    """
    hold_exchange(regency_code)
    waiting = _answered_months(regency_code, month, ("decreed",), ("refused", "overlap"))
    return bill_month(
        actor, regency_code, month, issued_on=issued_on, document=document, purse_ids=purse_ids,
        withheld=[line["person_id"] for line in waiting],
    )  # fmt: skip


def refused_months(
    regency_code: str, *, month: Month | None = None, states: tuple[str, ...] = ("billed", "paid")
) -> list[dict[str, Any]]:
    """Return months in these states whose newest answer refused the person, by month and person.

    Each: person_id (the record decreed), month, payer, state, batch, line, reason, reason_text, and the bill's
    reference and the amount_rp of the person on it, if there is one.
    """
    return _answered_months(regency_code, month, states, ("refused",))


def _answered_months(
    regency_code: str, month: Month | None, states: tuple[str, ...], answers: tuple[str, ...]
) -> list[dict[str, Any]]:
    values = {
        "regency": regency_code, "month": month.first_day() if month else None, "states": list(states),
        "answers": list(answers),
    }  # fmt: skip
    return read_lines(_REFUSED_MONTHS, values)
