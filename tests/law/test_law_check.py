"""The shipped law is sound, and the check finds what is taken away or falsified."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from semesta.law import Law, check_folder, default_law_folder
from semesta.law.cases import Case, read_cases, run_case

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


@pytest.mark.parametrize(
    "case", ["- {name: x, ask: flying, expect: {a: 1}}", "- {name: x, ask: value, expect: {2025-01-01: 1}}"]
)
def test_a_case_that_asks_nothing_we_answer_fails(folder: Path, case: str) -> None:
    (folder / "cases/mine.yaml").write_text(case, encoding="utf-8")

    assert len(problems(folder)) == 1


def test_a_case_with_an_unknown_key_is_a_problem(folder: Path) -> None:
    (folder / "cases/mine.yaml").write_text("- {name: x, ask: value, expected: {}}", encoding="utf-8")

    assert any("expected" in problem for problem in problems(folder))
