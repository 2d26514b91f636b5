"""Name tokens of the Sasak: sex, role, cohort, rough weight and the spellings seen for each (`names.csv`).

The weights are guesses, not frequencies. Basis: S counted in a public demonstration data set, P in names of
office-holders in the press, A given as an example in articles on naming, K unchecked knowledge of the drafter.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

COHORTS = ("old", "mid", "young")  # born before 1970, 1970-1994, from 1995
_NEARNESS = {("old", "mid"): 0.3, ("mid", "young"): 0.25, ("mid", "old"): 0.3, ("young", "mid"): 0.3}
# First words that lead on to another one and do not stand alone
_LEADING = frozenset({"Siti", "Sri", "Muhammad", "Ahmad", "Abdul", "Samsul", "Haerul", "Saepul"})


@dataclass(frozen=True, slots=True)
class Token:
    """One given-name word, title or mark, with its other spellings."""

    word: str
    sex: str
    role: str
    cohort: str
    weight: float
    spellings: tuple[str, ...]

    @property
    def leads(self) -> bool:
        """Say whether a full name needs another word after this one."""
        return self.word in _LEADING or (self.role == "given_first" and self.word.endswith("ul"))


@cache
def shipped_tokens() -> tuple[Token, ...]:
    """Return the shipped tokens in file order."""
    text = files("semesta.synthetic").joinpath("names.csv").read_text(encoding="utf-8")
    return tuple(
        Token(
            r["token"],
            r["sex"],
            r["role"],
            r["cohort"],
            float(r["weight"]),
            tuple(s for s in r["spellings"].split("|") if s and "(" not in s),
        )
        for r in csv.DictReader(text.splitlines())
    )


@dataclass(frozen=True)
class WordPool:
    """Spelled words with weights that need not sum to one, and whether each leads on to another word."""

    words: tuple[str, ...]
    weights: tuple[float, ...]
    leads: tuple[bool, ...]


@cache
def word_pool(role: str, sex: str, cohort: str, *, canonical: float, concentration: float) -> WordPool:
    """Return the words of a role for a sex and cohort.

    `canonical` is the share of people registered under the listed spelling; `concentration` is the power the
    weights are raised to: 1 as listed, 2 makes common names more common still.
    """
    words: list[str] = []
    weights: list[float] = []
    leads: list[bool] = []
    for token in shipped_tokens():
        if token.role != role or token.sex != sex or (" " in token.word and role == "given_first"):
            continue
        near = 1.0 if token.cohort in ("all", cohort) else _NEARNESS.get((token.cohort, cohort), 0.05)
        weight = (token.weight * near) ** concentration
        share = canonical if token.spellings else 1.0
        for spelling, part in [
            (token.word, share),
            *((s, (1.0 - share) / len(token.spellings)) for s in token.spellings),
        ]:
            words.append(spelling.upper())
            weights.append(weight * part)
            leads.append(token.leads)
    return WordPool(tuple(words), tuple(weights), tuple(leads))


@cache
def spelling_families() -> dict[str, tuple[str, ...]]:
    """Return, for each spelled given-name word in capitals, its other spellings."""
    found: dict[str, set[str]] = {}
    for token in shipped_tokens():
        if token.role.startswith("given") and token.spellings:
            family = {token.word.upper(), *(s.upper() for s in token.spellings)}
            for word in family:
                found.setdefault(word, set()).update(family - {word})
    return {word: tuple(sorted(others)) for word, others in found.items()}
