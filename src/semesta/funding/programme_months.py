"""The months of a year that the tobacco programme pays for one person, over all its purses, plans and decrees."""

from __future__ import annotations

from typing import Any

import polars as pl

from semesta.bulk import read_frame, read_lines
from semesta.funding.law_terms import CAPPED_KIND, programme_months, the_law
from semesta.funding.refusals import refusal
from semesta.kernel.finding import Finding, Place
from semesta.people.standing import MERGED

_HELD = f"""
SELECT coalesce(m.merged_into, c.person_id) AS person_id, count(DISTINCT c.month) AS months_capped
  FROM membership_coveredmonth c LEFT JOIN {MERGED} m ON m.id = c.person_id
 WHERE c.regency_code = %(regency)s AND c.programme = 'jkm' AND c.state IN ('decreed', 'billed', 'paid', 'recognised')
   AND extract(year FROM c.month) = {{year}}
   AND c.payer IN (SELECT payer FROM funding_purse
                    WHERE regency_code = %(regency)s AND fiscal_year = {{year}} AND kind = {{kind}})
 GROUP BY 1
""".replace("%(regency)s", "{regency}")
_ABOVE = f"""
WITH asked AS (
    SELECT d.person_id, u.fiscal_year, min(d.row) AS row, sum(d.months)::int AS months
      FROM decree_draft d JOIN funding_purse u ON u.id = d.purse_id
     WHERE d.removes_line IS NULL AND u.kind = %(kind)s GROUP BY 1, 2
), record AS (
    SELECT person_id AS head_id, person_id AS id FROM asked
     UNION
    SELECT m.merged_into, m.id FROM {MERGED} m JOIN asked a ON a.person_id = m.merged_into
), held AS (
    SELECT r.head_id, u.fiscal_year, count(DISTINCT c.month)::int AS months
      FROM record r
      JOIN membership_coveredmonth c ON c.regency_code = %(regency)s AND c.person_id = r.id AND c.programme = 'jkm'
                                    AND c.state IN ('decreed', 'billed', 'paid', 'recognised')
      JOIN (SELECT DISTINCT payer, fiscal_year FROM funding_purse
             WHERE regency_code = %(regency)s AND kind = %(kind)s) u
        ON u.payer = c.payer AND u.fiscal_year = extract(year FROM c.month)
     WHERE NOT EXISTS (SELECT 1 FROM decree_draft g
                        WHERE g.removes_line IS NOT NULL AND g.person_id = c.person_id
                          AND c.month >= g.start_month AND c.month < g.end_month)
     GROUP BY 1, 2
)
SELECT a.row, a.person_id, a.fiscal_year, a.months + coalesce(h.months, 0) AS months
  FROM asked a LEFT JOIN held h ON h.head_id = a.person_id AND h.fiscal_year = a.fiscal_year
  JOIN unnest(%(years)s::int[], %(caps)s::int[]) AS y(fiscal_year, cap) ON y.fiscal_year = a.fiscal_year
 WHERE a.months + coalesce(h.months, 0) > y.cap ORDER BY a.row LIMIT 1000
"""


def months_of_programme(regency_code: str, fiscal_year: int) -> pl.DataFrame:
    """Return how many months of a year the programme's purses pay already: person_id (the head), months_capped."""
    schema = {"person_id": pl.Int64, "months_capped": pl.Int64}
    return read_frame(_HELD, schema, regency=regency_code, year=fiscal_year, kind=CAPPED_KIND)


def months_above_the_programme(regency_code: str, purses: list[dict[str, Any]]) -> list[Finding]:
    """Return whom the months of temporary table `decree_draft` give more of a year than the programme pays; months
    held already count, those the draft gives back do not."""
    years = sorted({purse["fiscal_year"] for purse in purses if purse["kind"] == CAPPED_KIND})
    caps = {year: programme_months(the_law(regency_code), year) for year in years}
    capped = {year: cap for year, cap in caps.items() if cap is not None}
    if not capped:
        return []
    values = {"regency": regency_code, "kind": CAPPED_KIND, "years": list(capped), "caps": list(capped.values())}
    return [
        refusal("programme_months", before=line["person_id"], after=line["months"], detail=capped[line["fiscal_year"]],
                place=Place("rencana", row=line["row"]))
        for line in read_lines(_ABOVE, values)
    ]  # fmt: skip
