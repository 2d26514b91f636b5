"""The machine's part of deciding: join the pairs of its band that contradict nothing."""

from __future__ import annotations

import polars as pl
from django.db import connection

from semesta.accounts.actor import Actor
from semesta.bulk import copy_frame, execute, read_lines
from semesta.duplicates.one_person import Join
from semesta.duplicates.standing import one_person, refresh, tied_if_few

CONFLICT = "conflict"


def join_by_machine(actor: Actor, regency_code: str) -> dict[str, int]:
    """Join the pairs of the machine's band, heaviest first; those that contradict are asked, with what they do.

    Return `machine_merged` and `conflicts`. Part of a search, which settles merges at its end.
    """
    lines = read_lines(
        "SELECT number, person_id, record_id, submission_id, 'machine' AS decided_by FROM duplicates_pair p"
        " WHERE regency_code = %(regency)s AND verdict = '' AND band = 'machine' AND NOT EXISTS ("
        "   SELECT 1 FROM duplicates_decision d WHERE d.regency_code = %(regency)s AND d.pair_number = p.number)"
        " ORDER BY weight DESC, number",
        {"regency": regency_code},
    )
    ends = {line[end] for line in lines for end in ("person_id", "record_id")}
    standing = one_person(regency_code, among=tied_if_few(regency_code, ends)) if lines else None
    joined: list[int] = []
    conflicts: list[tuple[int, str]] = []
    for line in lines:
        join = Join.of(line)
        against = standing.against_same(join) if standing is not None else []
        if against:
            conflicts.append((join.number, str(against)))
        elif standing is not None:
            standing.join(join)
            joined.append(join.number)
    _keep_joins(actor, regency_code, joined)
    execute(
        "UPDATE duplicates_pair p SET band = 'queue', reason = %s, against = c.against::jsonb"
        "  FROM unnest(%s::bigint[], %s::text[]) AS c(number, against)"
        " WHERE p.regency_code = %s AND p.number = c.number",
        [CONFLICT, [number for number, _ in conflicts], [against for _, against in conflicts], regency_code],
    )
    return {"machine_merged": len(joined), "conflicts": len(conflicts)}


def _keep_joins(actor: Actor, regency_code: str, pairs: list[int]) -> None:
    if not pairs:
        return
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS machine_pair")
        cursor.execute("CREATE TEMPORARY TABLE machine_pair (place bigint, number bigint) ON COMMIT DROP")
        copy_frame(pl.DataFrame({"number": pairs}).with_row_index("place").select("place", "number"), "machine_pair")
        cursor.execute(
            "INSERT INTO duplicates_decision (regency_code, number, pair_number, verdict, by, actor, reason)"
            " SELECT %s, nextval('duplicates_decision_number'), number, 'same', 'machine', %s, 'weight'"
            "   FROM (SELECT number FROM machine_pair ORDER BY place) m",
            [regency_code, actor.name],
        )
    refresh(regency_code, pairs)
