"""An answer of law that can explain itself: formula in words, parameters with their articles, steps in rupiah.

An `Inquiry` is asked for values while a sum is worked out; whatever it hands out, and every reading it consults, is
kept and becomes the `Explanation`. Thus nothing used can be missing from what is shown.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction
from typing import Any

from semesta.kernel.finding import Language
from semesta.kernel.rupiah import rupiah_text
from semesta.law.asking import LawGapError
from semesta.law.book import Law, Readings
from semesta.law.parameter import (
    CONFIDENCE_WORDS,
    Dated,
    Parameter,
    Question,
    Row,
    Standing,
    row_text,
)
from semesta.law.words import Words, percent_text


@dataclass(frozen=True, slots=True)
class Step:
    """One line of the sum. The working is share x times x base, as far as given; `sums` marks a total of lines."""

    label: Words
    amount_rp: int
    base_rp: int | None = None
    share: Fraction | None = None
    times: int | None = None
    sums: bool = False

    def working(self, language: Language) -> str:
        """Write the multiplication, for example `1 % x Rp1.000.000`."""
        factors: list[str] = []
        if self.share is not None:
            factors.append(percent_text(self.share, language))
        if self.times is not None:
            factors.append(str(self.times))
        if self.base_rp is not None:
            factors.append(rupiah_text(self.base_rp))
        return " × ".join(factors)


@dataclass(frozen=True, slots=True)
class Used:
    """A value (or one row of a table) that the answer rests on."""

    dated: Dated
    row: Row | None = None

    @property
    def standing(self) -> Standing:
        """Return the standing of the row where one was used, else of the value."""
        return self.row.standing if self.row is not None else self.dated.standing

    def page(self, language: Language, parameter: Parameter) -> dict[str, Any]:
        """Return the parameter as a plain structure for a page or JSON."""
        standing, dated = self.standing, self.dated
        value = dated.value_text(language)
        if self.row is not None:
            value = row_text(self.row, parameter, language)
        return {
            "path": dated.path,
            "description": dated.description.said(language),
            "value": value,
            "since": dated.since.isoformat(),
            "until": dated.until.isoformat() if dated.until else None,
            "file": f"law/{dated.file}",
            "line": self.row.line if self.row is not None else dated.line,
            **standing_page(standing, language),
        }


@dataclass(frozen=True, slots=True)
class RuleUsed:
    """A rule of a purse or a criterion that decided an answer."""

    name: str
    reason: Words
    standing: Standing
    file: str
    line: int

    def page(self, language: Language) -> dict[str, Any]:
        """Return the rule as a plain structure."""
        return {
            "name": self.name,
            "reason": self.reason.said(language),
            "file": f"law/{self.file}",
            "line": self.line,
            **standing_page(self.standing, language),
        }


@dataclass(frozen=True, slots=True)
class Explanation:
    """Why an answer is what it is."""

    title: Words
    formula: Words
    day: date
    used: tuple[Used, ...]
    rules: tuple[RuleUsed, ...]
    steps: tuple[Step, ...]
    readings: tuple[tuple[Question, str], ...]
    notes: tuple[Words, ...]
    parameters: Mapping[str, Parameter]

    @property
    def unverified(self) -> bool:
        """Say whether anything used is from memory or unresolved."""
        return bool(self.questions)

    @property
    def questions(self) -> tuple[Question, ...]:
        """Return the open questions the answer depends on, each once."""
        found = {question.key: question for question, _ in self.readings}
        standings = [*(used.standing for used in self.used), *(rule.standing for rule in self.rules)]
        for standing in standings:
            if standing.unverified and standing.question is not None:
                found.setdefault(standing.question.key, standing.question)
        return tuple(found.values())

    def page(self, language: Language) -> dict[str, Any]:
        """Return the explanation as plain lists, dicts, texts and whole numbers, ready for a page or JSON."""
        return {
            "title": self.title.said(language),
            "formula": self.formula.said(language),
            "on": self.day.isoformat(),
            "steps": [
                {
                    "label": step.label.said(language),
                    "working": step.working(language),
                    "amount_rp": step.amount_rp,
                    "amount": rupiah_text(step.amount_rp),
                    "is_total": step.sums,
                }
                for step in self.steps
            ],
            "parameters": [used.page(language, self.parameters[used.dated.path]) for used in self.used],
            "rules": [rule.page(language) for rule in self.rules],
            "readings": [
                {
                    "question": question.key,
                    "asks": question.asks.said(language),
                    "chosen": chosen,
                    "means": question.alternatives[chosen].said(language),
                    "is_cautious": chosen == question.default,
                }
                for question, chosen in self.readings
            ],
            "notes": [note.said(language) for note in self.notes],
            "unverified": self.unverified,
            "open_questions": [
                {"key": question.key, "asks": question.asks.said(language)} for question in self.questions
            ],
        }


def standing_page(standing: Standing, language: Language) -> dict[str, Any]:
    """Return what a value stands on as a plain structure."""
    says = standing.source.articles.get(standing.article)
    return {
        "regulation": standing.source.number,
        "regulation_title": standing.source.title,
        "article": standing.article,
        "article_says": says.said(language) if says else "",
        "seen": [{"code": ref.code, "says": ref.says, "where": ref.where} for ref in standing.seen],
        "confidence": standing.confidence,
        "confidence_means": CONFIDENCE_WORDS[standing.confidence].said(language),
        "unverified": standing.unverified,
        "question": standing.question.asks.said(language) if standing.question else None,
        "note": standing.note.said(language) if standing.note else None,
    }


@dataclass(slots=True)
class Inquiry:
    """Hands out the values in force on a day and remembers each; `explain` turns the memory into an Explanation."""

    law: Law
    day: date
    readings: Readings
    _used: dict[tuple[str, int | None], Used] = field(default_factory=dict)
    _rules: list[RuleUsed] = field(default_factory=list)
    _readings: dict[str, str] = field(default_factory=dict)
    _steps: list[Step] = field(default_factory=list)
    _notes: list[Words] = field(default_factory=list)

    def value(self, path: str) -> Dated:
        """Return the value in force, whatever its kind."""
        dated = self.law.at(path, self.day)
        self._used.setdefault((path, None), Used(dated))
        return dated

    def whole(self, path: str) -> int:
        """Return a value counted in whole numbers (rupiah, months, days, times); a gap in the law raises."""
        dated = self.value(path)
        if isinstance(dated.value, bool) or not isinstance(dated.value, int):
            raise LawGapError(self.law.parameter(path), self.day)
        return dated.value

    def share(self, path: str) -> Fraction:
        """Return a percentage as an exact fraction; a gap in the law raises."""
        share = self.share_or_none(path)
        if share is None:
            raise LawGapError(self.law.parameter(path), self.day)
        return share

    def share_or_none(self, path: str) -> Fraction | None:
        """Return a percentage, None where it is repealed or does not hold yet (then it is not counted as used)."""
        dated = self.law.parameter(path).at(self.day)
        if dated is None or not isinstance(dated.value, Fraction):
            return None
        self._used.setdefault((path, None), Used(dated))
        return dated.value

    def whole_or_none(self, path: str) -> int | None:
        """Return a whole number, None where nothing is in force."""
        dated = self.law.parameter(path).at(self.day)
        if dated is None or not isinstance(dated.value, int):
            return None
        self._used.setdefault((path, None), Used(dated))
        return dated.value

    def codes(self, path: str) -> tuple[str, ...]:
        """Return a list of words."""
        value = self.value(path).value
        return tuple(str(item) for item in value) if isinstance(value, tuple) else ()

    def text(self, path: str) -> str:
        """Return a text value."""
        return str(self.value(path).value)

    def yes(self, path: str) -> bool:
        """Return a truth value."""
        return self.value(path).value is True

    def rows(self, path: str) -> tuple[Row, ...]:
        """Return the rows of a table without counting any as used; use `keep` for those that decide."""
        value = self.law.at(path, self.day).value
        if not isinstance(value, tuple):
            raise LawGapError(self.law.parameter(path), self.day)
        return tuple(row for row in value if isinstance(row, Row))

    def table(self, path: str) -> tuple[Row, ...]:
        """Return all rows of a table and count the table as used as a whole."""
        self.value(path)
        return self.rows(path)

    def keep(self, path: str, row: Row) -> Row:
        """Count one row of a table as used."""
        self._used.setdefault((path, row.line), Used(self.law.at(path, self.day), row))
        return row

    def row(self, path: str, key: object) -> Row | None:
        """Return the row whose key column holds `key`, counted as used; None if there is none."""
        column = str(self.law.parameter(path).key)
        for row in self.rows(path):
            if row.cells[column] == key:
                return self.keep(path, row)
        return None

    def row_up_to(self, path: str, amount: int) -> Row:
        """Return the last row whose (rising) key is not above `amount`, counted as used."""
        column = str(self.law.parameter(path).key)
        rows = self.rows(path)
        chosen = rows[0]
        for row in rows:
            if row.rupiah(column) > amount:
                break
            chosen = row
        return self.keep(path, chosen)

    def reading(self, name: str) -> str:
        """Return the chosen reading of an open question; it is shown with the answer."""
        self._readings[name] = self.readings[name]
        return self.readings[name]

    def decided_by(self, rule: RuleUsed) -> None:
        """Note a rule that decided."""
        self._rules.append(rule)

    def step(
        self,
        label: Words,
        amount_rp: int,
        *,
        base_rp: int | None = None,
        share: Fraction | None = None,
        times: int | None = None,
        sums: bool = False,
    ) -> int:
        """Note a line of the sum and return its amount."""
        self._steps.append(Step(label, amount_rp, base_rp, share, times, sums))
        return amount_rp

    def note(self, words: Words) -> None:
        """Note a sentence that the reader should see with the answer."""
        self._notes.append(words)

    def explain(self, title: Words, formula: Words) -> Explanation:
        """Return everything noted so far as an explanation."""
        return Explanation(
            title,
            formula,
            self.day,
            tuple(self._used.values()),
            tuple(self._rules),
            tuple(self._steps),
            tuple((self.law.questions[name], chosen) for name, chosen in self._readings.items()),
            tuple(self._notes),
            {path: self.law.parameter(path) for path, _ in self._used},
        )
