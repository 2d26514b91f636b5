"""Counting how right the links are: pairs against the truth, and clusters against the truth."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import polars as pl

from semesta.matching.bands import MACHINE, QUEUE, SENDER
from semesta.matching.clusters import components
from semesta.matching.linking import Deduplicated, Linked


@dataclass(frozen=True)
class Judged:
    """Shares of pairs (0 to 1) and of rows; `wrong`: false pairs of the machine; `torn`: clusters of two sure NIK."""

    rows: int
    precision: float
    recall: float
    recall_with_queue: float
    recall_with_all: float
    queue: float
    sender: float
    wrong: int
    torn: int = 0


def judge_links(found: Linked, left: pl.Series, right: pl.Series) -> Judged:
    """Judge links of rows (`left`: whom each is truly about) to a register (`right`: who stands there)."""
    pairs = found.pairs.select("band", true=left.gather(found.pairs["line_l"]) == right.gather(found.pairs["line_r"]))
    wanted = max(int(left.is_in(right.implode()).sum()), 1)
    true = {band: int(pairs.filter(pl.col("band") == band)["true"].sum()) for band in (MACHINE, QUEUE, SENDER)}
    machine = max(pairs.filter(pl.col("band") == MACHINE).height, 1)
    return Judged(
        rows=len(left),
        precision=true[MACHINE] / machine,
        recall=true[MACHINE] / wanted,
        recall_with_queue=(true[MACHINE] + true[QUEUE]) / wanted,
        recall_with_all=sum(true.values()) / wanted,
        queue=found.queue.height / len(left),
        sender=found.for_sender.height / len(left),
        wrong=pairs.filter(pl.col("band") == MACHINE).height - true[MACHINE],
    )


def judge_clusters(found: Deduplicated, people: pl.Series, sure: pl.Series) -> Judged:
    """Judge clusters of rows by the pairs of rows in them; a true pair that is asked about joins its clusters."""
    wanted = max(_pairs(pl.DataFrame({"p": people})), 1)
    clusters = found.clusters.select("cluster").with_columns(p=people, sure=sure)
    joined, right = _pairs(clusters.select("cluster")), _pairs(clusters.select("cluster", "p"))
    held = clusters.drop_nulls("sure").group_by("cluster").agg(pl.col("sure").n_unique())
    asked = {
        bands: _pairs(pl.DataFrame({"cluster": _answered(found, people, bands), "p": people})) / wanted
        for bands in ((QUEUE,), (QUEUE, SENDER))
    }
    return Judged(
        rows=len(people),
        precision=right / max(joined, 1),
        recall=right / wanted,
        recall_with_queue=asked[(QUEUE,)],
        recall_with_all=asked[(QUEUE, SENDER)],
        queue=found.queue.height / len(people),
        sender=found.for_sender.height / len(people),
        wrong=joined - right,
        torn=held.filter(pl.col("sure") > 1).height,
    )


def _answered(found: Deduplicated, people: pl.Series, bands: tuple[str, ...]) -> pl.Series:
    """Return the clusters once the pairs of these bands are decided rightly."""
    pairs = found.pairs.with_columns(
        true=people.gather(found.pairs["line_l"]) == people.gather(found.pairs["line_r"])
    ).filter((pl.col("band") == MACHINE) | pl.col("band").is_in(bands) & pl.col("true"))
    ends = (pairs[f"line_{side}"].to_numpy().astype(np.int64) for side in "lr")
    return pl.Series(components(len(people), *ends))


def _pairs(groups: pl.DataFrame) -> int:
    """Return how many pairs of lines agree in all columns."""
    sizes = groups.group_by(groups.columns).len()["len"].cast(pl.Int64)
    return int((sizes * (sizes - 1) // 2).sum())
