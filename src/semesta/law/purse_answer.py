"""May a purse pay for this kind of worker: scalar with the article, and for frames of people at once.

A purse's answer depends on a handful of words only (segment, class, kind of place, year, facts, region), so a frame is
answered once per distinct combination and joined back; millions of person-months cost one join.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import polars as pl

from semesta.kernel.finding import Language
from semesta.law.asking import WrongQuestionError, first_day_of, known_region
from semesta.law.book import Law
from semesta.law.columns import known, vetted
from semesta.law.explanation import Explanation, Inquiry, RuleUsed
from semesta.law.parameter import CLASSES
from semesta.law.purse import FACTS, PLACE_KINDS, PlaceKind, Purse, Situation
from semesta.law.words import Words

NO_RULE, NOT_A_WORKER = "no_rule", "not_a_worker"
_REQUIRED: dict[str, pl.DataType] = {"segment": pl.String(), "place_kind": pl.String(), "fiscal_year": pl.Int64()}
_OPTIONAL: dict[str, tuple[pl.DataType, Any]] = {
    "membership_class": (pl.String(), None),
    "region": (pl.String(), ""),
    **{fact: (pl.Boolean(), False) for fact in FACTS},
}


@dataclass(frozen=True, slots=True)
class PurseAnswer:
    """The answer of one purse: allowed or not, the deciding rule (`no_rule`: nothing allows it), and why."""

    purse: str
    is_allowed: bool
    rule: str
    reason: Words
    explanation: Explanation

    def page(self, language: Language) -> dict[str, Any]:
        """Return the answer as a plain structure."""
        return {
            "purse": self.purse,
            "is_allowed": self.is_allowed,
            "rule": self.rule,
            "reason": self.reason.said(language),
            **self.explanation.page(language),
        }


def purse_answer(
    law: Law,
    *,
    purse: str,
    segment: str,
    place_kind: PlaceKind,
    fiscal_year: int,
    membership_class: str | None = None,
    facts: Collection[str] = (),
    region: str = "",
    readings: Mapping[str, str] | None = None,
) -> PurseAnswer:
    """Return whether a purse may pay for a worker of this segment at this kind of place in a fiscal year."""
    if purse not in law.purses:
        raise WrongQuestionError("purse", purse, allowed=tuple(law.purses))
    if place_kind not in PLACE_KINDS:
        raise WrongQuestionError("place_kind", place_kind, allowed=PLACE_KINDS)
    for fact in facts:
        if fact not in FACTS:
            raise WrongQuestionError("facts", fact, allowed=FACTS)
    membership_class = membership_class or law.segment(segment).membership_class
    if membership_class is not None and membership_class not in CLASSES:
        raise WrongQuestionError("membership_class", membership_class, allowed=CLASSES)
    region = known_region("region", region or law.region)
    situation = Situation(segment, membership_class, place_kind, fiscal_year, frozenset(facts), region)
    inquiry = Inquiry(law, first_day_of(fiscal_year), law.readings(readings))
    return _answered(inquiry, law.purses[purse], situation)


def purses_allowed(
    law: Law,
    *,
    segment: str,
    place_kind: PlaceKind,
    fiscal_year: int,
    membership_class: str | None = None,
    facts: Collection[str] = (),
    region: str = "",
    readings: Mapping[str, str] | None = None,
) -> tuple[PurseAnswer, ...]:
    """Return the answers of every purse, in order of their codes."""
    return tuple(
        purse_answer(
            law,
            purse=code,
            segment=segment,
            place_kind=place_kind,
            fiscal_year=fiscal_year,
            membership_class=membership_class,
            facts=facts,
            region=region,
            readings=readings,
        )
        for code in law.purses
    )


def purse_answers(law: Law, people: pl.DataFrame, *, readings: Mapping[str, str] | None = None) -> pl.DataFrame:
    """Return `people` with may_<purse> (Boolean) and rule_<purse> (String) for every purse, rows in the same order.

    Columns in: segment, place_kind, fiscal_year; optional: membership_class, region (default: the law's), mustahik.
    """
    frame = vetted(people, required=_REQUIRED, optional=_OPTIONAL)
    known(frame["segment"], tuple(law.segments))
    known(frame["place_kind"], PLACE_KINDS)
    known(frame["membership_class"], [*CLASSES, None])
    keys = frame.columns
    distinct = frame.unique(maintain_order=True)
    answers: dict[str, list[Any]] = {f"{kind}_{code}": [] for code in law.purses for kind in ("may", "rule")}
    for row in distinct.iter_rows(named=True):
        facts = [fact for fact in FACTS if row[fact]]
        given = {key: row[key] for key in keys if key not in FACTS}
        for answer in purses_allowed(law, **given, facts=facts, readings=readings):
            answers[f"may_{answer.purse}"].append(answer.is_allowed)
            answers[f"rule_{answer.purse}"].append(answer.rule)
    schema = {name: pl.Boolean() if name.startswith("may_") else pl.String() for name in answers}
    table = pl.concat([distinct, pl.DataFrame(answers, schema=schema)], how="horizontal")
    joined = frame.join(table, on=keys, how="left", nulls_equal=True, maintain_order="left").select(list(answers))
    return pl.concat([people, joined], how="horizontal")


def _answered(inquiry: Inquiry, purse: Purse, situation: Situation) -> PurseAnswer:
    is_worker = situation.membership_class in inquiry.codes("membership/worker_classes")
    rule = purse.deciding_rule(situation, inquiry.readings) if is_worker else None
    for name in _material_readings(inquiry, purse, situation) if is_worker else ():
        inquiry.reading(name)
    if rule is not None:
        inquiry.decided_by(RuleUsed(rule.name, rule.reason, rule.standing, rule.file, rule.line))
        name, reason = rule.name, rule.reason
    elif is_worker:
        name = NO_RULE
        reason = Words(
            f"tidak ada aturan {purse.name.id} yang membolehkan orang ini dibayari",
            f"no rule of {purse.name.en} allows this person to be paid for",
        )
    else:
        name, reason = NOT_A_WORKER, Words("orang ini tidak bekerja", "this person does not work")
    allowed = rule is not None and rule.verdict == "allowed"
    verb = Words("boleh membayar", "may pay") if allowed else Words("tidak boleh membayar", "may not pay")
    title = Words(
        f"{purse.name.id} {verb.id} pada tahun {situation.fiscal_year}",
        f"{purse.name.en} {verb.en} in {situation.fiscal_year}",
    )
    formula = Words(
        "satu larangan mengalahkan semua izin; tanpa aturan yang membolehkan berarti tidak boleh",
        "one refusal beats every allowance; without a rule that allows, the answer is no",
    )
    return PurseAnswer(purse.code, allowed, name, reason, inquiry.explain(title, formula))


def _material_readings(inquiry: Inquiry, purse: Purse, situation: Situation) -> list[str]:
    """Return the open questions on which this answer turns: another reading would give another verdict."""
    chosen = purse.deciding_rule(situation, inquiry.readings)
    verdict = chosen.verdict if chosen else "refused"
    found: list[str] = []
    for rule in purse.rules:
        if rule.reading is None or rule.reading[0] in found:
            continue
        for alternative in inquiry.law.questions[rule.reading[0]].alternatives:
            other = purse.deciding_rule(situation, {**inquiry.readings, rule.reading[0]: alternative})
            if (other.verdict if other else "refused") != verdict:
                found.append(rule.reading[0])
                break
    return found
