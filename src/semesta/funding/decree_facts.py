"""What the register tells of the people of a decree, for the checks of `semesta.funding.plan`."""

from __future__ import annotations

import polars as pl
from django.db import connection

from semesta.people.standing import HEAD_DETAILS, MERGED

_FACTS = f"""
SELECT p.id, p.birth_on, least(p.died_on, h.died_on), max(c.month), coalesce(p.village_code, h.village_code, ''),
       coalesce(r.kind, 'desa'),
       array_remove(array_agg(DISTINCT l.segment_code ORDER BY l.segment_code), NULL)
  FROM planned_person n
  JOIN people_person p ON p.regency_code = %(regency)s AND p.id = n.person_id
  LEFT JOIN {HEAD_DETAILS} h ON h.id = p.id
  LEFT JOIN regions_region r ON r.code = coalesce(p.village_code, h.village_code)
  LEFT JOIN (SELECT coalesce(m.merged_into, w.person_id) AS person_id, w.segment_code
               FROM people_livelihood w LEFT JOIN {MERGED} m ON m.id = w.person_id
              WHERE w.regency_code = %(regency)s) l ON l.person_id = p.id
  LEFT JOIN (SELECT coalesce(m.merged_into, c.person_id) AS person_id, c.month
               FROM membership_coveredmonth c LEFT JOIN {MERGED} m ON m.id = c.person_id
              WHERE c.regency_code = %(regency)s AND c.programme = 'jkm'
                AND c.state IN ('decreed', 'billed', 'paid', 'recognised')
                AND c.month >= (SELECT min(first_month) FROM planned_person) - interval '6 months'
                AND c.month < (SELECT max(first_month) FROM planned_person)) c
         ON c.person_id = p.id AND c.month < n.first_month
 GROUP BY 1, 2, 3, 5, 6
"""
"""What the register tells of the planned heads, their merged records included, with the last month they held before
the plan's first one (of half a year: longer ago is no membership that goes on)."""


def facts_of_planned(regency_code: str) -> pl.DataFrame:
    """Return the facts that `plan.decided_lines` asks for of the heads in temporary table `planned_person`."""
    with connection.cursor() as cursor:
        cursor.execute(_FACTS, {"regency": regency_code})
        return pl.DataFrame(
            cursor.fetchall(),
            schema={"person_id": pl.Int64, "born_on": pl.Date, "died_on": pl.Date, "held_on": pl.Date,
                    "village_code": pl.String, "place_kind": pl.String, "segments": pl.List(pl.String)},
            orient="row",
        )  # fmt: skip
