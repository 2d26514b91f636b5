"""What a search found of persons and rows that became others while it compared: left for the next search.

A search is carried out as if it had ended at the moment it read, and whatever came meanwhile had come afterwards. So of
whoever is another since, nothing is kept: the next search looks at these persons and rows anew (`docs/duplicates.md`).
"""

from __future__ import annotations

from dataclasses import replace

import polars as pl

from semesta.bulk import read_frame
from semesta.duplicates.register import ChangedSince
from semesta.duplicates.search import Found

PLACE = {"submission_id": pl.Int64, "line": pl.Int32}


def rows_decided_since(regency_code: str, moment: object) -> pl.DataFrame:
    """Return the rows (`PLACE`) of whose pairs something was decided, or taken back, after the moment."""
    return read_frame(
        "SELECT DISTINCT p.submission_id, p.line FROM duplicates_decision d JOIN duplicates_pair p"
        "    ON p.regency_code = d.regency_code AND p.number = d.pair_number"
        " WHERE d.regency_code = {regency} AND d.at > {moment} AND p.submission_id IS NOT NULL",
        PLACE, regency=regency_code, moment=moment,
    )  # fmt: skip


def without_changed(found: Found, changed: ChangedSince, rows: pl.DataFrame) -> tuple[Found, pl.DataFrame]:
    """Return what was found without whoever changed since it was read, and the rows (`PLACE`) left for the next search.

    `rows` are those that changed themselves. A row is left with all its pairs when one of them names somebody who
    changed, for its persons were weighed against one another; a pair of two persons when one of the two did.
    """
    pairs = found.pairs
    is_row = pl.col("submission_id").is_not_null()
    another = changed.another.implode()
    of_changed = pl.col("person_id").is_in(another) | pl.col("person_id").is_in(changed.dead.implode())
    named = pairs.filter(is_row & of_changed).select(*PLACE)
    left = pl.concat([rows.select(*PLACE), named]).unique()
    kept = pairs.filter(is_row | ~(pl.col("person_id").is_in(another) | pl.col("record_id").is_in(another)))
    return replace(
        found,
        pairs=kept.join(left, on=list(PLACE), how="anti", maintain_order="left"),
        linked_rows=found.linked_rows.join(left, on=list(PLACE), how="anti", maintain_order="left"),
    ), left
