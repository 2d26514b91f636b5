"""One value of law on a day: what the folder says and what it stands on, without any sum."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from semesta.kernel.finding import Language
from semesta.law.book import Law
from semesta.law.explanation import Explanation, Inquiry
from semesta.law.parameter import Row, row_text
from semesta.law.words import Words


@dataclass(frozen=True, slots=True)
class ValueAnswer:
    """The value in force, with the rows of a table."""

    value: Words
    rows: tuple[Words, ...]
    explanation: Explanation

    def page(self, language: Language) -> dict[str, Any]:
        """Return value and rows as a plain structure."""
        return {
            "value": self.value.said(language),
            "rows": [row.said(language) for row in self.rows],
            **self.explanation.page(language),
        }


def value_on(law: Law, *, path: str, on: date, readings: Mapping[str, str] | None = None) -> ValueAnswer:
    """Return what a parameter says on a day. Errors: WrongQuestionError for an unknown path, LawGapError before it."""
    inquiry = Inquiry(law, on, law.readings(readings))
    parameter, dated = law.parameter(path), law.at(path, on)
    rows = tuple(row for row in dated.value if isinstance(row, Row)) if isinstance(dated.value, tuple) else ()
    inquiry.value(path)
    for row in rows:
        if row.standing != dated.standing:
            inquiry.keep(path, row)
    formula = Words(f"law/{dated.file}", f"law/{dated.file}")
    return ValueAnswer(
        Words(dated.value_text("id"), dated.value_text("en")),
        tuple(Words(row_text(row, parameter, "id"), row_text(row, parameter, "en")) for row in rows),
        inquiry.explain(parameter.description, formula),
    )
