"""Villages side by side, fair to small ones: by rate, by growth, by distance to what is possible (`coverage.rules`)."""

from __future__ import annotations

from typing import Any

from semesta.bulk import read_lines
from semesta.coverage.queries.figures import counted_at_of
from semesta.coverage.rules import interval, shrunk, standing
from semesta.kernel.month import Month

_COUNTS = """
SELECT r.code, r.name, r.kind, r.parent_id AS district, d.name AS district_name,
       coalesce(n.members, 0)::bigint AS members, coalesce(n.known, 0)::bigint AS known,
       coalesce(n.in_grace, 0)::bigint AS in_grace, coalesce(n.enrollable, 0)::bigint AS enrollable,
       coalesce(n.lacking, 0)::bigint AS lacking, coalesce(t.members, 0)::bigint AS members_then
  FROM regions_region r
  JOIN regions_region d ON d.code = r.parent_id
  LEFT JOIN (SELECT village_code, sum(members) AS members, sum(known) AS known, sum(in_grace) AS in_grace,
                    sum(enrollable) AS enrollable, sum(lacking) AS lacking
               FROM coverage_cell WHERE regency_code = %(regency)s AND month = %(month)s GROUP BY 1) n
         ON n.village_code = r.code
  LEFT JOIN (SELECT village_code, sum(members) AS members
               FROM coverage_cell WHERE regency_code = %(regency)s AND month = %(since)s GROUP BY 1) t
         ON t.village_code = r.code
 WHERE r.regency_code = %(regency)s AND r.level = 'village' ORDER BY r.code
"""


def villages_compared(regency_code: str, month: Month, *, since: Month | None = None) -> list[dict[str, Any]]:
    """Return every village of a regency with what it may be compared by, in order of code.

    Keys: code, name, kind, district, district_name; members, known, in_grace, enrollable, lacking (persons, see
    `take_snapshot`), members_then (in month `since`); share (members / known) with low and high (its 95 % interval)
    and standing (to the regency's share: below, alike, above, unknown); growth (members now less then, / known now),
    None without `since`; distance (enrollable / known). `fair_share`, `fair_growth`, `fair_distance` are the same,
    shrunk: villages are put in order by these. All are None where nobody is known.
    Errors: NoSnapshotError for a month that was not counted.
    """
    counted_at_of(regency_code, month)
    if since is not None:
        counted_at_of(regency_code, since)
    first_then = since.first_day() if since is not None else None
    lines = read_lines(_COUNTS, {"regency": regency_code, "month": month.first_day(), "since": first_then})
    known = [line["known"] for line in lines]
    fair = {
        "fair_share": shrunk([line["members"] for line in lines], known),
        "fair_growth": shrunk([line["members"] - line["members_then"] for line in lines], known),
        "fair_distance": shrunk([line["enrollable"] for line in lines], known),
    }
    if since is None:
        fair["fair_growth"] = [None] * len(lines)
    of_all = sum(line["members"] for line in lines) / sum(known) if sum(known) else None
    return [
        line | _shares(line, of_all, has_then=since is not None) | {name: drawn[at] for name, drawn in fair.items()}
        for at, line in enumerate(lines)
    ]


def _shares(line: dict[str, Any], of_all: float | None, *, has_then: bool) -> dict[str, Any]:
    members, known = line["members"], line["known"]
    low, high = interval(members, known) or (None, None)
    return {
        "share": members / known if known else None,
        "low": low,
        "high": high,
        "standing": standing(members, known, of_all),
        "growth": (members - line["members_then"]) / known if known and has_then else None,
        "distance": line["enrollable"] / known if known else None,
    }
