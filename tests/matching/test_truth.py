"""The shipped model against known truth: lists to the civil register, and lists among themselves."""

from __future__ import annotations

import polars as pl

from semesta.matching.linking import link_new
from semesta.matching.model import shipped_model
from semesta.matching.name_key import with_name_keys
from semesta.matching.standardise import LINE
from tests.matching.conftest import Regency


def test_the_machine_joins_rows_to_their_own_people(regency: Regency) -> None:
    machine = regency.truth(regency.linked).filter(pl.col("band") == "machine")
    assert machine["true"].mean() >= 0.999
    assert machine["true"].sum() >= 0.97 * regency.lists.height


def test_with_what_is_asked_nearly_everybody_is_found(regency: Regency) -> None:
    found = regency.truth(regency.linked)
    assert found["true"].sum() >= 0.985 * regency.lists.height
    assert regency.linked.queue.height <= 0.008 * regency.lists.height


def test_clusters_of_rows_are_single_people(regency: Regency) -> None:
    clusters = regency.deduplicated.clusters.with_columns(regency.lists["person_id"])
    mixed = clusters.group_by("cluster").agg(pl.col("person_id").n_unique()).filter(pl.col("person_id") > 1)
    assert mixed.height <= 0.001 * clusters["cluster"].n_unique()


def test_clusters_hold_most_rows_of_a_person(regency: Regency) -> None:
    people = regency.lists.with_columns(cluster=regency.deduplicated.clusters["cluster"])
    several = people.group_by("person_id").agg(rows=pl.len(), clusters=pl.col("cluster").n_unique())
    several = several.filter(pl.col("rows") > 1)
    assert several.height > 1_000
    assert (several["clusters"] == 1).mean() >= 0.93


def test_no_cluster_holds_two_valid_niks(regency: Regency) -> None:
    sure = regency.rows.select(pl.when("nik_sure").then("nik").alias("nik"))
    held = regency.deduplicated.clusters.hstack(sure).drop_nulls("nik").group_by("cluster")
    assert held.agg(pl.col("nik").n_unique())["nik"].max() == 1


def test_no_pair_of_the_machine_holds_two_valid_niks(regency: Regency) -> None:
    machine = regency.linked.machine
    ours, theirs = regency.rows[machine["line_l"]], regency.register.rows[machine["line_r"]]
    both = ours["nik_sure"] & theirs["nik_sure"]
    assert (both & (ours["nik"] != theirs["nik"]).fill_null(False)).sum() == 0


def test_every_row_is_joined_to_one_person_at_most_and_each_pair_told_once(regency: Regency) -> None:
    assert not regency.linked.machine["line_l"].is_duplicated().any()
    for found in (regency.linked, regency.deduplicated):
        assert not found.pairs.select("line_l", "line_r").is_duplicated().any()


def test_twins_on_the_lists_stay_two_unless_they_bear_one_name(regency: Regency) -> None:
    twins = with_name_keys(regency.residents).filter("twin").select(person_id="id", key="name_key")
    people = regency.lists.with_columns(cluster=regency.deduplicated.clusters["cluster"]).join(twins, on="person_id")
    joined = people.group_by("cluster").agg(people=pl.col("person_id").n_unique(), names=pl.col("key").n_unique())
    assert people.height > 150
    assert joined.filter((pl.col("people") > 1) & (pl.col("names") > 1)).is_empty()


def test_a_new_village_list_is_linked_as_it_would_be_among_all(regency: Regency) -> None:
    village = regency.lists["file"].mode().sort()[0]
    lines = (regency.lists["file"] == village).arg_true()
    new = regency.rows[lines].with_columns(pl.int_range(pl.len(), dtype=pl.Int64).alias(LINE))
    alone = link_new(new, regency.register, shipped_model()).to_register.machine
    among = regency.linked.machine.filter(pl.col("id_l").is_in(new["id"].implode()))
    assert alone.select("id_l", "id_r").sort("id_l").equals(among.select("id_l", "id_r").sort("id_l"))
