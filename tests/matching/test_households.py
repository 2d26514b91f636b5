"""Two living people who share a household, a name or a number are never joined by the machine."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from semesta.matching.linking import deduplicate
from semesta.matching.model import shipped_model
from tests.matching.made_up import a_person, a_register, bands, deduplicated, frame, linked, without_number

TWINS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "both with numbers": ({}, {"nik": "5203051705859002", "name": "SAHRUL HADI"}),
    "one without number": ({}, {"nik": None, "name": "SAHRUDIN WAHYU"}),
    "neither with a number": ({"nik": None}, {"nik": None, "name": "SAHRUDIN WAHYU"}),
    "number rounded by a spreadsheet": (
        {"name": "SAHRUDIN WAHYU", "nik": "5203051705859002"},
        {"nik": "5203051705859000", "nik_state": "doubtful"},
    ),
}


@pytest.mark.parametrize(("one", "two"), TWINS.values(), ids=TWINS.keys())
def test_twins_of_one_household_stay_two(one: dict[str, Any], two: dict[str, Any]) -> None:
    found = deduplicated(a_person(id="one", **one), a_person(id="two", **two))
    assert found.machine.is_empty()
    assert found.clusters["cluster"].n_unique() == 2


def test_a_twin_is_not_taken_for_the_other_who_alone_is_in_the_register() -> None:
    found = linked([without_number(id="row", name="SAHRUDIN WAHYU")], a_person(id="twin"))
    assert found.machine.is_empty()


def test_on_one_list_a_shorter_name_in_the_same_household_is_asked_about() -> None:
    rows = [dict(a_person(id="one"), file="a.xlsx"), dict(without_number(id="two", name="SAHRUDIN"), file="a.xlsx")]
    assert bands(deduplicated(*rows)) == {("one", "two"): ("queue", "like_twins")}


def test_on_two_lists_a_shorter_name_in_the_same_household_is_the_same_person() -> None:
    rows = [dict(a_person(id="one"), file="a.xlsx"), dict(without_number(id="two", name="SAHRUDIN"), file="b.xlsx")]
    assert bands(deduplicated(*rows)) == {("one", "two"): ("machine", None)}


@pytest.mark.parametrize("number", [None, "5203051705859001"], ids=["no number", "the brother's number"])
def test_a_brother_whose_name_differs_by_a_letter_stays_another(number: str | None) -> None:
    brother = a_person(
        id="two", name="FAHRUDIN HADI", nik=number, nik_state="doubtful" if number else "missing",
        birth_on=date(1991, 2, 3),
    )  # fmt: skip
    assert deduplicated(a_person(id="one"), brother).machine.is_empty()


@pytest.mark.parametrize("number", [None, "5203050302119001"], ids=["no number", "own number"])
def test_father_and_son_of_one_name_stay_two(number: str | None) -> None:
    son = a_person(id="two", nik=number, birth_on=date(2011, 2, 3), mother_name="MAEMUNAH")
    found = deduplicated(a_person(id="one"), son)
    assert found.machine.is_empty()
    assert linked([son], a_person(id="one")).machine.is_empty()


def test_people_of_a_common_one_word_name_in_one_village_stay_apart() -> None:
    common = [
        a_person(
            id=f"namesake {i}", name="SAHRUDIN", nik=f"52030{i % 9 + 1}0101{60 + i % 30}{9100 + i}",
            kk=f"520305010110{2000 + i}", birth_on=date(1960 + i % 40, 1 + i % 12, 1 + i % 28),
            mother_name=None, phone=None,
        )
        for i in range(200)
    ]  # fmt: skip
    bare = {"mother_name": None, "phone": None, "dusun": None, "name": "SAHRUDIN"}
    one = a_person(id="one", **bare)
    two = without_number(id="two", kk=None, birth_on=date(1985, 12, 31), **bare)
    found = deduplicate(frame([one, two]), shipped_model(), register=a_register(*common))
    assert found.machine.is_empty()


def test_one_number_on_two_names_and_two_birth_dates_is_told_apart_without_asking() -> None:
    brother = a_person(id="two", name="MARJUKI", birth_on=date(1991, 3, 12), nik_state="doubtful")
    found = deduplicated(a_person(id="one"), brother)
    assert found.pairs.is_empty()
    assert found.apart.select("id_l", "id_r", "reason").rows() == [("one", "two", "shared_nik")]


def test_namesakes_of_one_birth_date_and_village_with_other_card_and_telephone_are_asked_about() -> None:
    namesake = without_number(id="two", kk="5203050303159004", mother_name=None, phone="6284099999999", dusun=None)
    found = deduplicated(a_person(id="one"), namesake)
    assert found.machine.is_empty()


def test_husband_and_wife_of_like_names_stay_two() -> None:
    wife = without_number(id="two", name="SAHRUDINA", sex="P", birth_on=date(1987, 5, 17), mother_name="ROHANI")
    assert deduplicated(a_person(id="one"), wife).machine.is_empty()
