"""NIK and card numbers of the made-up: real prefixes, possible dates, and never a serial a real person may have."""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl
from hypothesis import given
from hypothesis import strategies as st

from semesta.kernel.nik import MADE_UP_SERIALS, Nik, nik_problem
from semesta.synthetic.identity import numbered
from tests.synthetic.made_up import MadeUp, a_gazetteer


def test_every_number_is_sound_and_made_up(battered: MadeUp) -> None:
    persons = battered.persons
    prefixes = a_gazetteer().nik_prefixes()
    for number in [*persons["nik"], *persons["second_nik"].drop_nulls(), *persons["kk"]]:
        assert nik_problem(number) is None
        assert int(number[12:]) in MADE_UP_SERIALS
        assert number[:6] in prefixes


def test_a_nik_tells_birth_date_and_sex_unless_it_is_somebody_elses(battered: MadeUp) -> None:
    own = battered.persons.filter(~pl.col("shares_nik"))
    for nik, born, sex in own.select("nik", "birth_on", "sex").iter_rows():
        assert Nik.parse(nik).sex == sex
        assert nik[8:12] == f"{born:%m%y}"
    assert own["nik"].is_unique().all()


def test_a_household_has_one_card_and_a_card_one_household(quiet: MadeUp) -> None:
    pairs = quiet.persons.select("household_id", "kk").unique()
    assert pairs.height == quiet.persons["household_id"].n_unique() == quiet.persons["kk"].n_unique()


def test_people_of_lenek_mostly_bear_the_old_prefix_of_aikmel(quiet: MadeUp) -> None:
    lenek = quiet.persons.filter(pl.col("village_code").str.starts_with("52.03.21."))
    grown = lenek.filter(pl.col("birth_on").dt.year() < 2015)
    assert grown.filter(pl.col("nik").str.starts_with("520309")).height > grown.height * 0.75
    small = lenek.filter(pl.col("birth_on").dt.year() >= 2020)
    assert small.filter(pl.col("nik").str.starts_with("520309")).height < small.height / 2


def test_some_were_registered_elsewhere_in_the_province(quiet: MadeUp) -> None:
    away = quiet.persons.filter(~pl.col("nik").str.starts_with("5203"))
    assert 0.01 < away.height / quiet.persons.height < 0.05


def test_no_damage_makes_a_number_that_a_real_person_could_have(battered: MadeUp) -> None:
    written = battered.damages.filter(pl.col("field") == "nik")["written"]
    digits = written.str.replace_all(r"\.0$|\D", "").filter(written.str.contains(r"^[\d\s.\-'\u00a0\u200b]+$"))
    whole = digits.filter((digits.str.len_chars() == 16) & (digits != "0" * 16))
    assert whole.len() > 100
    assert whole.str.slice(12).cast(pl.Int32).min() >= 9000  # type: ignore[operator]


@given(st.lists(st.tuples(st.sampled_from(["520301", "520321"]), st.integers(0, 3), st.booleans()), max_size=40))
def test_numbers_of_different_people_differ(people: list[tuple[str, int, bool]]) -> None:
    days = np.array([np.datetime64(date(1990, 5, 1 + day)) for _, day, _ in people], dtype="datetime64[D]")
    made = numbered(np.array([p[0] for p in people], dtype="U6"), days, np.array([p[2] for p in people], dtype=bool))
    assert made.is_unique().all()
    assert all(nik_problem(number) is None for number in made)
