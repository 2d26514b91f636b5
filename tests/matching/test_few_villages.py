"""A register of few villages is a part of a regency: a namesake of the village is not the person for want of others."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import polars as pl
import pytest

from semesta.matching.linking import Linked, link
from semesta.matching.model import shipped_model
from semesta.matching.register import Register
from semesta.matching.standardise import standardise
from tests.matching.conftest import Regency
from tests.matching.made_up import a_person, frame, others, without_number

ALONE: dict[str, Any] = {"kk": None, "mother_name": None, "phone": None, "dusun": None}
"""What a bare list does not tell."""


def villagers(people: int, *, namesakes: int = 5) -> list[dict[str, Any]]:
    """People of one village, some of whom are called SAHRUDIN HADI and born in years of their own."""
    born = [date(1985 - i, 5, 17) if i < namesakes else date(1950, 1, 1) + timedelta(days=i * 7) for i in range(people)]
    names = [row["name"] for row in others()]
    return [
        a_person(
            id=f"villager {i}", name="SAHRUDIN HADI" if i < namesakes else names[i], birth_on=born[i],
            nik=f"520305{born[i]:%d%m%y}{9001 + i % 900}", kk=f"52030501011{i // 4:05d}", mother_name=names[-1 - i],
            phone=None,
        )
        for i in range(people)
    ]  # fmt: skip


def linked_in_the_village(row: dict[str, Any], *, people: int) -> Linked:
    return link(frame([row]), Register.ready(frame(villagers(people)), shipped_model().schema), shipped_model())


@pytest.mark.parametrize("people", [300, 2_800])
@pytest.mark.parametrize(
    "told",
    [
        {"birth_on": date(1985, 1, 1), "birth_precision": "year"},
        {"birth_on": date(1985, 12, 31)},
        {"birth_on": date(1985, 5, 18)},
    ],
    ids=["year alone", "31 December", "one digit other"],
)
def test_name_village_and_year_of_birth_are_not_enough_for_the_machine(told: dict[str, Any], people: int) -> None:
    found = linked_in_the_village(without_number(id="row", **ALONE | told), people=people)
    assert found.machine.is_empty()


@pytest.mark.parametrize("people", [300, 2_800])
def test_with_the_family_card_the_person_of_a_single_village_is_found(people: int) -> None:
    card = villagers(1)[0]["kk"]
    found = linked_in_the_village(without_number(id="row", **ALONE | {"kk": card}), people=people)
    assert found.machine["id_r"].to_list() == ["villager 0"]


def test_a_register_of_all_villages_counts_as_what_it_holds_and_one_of_a_village_as_a_regency() -> None:
    model = shipped_model()
    everywhere, one_village = frame(others()), frame(villagers(2_800))
    assert model.population_of(everywhere) == everywhere.height
    assert 400_000 < model.population_of(one_village) < 700_000


def test_people_taken_out_of_a_register_weigh_as_they_do_in_it() -> None:
    row, model = frame([without_number(id="row")]), shipped_model()
    whole = Register.ready(frame([a_person(id="person"), *others()]), model.schema)
    part = Register(whole.rows.head(1), whole.frequencies, part_of=model.population_of(whole.rows))
    assert link(row, part, model).pairs["weight"].to_list() == link(row, whole, model).pairs["weight"].to_list()


def test_a_row_whose_person_is_seldom_known_weighs_that_much_less() -> None:
    row, model = frame([without_number(id="row")]), shipped_model()
    register = Register.ready(frame([a_person(id="person"), *others()]), model.schema)
    (usual,), (rarer,) = (
        link(row, register, model, rarer=less).pairs["weight"].to_list() for less in (None, pl.Series([-4.0]))
    )
    assert rarer == pytest.approx(usual - 4.0)
    assert link(row, register, model, rarer=pl.Series([-99.0])).pairs.is_empty()


def test_in_one_district_alone_only_who_has_name_birth_date_and_village_of_another_is_mistaken(
    regency: Regency,
) -> None:
    """Every second person of a district is known; bare lists tell name, birth date and village of all of them."""
    model = shipped_model()
    of_district = pl.col("village_code").str.starts_with("52.03.01.")
    known = regency.residents.filter(of_district).gather_every(2)
    bare = [pl.lit(None, pl.String).alias(name) for name in ("nik", "nik_written", "kk", "mother_name", "phone")]
    told = regency.lists.filter(of_district).with_columns(*bare, birth_on="birth_told", nik_state=pl.lit("missing"))
    register = Register.of(known, model.schema)
    machine = link(standardise(told, model.schema), register, model).machine
    ours, theirs = told[machine["line_l"]], known[machine["line_r"]]
    right = ours["person_id"] == theirs["id"]
    assert machine.height > 100
    assert right.mean() >= 0.99
    assert (ours["birth_on"] == theirs["birth_on"]).filter(~right).all()
