"""The shipped law is sound, and the check finds what is taken away or falsified."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from semesta.law import Law, check_folder, default_law_folder
from semesta.law.cases import Case, read_cases, run_case
from semesta.law.checking import standings

FOUND: list[object] = []
CASES = read_cases(default_law_folder(), FOUND)  # type: ignore[arg-type]


def problems(folder: Path) -> list[str]:
    return [problem.words.en for problem in check_folder(folder).problems]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(law: Law, case: Case) -> None:
    assert run_case(law, case).differences == ()


def test_case_files_are_readable_and_names_are_unique() -> None:
    assert FOUND == []
    assert len({case.name for case in CASES}) == len(CASES) > 200


def test_the_shipped_law_is_sound() -> None:
    report = check_folder(default_law_folder())

    assert report.problems == ()
    assert report.unused_sources == ()
    assert report.boundaries >= 110


@pytest.mark.parametrize(("file", "old", "new"), [
    ("parameters/contribution/bpu/jkm.yaml", "6_800", "6_900"),
    ("parameters/contribution/bpu/payable_share_other.yaml", "2026-04-01", "2026-05-01"),
    ("parameters/contribution/bpu/payable_share_transport.yaml", "2027-04-01", "2027-03-31"),
    ("parameters/contribution/pu/jp_wage_ceiling.yaml", "10_547_400", "10_547_000"),
    ("parameters/benefit/jkk/death_share.yaml", "60 %", "70 %"),
    ("parameters/benefit/scholarship/levels.yaml", "years: 5", "years: 4"),
    ("purses/dd.yaml", "years: {from: 2026, to: 2026}", "years: {from: 2025, to: 2025}"),
])  # fmt: skip
def test_a_falsified_value_breaks_a_case(folder: Path, file: str, old: str, new: str) -> None:
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    assert any("expected" in problem for problem in problems(folder))


def test_a_new_value_without_a_case_is_reported_for_both_days(folder: Path) -> None:
    path = folder / "parameters/contribution/bpu/jkm.yaml"
    text = path.read_text(encoding="utf-8")
    value = text[text.index("  2015-07-01:") :]
    path.write_text(text + value.replace("2015-07-01", "2028-01-01").replace("6_800", "7_000"), encoding="utf-8")

    assert problems(folder) == [
        "no case 'ask: value' for contribution/bpu/jkm on 2027-12-31",
        "no case 'ask: value' for contribution/bpu/jkm on 2028-01-01",
    ]


def test_a_rule_no_case_decides_is_reported(folder: Path) -> None:
    path = folder / "cases/purses.yaml"
    kept = re.sub(r"- name: Donatur.*?(?=\n- name)", "", path.read_text(encoding="utf-8"), flags=re.S)
    path.write_text(kept, encoding="utf-8")

    assert problems(folder) == ["no case is decided by rule vulnerable_workers"]


def test_every_article_of_the_sources_is_pointed_to(law: Law) -> None:
    used = {(standing.source.key, standing.article) for standing in standings(law)}

    assert [
        (key, article) for key, regulation in law.regulations.items() for article in regulation.articles
        if (key, article) not in used
    ] == []  # fmt: skip


def test_a_source_nothing_points_to_is_listed(folder: Path) -> None:
    path = folder / "sources.yaml"
    extra = '  Z9: {kind: press, says: "nothing", where: "nowhere"}\n'
    path.write_text(path.read_text(encoding="utf-8") + extra, encoding="utf-8")

    assert check_folder(folder).unused_sources == ("Z9",)


def test_a_broken_folder_becomes_problems_with_places(folder: Path) -> None:
    (folder / "purses/csr.yaml").write_text("name: 1\n", encoding="utf-8")

    report = check_folder(folder)

    assert not report.is_sound
    assert {problem.file for problem in report.problems} == {"purses/csr.yaml"}


def test_a_regional_value_without_a_case_is_reported_for_both_days(folder: Path) -> None:
    path = folder / "regions/lombok_timur.yaml"
    value = "{value: 18, source: regency-practice, article: program, seen: [P31], confidence: B}"
    added = f"parameters:\n  membership/min_age:\n    values:\n      2026-01-01: {value}\n"
    path.write_text(path.read_text(encoding="utf-8") + added, encoding="utf-8")

    assert problems(folder) == [
        f"no case 'ask: value' region: 52.03 for membership/min_age on {day}" for day in ("2025-12-31", "2026-01-01")
    ]


@pytest.mark.parametrize(("file", "old", "new", "said"), [
    ("parameters/contribution/migrant/packages.yaml", "2023-02-22:", "2022-02-22:", "holds from 2022-02-22"),
    ("purses/self.yaml", "years: {from: 2023}", "years: {from: 2022}", "individual_migrants: holds from 2022"),
    ("purses/apbd_province.yaml", "    years: {from: 2021}\n", "", "vulnerable_workers: holds from 2015"),
])  # fmt: skip
def test_a_value_or_rule_older_than_its_regulation_is_reported(
    folder: Path, file: str, old: str, new: str, said: str
) -> None:
    path = folder / file
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")

    assert [problem for problem in problems(folder) if problem.startswith(said)]


def test_a_missing_parameter_file_is_named_and_nothing_breaks(folder: Path) -> None:
    (folder / "parameters/contribution/pu/jkm_rate.yaml").unlink()

    assert any("there is no law/parameters/contribution/pu/jkm_rate.yaml" in problem for problem in problems(folder))


@pytest.mark.parametrize(("case", "said"), [
    ("with: {path: contribution/pu/jkk_rate, row: 2, column: rate}, expect: {2026-01-01: 0.54 %}", []),
    ("with: {path: contribution/pu/jkk_rate, row: 2, column: rate}, expect: {2026-01-01: 0.55 %}",
     ["x: 2026-01-01: expected 0.55 %, law says 0.54%"]),
    ("with: {path: contribution/pu/jkk_rate, row: 9, column: rate}, expect: {2026-01-01: null}", []),
    ("with: {path: contribution/bpu/jkm}, expect: {2026-02-30: 6_800}", ["x: '2026-02-30' is no date that exists"]),
])  # fmt: skip
def test_a_case_may_look_at_one_cell_of_a_table(folder: Path, case: str, said: list[str]) -> None:
    (folder / "cases/mine.yaml").write_text(f"- {{name: x, ask: value, {case}}}\n", encoding="utf-8")

    assert problems(folder) == said


@pytest.mark.parametrize("case", ["with: {fiscal_year: 0}", "region: lotim"])
def test_a_case_with_an_impossible_field_becomes_a_problem(folder: Path, case: str) -> None:
    asked = "with: {purse: add, segment: farmer, place_kind: desa, fiscal_year: 2026}"
    case = asked.replace("2026", "0") if case.startswith("with") else f"{asked}, {case}"
    (folder / "cases/mine.yaml").write_text(f"- {{name: x, ask: purse, {case}, expect: {{a: 1}}}}\n", encoding="utf-8")

    assert len(problems(folder)) == 1


@pytest.mark.parametrize(
    "case", ["- {name: x, ask: flying, expect: {a: 1}}", "- {name: x, ask: value, expect: {2025-01-01: 1}}"]
)
def test_a_case_that_asks_nothing_we_answer_fails(folder: Path, case: str) -> None:
    (folder / "cases/mine.yaml").write_text(case, encoding="utf-8")

    assert len(problems(folder)) == 1


def test_a_case_with_an_unknown_key_is_a_problem(folder: Path) -> None:
    (folder / "cases/mine.yaml").write_text("- {name: x, ask: value, expected: {}}", encoding="utf-8")

    assert any("expected" in problem for problem in problems(folder))
