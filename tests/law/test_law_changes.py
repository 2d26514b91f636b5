"""A change of law is a change of data: new purse, regional regulation, difference of two days, open questions."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from textwrap import dedent

import pytest

from semesta.kernel.month import Month
from semesta.kernel.segment import Segment
from semesta.law import Law, WrongQuestionError, difference, load_law, open_questions, purse_answer
from semesta.law.contribution import contribution
from semesta.law.membership import eligibility

DOCS = Path(__file__).parents[2] / "docs/law.md"


def example_in_the_docs(title: str) -> str:
    """Return the YAML of docs/law.md that follows the comment `# law/<title>`."""
    blocks = DOCS.read_text(encoding="utf-8").split("```")
    return next(block.removeprefix("yaml\n") for block in blocks if block.startswith(f"yaml\n# law/{title}"))


def test_the_new_purse_of_the_docs_works_without_code(folder: Path) -> None:
    (folder / "purses/bumdes.yaml").write_text(example_in_the_docs("purses/bumdes.yaml"), encoding="utf-8")

    law = load_law(folder)

    def is_allowed(segment: str) -> bool:
        return purse_answer(law, purse="bumdes", segment=segment, place_kind="desa", fiscal_year=2026).is_allowed

    assert (is_allowed("farmer"), is_allowed("village_official")) == (True, False)
    assert contribution(law, month=Month(2026, 5), segment="farmer", income_rp=0, purse="bumdes").total_rp == 8_400


def test_the_regional_regulation_of_the_docs_works_without_code(folder: Path) -> None:
    (folder / "regions/contoh.yaml").write_text(example_in_the_docs("regions/contoh.yaml"), encoding="utf-8")
    law = load_law(folder)
    here, there = law.for_region("52.03"), law.for_region("52.01")

    def may_enrol(law: Law, born: int) -> bool:
        return eligibility(
            law, month=Month(2026, 6), segment="seaweed_farmer", born_on=date(born, 1, 1), region="52.03"
        ).is_eligible

    assert (may_enrol(here, 2008), may_enrol(here, 2009)) == (True, False)
    asked = {"purse": "dbhcht", "place_kind": "desa", "fiscal_year": 2026}
    assert not purse_answer(here, segment="micro_enterprise", **asked).is_allowed  # type: ignore[arg-type]
    assert purse_answer(there, segment="micro_enterprise", **asked).is_allowed  # type: ignore[arg-type]
    with pytest.raises(WrongQuestionError, match="seaweed_farmer"):
        may_enrol(there, 2000)


def test_a_local_value_ends_where_the_next_national_one_begins(folder: Path) -> None:
    text = """\
        title: {id: percobaan, en: trial}
        region: "52.03"
        parameters:
          contribution/pu/jp_wage_ceiling:
            values:
              2025-06-01: {value: 1_000_000, source: pp-45-2015, article: pasal 29, seen: [Q1], confidence: B}
    """
    (folder / "regions/trial.yaml").write_text(dedent(text), encoding="utf-8")
    law = load_law(folder).for_region("52.03.05.2001")

    days = (date(2025, 5, 31), date(2025, 6, 1), date(2026, 2, 28), date(2026, 3, 1))
    assert [law.at("contribution/pu/jp_wage_ceiling", day).value for day in days] == [
        10_547_400, 1_000_000, 1_000_000, 11_086_300,
    ]  # fmt: skip


def test_a_regional_value_from_memory_is_listed_under_its_question(folder: Path) -> None:
    text = """\
        title: {id: percobaan, en: trial}
        region: "52.03"
        parameters:
          membership/min_age:
            values:
              2026-01-01: {value: 18, source: regency-practice, article: program, confidence: M, unverified: true,
                           question: age_limit}
    """
    (folder / "regions/trial.yaml").write_text(dedent(text), encoding="utf-8")

    found = {question.question.key: question.used_in for question in open_questions(load_law(folder))}

    assert "regions/trial.yaml:6" in found["age_limit"]


def test_segments_of_a_regency_join_the_law(law: Law) -> None:
    own = law.with_segments(
        {"salt_farmer": Segment("salt_farmer", "Petani garam", "Salt farmer", "BPU", "agriculture")}
    )

    answer = purse_answer(own, purse="dbhcht", segment="salt_farmer", place_kind="desa", fiscal_year=2026)

    assert answer.rule == "other_vulnerable_workers"
    assert "salt_farmer" not in law.segments


@pytest.mark.parametrize(("earlier", "later", "paths"), [
    ("2026-03-31", "2026-04-01", {"contribution/bpu/payable_share_other"}),
    ("2025-02-06", "2025-02-07", {"contribution/pu/jkp_from_jkm_rate"}),
    ("2027-03-31", "2027-04-01", {"contribution/bpu/payable_share_transport"}),
    ("2026-02-28", "2026-03-01", {"contribution/pu/jp_wage_ceiling"}),
    ("2026-05-01", "2026-05-02", set()),
])  # fmt: skip
def test_the_difference_of_two_days_is_what_changed_between(
    law: Law, earlier: str, later: str, paths: set[str]
) -> None:
    days = date.fromisoformat(earlier), date.fromisoformat(later)

    changes = difference(law, *days).page("en")["values"]

    assert {change["path"] for change in changes} == paths
    assert difference(law, *reversed(days)) == difference(law, *days)


def test_a_difference_says_for_whom_and_by_which_article(law: Law) -> None:
    (change,) = difference(law, date(2026, 3, 31), date(2026, 4, 1)).page("en")["values"]

    assert (change["before"], change["after"]) == ("not in force", "50%")
    assert (change["affects"], change["regulation"]) == (["members without wage"], "PP 50/2025")


def test_a_changed_table_lists_its_rows(law: Law) -> None:
    changes = difference(law, date(2025, 2, 23), date(2025, 2, 24)).page("en")["values"]

    criteria = next(change for change in changes if change["path"] == "benefit/jkk/accident_criteria")
    assert [(row["row"], row["after"]) for row in criteria["rows"]] == [
        ("violence", "violence or rape at the workplace")
    ]


def test_verdicts_of_purses_are_compared_by_fiscal_year(law: Law) -> None:
    found = difference(law.for_region("52.03"), date(2025, 12, 31), date(2026, 1, 1)).purses

    assert [(change.after.purse, change.after.rule, change.place_kinds) for change in found] == [
        ("add", "villagers_by_local_rule", ("desa",)),
        ("dd", "officials_barred_2026", ("desa", "desa adat")),
    ]


def test_a_new_ban_shows_even_where_nothing_was_allowed_before(law: Law) -> None:
    (ban,) = difference(law, date(2025, 7, 1), date(2026, 7, 1)).page("en")["purses"]

    assert (ban["segments"], ban["before"], ban["after"]) == (["village_official", "village_council"], False, False)
    assert (ban["regulation"], ban["article"]) == ("Permendesa PDT 16/2025", "larangan 3 dari 8")


def test_a_rule_that_asks_for_a_fact_is_compared_too(folder: Path) -> None:
    path = folder / "purses/baznas.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace("from: 2018", "from: 2026"), encoding="utf-8")

    found = difference(load_law(folder), date(2025, 7, 1), date(2026, 7, 1)).purses

    assert [change.facts for change in found if change.after.purse == "baznas"] == [("mustahik",)]


def test_every_unverified_value_is_listed_under_its_question(law: Law) -> None:
    found = {question.question.key: question.used_in for question in open_questions(law)}

    assert "parameters/contribution/pu/jp_wage_ceiling.yaml:43" in found["jp_ceilings"]
    assert len(found["disability_rows"]) > 25
    assert any(place.startswith("purses/dd.yaml") for place in found["dd_for_workers"])


def test_readings_start_from_the_cautious_defaults(law: Law) -> None:
    readings = law.readings()

    assert readings["village_budget_relief"] == "excluded"
    assert readings["lapse_resets_three_years"] == "resets"
    assert law.readings({"grace_claims": "honoured"})["grace_claims"] == "honoured"
