"""Read what rooms above ask of persons as a whole: welfare deciles."""

from __future__ import annotations

from datetime import date
from typing import Any

import polars as pl

from semesta.bulk import read_frame, read_lines
from semesta.people.standing import MERGED

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
