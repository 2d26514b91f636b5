"""Read pairs and decisions: how many stand where, what is asked, and what was decided of one."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import polars as pl

from semesta.bulk import read_frame, read_lines
from semesta.duplicates.errors import NoPairError

PAIR = (
    "number, person_id, record_id, submission_id, line, link_type, band, reason, weight, worth_months, worth_rp,"
    " verdict, decided_by, against, model_version"
)
ASKED = """p.regency_code = %(regency)s AND p.verdict = '' AND p.reason <> 'replaced' AND (
    SELECT true FROM duplicates_pair s WHERE s.regency_code = p.regency_code AND p.submission_id IS NOT NULL
       AND s.submission_id = p.submission_id AND s.line = p.line AND s.verdict = 'same' LIMIT 1) IS NULL
   AND (
    SELECT coalesce(a.merged_into, a.id) = coalesce(b.merged_into, b.id)
      FROM people_person a JOIN people_person b ON b.regency_code = a.regency_code AND b.id = p.record_id
     WHERE a.regency_code = p.regency_code AND a.id = p.person_id) IS NOT TRUE"""
"""SQL: pair p waits for people; of a row that has found its person, or was replaced, nothing more is asked, nor of two
records that are one person already. It is looked up pair by pair, so that of pairs in order only the first few are."""
WORTH_MOST_FIRST = "p.worth_rp DESC, p.weight DESC, p.number"
"""SQL: the order in which pairs are shown and taken in hand; an index holds the undecided ones in it."""


def counts(regency_code: str) -> list[dict[str, Any]]:
    """Return how many pairs stand where: link_type, band, reason, verdict (empty: undecided), decided_by, pairs."""
    return read_lines(
        "SELECT link_type, band, reason, verdict, decided_by, count(*) AS pairs FROM duplicates_pair"
        " WHERE regency_code = %s GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5",
        [regency_code],
    )


def runs(regency_code: str, *, most: int = 10) -> list[dict[str, Any]]:
    """Return the searches, newest first: number, ran_at, done_on, model_version, detail (their counts)."""
    return read_lines(
        "SELECT number, ran_at, done_on, model_version, detail::text AS detail FROM duplicates_run"
        " WHERE regency_code = %s ORDER BY number DESC LIMIT %s",
        [regency_code, most],
    )


def pair_line(regency_code: str, number: int) -> dict[str, Any]:
    """Return one pair as stored, with `levels` (text of JSON); NoPairError when there is none."""
    lines = read_lines(
        f"SELECT {PAIR}, levels::text AS levels FROM duplicates_pair WHERE regency_code = %s AND number = %s",
        [regency_code, number],
    )
    if not lines:
        raise NoPairError(f"Tidak ada pasangan nomor {number} / there is no pair {number}")
    return lines[0]


def pair_of(regency_code: str, first: int, second: int) -> int | None:
    """Return the number of the pair of two records, if there is one."""
    lines = read_lines(
        "SELECT number FROM duplicates_pair WHERE regency_code = %s"
        " AND person_id IN (%s, %s) AND record_id IN (%s, %s)",
        [regency_code, first, second, first, second],
    )
    return lines[0]["number"] if lines else None


def claim_against(regency_code: str, number: int, *, actor_name: str, now: datetime) -> dict[str, Any] | None:
    """Return who else has the pair or another of its two records in hand (actor, until_at, pair_number), or None."""
    held = read_lines(
        "SELECT c.actor, c.until_at, c.pair_number FROM duplicates_claim c JOIN duplicates_pair p"
        "    ON p.regency_code = c.regency_code AND p.number = %(number)s"
        " WHERE c.regency_code = %(regency)s AND c.actor <> %(actor)s AND c.until_at > %(now)s"
        "   AND (c.pair_number = p.number OR c.person_id IN (p.person_id, p.record_id)"
        "        OR c.record_id IN (p.person_id, p.record_id)) ORDER BY c.until_at DESC LIMIT 1",
        {"regency": regency_code, "number": number, "actor": actor_name, "now": now},
    )
    return held[0] if held else None


def rival_pairs(regency_code: str, number: int) -> list[dict[str, Any]]:
    """Return every pair of the same row or record, this one too: number, verdict, weight, person_id; heaviest first."""
    return read_lines(
        "SELECT r.number, r.verdict, r.weight, r.person_id FROM duplicates_pair p JOIN duplicates_pair r"
        "    ON r.regency_code = p.regency_code AND r.record_id = p.record_id"
        " WHERE p.regency_code = %s AND p.number = %s ORDER BY r.weight DESC, r.number",
        [regency_code, number],
    )


def decided_lately(regency_code: str, actor_name: str, *, most: int = 10) -> list[dict[str, Any]]:
    """Return the last decisions of somebody that stand, newest first: number, pair_number, verdict, reason, at."""
    return read_lines(
        "SELECT d.number, d.pair_number, d.verdict, d.reason, d.at FROM duplicates_decision d JOIN duplicates_pair p"
        "    ON p.regency_code = d.regency_code AND p.number = d.pair_number AND p.decision_id = d.number"
        " WHERE d.regency_code = %s AND d.actor = %s AND d.by = 'person' ORDER BY d.number DESC LIMIT %s",
        [regency_code, actor_name, most],
    )


def decisions_of(regency_code: str, number: int) -> list[dict[str, Any]]:
    """Return everything ever decided of a pair, oldest first: number, verdict, by, actor, reason, undoes_id, at."""
    return read_lines(
        "SELECT number, verdict, by, actor, reason, undoes_id, at FROM duplicates_decision"
        " WHERE regency_code = %s AND pair_number = %s ORDER BY number",
        [regency_code, number],
    )


def records_of(regency_code: str, person_id: int) -> list[int]:
    """Return the records that one person stands in, the head first."""
    lines = read_lines(
        "WITH head AS (SELECT coalesce(merged_into, id) AS id FROM people_person WHERE regency_code = %(regency)s"
        " AND id = %(person)s) SELECT p.id FROM people_person p JOIN head h ON p.id = h.id OR p.merged_into = h.id"
        " WHERE p.regency_code = %(regency)s ORDER BY p.merged_into NULLS FIRST, p.id",
        {"regency": regency_code, "person": person_id},
    )
    return [line["id"] for line in lines]


def pairs_that_join(regency_code: str, records: list[int]) -> list[dict[str, Any]]:
    """Return the pairs decided the same among the records of a person: number, person_id, record_id, decided_by,
    weight; by number. These are what a merge stands on.
    """
    return read_lines(
        "SELECT number, person_id, record_id, decided_by, weight FROM duplicates_pair"
        " WHERE regency_code = %s AND verdict = 'same' AND person_id = ANY(%s) AND record_id = ANY(%s)"
        " ORDER BY number",
        [regency_code, records, records],
    )


def rows_told_apart(regency_code: str) -> pl.DataFrame:
    """Return which rows people said are not about which heads (`different`, or undone): submission_id, line, id."""
    return read_frame(
        "SELECT DISTINCT p.submission_id, p.line, coalesce(h.merged_into, h.id) AS id FROM duplicates_pair p"
        "  JOIN people_person h ON h.regency_code = p.regency_code AND h.id = p.person_id"
        " WHERE p.regency_code = {regency} AND p.submission_id IS NOT NULL AND p.verdict <> 'same'"
        "   AND EXISTS (SELECT 1 FROM duplicates_decision d WHERE d.regency_code = p.regency_code"
        "                  AND d.pair_number = p.number AND d.by = 'person' AND d.verdict <> 'same')",
        {"submission_id": pl.Int64, "line": pl.Int32, "id": pl.Int64},
        regency=regency_code,
    )
