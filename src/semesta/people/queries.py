"""Read what rooms above ask of persons as a whole: welfare deciles."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from semesta.bulk import read_frame, read_lines
from semesta.kernel.nik import Nik, nik_problem
from semesta.kernel.region_code import level_of, regency_of
from semesta.matching.name_key import name_key_of
from semesta.people.standing import HEAD_DETAILS, MERGED

_SOUGHT = f"""
SELECT p.id AS person_id, p.nik, p.name, extract(year FROM p.birth_on)::int AS birth_year, v.code AS village_code
  FROM people_person p LEFT JOIN {HEAD_DETAILS} d ON d.id = p.id
 CROSS JOIN LATERAL (SELECT coalesce(p.village_code, d.village_code) AS code) v
 WHERE p.regency_code = %(regency)s AND p.merged_into IS NULL AND p.id > %(after)s
   AND (%(is_whole)s OR v.code = %(within)s OR v.code LIKE %(within)s || '.%%')
   AND (%(nik)s = '' OR p.nik = %(nik)s) AND (%(name)s = '' OR p.name_key LIKE '%%' || %(name)s || '%%')
 ORDER BY p.id LIMIT %(most)s
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Whom to look for: part of a name, a whole NIK, only numbers behind `after`; what is empty narrows nothing."""

    name: str = ""
    nik: str = ""
    after: int = 0


def persons_sought(region_code: str, sought: Sought, *, most: int) -> list[dict[str, Any]]:
    """Return persons who live in a region, in order of their numbers: person_id, nik (masked), name, birth_year,
    village_code. A name without letters finds nobody.
    """
    name_key = name_key_of(sought.name)[0] or ""
    if sought.name.strip() and not name_key:
        return []
    lines = read_lines(
        _SOUGHT,
        {"regency": regency_of(region_code), "within": region_code, "is_whole": level_of(region_code) == "regency",
         "nik": sought.nik, "name": name_key, "after": sought.after, "most": most},
    )  # fmt: skip
    return [line | {"nik": _masked(line["nik"])} for line in lines]


def _masked(nik: str | None) -> str | None:
    return Nik(nik).masked() if nik and nik_problem(nik) is None else None


_DECILE = {"person": pl.Int64, "decile": pl.Int8, "source": pl.String, "as_of": pl.Date}
_LATEST = f"""
SELECT DISTINCT ON (1) coalesce(m.merged_into, w.person_id) AS person, w.decile, w.source, w.as_of_on AS as_of
  FROM people_welfarerank w LEFT JOIN {MERGED.replace("%(regency)s", "{regency}")} m ON m.id = w.person_id
 WHERE w.regency_code = {{regency}} AND w.as_of_on <= {{on}}
 ORDER BY 1, w.as_of_on DESC, w.submission_id DESC, w.line
"""


def welfare_deciles(regency_code: str, *, on: date) -> pl.DataFrame:
    """Return the decile that holds on a day for everybody of whom one was told: the latest, over all records merged
    into the person. Columns: person (Int64, the head's number, each once), decile (1 poorest to 10), source (who
    handed the extract in), as_of (the day it speaks of). Who is not in it has none that is known.
    """
    return read_frame(_LATEST, _DECILE, regency=regency_code, on=on)


def welfare_counts(regency_code: str) -> list[dict[str, Any]]:
    """Return per source and day of the extracts how many persons have a decile of it: source, as_of, persons, and
    `holds`, of how many it is the latest told.
    """
    return read_lines(
        """
        WITH told AS (
            SELECT coalesce(m.merged_into, w.person_id) AS person, w.source, w.as_of_on AS as_of, w.submission_id
              FROM people_welfarerank w LEFT JOIN """
        + MERGED
        + """ m ON m.id = w.person_id WHERE w.regency_code = %(regency)s
        ), placed AS (
            SELECT person, source, as_of,
                   row_number() OVER (PARTITION BY person ORDER BY as_of DESC, submission_id DESC) AS place
              FROM told
        )
        SELECT source, as_of, count(DISTINCT person) AS persons, count(*) FILTER (WHERE place = 1) AS holds
          FROM placed GROUP BY 1, 2 ORDER BY 2 DESC, 1
        """,
        {"regency": regency_code},
    )
