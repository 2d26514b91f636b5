"""The waiting rows as a search has read them, which of them changed while it compared, and which it has linked."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import polars as pl
from django.db import connection

from semesta.bulk import copy_frame, read_lines
from semesta.duplicates.left_for_next import PLACE
from semesta.duplicates.search import STANDING
from semesta.intake.known_before import people_on_lists
from semesta.intake.replaced_rows import told_apart
from semesta.intake.row_frame import places_to_match, rows_to_match

_LINKED = """
UPDATE intake_waitingrow w SET is_linked = true
 WHERE w.regency_code = %(regency)s AND NOT w.is_linked AND w.submission_id <= %(last)s
   AND NOT EXISTS (SELECT 1 FROM left_row l WHERE l.submission_id = w.submission_id AND l.line = w.line)
"""
_LEFT = """
UPDATE intake_waitingrow w SET is_linked = false FROM left_row l
 WHERE w.regency_code = %(regency)s AND w.is_linked AND l.submission_id = w.submission_id AND l.line = w.line
"""


@dataclass(frozen=True)
class ReadRows:
    """The rows a match could settle (`row_frame.rows_to_match`), which heads stand on their lists (`standing`), whom
    people told apart from them (`apart`), both as of `duplicates.search.STANDING`, and the last list there was.
    """

    to_match: pl.DataFrame
    standing: pl.DataFrame
    apart: pl.DataFrame
    last_submission: int


def read_rows(regency_code: str) -> ReadRows:
    """Read the rows that wait, all of one moment (`people.turns.one_moment`)."""
    told = people_on_lists(regency_code)
    rows = rows_to_match(regency_code, told)
    standing = told.filter(pl.col("submission_id").is_in(rows["submission_id"].unique().implode()))
    return ReadRows(rows, standing.select(*STANDING).unique(), told_apart(regency_code), _last_submission())


def came_since(read: ReadRows) -> bool:
    """Say whether a list came since the rows were read."""
    return _last_submission() != read.last_submission


def changed_rows(regency_code: str, read: ReadRows, linked: pl.DataFrame) -> pl.DataFrame:
    """Return which of the rows read and `linked` (`submission_id`, `line`) are no longer what they were: replaced by a
    corrected list, settled, waiting for another reason, or on a list of which people told somebody else apart since.
    """
    key = [*PLACE, "nik_state"]
    rows = read.to_match.select(key).join(linked, on=list(PLACE), how="semi")
    gone = rows.join(places_to_match(regency_code, linked), on=key, how="anti", nulls_equal=True)
    apart = told_apart(regency_code)
    both = list(STANDING)
    lists = pl.concat([read.apart.join(apart, on=both, how="anti"), apart.join(read.apart, on=both, how="anti")])
    said = rows.join(lists.select("submission_id").unique(), on="submission_id", how="semi")
    return pl.concat([gone.select(*PLACE), said.select(*PLACE)]).unique()


def _last_submission() -> int:
    (last,) = read_lines("SELECT coalesce(max(id), 0) AS id FROM intake_submission")
    return int(last["id"])


def mark_linked(regency_code: str, read: ReadRows, left: pl.DataFrame) -> None:
    """Note of the waiting rows that they were linked, but of those `left` for the next search, and of lists that came
    after they were read, that they were not.
    """
    values: dict[str, Any] = {"regency": regency_code, "last": read.last_submission}
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS left_row")
        cursor.execute("CREATE TEMPORARY TABLE left_row (submission_id bigint, line integer) ON COMMIT DROP")
        copy_frame(left.select(*PLACE), "left_row")
        cursor.execute("ANALYZE left_row")
        cursor.execute(_LINKED, values)
        cursor.execute(_LEFT, values)
