"""Precision and recall told from a checked sample, with their uncertainty."""

from __future__ import annotations

import polars as pl
import pytest

from semesta.matching.quality import draw_sample, estimate

EDGES = (6.0, 15.0)


def pairs() -> pl.DataFrame:
    """A thousand pairs of the machine and a hundred to decide; nine in a thousand and every second are wrong."""
    machine = [(i, i, 20.0 + i % 5, "machine", i % 111 != 0) for i in range(1_000)]
    asked = [(i, i, 5.0 + i % 2 * 3, "queue", i % 4 < 2) for i in range(1_000, 1_100)]
    return pl.DataFrame([*machine, *asked], schema=["id_l", "id_r", "weight", "band", "same"], orient="row")


def test_everything_checked_gives_the_true_shares() -> None:
    told = pairs()
    checked = draw_sample(told.drop("same"), per_stratum=5_000, edges=EDGES).drop("same")
    checked = checked.join(told.select("id_l", "same"), on="id_l")
    quality = estimate(told, checked, edges=EDGES)
    assert quality.precision.value == pytest.approx(0.990)
    assert quality.recall.value == pytest.approx(990 / 1_040)
    assert quality.checked == 1_100


def test_fewer_checked_pairs_leave_wider_bounds_around_the_truth() -> None:
    told = pairs()
    sample = draw_sample(told.drop("same"), per_stratum=60, edges=EDGES).drop("same")
    quality = estimate(told, sample.join(told.select("id_l", "same"), on="id_l"), edges=EDGES)
    assert quality.precision.low < 0.990 < quality.precision.high
    assert quality.precision.high - quality.precision.low > 0.01


def test_the_sample_reaches_every_stratum() -> None:
    sample = draw_sample(pairs().drop("same"), per_stratum=7, edges=EDGES)
    assert set(sample.group_by("stratum").len()["len"]) == {7}


def test_a_stratum_nobody_checked_is_named() -> None:
    told = pairs()
    sample = draw_sample(told.drop("same"), per_stratum=7, edges=EDGES).with_columns(same=pl.col("band") == "machine")
    with pytest.raises(ValueError, match="queue"):
        estimate(told, sample.filter(pl.col("band") == "machine"), edges=EDGES)
