"""Read decrees: heads, totals per village and purse, and the lines of the annex."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from semesta.bulk import read_frame, read_lines
from semesta.funding.decree_text import LINES_SHA256
from semesta.funding.refusals import refuse

_DECREES = """
SELECT d.id, d.number, d.fiscal_year, d.title, d.dated_on, a.number AS amends, d.sha256, d.lines, d.added_rp,
       d.removed_rp, d.issued_by, d.issued_at
  FROM funding_decree d LEFT JOIN funding_decree a ON a.id = d.amends_id
 WHERE d.regency_code = %s ORDER BY d.dated_on, d.id
"""
_TOTALS = """
SELECT l.village_code, coalesce(r.name, '') AS village, u.id AS purse_id, u.name AS purse,
       count(DISTINCT l.person_id) AS people,
       sum(l.months * CASE WHEN l.removes_line IS NULL THEN 1 ELSE -1 END) AS months,
       sum(l.months * l.monthly_rp * CASE WHEN l.removes_line IS NULL THEN 1 ELSE -1 END)::bigint AS amount_rp
  FROM funding_decreeline l
  JOIN funding_purse u ON u.id = l.purse_id
  LEFT JOIN regions_region r ON r.code = l.village_code
 WHERE l.regency_code = %s AND l.decree_id = %s
 GROUP BY 1, 2, 3, 4 ORDER BY 1, 3
"""
_LINES = """
SELECT l.line, CASE WHEN l.removes_line IS NULL THEN '+' ELSE '-' END AS sign, l.person_id, p.nik, p.name,
       l.village_code, coalesce(r.name, '') AS village, l.segment_code, l.membership_class, u.id AS purse_id,
       u.name AS purse, l.start_month, (l.end_month - 1) AS last_day, l.months, l.income_rp, l.risk_class,
       l.monthly_rp, (l.months * l.monthly_rp)::bigint AS amount_rp, l.reason, l.end_month,
       l.removes_decree_id, l.removes_line
  FROM funding_decreeline l
  JOIN funding_purse u ON u.id = l.purse_id
  LEFT JOIN people_person p ON p.regency_code = l.regency_code AND p.id = l.person_id
  LEFT JOIN regions_region r ON r.code = l.village_code
 WHERE l.regency_code = %s AND l.decree_id = %s ORDER BY l.line
"""


_UNBILLED = """
SELECT DISTINCT l.person_id, m::date AS month
  FROM funding_decreeline l
  JOIN funding_decree d ON d.id = l.decree_id AND (d.id = {decree} OR d.amends_id = {decree})
 CROSS JOIN LATERAL generate_series(greatest(l.start_month, {from}::date)::timestamp, l.end_month - 1::int,
                                    '1 month') m
 WHERE l.regency_code = {regency} AND l.removes_line IS NULL
   AND ({purse}::bigint IS NULL OR l.purse_id = {purse}) AND ({village} = '' OR l.village_code = {village})
   AND ({person}::bigint IS NULL OR l.person_id = {person})
   AND EXISTS (SELECT 1 FROM membership_coveredmonth c
                WHERE c.regency_code = l.regency_code AND c.person_id = l.person_id AND c.month = m::date
                  AND c.programme = 'jkm' AND c.submission_id = 0 AND c.state = 'decreed')
   AND NOT EXISTS (SELECT 1 FROM funding_decreeline r
                    WHERE r.regency_code = l.regency_code AND r.removes_decree_id = l.decree_id
                      AND r.removes_line = l.line AND m::date >= r.start_month AND m::date < r.end_month)
 ORDER BY 1, 2
"""


_PAIRS = """
SELECT DISTINCT u.kind, l.segment_code, coalesce(r.kind, 'desa') AS place_kind, u.fiscal_year
  FROM funding_decreeline l
  JOIN funding_purse u ON u.id = l.purse_id
  LEFT JOIN regions_region r ON r.code = l.village_code
 WHERE l.regency_code = {regency} AND l.decree_id = {decree} ORDER BY 1, 2, 3, 4
"""


def decrees_of(regency_code: str) -> list[dict[str, Any]]:
    """Return the decrees of a regency, oldest first."""
    return read_lines(_DECREES, [regency_code])


def decree_named(regency_code: str, number: str) -> dict[str, Any]:
    """Return a decree with `totals` per village and purse, and whether its lines still bear its checksum.

    Errors: RefusedError for a number that is no decree.
    """
    found = next((decree for decree in decrees_of(regency_code) if decree["number"] == number), None)
    if found is None:
        raise refuse("decree_unknown", before=number)
    sealed = read_lines(
        f"SELECT {LINES_SHA256} AS sha256 FROM funding_decreeline WHERE regency_code = %s AND decree_id = %s",
        [regency_code, found["id"]],
    )
    totals = read_lines(_TOTALS, [regency_code, found["id"]])
    return found | {"is_sealed": sealed[0]["sha256"] == found["sha256"], "totals": totals}


def decree_numbered(regency_code: str, decree_id: int) -> dict[str, Any]:
    """Return the head of a decree by its id, with `amendments` (heads of the decrees that amend it).

    Errors: RefusedError for an id that is no decree. Totals and seal: `decree_totals`, `is_sealed`.
    """
    known = decrees_of(regency_code)
    found = next((decree for decree in known if decree["id"] == decree_id), None)
    if found is None:
        raise refuse("decree_unknown", before=decree_id)
    return found | {"amendments": [one for one in known if one["amends"] == found["number"]]}


def decree_totals(regency_code: str, decree_id: int) -> list[dict[str, Any]]:
    """Return per village and purse: village_code, village, purse_id, purse, people, months, amount_rp."""
    return read_lines(_TOTALS, [regency_code, decree_id])


def is_sealed(regency_code: str, decree_id: int) -> bool:
    """Say whether the lines of a decree still bear its checksum; reads every line."""
    (found,) = read_lines(
        f"SELECT {LINES_SHA256} = max(d.sha256) AS holds FROM funding_decreeline l JOIN funding_decree d "
        "ON d.id = l.decree_id WHERE l.regency_code = %s AND l.decree_id = %s",
        [regency_code, decree_id],
    )
    return bool(found["holds"])


def months_to_take_out(
    regency_code: str,
    decree_id: int,
    *,
    from_month: date,
    purse_id: int | None = None,
    village_code: str = "",
    person_id: int | None = None,
) -> pl.DataFrame:
    """Return the months of a decree (and its amendments) that are still decreed and unbilled: person_id, month.

    From a month on, of one purse, village or person where named.
    """
    values = {
        "decree": decree_id, "from": from_month, "purse": purse_id, "village": village_code, "person": person_id,
    }  # fmt: skip
    return read_frame(_UNBILLED, {"person_id": pl.Int64, "month": pl.Date}, regency=regency_code, **values)


def pairs_of_decree(regency_code: str, decree_id: int) -> pl.DataFrame:
    """Return the different works that a decree's purses pay for: kind, segment_code, place_kind, fiscal_year, mustahik
    (told of no line: so it is asked as for somebody whom zakat may reach)."""
    schema = {"kind": pl.String, "segment_code": pl.String, "place_kind": pl.String, "fiscal_year": pl.Int64}
    pairs = read_frame(_PAIRS, schema, regency=regency_code, decree=decree_id)
    return pairs.with_columns(pl.lit(True).alias("mustahik"))


def decree_lines(regency_code: str, decree_id: int) -> list[dict[str, Any]]:
    """Return the lines of a decree in order, with name, NIK, village and purse in words."""
    return read_lines(_LINES, [regency_code, decree_id])
