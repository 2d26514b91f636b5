"""What counts as covered in a month, and as late: the two pieces of SQL that snapshot and rows behind share."""

from __future__ import annotations

from functools import cache
from typing import Any

from semesta.kernel.month import Month
from semesta.law import Law, default_law_folder, load_law
from semesta.law.explanation import Inquiry
from semesta.law.membership.clock_scalar import grace_months

CLASSES = ("PU", "BPU", "JK", "PMI")

_HEAD = "LEFT JOIN people_person h ON h.regency_code = %(regency)s AND h.id = c.person_id AND h.merged_into IS NOT NULL"

MEMBERS = f"""
    SELECT coalesce(h.merged_into, c.person_id) AS person_id,
           (array_agg(c.membership_class ORDER BY {{order}}))[1] AS membership_class,
           (array_agg(c.payer ORDER BY {{order}}))[1] AS payer
      FROM membership_coveredmonth c {_HEAD}
     WHERE c.regency_code = %(regency)s AND c.month = %(month)s AND c.programme IN ('jkk', 'jkm')
       AND c.state IN ('paid', 'recognised') {{{{among}}}}
     GROUP BY 1 HAVING min(c.programme) < max(c.programme)
""".format(order="array_position(ARRAY['PU', 'JK', 'PMI', 'BPU'], c.membership_class::text), c.programme, c.person_id")
"""SQL: the persons whose JKK and JKM are both paid or recognised for %(month)s, with class and payer.

A person stands there once, whatever number of records and payers; wage earners (PU) come before construction, migrants
and BPU. `among` may narrow whose records to look at ("AND c.person_id IN ..."), so that a village is not looked up in
the whole regency.
"""

LATE_MONTHS = f"""
      FROM membership_coveredmonth c
      JOIN unnest(%(classes)s::text[], %(graces)s::int[]) AS g(membership_class, months) USING (membership_class)
      {_HEAD}
     WHERE c.regency_code = %(regency)s AND c.programme = 'jkm' AND c.state IN ('paid', 'recognised')
       AND c.month < %(month)s AND c.month >= %(month)s::date - make_interval(months => g.months) {{among}}
       AND EXISTS (SELECT 1 FROM membership_coveredmonth j
                    WHERE j.regency_code = c.regency_code AND j.person_id = c.person_id AND j.month = c.month
                      AND j.programme = 'jkk' AND j.state IN ('paid', 'recognised'))
"""
"""SQL: covered months (alias c) before %(month)s that the grace of their class still carries; see `grace_values`.

Their person is `LATE_PERSON`. `among` as in `MEMBERS`.
"""
LATE_PERSON = "coalesce(h.merged_into, c.person_id)"

PAPERS_LACK = "(p.nik IS NULL OR p.birth_on IS NULL)"
"""SQL: person p cannot be enrolled before a NIK and a day of birth are known."""

ENROLLABLE = f"""(NOT {PAPERS_LACK} AND p.birth_on <= %(month)s::date
     AND (%(least_age)s::int IS NULL OR p.birth_on <= %(month)s::date - make_interval(years => %(least_age)s::int))
     AND (%(age_limit)s::int IS NULL OR {{is_late}} OR {{earns_wage}}
          OR p.birth_on > %(month)s::date - make_interval(years => %(age_limit)s::int)))"""
"""SQL: person p, not a member, could be enrolled for %(month)s: papers complete and of an age the law allows.

The age limit is for who begins on own account: neither whoever goes on (`is_late`) nor wage earners (`age_values`).
"""
WAGE_WORK = "(SELECT code FROM people_segment WHERE membership_class = 'PU')"


def age_values(month: Month) -> dict[str, int | None]:
    """Return what `ENROLLABLE` needs, in years: the least age, and the age a beginner on own account must be under.

    Source: law parameters membership/min_age and membership/max_age_bpu; None where the law states none.
    """
    law = _law()
    inquiry = Inquiry(law, month.first_day(), law.readings())
    return {
        "least_age": inquiry.whole_or_none("membership/min_age"),
        "age_limit": inquiry.whole_or_none("membership/max_age_bpu"),
    }


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
