"""Purses: who may pay for whom, written out independently of the rules, and the frame against one by one."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from typing import Any

import polars as pl
import pytest

from semesta.law import Law, WrongQuestionError, purse_answer, purse_answers, purses_allowed
from semesta.law.purse import PLACE_KINDS

VULNERABLE = {
    "tobacco_farmer", "tobacco_labourer", "farmer", "farm_labourer", "livestock", "fisher", "fish_labourer",
    "micro_enterprise", "trader", "craftsman", "transport", "domestic_worker", "day_labourer", "other_informal",
}  # fmt: skip
APPARATUS = {"village_official", "village_council"}
INSTITUTIONS = {"rt_rw", "village_security", "cadre"}
STAFF = {"contract_staff", "contract_teacher", "rt_rw", "village_security", "mosque_caretaker", "quran_teacher"}
PAYS_FOR_2026_IN_A_DESA = {
    "add": APPARATUS | INSTITUTIONS,
    "dd": set(),
    "apbd_regency": APPARATUS | STAFF | VULNERABLE,
    "apbd_province": VULNERABLE,
    "dbhcht": VULNERABLE,
    "baznas": set(),
    "csr": VULNERABLE,
    "self": VULNERABLE | {"migrant"},
}


@pytest.mark.parametrize("purse", list(PAYS_FOR_2026_IN_A_DESA))
def test_each_purse_pays_for_exactly_these_workers_in_2026(law: Law, purse: str) -> None:
    paid = {
        segment
        for segment in law.segments
        if purse_answer(law, purse=purse, segment=segment, place_kind="desa", fiscal_year=2026).is_allowed
    }

    assert paid == PAYS_FOR_2026_IN_A_DESA[purse]


def test_there_are_these_eight_purses(law: Law) -> None:
    assert set(law.purses) == set(PAYS_FOR_2026_IN_A_DESA)


@pytest.mark.parametrize("purse", ["add", "dd"])
def test_a_kelurahan_has_no_village_money(law: Law, purse: str) -> None:
    readings = {"dd_for_workers": "by_deliberation"}

    for segment in law.segments:
        answer = purse_answer(
            law, purse=purse, segment=segment, place_kind="kelurahan", fiscal_year=2026, readings=readings
        )
        assert not answer.is_allowed


@pytest.mark.parametrize(("year", "allowed", "rule"), [
    (2025, True, "workers_by_deliberation"), (2026, False, "officials_barred_2026"),
    (2027, False, "officials_barred_later"),
])  # fmt: skip
def test_village_fund_for_officials_by_year_when_deliberation_is_taken_to_suffice(
    law: Law, year: int, allowed: bool, rule: str
) -> None:
    answer = purse_answer(
        law, purse="dd", segment="village_official", place_kind="desa", fiscal_year=year,
        readings={"dd_for_workers": "by_deliberation"},
    )  # fmt: skip

    assert (answer.is_allowed, answer.rule) == (allowed, rule)


@pytest.mark.parametrize(("purse", "segment", "first_year"), [
    ("dbhcht", "tobacco_farmer", 2022), ("dbhcht", "fisher", 2024), ("apbd_regency", "contract_staff", 2021),
    ("apbd_regency", "farmer", 2021), ("apbd_regency", "mosque_caretaker", 2024), ("apbd_province", "farmer", 2021),
    ("add", "cadre", 2019), ("self", "migrant", 2023),
])  # fmt: skip
def test_no_purse_pays_before_its_regulation(law: Law, purse: str, segment: str, first_year: int) -> None:
    asked = {"purse": purse, "segment": segment, "place_kind": "desa"}
    years = [
        year
        for year in range(2016, 2028)
        if purse_answer(law, **asked, fiscal_year=year).is_allowed  # type: ignore[arg-type]
    ]

    assert years == list(range(first_year, 2028))


@pytest.mark.parametrize(
    ("region", "allowed"), [("52.03.05.2001", True), ("52.03", True), ("52.01", False), ("", False)]
)
def test_a_regional_rule_is_found_by_the_region_asked_about(law: Law, region: str, allowed: bool) -> None:
    answer = purse_answer(law, purse="add", segment="farmer", place_kind="desa", fiscal_year=2026, region=region)

    assert answer.is_allowed == allowed


def test_one_frame_may_hold_people_of_several_regions(law: Law) -> None:
    people = pl.DataFrame({"segment": ["farmer"] * 2, "place_kind": ["desa"] * 2, "fiscal_year": [2026] * 2,
                           "region": ["52.03.05.2001", "52.01.01.2001"]})  # fmt: skip

    assert purse_answers(law, people)["may_add"].to_list() == [True, False]


def test_the_ban_of_2026_cites_its_article_and_is_sure(law: Law) -> None:
    answer = purse_answer(law, purse="dd", segment="village_official", place_kind="desa", fiscal_year=2026)

    (rule,) = answer.explanation.page("id")["rules"]
    assert (rule["regulation"], rule["article"], rule["confidence"]) == (
        "Permendesa PDT 16/2025",
        "larangan 3 dari 8",
        "A",
    )
    assert not answer.explanation.unverified


@pytest.mark.parametrize("year", [2025, 2026, 2027])
def test_the_order_of_rules_never_matters(law: Law, year: int) -> None:
    backwards = replace(
        law, purses={code: replace(purse, rules=purse.rules[::-1]) for code, purse in law.purses.items()}
    )
    readings = {"dd_for_workers": "by_deliberation"}

    for segment, place in product(law.segments, PLACE_KINDS):
        asked: dict[str, Any] = {"segment": segment, "place_kind": place, "fiscal_year": year, "readings": readings}
        verdicts, reversed_ones = (
            [one.is_allowed for one in purses_allowed(each, **asked)] for each in (law, backwards)
        )
        assert verdicts == reversed_ones


def test_zakat_pays_for_mustahik_without_wage_only(law: Law) -> None:
    for segment in sorted(VULNERABLE):
        asked: dict[str, Any] = {"purse": "baznas", "segment": segment, "place_kind": "desa", "fiscal_year": 2026}
        assert purse_answer(law, **asked, facts=["mustahik"]).is_allowed
        assert purse_answer(law, **asked).rule == "only_mustahik"


def test_an_answer_that_turns_on_an_open_question_shows_it(law: Law) -> None:
    answer = purse_answer(
        law, purse="baznas", segment="mosque_caretaker", place_kind="desa", fiscal_year=2026, facts=["mustahik"]
    )

    assert [question.key for question in answer.explanation.questions] == ["baznas_for_wage_earners"]


def test_a_frame_of_people_gets_the_answers_of_each(law: Law) -> None:
    local = law.for_region("52.03")
    readings = {"dd_for_workers": "by_deliberation"}
    rows = [
        {"segment": s, "place_kind": place, "fiscal_year": year, "mustahik": poor}
        for s, place, year, poor in product(law.segments, ("desa", "kelurahan"), (2025, 2026, 2027), (True, False))
    ]
    people = pl.DataFrame(rows).sample(fraction=1, shuffle=True, seed=1)

    frame = purse_answers(local, people, readings=readings)

    assert frame.select(people.columns).equals(people)
    for row in frame.iter_rows(named=True):
        asked = {key: row[key] for key in ("segment", "place_kind", "fiscal_year")}
        for one in purses_allowed(local, **asked, facts=["mustahik"] if row["mustahik"] else [], readings=readings):
            assert (row[f"may_{one.purse}"], row[f"rule_{one.purse}"]) == (one.is_allowed, one.rule)


@pytest.mark.parametrize(("given", "field"), [
    ({"purse": "bank"}, "purse"), ({"segment": "astronaut"}, "segment"), ({"place_kind": "city"}, "place_kind"),
    ({"facts": ["rich"]}, "facts"), ({"fiscal_year": 0}, "fiscal_year"), ({"region": "5203"}, "region"),
    ({"membership_class": "X"}, "membership_class"),
])  # fmt: skip
def test_wrong_questions_name_their_field(law: Law, given: dict[str, Any], field: str) -> None:
    asked = {"purse": "add", "segment": "farmer", "place_kind": "desa", "fiscal_year": 2026, **given}

    with pytest.raises(WrongQuestionError, match=field):
        purse_answer(law, **asked)
    if field in ("segment", "place_kind", "membership_class"):
        with pytest.raises(WrongQuestionError, match=field):
            purse_answers(law, pl.DataFrame([{k: v for k, v in asked.items() if k not in ("purse", "facts")}]))
