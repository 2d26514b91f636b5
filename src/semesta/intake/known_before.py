"""How often rows like a waiting row have their person in the register: told by the rows beside it whose NIK is sound.

The model takes for granted that nine rows of ten have their person there. Of the first list of a village that is not
so: nearly nobody on it was told by another list, and a namesake is easily taken for the person. So of the sound rows of
every list and village the share is counted whose person stands on another list too, and a row weighs less by as much as
this share is less than on the lists of a whole regency. Few rows tell little: the share of a list is drawn towards that
of the other lists of the village, and this towards the usual one, which is that of made-up regencies: an assumption.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from semesta.bulk import read_frame

USUAL_SHARE: Final = 0.3
"""Of the rows of all lists of a made-up regency a third stand on another list too; from here on nothing changes."""
_ADDED: Final = 20.0
"""As many rows of the share that is drawn towards are added to those counted."""
_LISTS_OF_WORKERS: Final = "register"
_TOLD = {"ids": pl.String, "submission_id": pl.Int64, "village_code": pl.String, "is_current": pl.Boolean}
_PEOPLE_ON_LISTS = """
SELECT string_agg(coalesce(p.merged_into, p.id)::text, ' ') AS ids, r.submission_id, r.village_code,
       r.corrected_by_id IS NULL AS is_current
  FROM intake_stagedrow r JOIN people_person p ON p.regency_code = r.regency_code AND p.id = r.person_id
 WHERE r.regency_code = {regency} AND r.waited_for IS NULL
 GROUP BY r.submission_id, r.village_code, is_current
"""
"""SQL: a line for every list and village, with many persons in it: a million short lines take seconds to be read."""


def people_on_lists(regency_code: str) -> pl.DataFrame:
    """Return which heads stand on which lists (`duplicates.search.STANDING`), a line for every row that the exact rules
    led to a person: also `village_code` of the row and `is_current`, whether no corrected list took its place.
    """
    told = read_frame(_PEOPLE_ON_LISTS, _TOLD, regency=regency_code)
    lists = told.with_columns(id=pl.col("ids").str.split(" ")).drop("ids").explode("id")
    return lists.select(pl.col("id").cast(pl.Int64), "submission_id", "village_code", "is_current")


def with_rarer(rows: pl.DataFrame, told: pl.DataFrame) -> pl.DataFrame:
    """Add `rarer` (`duplicates.search.ROW`) to rows: log2 of share by usual share, 0 for rows of other extracts.

    `told` as of `people_on_lists`, of all lists.
    """
    current = told.filter("is_current").unique(["id", "submission_id"])
    lists = current.group_by("id").len("lists")
    sound = current.join(lists, on="id").select("submission_id", "village_code", known=pl.col("lists") > 1)
    here = ["submission_id", "village_code"]
    of_list = sound.group_by(here).agg(n=pl.len(), k=pl.col("known").sum())
    of_village = of_list.group_by("village_code").agg(n_all=pl.col("n").sum(), k_all=pl.col("k").sum())
    counted = (
        rows.join(of_list, on=here, how="left", maintain_order="left", nulls_equal=True)
        .join(of_village, on="village_code", how="left", maintain_order="left", nulls_equal=True)
        .with_columns(pl.col("n", "k", "n_all", "k_all").fill_null(0).cast(pl.Float64))
    )
    elsewhere = _drawn(pl.col("k_all") - pl.col("k"), pl.col("n_all") - pl.col("n"), towards=pl.lit(USUAL_SHARE))
    share = _drawn(pl.col("k"), pl.col("n"), towards=elsewhere)
    less = pl.when(pl.col("link_type") == _LISTS_OF_WORKERS).then((share / USUAL_SHARE).clip(upper_bound=1.0).log(2))
    return counted.with_columns(rarer=less.otherwise(0.0)).drop("n", "k", "n_all", "k_all")


def _drawn(known: pl.Expr, rows: pl.Expr, *, towards: pl.Expr) -> pl.Expr:
    return (known + _ADDED * towards) / (rows + _ADDED)
