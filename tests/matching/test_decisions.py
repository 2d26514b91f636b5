"""Who is one person for the machine, who is asked about, and who is left apart."""

from __future__ import annotations

import math
from datetime import date

import pytest

from semesta.matching.clusters import cluster
from semesta.matching.linking import Linked
from semesta.matching.model import shipped_model
from tests.matching.made_up import a_person, bands, deduplicated, linked, without_number

TWIN = {"nik": "5203051705859002", "name": "SAHRUL HADI"}


def test_the_same_row_is_the_same_person() -> None:
    found = linked([a_person(id="row")], a_person(id="person"))
    assert bands(found) == {("row", "person"): ("machine", None)}


@pytest.mark.parametrize(
    "row",
    [
        {"nik": None},
        {"nik": None, "name": "SYAHRUDDIN HADI", "phone": None},
        {"nik": None, "birth_on": date(1985, 12, 31)},
        {"nik": None, "nik_state": "damaged", "nik_written": "520305170585901", "kk": None},
        {"nik": "5203051705859000", "nik_state": "doubtful", "kk": None, "mother_name": None},
        {"kk": None, "mother_name": None, "phone": None, "dusun": None, "birth_on": None},
        {"name": "SAHRUDIN", "kk": "5203050202209002"},
    ],
    ids=["no NIK", "spelling", "default birth date", "15 digits", "rounded", "NIK and name only", "a word less"],
)
def test_a_damaged_row_still_finds_its_person(row: dict[str, object]) -> None:
    found = linked([a_person(id="row", **row)], a_person(id="person"))
    assert bands(found) == {("row", "person"): ("machine", None)}


def levels(found: Linked) -> dict[str, str]:
    """What the only pair reached in every comparison."""
    schema, (pair,) = shipped_model().schema, found.pairs.to_dicts()
    return {c.name: c.levels[pair[f"level_{c.name}"]].label for c in schema.comparisons}


def test_a_birth_date_with_day_and_month_swapped_is_seen_as_such() -> None:
    person = a_person(id="person", nik="5203051102859001", birth_on=date(1985, 2, 11))
    found = linked([without_number(id="row", birth_on=date(1985, 11, 2))], person)
    assert levels(found)["birth"] == "day and month swapped"
    assert bands(found) == {("row", "person"): ("machine", None)}


@pytest.mark.parametrize(("state", "band"), [("doubtful", ("machine", None)), ("valid", ("sender", "other_nik"))])
def test_two_digits_of_a_nik_swapped_are_another_number_with_a_slip(state: str, band: tuple[str, str | None]) -> None:
    found = linked([a_person(id="row", nik="5203501705859001", nik_state=state)], a_person(id="person"))
    assert (levels(found)["nik"], levels(found)["nik_rest"]) == ("other", "a slip (same birth date and village)")
    assert bands(found) == {("row", "person"): band}


@pytest.mark.parametrize(("one", "other"), [("JUSUF", "YUSUF"), ("ZAINUDIN", "SAENUDIN"), ("RIZAL", "RISAL")])
def test_spellings_that_are_not_folded_differ_by_a_letter_and_find_their_person(one: str, other: str) -> None:
    found = linked([without_number(id="row", name=one, kk=None)], a_person(id="person", name=other))
    assert levels(found)["name"] == "a letter or two differ"
    assert bands(found) == {("row", "person"): ("machine", None)}


def test_twins_are_left_apart() -> None:
    found = deduplicated(a_person(id="one"), a_person(id="two", **TWIN))
    assert found.machine.is_empty()
    assert found.clusters["cluster"].n_unique() == 2


def test_two_valid_niks_are_never_joined_by_the_machine_whatever_else_agrees() -> None:
    found = deduplicated(a_person(id="one"), a_person(id="two", nik="5203051705859002"))
    assert bands(found) == {("one", "two"): ("queue", "other_nik")}


def test_a_row_without_number_between_twins_of_one_name_is_asked_about() -> None:
    found = linked([without_number(id="row")], a_person(id="one"), a_person(id="two", nik="5203051705859002"))
    assert bands(found) == {("row", "one"): ("queue", "rival"), ("row", "two"): ("queue", "rival")}


@pytest.mark.parametrize(
    "relative",
    [
        {
            "name": "AMINAH",
            "sex": "P",
            "nik": "5203055203889001",
            "birth_on": date(1988, 3, 12),
            "mother_name": "RUKIAH",
        },
        {"name": "WAHYUDI", "nik": "5203050109929001", "birth_on": date(1992, 9, 1)},
        {"name": "SAHRUDIN WAHYU", "nik": None, "birth_on": date(1992, 9, 1)},
    ],
    ids=["wife", "brother", "brother with the same first word"],
)
def test_people_of_one_household_are_left_apart(relative: dict[str, object]) -> None:
    assert deduplicated(a_person(id="one"), a_person(id="two", **relative)).machine.is_empty()


def test_people_of_one_common_name_elsewhere_are_left_apart() -> None:
    namesake = a_person(
        id="two", nik=None, kk="5203110303159004", mother_name="ROHANI", phone=None, dusun="TIBU",
        village_code="52.03.11.2003", birth_on=date(1985, 8, 30),
    )  # fmt: skip
    assert deduplicated(a_person(id="one"), namesake).pairs.is_empty()


def test_one_nik_on_two_names_is_not_joined() -> None:
    other = a_person(id="two", name="MARJUKI", birth_on=date(1971, 2, 3), kk="5203050404129007", mother_name="ROHANI")
    assert deduplicated(a_person(id="one"), other).machine.is_empty()


def test_a_row_is_joined_to_one_person_of_the_register() -> None:
    brother = a_person(id="brother", nik="5203050109929001", name="WAHYUDI", birth_on=date(1992, 9, 1))
    found = linked([a_person(id="row")], a_person(id="person"), brother)
    assert bands(found) == {("row", "person"): ("machine", None)}


def test_a_list_that_tells_nothing_but_a_nickname_joins_nobody() -> None:
    bare = a_person(
        id="row", nik=None, kk=None, name="AMAQ HADI", birth_on=None, mother_name=None, phone=None, dusun=None
    )
    assert linked([bare], a_person(id="person")).machine.is_empty()


def test_an_operators_telephone_is_no_evidence() -> None:
    rows = [
        without_number(id=f"row {i}", name=name, kk=None, mother_name=None, birth_on=date(1960 + 3 * i, i, 2 * i))
        for i, name in enumerate("AMIR BASUKI CANDRA DAHLAN EFENDI FAUZI GUNTUR".split(), start=1)  # noqa: SIM905
    ]
    found = deduplicated(*rows)
    assert found.pairs.is_empty()
    assert [(s.field, s.names) for s in found.shared] == [("phone", 7)]


def test_the_evidence_of_a_pair_adds_up_to_its_weight() -> None:
    found = linked([without_number(id="row", name="SAHRUDIN")], a_person(id="person"))
    parts = [c for c in found.pairs.columns if c.startswith("part_")]
    prior = found.pairs["weight"][0] - sum(found.pairs.select(parts).row(0))
    assert prior == pytest.approx(math.log2(0.9 / 3_001), abs=1e-3)


def test_a_chain_through_a_row_without_number_does_not_join_two_niks() -> None:
    found = deduplicated(
        a_person(id="one"), without_number(id="between"), a_person(id="two", nik="5203051705859002", phone=None)
    )
    together = found.clusters.filter(found.clusters["id"].is_in(["one", "two"]))["cluster"]
    assert together.n_unique() == 2


def test_no_rows_and_no_register_find_nothing() -> None:
    assert linked([], a_person()).pairs.is_empty()
    assert deduplicated().clusters.is_empty()


def test_the_same_rows_give_the_same_pairs_in_any_order() -> None:
    rows = [a_person(id="one"), without_number(id="two"), a_person(id="three", nik_state="doubtful", kk=None)]
    forward, back = deduplicated(*rows), deduplicated(*reversed(rows))

    def weights(found: object) -> dict[frozenset[str], float]:
        pairs = found.pairs  # type: ignore[attr-defined]
        return {frozenset((a, b)): round(w, 9) for a, b, w in pairs.select("id_l", "id_r", "weight").iter_rows()}

    assert weights(forward) == weights(back)


def test_cluster_of_nothing_is_every_row_alone() -> None:
    labels, torn = cluster(3, deduplicated().pairs)
    assert (labels.to_list(), torn.height) == ([0, 1, 2], 0)
    assert shipped_model().schema.same_person_key == "nik"
