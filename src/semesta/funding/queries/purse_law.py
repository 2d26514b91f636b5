"""What the law says about a kind of purse: for whom it may pay, on which article, and how sure that is."""

from __future__ import annotations

from typing import Any

from semesta.funding.law_terms import the_law
from semesta.kernel.finding import Language
from semesta.law.explanation import standing_page


def purse_kinds(regency_code: str, *, language: Language) -> dict[str, str]:
    """Return the kinds of purses that the law knows and that have a ceiling: code -> name. Members are no purse."""
    purses = the_law(regency_code).purses
    return {code: purse.name.said(language) for code, purse in purses.items() if purse.budget != "self"}


def law_of_purse(regency_code: str, kind: str, fiscal_year: int, *, language: Language) -> dict[str, Any]:
    """Return name, what the purse is about, and the rules that hold in a fiscal year, refusals first.

    A rule: verdict, reason, segments by name (empty: everybody), and what it stands on (`standing_page`: regulation,
    article, confidence, unverified, question). Raises KeyError for a kind the law does not know.
    """
    law = the_law(regency_code)
    purse = law.purses[kind]
    names = {code: one.name_id if language == "id" else one.name_en for code, one in law.segments.items()}
    rules = [
        {
            "verdict": rule.verdict,
            "reason": rule.reason.said(language),
            "segments": [names.get(code, code) for code in rule.segments or ()],
            **standing_page(rule.standing, language),
        }
        for rule in sorted(purse.rules, key=lambda one: one.verdict != "refused")
        if (rule.since_year or 0) <= fiscal_year <= (rule.to_year or fiscal_year)
    ]
    return {"name": purse.name.said(language), "about": purse.about.said(language), "rules": rules}
