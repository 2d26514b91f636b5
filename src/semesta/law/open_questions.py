"""What is not settled, and every place that leans on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from semesta.kernel.finding import Language
from semesta.law.book import Law
from semesta.law.parameter import Question, Row


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question with the values, rows and rules marked unverified because of it (as `file:line`)."""

    question: Question
    used_in: tuple[str, ...]

    def page(self, language: Language) -> dict[str, Any]:
        """Return the question as a plain structure."""
        question = self.question
        return {
            "key": question.key,
            "asks": question.asks.said(language),
            "matters": question.matters.said(language) if question.matters else None,
            "default": question.default,
            "alternatives": {name: words.said(language) for name, words in question.alternatives.items()},
            "seen": [{"code": ref.code, "says": ref.says, "where": ref.where} for ref in question.seen],
            "used_in": list(self.used_in),
        }


def open_questions(law: Law) -> tuple[OpenQuestion, ...]:
    """Return every open question of the law folder, in its order, with where it matters."""
    used: dict[str, list[str]] = {key: [] for key in law.questions}
    for dated in (*(dated for dated, _ in law.boundaries()), *(dated for _, dated in law.regional_values())):
        places = [(dated.standing, dated.line)]
        if isinstance(dated.value, tuple):
            places += [(row.standing, row.line) for row in dated.value if isinstance(row, Row)]
        for standing, line in places:
            if standing.question is not None and standing.unverified:
                used[standing.question.key].append(f"{dated.file}:{line}")
    for rule in (rule for purse in law.purses.values() for rule in purse.rules):
        keys = {rule.standing.question.key} if rule.standing.question is not None else set()
        for key in keys | ({rule.reading[0]} if rule.reading else set()):
            used[key].append(f"{rule.file}:{rule.line}")
    return tuple(OpenQuestion(question, tuple(dict.fromkeys(used[key]))) for key, question in law.questions.items())
