"""The people of one village with what stands with their cover: found by name or NIK, filtered, a page by key.

Who lives in a village is who the register places there; a person's months are those of every record merged into them.
The month is the newest counted one (given by the door), so that lists and figures speak of the same month.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

from semesta.bulk import read_lines
from semesta.coverage.cover import CLASSES, grace_values
from semesta.kernel.month import Month
from semesta.kernel.region_code import regency_of
from semesta.matching.name_key import name_key_of

Standing = Literal["", "covered", "ends_soon", "late", "uncovered"]
LAST_DIGITS = 4
STANDINGS: tuple[Standing, ...] = ("covered", "ends_soon", "late", "uncovered")
_WORKS = "segments <> '{}' AND segments <> '{not_working}'"
IS_STANDING: dict[Standing, str] = {
    "": "true",
    "covered": "until_month >= %(month)s",
    "ends_soon": "until_month >= %(month)s AND until_month <= %(month)s::date + interval '1 month'",
    "late": "until_month < %(month)s AND until_month >= %(month)s::date - make_interval(months => grace)",
    "uncovered": f"(until_month IS NULL OR until_month < %(month)s) AND {_WORKS}",
}
"""SQL: how a person stands, of columns until_month, grace (months) and segments."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom to look for: part of a name, or a NIK (whole, or its last four digits); a standing, segment and payer."""

    name: str = ""
    nik: str = ""
    standing: Standing = ""
    segment: str = ""
    payer: str = ""

    @property
    def is_one_nik(self) -> bool:
        """Say whether a whole NIK is asked for: at most one person bears it."""
        return len(self.nik) > LAST_DIGITS

    @property
    def is_about_cover(self) -> bool:
        """Say whether the months of everybody must be looked at before a page can be chosen."""
        return bool(self.standing or self.payer)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of people ends: the name and number of its last person."""

    name: str = ""
    person_id: int = 0


_TOLD_DEAD = """(SELECT min(o.died_on) FROM people_person o
            WHERE o.regency_code = %(regency)s AND o.merged_into = p.id)"""
"""SQL: the day of death that a record merged into person p tells; asked person by person, for the reason below."""
_PLACED = """
    SELECT p.id, p.name, p.name_key, p.nik, p.sex, p.birth_on, p.kk FROM people_person p
     WHERE p.regency_code = %(regency)s AND p.village_code = %(village)s AND p.merged_into IS NULL
       AND p.died_on IS NULL AND {asked}
     UNION ALL
    SELECT p.id, p.name, p.name_key, p.nik, p.sex, p.birth_on, p.kk
      FROM (SELECT DISTINCT merged_into AS id FROM people_person
             WHERE regency_code = %(regency)s AND village_code = %(village)s AND merged_into IS NOT NULL) told
     CROSS JOIN LATERAL (SELECT * FROM people_person h
                          WHERE h.regency_code = %(regency)s AND h.id = told.id
                            AND h.village_code IS NULL AND h.died_on IS NULL OFFSET 0) p
     WHERE {asked}
       AND %(village)s = (SELECT o.village_code FROM people_person o
                           WHERE o.regency_code = %(regency)s AND o.merged_into = p.id AND o.village_code IS NOT NULL
                           ORDER BY o.id LIMIT 1)
"""
"""SQL: the heads of a village, by their own village, else by the first that a record merged into them tells.

Merged records are looked up head by head (OFFSET 0 holds the planner to it): reading all of the regency would put every
one of them before the policy of the reader's territory. Those who live elsewhere are left out before that policy, which
for them would reckon everybody that the reader may see. `asked` narrows whom to look for.
"""
RESIDENT = f"SELECT * FROM ({_PLACED}) p WHERE {_TOLD_DEAD} IS NULL"
"""SQL: those of them who live."""
_A_PAGE = f"""
SELECT * FROM (SELECT * FROM ({_PLACED}) p WHERE (name, id) > (%(after_name)s, %(after_id)s)
                ORDER BY name, id OFFSET 0) p
 WHERE {_TOLD_DEAD} IS NULL ORDER BY name, id LIMIT %(most)s
"""
"""SQL: the next of them by name; the records merged into them are asked only until the page is full."""
_EVERYBODY = f"SELECT * FROM ({RESIDENT}) resident WHERE (name, id) > (%(after_name)s, %(after_id)s)"
_PEOPLE = """
WITH chosen AS MATERIALIZED ({chosen}), record AS (
    SELECT id, id AS head_id FROM chosen
     UNION ALL
    SELECT m.id, c.id FROM chosen c CROSS JOIN LATERAL (
           SELECT id FROM people_person WHERE regency_code = %(regency)s AND merged_into = c.id OFFSET 0) m
), work AS (
    SELECT r.head_id, array_agg(DISTINCT l.segment_code::text) AS segments
      FROM record r JOIN people_livelihood l ON l.regency_code = %(regency)s AND l.person_id = r.id GROUP BY 1
), cover AS (
    SELECT r.head_id, u.month AS until_month, u.payer, u.membership_class
      FROM record r CROSS JOIN LATERAL (
           SELECT j.month, j.payer, j.membership_class FROM membership_coveredmonth j
             JOIN membership_coveredmonth d USING (regency_code, person_id, month)
            WHERE j.regency_code = %(regency)s AND j.person_id = r.id AND j.programme = 'jkk' AND d.programme = 'jkm'
              AND j.state IN ('paid', 'recognised') AND d.state IN ('paid', 'recognised')
            ORDER BY j.month DESC LIMIT 1) u
), latest AS (
    SELECT DISTINCT ON (head_id) * FROM cover ORDER BY head_id, until_month DESC
), standing AS (
    SELECT c.id AS person_id, c.name, c.nik, c.sex, c.birth_on, coalesce(w.segments, '{{}}'::text[]) AS segments,
           l.until_month, l.payer, l.membership_class, g.months AS grace
      FROM chosen c LEFT JOIN work w ON w.head_id = c.id LEFT JOIN latest l ON l.head_id = c.id
      LEFT JOIN unnest(%(classes)s::text[], %(graces)s::int[]) AS g(membership_class, months)
             ON g.membership_class = l.membership_class
)
"""
_BY_NAME = "p.name_key LIKE '%%' || %(name)s || '%%'"
_BY_LAST = "p.nik LIKE '%%' || %(nik)s"
_BY_NIK = "p.nik = %(nik)s"


def people_of_village(
    village_code: str, month: Month, wanted: Wanted, *, after: Place | None = None, most: int = 50
) -> list[dict[str, Any]]:
    """Return people of a village in order of name: person_id, name, nik, sex, birth_on, segments (codes), until_month
    (the last month with JKK and JKM, None for none), payer and class of that month, standing (of STANDINGS, or empty).

    `after` is where the page before ended. NIK come in full: the door masks them. Nothing found is an empty list, also
    for a name without letters.
    """
    asked = _asked(wanted)
    if asked is None:
        return []
    place = after or Place()
    chosen = _EVERYBODY if wanted.is_about_cover or wanted.segment else _A_PAGE
    lines = read_lines(
        _PEOPLE.format(chosen=chosen.format(asked=asked))
        + f" SELECT * FROM standing WHERE ({IS_STANDING[wanted.standing]})"
        "   AND (%(segment)s = '' OR %(segment)s = ANY(segments)) AND (%(payer)s = '' OR payer = %(payer)s)"
        " ORDER BY name, person_id LIMIT %(most)s",
        {
            **village_values(village_code, month),
            "name": name_key_of(wanted.name)[0] or "", "nik": wanted.nik, "segment": wanted.segment,
            "payer": wanted.payer, "after_name": place.name, "after_id": place.person_id, "most": most,
        },
    )  # fmt: skip
    return [{**line, "standing": _standing(line, month)} for line in lines]


def payers_in_village(village_code: str, month: Month) -> list[str]:
    """Return the payers of the village's members as counted for the month, most members first."""
    lines = read_lines(
        "SELECT payer FROM coverage_cell WHERE regency_code = %s AND month = %s AND village_code = %s AND payer <> ''"
        " GROUP BY 1 ORDER BY sum(members) DESC, 1",
        [regency_of(village_code), month.first_day(), village_code],
    )
    return [line["payer"] for line in lines]


def _asked(wanted: Wanted) -> str | None:
    if wanted.nik:
        return _BY_NIK if wanted.is_one_nik else _BY_LAST
    if wanted.name.strip():
        return _BY_NAME if name_key_of(wanted.name)[0] else None
    return "true"


def village_values(village_code: str, month: Month) -> dict[str, Any]:
    """Return what `RESIDENT` and `IS_STANDING` need: the place, the month, and the grace of each class."""
    graces = grace_values(month)
    return {
        "regency": regency_of(village_code), "village": village_code, "month": month.first_day(),
        "classes": list(CLASSES), "graces": graces["graces"],
    }  # fmt: skip


def _standing(line: dict[str, Any], month: Month) -> str:
    """Say how one person stands, by the same rules as the filters."""
    until = Month.of(line["until_month"]) if line["until_month"] else None
    if until is not None and until >= month:
        return "ends_soon" if until <= month.plus(1) else "covered"
    if until is not None and until >= month.plus(-(line["grace"] or 0)):
        return "late"
    return "uncovered" if set(line["segments"]) - {"not_working"} else ""
