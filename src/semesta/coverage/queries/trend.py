"""A region's counts month by month, as far as months were counted, with the target of each year."""

from __future__ import annotations

from typing import Any

from semesta.bulk import read_lines
from semesta.coverage.queries.figures import targets_of_years, villages_of
from semesta.kernel.month import Month
from semesta.kernel.region_code import regency_of

_TREND = """
SELECT s.month, coalesce(sum(c.members), 0)::bigint AS members, coalesce(sum(c.in_grace), 0)::bigint AS in_grace,
       coalesce(sum(c.known), 0)::bigint AS known_workers
  FROM coverage_snapshot s
  LEFT JOIN coverage_cell c ON c.regency_code = s.regency_code AND c.month = s.month AND c.village_code LIKE %(within)s
 WHERE s.regency_code = %(regency)s AND s.month <= %(last)s AND s.month > %(before)s
 GROUP BY s.month ORDER BY s.month
"""


def trend_of(region_code: str, month: Month, *, months: int = 13) -> list[dict[str, Any]]:
    """Return the counted months among the `months` up to `month`, oldest first; a month without a count is left out.

    Keys: month (YYYY-MM), members, in_grace, known_workers (persons), target (the largest stated for the year: value,
    source, kind) or None.
    """
    lines = read_lines(
        _TREND,
        {"regency": regency_of(region_code), "within": villages_of(region_code), "last": month.first_day(),
         "before": month.plus(-months).first_day()},
    )  # fmt: skip
    targets = targets_of_years(region_code)
    return [line | {"month": str(Month.of(line["month"])), "target": targets.get(line["month"].year)} for line in lines]
