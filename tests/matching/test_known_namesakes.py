"""A name, birth date and village say who a row is about only while nobody else is known to bear them."""

from __future__ import annotations

import pytest

from tests.matching.made_up import a_person, bands, deduplicated, without_number

NAMESAKE = a_person(id="namesake", nik="5203051705859002", kk="5203050202209002", mother_name="ROHANI", phone=None)
TOLD_BY_NUMBER = {"kk": None, "mother_name": None, "phone": None, "dusun": None}


def test_rows_without_number_are_joined_while_one_person_of_their_name_is_known() -> None:
    found = deduplicated(without_number(id="one"), without_number(id="two"), people=[a_person()])
    assert bands(found) == {("one", "two"): ("machine", None)}


@pytest.mark.parametrize("row", [{"nik": None}, {"nik": "5203051705859000", "nik_state": "doubtful"}], ids=str)
def test_rows_are_asked_about_when_two_people_of_their_name_are_known(row: dict[str, str | None]) -> None:
    found = deduplicated(a_person(id="one"), a_person(id="two", **row), people=[a_person(), NAMESAKE])
    assert bands(found) == {("one", "two"): ("queue", "known_namesakes")}


def test_a_namesake_of_another_village_is_nobody_to_ask_about() -> None:
    elsewhere = NAMESAKE | {"village_code": "52.03.11.2003"}
    found = deduplicated(without_number(id="one"), without_number(id="two"), people=[a_person(), elsewhere])
    assert bands(found) == {("one", "two"): ("machine", None)}


def test_one_person_under_one_number_twice_is_no_namesake_of_his_own() -> None:
    found = deduplicated(without_number(id="one"), without_number(id="two"), people=[a_person(), a_person()])
    assert bands(found) == {("one", "two"): ("machine", None)}


@pytest.mark.parametrize(
    ("other", "is_joined"),
    [
        ({"name": "WAHYUDI"}, True),
        ({"name": "MUHAMMAD"}, True),
        ({"name": "SAHRUDIN WAHYU", "birth_told": None}, True),
        ({"name": "WAHYUDI", "sex": "P"}, False),
        ({"name": "WAHYUDI", "birth_told": None}, False),
        ({"name": "WAHYUDI", "village_code": "52.03.11.2003"}, False),
        ({"name": "SAHRUDIN WAHYU", "birth_told": None, "village_code": "52.03.11.2003"}, False),
    ],
    ids=str,
)
def test_a_valid_number_of_one_village_speaks_for_another_name(other: dict[str, str | None], is_joined: bool) -> None:
    found = deduplicated(a_person(id="one", **TOLD_BY_NUMBER), a_person(id="two", **(TOLD_BY_NUMBER | other)))
    assert (not found.machine.is_empty()) is is_joined


def test_another_family_speaks_against_another_name() -> None:
    families = [{"kk": None, "mother_name": name, "phone": None} for name in ("INDRAWATI", "ROHANI")]
    found = deduplicated(a_person(id="one", **families[0]), a_person(id="two", name="WAHYUDI", **families[1]))
    assert bands(found) == {("one", "two"): ("queue", "names_differ")}
