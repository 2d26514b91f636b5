"""Decisions as they stand, and the merges that follow from them.

`people_person.merged_into` is computed here, from nothing but the pairs decided to be the same, for the
whole regency or, after a single decision, for all records tied to its two: components, and in each the record with a
sure NIK, then the oldest, as head. So undoing is exact.
"""

from __future__ import annotations

from collections.abc import Collection

import polars as pl
from django.db import connection

from semesta.accounts.actor import Actor
from semesta.bulk import copy_frame, execute, read_lines
from semesta.duplicates.one_person import Join, OnePerson
from semesta.membership.confirming import follow_merges
from semesta.people.actions import set_heads

EFFECTIVE = """
UPDATE duplicates_pair p
   SET verdict = coalesce(d.verdict, ''), decided_by = coalesce(d.by, ''), decision_id = d.number
  FROM (SELECT asked.number AS pair_number, last.* FROM (SELECT unnest(%(pairs)s::bigint[]) AS number) asked
          LEFT JOIN LATERAL (
               SELECT s.number, s.verdict, s.by FROM duplicates_decision s
                WHERE s.regency_code = %(regency)s AND s.pair_number = asked.number AND s.verdict <> 'undone'
                  AND NOT EXISTS (SELECT 1 FROM duplicates_decision u
                                   WHERE u.regency_code = %(regency)s AND u.undoes_id = s.number)
                ORDER BY s.number DESC LIMIT 1) last ON true) d
 WHERE p.regency_code = %(regency)s AND p.number = d.pair_number
   AND p.decision_id IS DISTINCT FROM d.number
"""
"""SQL: what stands of pairs is the last decision that nobody took back."""

_DECIDED = """
SELECT number, person_id, record_id, submission_id, verdict, decided_by FROM duplicates_pair
 WHERE regency_code = %(regency)s AND verdict <> ''
   AND (%(among)s::bigint[] IS NULL OR person_id = ANY(%(among)s) OR record_id = ANY(%(among)s)) ORDER BY number
"""
_MERGING = """
SELECT number, person_id, record_id, submission_id, decided_by FROM duplicates_pair p
 WHERE regency_code = %(regency)s AND verdict = 'same'
   AND (%(among)s::bigint[] IS NULL OR person_id = ANY(%(among)s) OR record_id = ANY(%(among)s))
   AND EXISTS (SELECT 1 FROM people_person r WHERE r.regency_code = %(regency)s AND r.id = p.record_id)
   AND EXISTS (SELECT 1 FROM people_person r WHERE r.regency_code = %(regency)s AND r.id = p.person_id)
"""


_TIED = """
WITH RECURSIVE tied(id) AS (
    SELECT unnest(%(records)s::bigint[])
    UNION
    SELECT next.id FROM tied, LATERAL (
        SELECT record_id AS id FROM duplicates_pair
         WHERE regency_code = %(regency)s AND person_id = tied.id AND verdict = 'same'
        UNION ALL
        SELECT person_id FROM duplicates_pair
         WHERE regency_code = %(regency)s AND record_id = tied.id AND verdict = 'same'
        UNION ALL
        SELECT merged_into FROM people_person
         WHERE regency_code = %(regency)s AND id = tied.id AND merged_into IS NOT NULL
        UNION ALL
        SELECT id FROM people_person WHERE regency_code = %(regency)s AND merged_into = tied.id) next
)
SELECT id FROM tied ORDER BY id
"""
_TOLD_OF = """
DROP TABLE IF EXISTS pg_temp.told_person;
CREATE TEMPORARY TABLE told_person ON COMMIT DROP AS
SELECT DISTINCT r.id AS person_id
  FROM head_changed h CROSS JOIN LATERAL (VALUES (h.person_id), (h.former_head_id), (h.head_id)) AS r(id)
 WHERE r.id IS NOT NULL
"""
MOST_BY_NUMBER = 20_000
"""Records are looked up one by one up to so many; a regency has a million."""


def tied_to(regency_code: str, records: list[int]) -> list[int]:
    """Return the records that decisions tie to these, or that were merged with them till now, themselves included."""
    return [line["id"] for line in read_lines(_TIED, {"regency": regency_code, "records": records})]


def tied_if_few(regency_code: str, records: Collection[int]) -> list[int] | None:
    """Return `tied_to` of some records; None, which stands for the whole regency, of so many that this is quicker."""
    return tied_to(regency_code, list(records)) if len(records) <= MOST_BY_NUMBER else None


def refresh(regency_code: str, pair_numbers: list[int]) -> None:
    """Let these pairs show what stands of their decisions."""
    if pair_numbers:
        execute(EFFECTIVE, {"regency": regency_code, "pairs": pair_numbers})


def one_person(regency_code: str, *, without: int | None = None, among: list[int] | None = None) -> OnePerson:
    """Return who is one person by the decisions that stand, as if pair `without` were undecided.

    `among`: only decisions that touch these records (`tied_to` of both sides of a pair holds all that bear on it).
    """
    decided = read_lines(_DECIDED, {"regency": regency_code, "among": among})
    lines = [line for line in decided if line["number"] != without]
    same = [Join.of(line) for line in lines if line["verdict"] == "same"]
    apart = [Join.of(line) for line in lines if line["verdict"] == "different"]
    records = sorted({end for join in (*same, *apart) for end in (join.person_id, join.record_id)})
    return OnePerson(same, apart, sure_numbers(regency_code, records))


def sure_numbers(regency_code: str, records: list[int]) -> dict[int, str]:
    """Return the sure NIK of those records that hold one."""
    lines = read_lines(
        "SELECT id, nik FROM people_person WHERE regency_code = %s AND id = ANY(%s) AND nik IS NOT NULL",
        [regency_code, records],
    )
    return {line["id"]: line["nik"] for line in lines}


def settle_merges(actor: Actor, regency_code: str, *, among: list[int] | None = None) -> int:
    """Compute from the decisions that stand which record stands for which person; return how many records changed.

    What the insurer recognises of months that a purse paid follows.

    Pairs with a row whose record does not exist (it is not merged) join nothing. `among`: only these records are looked
    at, which must be all that are tied to one another (`tied_to`, taken before the decision that changes them).
    """
    joins = [Join.of(line) for line in read_lines(_MERGING, {"regency": regency_code, "among": among})]
    rows = {join.record_id for join in joins if join.is_row}
    components = OnePerson(joins, [], {}).components()
    sure = sure_numbers(regency_code, [record for component in components for record in component])
    heads = [
        (record, head)
        for component in components
        for head in [min(component, key=lambda record: (record not in sure, record in rows, record))]
        for record in component
        if record != head
    ]
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS person_head")
        cursor.execute("CREATE TEMPORARY TABLE person_head (person_id bigint, head_id bigint) ON COMMIT DROP")
        copy_frame(
            pl.DataFrame(heads, schema={"person_id": pl.Int64, "head_id": pl.Int64}, orient="row"), "person_head"
        )
        cursor.execute("ANALYZE person_head")
        changed = set_heads(actor, regency_code, among=among)
        cursor.execute("DROP TABLE person_head")
    if changed:
        execute(_TOLD_OF)
        follow_merges(actor, regency_code)
    return changed
