"""A purse: a budget that may pay contributions, and the dated rules that say for whom.

A rule speaks for a set of people (segment, class, kind of place, fiscal year, facts such as mustahik) and allows or
refuses. A refusal beats every allowance, whatever the order of files; where no rule allows, the purse refuses.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, get_args

from semesta.kernel.region_code import VillageKind
from semesta.law.parameter import Standing
from semesta.law.words import Words

Budget = Literal["apbn", "apbd", "village", "zakat", "private", "self"]
PlaceKind = VillageKind
Verdict = Literal["allowed", "refused"]
BUDGETS: tuple[Budget, ...] = get_args(Budget)
PLACE_KINDS: tuple[PlaceKind, ...] = get_args(PlaceKind)
VERDICTS: tuple[Verdict, ...] = get_args(Verdict)
FACTS = ("mustahik",)
"""Facts about a person that a rule may ask for: mustahik = entitled to zakat."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What a purse is asked about: one kind of worker at one kind of place in one fiscal year."""

    segment: str
    membership_class: str | None
    place_kind: PlaceKind
    fiscal_year: int
    facts: frozenset[str] = frozenset()
    region: str = ""


@dataclass(frozen=True, slots=True)
class Rule:
    """One sentence of law about a purse. None in a condition means: whoever it is."""

    name: str
    verdict: Verdict
    segments: tuple[str, ...] | None
    except_segments: tuple[str, ...]
    classes: tuple[str, ...] | None
    place_kinds: tuple[str, ...] | None
    since_year: int | None
    to_year: int | None
    needs: tuple[str, ...]
    unless: tuple[str, ...]
    reading: tuple[str, str] | None
    region: str | None
    reason: Words
    standing: Standing
    file: str
    line: int

    def speaks_of(self, situation: Situation, readings: Mapping[str, str]) -> bool:
        """Say whether the rule applies to the situation under the chosen readings."""
        return (
            (self.segments is None or situation.segment in self.segments)
            and situation.segment not in self.except_segments
            and (self.classes is None or situation.membership_class in self.classes)
            and (self.place_kinds is None or situation.place_kind in self.place_kinds)
            and (self.since_year is None or situation.fiscal_year >= self.since_year)
            and (self.to_year is None or situation.fiscal_year <= self.to_year)
            and all(fact in situation.facts for fact in self.needs)
            and not any(fact in situation.facts for fact in self.unless)
            and (self.reading is None or readings[self.reading[0]] == self.reading[1])
            and (
                self.region is None or situation.region == self.region or situation.region.startswith(self.region + ".")
            )
        )


@dataclass(frozen=True, slots=True)
class Purse:
    """A budget with its rules. `budget` says whose money it is, which decides on relief (PP 50/2025)."""

    code: str
    name: Words
    budget: Budget
    about: Words
    rules: tuple[Rule, ...]

    def deciding_rule(self, situation: Situation, readings: Mapping[str, str]) -> Rule | None:
        """Return the first refusal that applies, else the first allowance, else None (which means refused)."""
        applying = [rule for rule in self.rules if rule.speaks_of(situation, readings)]
        refusals = [rule for rule in applying if rule.verdict == "refused"]
        return next(iter(refusals or applying), None)
