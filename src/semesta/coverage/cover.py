"""What counts as covered in a month, and as late: the two pieces of SQL that snapshot and rows behind share."""

from __future__ import annotations

from functools import cache
from typing import Any

from semesta.kernel.month import Month
from semesta.law import Law, default_law_folder, load_law
from semesta.law.explanation import Inquiry
from semesta.law.membership.clock_scalar import grace_months

CLASSES = ("PU", "BPU", "JK", "PMI")

MEMBERS = """
    SELECT person_id, (array_agg(membership_class ORDER BY programme))[1] AS membership_class,
           (array_agg(payer ORDER BY programme))[1] AS payer
      FROM membership_coveredmonth
     WHERE regency_code = %(regency)s AND month = %(month)s AND programme IN ('jkk', 'jkm')
       AND state IN ('paid', 'recognised') {among}
     GROUP BY person_id HAVING count(*) = 2
"""
"""SQL: the persons whose JKK and JKM are both paid or recognised for %(month)s, with class and payer.

`among` may narrow whom to look at ("AND person_id IN ..."), so that a village is not looked up in the whole regency.
"""

LATE_MONTHS = """
      FROM membership_coveredmonth c
      JOIN unnest(%(classes)s::text[], %(graces)s::int[]) AS g(membership_class, months) USING (membership_class)
     WHERE c.regency_code = %(regency)s AND c.programme = 'jkm' AND c.state IN ('paid', 'recognised')
       AND c.month < %(month)s AND c.month >= %(month)s::date - make_interval(months => g.months) {among}
       AND EXISTS (SELECT 1 FROM membership_coveredmonth j
                    WHERE j.regency_code = c.regency_code AND j.person_id = c.person_id AND j.month = c.month
                      AND j.programme = 'jkk' AND j.state IN ('paid', 'recognised'))
"""
"""SQL: covered months (alias c) before %(month)s that the grace of their class still carries; see `grace_values`.

`among` as in `MEMBERS`.
"""


def grace_values(month: Month) -> dict[str, list[Any]]:
    """Return what `LATE_MONTHS` needs: the classes, and the unpaid months each is given in `month`.

    Source: law parameter membership/grace_months.
    """
    law = _law()
    inquiry = Inquiry(law, month.first_day(), law.readings())
    return {"classes": list(CLASSES), "graces": [grace_months(inquiry, name) for name in CLASSES]}


@cache
def _law() -> Law:
    return load_law(default_law_folder())  # the files change with a new version of the program only
