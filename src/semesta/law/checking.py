"""Checks the whole law folder: it loads, every case holds, every boundary of dates and every purse rule has a case.

Also: no value or rule holds before its regulation was in force, unless a note says that it works backwards.
"""

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
        *_values_before_force(law),
        *_rules_before_force(law),
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
    found.extend(dated.standing for _, dated in law.regional_values())
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
    looked_at = {(outcome.case.region, *day) for outcome in outcomes for day in outcome.days}
    dated_values = [("", dated) for dated, _ in law.boundaries()]
    problems: list[Problem] = []
    for region, dated in (*dated_values, *law.regional_values()):
        where = f" region: {region}" if region else ""
        for day in (dated.since - timedelta(days=1), dated.since):
            if (region, dated.path, day) not in looked_at:
                words = Words(
                    f"belum ada kasus 'ask: value'{where} untuk {dated.path} pada {day}",
                    f"no case 'ask: value'{where} for {dated.path} on {day}",
                )
                problems.append(Problem(dated.file, dated.line, words))
    return problems


def _rules_without_case(law: Law, outcomes: list[Outcome]) -> list[Problem]:
    decided = {name for outcome in outcomes for name in outcome.rules}
    return [
        Problem(
            rule.file,
            rule.line,
            Words(f"belum ada kasus yang diputus aturan {rule.name}", f"no case is decided by rule {rule.name}"),
        )
        for purse in law.purses.values()
        for rule in purse.rules
        if f"{rule.file}:{rule.name}" not in decided
    ]


def _values_before_force(law: Law) -> list[Problem]:
    dated_values = [dated for dated, _ in law.boundaries()] + [dated for _, dated in law.regional_values()]
    return [
        Problem(dated.file, dated.line, _before_force(dated.standing, str(dated.since)))
        for dated in dated_values
        if dated.standing.source.in_force_from is not None
        and dated.since < dated.standing.source.in_force_from
        and dated.standing.note is None
    ]


def _rules_before_force(law: Law) -> list[Problem]:
    """A rule without `years` holds from the first day of the folder."""
    first_year = min(dated.since for dated, _ in law.boundaries()).year
    found: list[Problem] = []
    for rule in (rule for purse in law.purses.values() for rule in purse.rules):
        in_force, since = rule.standing.source.in_force_from, rule.since_year or first_year
        if in_force is not None and since < in_force.year and rule.standing.note is None:
            found.append(Problem(rule.file, rule.line, _before_force(rule.standing, str(since), rule.name)))
    return found


def _before_force(standing: Standing, since: str, name: str = "") -> Words:
    source, rule = standing.source, f"{name}: " if name else ""
    return Words(
        f"{rule}berlaku sejak {since}, tetapi {source.number} baru berlaku {source.in_force_from}; perbaiki "
        "tanggalnya, tunjuk peraturan yang berlaku waktu itu, atau jelaskan dengan 'note' bahwa peraturannya surut",
        f"{rule}holds from {since}, but {source.number} is in force only from {source.in_force_from}; mend the date, "
        "name the regulation of that time, or say in a 'note' that it works backwards",
    )
