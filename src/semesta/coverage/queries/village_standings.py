"""How the people of a village stand, counted for its first page, which everybody in the village hall opens.

Whoever sees a village's page has each of its rows checked against his or her territory. The persons are therefore asked
for first, once, and named one by one in what follows: then PostgreSQL knows that thousands of rows come, looks the
residents up in one go, and does not ask again for every month of every person.
"""

from __future__ import annotations

from semesta.bulk import read_lines
from semesta.coverage.queries.village_people import IS_STANDING, RESIDENT, STANDINGS, village_values
from semesta.kernel.month import Month

_HEADS = f"SELECT id FROM ({RESIDENT.format(asked='true')}) resident"
_MERGED = """
SELECT id, merged_into FROM people_person
 WHERE regency_code = %(regency)s AND merged_into = ANY(%(heads)s::bigint[])
"""
_COUNTS = ", ".join(f"count(*) FILTER (WHERE {IS_STANDING[name]}) AS {name}" for name in STANDINGS)
_STANDINGS = f"""
WITH record AS (
    SELECT * FROM unnest(%(records)s::bigint[], %(heads_of_records)s::bigint[]) AS r(id, head_id)
), work AS (
    SELECT r.head_id, array_agg(DISTINCT l.segment_code::text) AS segments
      FROM people_livelihood l JOIN record r ON r.id = l.person_id
     WHERE l.regency_code = %(regency)s AND l.person_id = ANY(%(records)s::bigint[]) GROUP BY 1
), paid AS (
    SELECT person_id, month, min(membership_class) FILTER (WHERE programme = 'jkk') AS membership_class
      FROM membership_coveredmonth
     WHERE regency_code = %(regency)s AND person_id = ANY(%(records)s::bigint[]) AND programme IN ('jkk', 'jkm')
       AND state IN ('paid', 'recognised')
       AND month >= %(month)s::date - make_interval(months => %(longest_grace)s)
     GROUP BY 1, 2 HAVING count(*) = 2
), latest AS (
    SELECT DISTINCT ON (r.head_id) r.head_id, p.month AS until_month, p.membership_class
      FROM paid p JOIN record r ON r.id = p.person_id ORDER BY r.head_id, p.month DESC
), standing AS (
    SELECT coalesce(w.segments, '{{}}'::text[]) AS segments, l.until_month, g.months AS grace
      FROM unnest(%(heads)s::bigint[]) AS c(id)
      LEFT JOIN work w ON w.head_id = c.id LEFT JOIN latest l ON l.head_id = c.id
      LEFT JOIN unnest(%(classes)s::text[], %(graces)s::int[]) AS g(membership_class, months)
             ON g.membership_class = l.membership_class
)
SELECT count(*) AS people, {_COUNTS} FROM standing
"""
# Months that ended longer ago than any class's grace leave a person as uncovered as none would: they are not read.


def standings_of_village(village_code: str, month: Month) -> dict[str, int]:
    """Return how many people of a village stand how: covered, ends_soon, late, uncovered (workers), and people."""
    values = village_values(village_code, month)
    heads = [line["id"] for line in read_lines(_HEADS, values)]
    merged = read_lines(_MERGED, values | {"heads": heads})
    asked = {
        "heads": heads,
        "records": [*heads, *(line["id"] for line in merged)],
        "heads_of_records": [*heads, *(line["merged_into"] for line in merged)],
        "longest_grace": max(values["graces"]),
    }
    return dict(read_lines(_STANDINGS, values | asked)[0])
