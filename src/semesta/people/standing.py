"""Which records stand for which person: the pieces of SQL by which every room reads merged records as one.

A record merged into another keeps its rows; whoever counts or shows persons asks for heads. Nearly no record is merged,
so each piece touches only the partial index on `merged_into`.
"""

from __future__ import annotations

MERGED = "(SELECT id, merged_into FROM people_person WHERE regency_code = %(regency)s AND merged_into IS NOT NULL)"
"""SQL: the merged records, id and the head they are merged into."""

HEAD_DETAILS = """(
    SELECT merged_into AS id, min(died_on) AS died_on,
           (array_agg(village_code ORDER BY id) FILTER (WHERE village_code IS NOT NULL))[1] AS village_code,
           (array_agg(sex ORDER BY id) FILTER (WHERE sex IS NOT NULL))[1] AS sex
      FROM people_person WHERE regency_code = %(regency)s AND merged_into IS NOT NULL GROUP BY 1
)"""
"""SQL: what the records merged into a head tell of it: the day of death, and the first village and sex told."""

HEAD_DETAILS_ONE_BY_ONE = """LATERAL (
    SELECT o.merged_into AS id, min(o.died_on) AS died_on,
           (array_agg(o.village_code ORDER BY o.id) FILTER (WHERE o.village_code IS NOT NULL))[1] AS village_code,
           (array_agg(o.sex ORDER BY o.id) FILTER (WHERE o.sex IS NOT NULL))[1] AS sex
      FROM people_person o WHERE o.regency_code = %(regency)s AND o.merged_into = p.id GROUP BY 1
)"""
"""SQL: the same for person p, by the index: for the people of a village, whom all merged records outnumber."""

DEATHS_TOLD_TOGETHER = """(
    SELECT o.id, min(p.died_on) OVER (PARTITION BY o.head_id) AS died_on
      FROM (SELECT id, merged_into AS head_id FROM people_person
             WHERE regency_code = %(regency)s AND merged_into IS NOT NULL
             UNION
            SELECT merged_into, merged_into FROM people_person
             WHERE regency_code = %(regency)s AND merged_into IS NOT NULL) o
      JOIN people_person p ON p.regency_code = %(regency)s AND p.id = o.id
)"""
"""SQL: for every record that shares its person with others, the first day of death that any of them tells."""

OF_A_ROW = "(p.nik IS NULL AND p.merged_into IS NOT NULL)"
"""SQL: record p stands for a row that matching merged; exact recognition leaves it out, its person speaks for it."""
