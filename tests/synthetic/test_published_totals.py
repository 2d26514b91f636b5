"""What has been published is met exactly, at full size where that is cheap and at scale everywhere."""

from __future__ import annotations

import numpy as np
import polars as pl
import pytest

from semesta.synthetic import Assumptions
from semesta.synthetic.figures import at_scale, figure, shipped_figures
from semesta.synthetic.livelihood import workers_wanted
from semesta.synthetic.membership import groups
from semesta.synthetic.roster import agencies, village_rows
from semesta.synthetic.territory import settle
from tests.synthetic.made_up import MadeUp, a_gazetteer

REGENCY = "52.03"


def test_at_full_size_the_villages_hold_the_published_population() -> None:
    villages = settle(
        a_gazetteer(), regency=REGENCY, scale=1.0, assumptions=Assumptions(), rng=np.random.default_rng(1)
    )
    assert len(villages) == 254
    assert sum(v.is_kelurahan for v in villages) == 15
    assert sum(v.residents for v in villages) == 1_449_920


def test_districts_keep_their_share_of_the_population_estimates() -> None:
    villages = settle(
        a_gazetteer(), regency=REGENCY, scale=1.0, assumptions=Assumptions(), rng=np.random.default_rng(1)
    )
    estimates = {f.code: f.value for f in shipped_figures() if f.indicator == "population_estimate"}
    total = sum(estimates.values())
    for code, estimate in estimates.items():
        settled = sum(v.residents for v in villages if v.district_code == code)
        assert settled == pytest.approx(1_449_920 * estimate / total, abs=30)


def test_at_full_size_agencies_list_the_published_numbers() -> None:
    listed = {a.key: a.rows for a in agencies(REGENCY, 1.0, Assumptions())}
    assert listed["dinas-pertanian"] == 17_395
    assert listed["dinas-koperasi-umkm"] == 73_000
    assert listed["bagian-kesra"] == 2_560
    assert listed["satpol-bkd"] == 4_800
    published = {f.value for f in shipped_figures() if f.indicator.startswith("members: ")}
    assert published - {32_613} <= set(listed.values())


def test_the_published_parts_of_the_village_ecosystem_make_their_published_sum() -> None:
    parts = {f.indicator: f.value for f in shipped_figures() if f.indicator.startswith("members: ")}
    assert parts.pop("members: TOTAL") == sum(parts.values())


def test_village_and_agency_lists_make_seven_hundred_thousand_rows() -> None:
    by_agency = sum(a.rows for a in agencies(REGENCY, 1.0, Assumptions()))
    by_village = village_rows([2_000] * 254, by_agency, 1.0, Assumptions())
    assert by_agency + sum(by_village) == 700_000


def test_workers_are_the_published_formal_and_informal_ones() -> None:
    wanted = workers_wanted(REGENCY, 1.0, Assumptions(), residents=1_449_920)
    assert sum(wanted.values()) == 92_978 + 531_611
    assert min(wanted.values()) > 0


def test_wage_earners_insured_are_at_least_those_of_2024() -> None:
    employed = [g.count for g in groups(REGENCY, Assumptions()) if g.membership_class == "PU"]
    assert 51_960 <= sum(employed) <= 92_978


def test_residents_men_and_members_at_scale(quiet: MadeUp) -> None:
    men, women = figure(REGENCY, "population_male"), figure(REGENCY, "population_female")
    assert men is not None
    assert women is not None
    totals = quiet.manifest.totals
    assert totals["residents"] == at_scale(1_449_920, 0.003)
    assert totals["men"] == int(totals["residents"] * men / (men + women) + 0.5)
    assert totals["insurer_rows"] == at_scale(164_828, 0.003)
    assert totals["civil_rows"] == totals["residents"]


def test_members_of_a_district_are_as_published(quiet: MadeUp) -> None:
    insured = quiet.rows.filter(pl.col("file").str.starts_with("insurer/")).join(quiet.persons, on="person_id")
    assert insured["person_id"].is_unique().all()
    sakra_timur = insured.filter(pl.col("village_code").str.starts_with("52.03.18."))
    assert sakra_timur.height == at_scale(7_810, 0.003)


def test_every_figure_names_its_source_and_kind() -> None:
    for entry in shipped_figures():
        assert entry.source
        assert entry.kind in ("reported", "derived")
