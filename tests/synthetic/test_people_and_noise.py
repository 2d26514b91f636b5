"""Who lives there and how much is spoiled: twins, namesakes, heaped dates, nobles, and noise that can be turned up."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

import numpy as np
import polars as pl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from semesta.kernel.segment import shipped_segments
from semesta.synthetic import NoiseRates
from semesta.synthetic.codes import OCCUPATION_CODES
from semesta.synthetic.livelihood import shipped_work
from semesta.synthetic.noise.dates import written_date
from semesta.synthetic.tokens import word_pool
from tests.synthetic.made_up import MadeUp, a_regency


def test_twins_share_birth_date_and_card(quiet: MadeUp) -> None:
    twins = quiet.persons.filter("twin")
    pairs = twins.group_by("kk", "birth_on").len()
    assert twins.height > 0
    assert pairs["len"].min() >= 2  # type: ignore[operator]


def test_namesakes_are_two_people_of_one_village(battered: MadeUp) -> None:
    namesakes = battered.persons.filter("namesake")
    groups = namesakes.group_by("name", "birth_on", "village_code").agg(pl.col("household_id").n_unique())
    assert groups.height > 5
    assert groups["household_id"].min() >= 2  # type: ignore[operator]


def test_old_people_are_often_born_on_the_last_day_of_the_year(quiet: MadeUp) -> None:
    last = (pl.col("birth_on").dt.month() == 12) & (pl.col("birth_on").dt.day() == 31)
    old = quiet.persons.filter(pl.col("birth_on").dt.year() < 1970)
    young = quiet.persons.filter(pl.col("birth_on").dt.year() >= 1995)
    assert old.filter(last).height / old.height > 0.15
    assert young.filter(last).height / young.height < 0.05


def test_a_lalu_has_lalu_and_baiq_for_children(quiet: MadeUp) -> None:
    fathers = quiet.persons.filter((pl.col("relation") == 1) & pl.col("name").str.starts_with("LALU "))
    children = quiet.persons.filter((pl.col("relation") == 4) & pl.col("kk").is_in(fathers["kk"].implode()))
    named = children.filter(~pl.col("namesake"))
    assert named.height > 0
    assert named["name"].str.starts_with("LALU ").sum() + named["name"].str.starts_with("BAIQ ").sum() == named.height


def test_decile_one_holds_a_tenth_of_the_households(quiet: MadeUp) -> None:
    homes = quiet.persons.unique("household_id")
    poorest = homes.filter(pl.col("decile") == 1).height
    assert abs(poorest - homes.height / 10) <= 1


def test_repeated_rows_are_people_already_on_the_list(quiet: MadeUp) -> None:
    again = quiet.rows.filter("again")
    first = quiet.rows.filter(~pl.col("again")).select("file", "person_id")
    assert again.height > 0
    assert again.join(first, on=["file", "person_id"], how="anti").is_empty()


def test_people_stand_on_lists_of_several_programmes(quiet: MadeUp) -> None:
    lists = quiet.rows.filter(pl.col("file").str.starts_with("lists/"))
    files = lists.group_by("person_id").agg(pl.col("file").n_unique())
    assert files.filter(pl.col("file") >= 2).height > 50


def test_segments_and_occupations_are_words_that_others_know() -> None:
    assert set(shipped_work()) <= set(shipped_segments())
    assert {work.ktp for work in shipped_work().values()} <= set(OCCUPATION_CODES)


def test_twice_the_noise_plants_about_twice_the_damages(quiet: MadeUp, tmp_path: Path) -> None:
    doubled = a_regency(tmp_path / "doubled", noise=2.0)
    for kind in ("nik_missing", "name_spelling"):
        before, after = ((m.damages["kind"] == kind).sum() for m in (quiet, doubled))
        assert 1.5 * before < after < 2.6 * before
    assert doubled.persons.equals(quiet.persons)


def test_without_noise_nothing_is_spoiled_but_what_is_true_to_the_register(tmp_path: Path) -> None:
    clean = a_regency(tmp_path / "clean", scale=0.001, noise=0.0)
    told = set(clean.damages["kind"])
    assert told <= {"birth_heaped", "nik_other_regency", "nik_shared", "person_repeated", "person_elsewhere",
                    "village_wrong", "sex_pria_wanita"}  # fmt: skip


def test_concentrated_names_are_fewer(quiet: MadeUp, tmp_path: Path) -> None:
    concentrated = a_regency(tmp_path / "concentrated", names=2.0)
    assert concentrated.persons["name"].n_unique() < quiet.persons["name"].n_unique() * 0.9


@given(st.floats(0.0, 10.0))
def test_scaled_rates_stay_shares(factor: float) -> None:
    scaled = asdict(NoiseRates().scaled(factor))
    assert all(0.0 <= rate <= 0.95 for rate in scaled.values())


@given(st.dates(min_value=np.datetime64("1925-01-01").item(), max_value=np.datetime64("2025-12-31").item()))
def test_a_serial_number_counts_days_as_spreadsheets_do(day: object) -> None:
    assert isinstance(day, type(np.datetime64("2000-01-01").item()))
    serial = written_date(day, "serial")
    assert np.datetime64("1899-12-30") + np.timedelta64(int(str(serial)), "D") == np.datetime64(day)


def test_serial_22107_is_the_tenth_of_july_1960() -> None:
    assert written_date(np.datetime64("1960-07-10").item(), "serial") == 22107


def test_the_listed_spelling_is_the_commonest() -> None:
    pool = word_pool("given_first", "M", "mid", canonical=0.6, concentration=1.0)
    weights = dict(zip(pool.words, pool.weights, strict=True))
    assert weights["ZAINUDDIN"] > weights["JAENUDIN"] > 0
    assert sum(pool.weights) == pytest.approx(sum(weights.values()), rel=0.2)
