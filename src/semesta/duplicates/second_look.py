"""A second look at rows that the machine joined: somebody who came later may fit as well, or better.

The order in which lists come must not decide whose a row is. Such a row is taken back and asked, never moved, and the
machine joins it with nobody from then on; what people decided is not looked at again.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Final

import polars as pl

from semesta.bulk import read_frame
from semesta.duplicates.search import Found
from semesta.matching.bands import MACHINE, QUEUE

BETTER_PERSON: Final = "better_person"
"""Reason of the pairs of such a row, and of the decision that took the machine's back."""
_PLACE = ["submission_id", "line"]
_OF_MACHINE = f"""
SELECT p.submission_id, p.line, coalesce(h.merged_into, h.id) AS id, p.verdict = 'same' AS is_joined
  FROM duplicates_pair p JOIN people_person h ON h.regency_code = p.regency_code AND h.id = p.person_id
 WHERE p.regency_code = {{regency}}
   AND (p.submission_id, p.line) IN (SELECT * FROM unnest({{submissions}}::bigint[], {{lines}}::int[]))
   AND ((p.verdict = 'same' AND p.decided_by = 'machine')
        OR EXISTS (SELECT 1 FROM duplicates_decision d
                    WHERE d.regency_code = p.regency_code AND d.pair_number = p.number AND d.by = 'machine'
                      AND d.verdict = 'undone' AND d.reason = '{BETTER_PERSON}'))
"""
_ROW_OF_MACHINE = {"submission_id": pl.Int64, "line": pl.Int32, "id": pl.Int64, "is_joined": pl.Boolean}


def rows_of_machine(regency_code: str, rows: pl.DataFrame) -> pl.DataFrame:
    """Return which of these rows (submission_id, line) the machine joined, with their head (`id`, `is_joined`), and
    which were once taken back here.
    """
    return read_frame(
        _OF_MACHINE, _ROW_OF_MACHINE, regency=regency_code, submissions=rows["submission_id"].to_list(),
        lines=rows["line"].to_list(),
    )  # fmt: skip


def looked_at_again(found: Found, of_machine: pl.DataFrame, *, margin: float) -> tuple[Found, pl.DataFrame]:
    """Return the pairs found as they may be kept, and the rows (submission_id, line) to be taken back and asked.

    `of_machine` as of `rows_of_machine`. A joined row is doubted when another head weighs more than its own less the
    `margin`; of one that is not, nothing new is kept. Of a row doubted now or before the machine's pair is asked.
    """
    joined = of_machine.filter("is_joined").select(*_PLACE, own="id")
    told = found.pairs.join(joined, on=_PLACE)
    own = told.filter(pl.col("person_id") == pl.col("own")).select(*_PLACE, own_weight="weight")
    others = told.filter(pl.col("person_id") != pl.col("own")).join(own, on=_PLACE, how="left")
    nearer = pl.col("own_weight").is_null() | (pl.col("weight") > pl.col("own_weight") - margin)
    doubted = others.filter(nearer).select(_PLACE).unique(maintain_order=True)
    certain = joined.select(_PLACE).join(doubted, on=_PLACE, how="anti")
    asked = pl.concat([doubted, of_machine.filter(~pl.col("is_joined")).select(_PLACE)]).unique()
    pairs = found.pairs.join(certain, on=_PLACE, how="anti", maintain_order="left")
    pairs = pairs.join(asked.with_columns(asked=pl.lit(True)), on=_PLACE, how="left", maintain_order="left")
    instead = pl.col("asked").fill_null(False) & (pl.col("band") == MACHINE)
    pairs = pairs.with_columns(
        band=pl.when(instead).then(pl.lit(QUEUE)).otherwise("band"),
        reason=pl.when(instead).then(pl.lit(BETTER_PERSON)).otherwise("reason"),
    ).drop("asked")
    return replace(found, pairs=pairs), doubted
