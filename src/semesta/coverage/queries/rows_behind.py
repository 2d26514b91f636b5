"""From a figure to the persons behind it, counted from the persons themselves, to be held against the figure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from semesta.bulk import read_lines
from semesta.coverage.cover import (
    ENROLLABLE,
    LATE_MONTHS,
    LATE_PERSON,
    MEMBERS,
    PAPERS_LACK,
    WAGE_WORK,
    age_values,
    grace_values,
)
from semesta.coverage.queries.figures import Dimension
from semesta.kernel.month import Month
from semesta.kernel.nik import Nik
from semesta.kernel.region_code import level_of, regency_of
from semesta.people.standing import HEAD_DETAILS, HEAD_DETAILS_ONE_BY_ONE, MERGED

Who = Literal["members", "in_grace", "known", "without_cover", "enrollable", "lacking", "not_placed"]

_IS_BEHIND: dict[str, str] = {
    "members": "m.person_id IS NOT NULL",
    "not_placed": "m.person_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM regions_region r WHERE r.code = p.village_code"
    " AND r.level = 'village' AND r.regency_code = %(regency)s)",
    "in_grace": "m.person_id IS NULL AND l.person_id IS NOT NULL",
    "known": "(m.person_id IS NOT NULL OR l.person_id IS NOT NULL OR {works})",
    "without_cover": "m.person_id IS NULL AND (l.person_id IS NOT NULL OR {works})",
    "enrollable": "m.person_id IS NULL AND (l.person_id IS NOT NULL OR {works}) AND {may_be_enrolled}",
    "lacking": f"m.person_id IS NULL AND (l.person_id IS NOT NULL OR {{works}}) AND {PAPERS_LACK}",
}
_LIVELIHOOD = """(EXISTS (SELECT 1 FROM people_livelihood w WHERE w.regency_code = %(regency)s
                       AND w.person_id = p.id AND {which})
     OR"""
_OF_MERGED = f"""{_LIVELIHOOD} p.id IN (SELECT o.merged_into FROM {MERGED} o JOIN people_livelihood w
                     ON w.regency_code = %(regency)s AND w.person_id = o.id WHERE {{which}}))"""
_OF_MERGED_ONE_BY_ONE = f"""{_LIVELIHOOD} EXISTS (SELECT 1 FROM people_person o JOIN people_livelihood w
                     ON w.regency_code = %(regency)s AND w.person_id = o.id
                  WHERE o.regency_code = %(regency)s AND o.merged_into = p.id AND {{which}}))"""
_NOBODY_LATE = "SELECT NULL::bigint AS person_id, NULL::text AS membership_class, NULL::text AS payer WHERE false"
_OF = {
    "segment": "{in_segment}",
    "sex": "coalesce(p.sex, '') = %(of_sex)s",
    "class": "coalesce(m.membership_class, l.membership_class, '') = %(of_class)s",
    "payer": "coalesce(m.payer, l.payer, '') = %(of_payer)s",
}


def rows_behind(
    region_code: str,
    month: Month,
    *,
    who: Who = "members",
    of: Mapping[Dimension, str] | None = None,
    most: int = 100,
    skip: int = 0,
) -> tuple[int, list[dict[str, Any]]]:
    """Return how many persons stand behind a figure, and some of them.

    `who` names the figure: members, in_grace, known (workers), without_cover (known - members), of these enrollable and
    lacking (see `take_snapshot`), or not_placed; `of` narrows it to a line of `coverage_by`, by its value:
    {"segment": "fisher"}, {"sex": "P"}, {"class": "BPU"}, {"payer": "DBHCHT"}, several at once if need be; the empty
    value is the unstated one. Each person: person_id, nik (masked), name, birth_year, village_code, payer, class (in
    grace: those of the last paid month). The count is taken from the persons themselves, so it can be held against the
    snapshot.
    """
    narrowed = dict(of or {})
    level = level_of(region_code)
    among = "" if level == "regency" else "AND c.person_id IN (SELECT id FROM resident_record)"
    works = _OF_MERGED_ONE_BY_ONE if level == "village" else _OF_MERGED
    late = f"SELECT {LATE_PERSON} AS person_id, c.membership_class, c.payer, c.month" + LATE_MONTHS.format(among=among)
    late = f"SELECT DISTINCT ON (person_id) * FROM ({late}) c ORDER BY person_id, month DESC, payer"
    asks_late = who not in ("members", "not_placed")
    may_be_enrolled = ENROLLABLE.format(
        is_late="l.person_id IS NOT NULL", earns_wage=works.format(which=f"w.segment_code IN {WAGE_WORK}")
    )
    worked = works.format(which="w.segment_code <> 'not_working'")
    conditions = [
        _IS_BEHIND[who].format(works=worked, may_be_enrolled=may_be_enrolled),
        *(_OF[name].format(in_segment=works.format(which="w.segment_code = %(of_segment)s")) for name in narrowed),
    ]
    lines = read_lines(
        f"""
        WITH resident AS (
            {" UNION ALL ".join(_RESIDENT[level].format(where=where) for where in _LIVING_IN[level])}
        ), resident_record AS (
            SELECT id FROM resident UNION ALL
            SELECT o.id FROM {MERGED} o WHERE o.merged_into IN (SELECT id FROM resident)
        ), member AS (
            {MEMBERS.format(among=among)}
        ), late AS (
            {late if asks_late else _NOBODY_LATE}
        ), behind AS MATERIALIZED (
            SELECT p.id AS person_id, p.nik, p.name, extract(year FROM p.birth_on)::int AS birth_year, p.village_code,
                   coalesce(m.payer, l.payer) AS payer,
                   coalesce(m.membership_class, l.membership_class) AS "class"
              FROM resident p LEFT JOIN member m ON m.person_id = p.id LEFT JOIN late l ON l.person_id = p.id
             WHERE {" AND ".join(conditions)}
        )
        SELECT counted.number, shown.* FROM (SELECT count(*) AS number FROM behind) counted LEFT JOIN (
            SELECT * FROM behind ORDER BY village_code, name, person_id LIMIT %(most)s OFFSET %(skip)s) shown ON true
         ORDER BY village_code, name, person_id
        """,
        {
            "regency": regency_of(region_code),
            "month": month.first_day(),
            "region": region_code,
            "most": most,
            "skip": skip,
            **{f"of_{name}": value for name, value in narrowed.items()},
            **(grace_values(month) if asks_late else {}),
            **(age_values(month) if who == "enrollable" else {}),
        },
    )
    numbers = [line.pop("number") for line in lines]
    people = [line for line in lines if line["person_id"] is not None]
    return numbers[0], [{**line, "nik": Nik(line["nik"]).masked() if line["nik"] else None} for line in people]


_PERSONS = """
            SELECT p.id, p.nik, p.name, coalesce(p.sex, d.sex) AS sex, p.birth_on,
                   coalesce(p.village_code, d.village_code) AS village_code
              FROM people_person p LEFT JOIN {details} d ON d.id = p.id
             WHERE p.regency_code = %(regency)s AND p.merged_into IS NULL
               AND (least(p.died_on, d.died_on) IS NULL OR least(p.died_on, d.died_on) >= %(month)s) AND {where}"""
_RESIDENT = {
    level: _PERSONS.replace("{details}", HEAD_DETAILS_ONE_BY_ONE if level == "village" else HEAD_DETAILS)
    for level in ("regency", "district", "village")
}
_TOLD_HERE = """p.village_code IS NULL AND p.id IN (
    SELECT o.merged_into FROM people_person o
     WHERE o.regency_code = %(regency)s AND o.merged_into IS NOT NULL AND o.village_code = %(region)s)"""
_LIVING_IN = {
    "regency": ["true"],
    "district": [
        "p.village_code LIKE %(region)s || '.%%'",
        "p.village_code IS NULL AND d.village_code LIKE %(region)s || '.%%'",
    ],
    "village": ["p.village_code = %(region)s", f"{_TOLD_HERE} AND d.village_code = %(region)s"],
}
"""SQL: who lives in a region, by the head's own village, else by that of a record merged into it; a regency's takes in
those placed in no village."""
