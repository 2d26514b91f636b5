"""Checks the whole law folder: it loads, every case holds, every boundary of dates and every purse rule has a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

from semesta.kernel.finding import Finding, Language
from semesta.law.book import Law, load_law
from semesta.law.cases import Outcome, read_cases, run_case
from semesta.law.mistakes import LawFileError, mistake_text
from semesta.law.parameter import Standing
from semesta.law.words import Words


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend, with the place in the law folder."""

    file: str
    line: int | None
    words: Words


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was checked and what is wrong; `is_sound` when nothing is."""

    parameters: int
    values: int
    purses: int
    sources: int
    questions: int
    unverified_values: int
    cases: int
    boundaries: int
    problems: tuple[Problem, ...]
    unused_sources: tuple[str, ...]

    @property
    def is_sound(self) -> bool:
        """Say whether nothing is wrong."""
        return not self.problems

    def page(self, language: Language) -> dict[str, Any]:
        """Return the report as a plain structure."""
        counts = {
            name: getattr(self, name)
            for name in (
                "parameters",
                "values",
                "purses",
                "sources",
                "questions",
                "unverified_values",
                "cases",
                "boundaries",
            )
        }
        return {
            "is_sound": self.is_sound,
            **counts,
            "problems": [{"file": p.file, "line": p.line, "message": p.words.said(language)} for p in self.problems],
            "unused_sources": list(self.unused_sources),
        }


def check_folder(folder: Path) -> CheckReport:
    """Load the folder and check it; mistakes in files become problems of the report."""
    try:
        law = load_law(folder)
    except LawFileError as error:
        problems = tuple(_from_finding(finding) for finding in error.findings)
        return CheckReport(0, 0, 0, 0, 0, 0, 0, 0, problems, ())
    findings: list[Finding] = []
    outcomes = [run_case(law, case) for case in read_cases(folder, findings)]
    problems = (
        *(_from_finding(finding) for finding in findings),
        *_failed(outcomes),
        *_boundaries_without_case(law, outcomes),
        *_rules_without_case(law, outcomes),
    )
    boundaries = law.boundaries()
    return CheckReport(
        parameters=len(law.parameters),
        values=len(boundaries),
        purses=len(law.purses),
        sources=len(law.regulations) + len(law.references),
        questions=len(law.questions),
        unverified_values=sum(1 for dated, _ in boundaries if dated.standing.unverified),
        cases=len(outcomes),
        boundaries=len(boundaries),
        problems=problems,
        unused_sources=unused_sources(law),
    )


def standings(law: Law) -> list[Standing]:
    """Return what every value, row and rule stands on."""
    found: list[Standing] = []
    for dated, _ in law.boundaries():
        found.append(dated.standing)
        if dated.unit == "table" and isinstance(dated.value, tuple):
            found.extend(row.standing for row in dated.value if not isinstance(row, str))
    found.extend(rule.standing for purse in law.purses.values() for rule in purse.rules)
    for regulation in law.regions:
        found.extend(rule.standing for _, rule in regulation.rules)
        found.extend(dated.standing for values in regulation.parameters.values() for dated in values)
    return found


def unused_sources(law: Law) -> tuple[str, ...]:
    """Return regulations and references nothing points to."""
    every = standings(law)
    used = {standing.source.key for standing in every}
    used |= {reference.code for standing in every for reference in standing.seen}
    used |= {reference.code for question in law.questions.values() for reference in question.seen}
    return tuple(key for key in (*law.regulations, *law.references) if key not in used)


def _from_finding(finding: Finding) -> Problem:
    place = finding.place
    prefix = f"{place.file}:{place.row}:" if place.row is not None else f"{place.file}:"
    said = [mistake_text(finding, "id"), mistake_text(finding, "en")]
    return Problem(place.file, place.row, Words(*(text.removeprefix(prefix).strip() for text in said)))


def _failed(outcomes: list[Outcome]) -> list[Problem]:
    return [
        Problem(o.case.file, o.case.line, Words(f"{o.case.name}: {d.id}", f"{o.case.name}: {d.en}"))
        for o in outcomes
        for d in o.differences
    ]


def _boundaries_without_case(law: Law, outcomes: list[Outcome]) -> list[Problem]:
    looked_at = {day for outcome in outcomes for day in outcome.days}
    problems: list[Problem] = []
    for dated, _ in law.boundaries():
        for day in (dated.since - timedelta(days=1), dated.since):
            if (dated.path, day) not in looked_at:
                words = Words(
                    f"belum ada kasus 'ask: value' untuk {dated.path} pada {day}",
                    f"no case 'ask: value' for {dated.path} on {day}",
                )
                problems.append(Problem(dated.file, dated.line, words))
    return problems


def _rules_without_case(law: Law, outcomes: list[Outcome]) -> list[Problem]:
    decided = {name for outcome in outcomes for name in outcome.rules}
    rules = [rule for purse in law.purses.values() for rule in purse.rules]
    rules += [rule for regulation in law.regions for _, rule in regulation.rules]
    return [
        Problem(
            rule.file,
            rule.line,
            Words(f"belum ada kasus yang diputus aturan {rule.name}", f"no case is decided by rule {rule.name}"),
        )
        for rule in rules
        if f"{rule.file}:{rule.name}" not in decided
    ]
