"""Who a plan decides on: the register's living workers with their work, cover, clock and what the law says of each.

Published rules. A person is planned for under one livelihood: among those that tell one, work without a wage before
work with one (its contribution is known), then the work that most of the purses may pay for, then most points, then by
code. An own-account member whose work no list tells counts as other informal worker. Whoever holds a membership that
somebody other than the regency's purses of any year pays (an employer, a donor) is insured elsewhere until it ends.
Self-payers go on paying; of those without cover the share named by the plan is drawn from its seed. Months
held later than the plan begins are not planned again, and none is bought before them (`held_from`).
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

import polars as pl

from semesta.allocation import Policy
from semesta.bulk import read_frame
from semesta.funding.law_terms import breaking_gaps
from semesta.funding.programme_months import months_of_programme
from semesta.funding.segment_risk import risk_classes
from semesta.kernel.month import Month, Period
from semesta.law import Law, purse_answers
from semesta.law.membership.clock_frames import clocks
from semesta.law.membership.eligibility_frames import eligibilities
from semesta.membership.payer import key_of_payer, payer_keys
from semesta.membership.queries import last_held_months
from semesta.people.queries import welfare_deciles
from semesta.people.standing import HEAD_DETAILS, MERGED

SELF_PAYER: Final = "MANDIRI"
"""What the insurer calls members who pay for themselves."""
_OWN_ACCOUNT, _WORK_NOT_TOLD = "BPU", "other_informal"
_HUNDRED, _MONTHS_A_YEAR = 100, 12
_PEOPLE = f"""
SELECT p.id AS person_id, r.code AS village, r.kind AS place_kind, coalesce(p.sex, h.sex) AS sex,
       p.birth_on AS born_on, least(p.died_on, h.died_on) AS died_on, p.created_at::date AS registered_on
  FROM people_person p
  LEFT JOIN {HEAD_DETAILS} h ON h.id = p.id
  JOIN regions_region r ON r.code = coalesce(p.village_code, h.village_code) AND r.level = 'village'
                       AND r.regency_code = %(regency)s
 WHERE p.regency_code = %(regency)s AND p.merged_into IS NULL
 ORDER BY p.id
""".replace("%(regency)s", "{regency}")
_WORK = f"""
SELECT DISTINCT coalesce(m.merged_into, l.person_id) AS person_id, l.segment_code AS segment
  FROM people_livelihood l LEFT JOIN {MERGED} m ON m.id = l.person_id
 WHERE l.regency_code = %(regency)s
""".replace("%(regency)s", "{regency}")
_PERSON = {
    "person_id": pl.Int64, "village": pl.String, "place_kind": pl.String, "sex": pl.String, "born_on": pl.Date,
    "died_on": pl.Date, "registered_on": pl.Date,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Asked:
    """What candidates are gathered for: the day whose deciles hold, the months, the kinds of purses and their payers,
    priorities, readings, take-up and seed."""

    regency_code: str
    fiscal_year: int
    as_of_on: date
    period: Period
    kinds: tuple[str, ...]
    payers: frozenset[str]
    policy: Policy
    readings: Mapping[str, str]
    take_up_percent: int
    seed: str


def candidates(law: Law, asked: Asked) -> pl.DataFrame:
    """Return the people of a plan as `allocation.plan` takes them (docs/allocation.md), `person` as text of the number.

    `held_from`: the first month held, of whoever is no member when the plan begins and becomes one later in it.
    Left out are the dead of before the period, whoever's village is not one of the regency, and people of whom no
    work and no own-account membership is known.
    """
    first = next(iter(asked.period))
    people = read_frame(_PEOPLE, _PERSON, regency=asked.regency_code)
    people = people.filter(pl.col("died_on").is_null() | (pl.col("died_on") >= first.first_day()))
    people = _with_cover(law, people, asked, first)
    worked = _with_work(law, people, asked)
    facts = _with_eligibility(law, worked, asked, first)
    wishes = (pl.col("payer") == SELF_PAYER).fill_null(False) & pl.col("is_held")
    drawn = _drawn(facts["person_id"], asked) & ~facts["is_held"]
    capped = months_of_programme(asked.regency_code, asked.fiscal_year)
    facts = facts.join(capped, on="person_id", how="left", maintain_order="left")
    ranks = welfare_deciles(asked.regency_code, on=asked.as_of_on)
    deciles = ranks.select(pl.col("person").alias("person_id"), pl.col("decile").cast(pl.Int64))
    return facts.join(deciles, on="person_id", how="left", maintain_order="left").with_columns(
        pl.col("person_id").cast(pl.String).alias("person"), pl.col("months_capped").fill_null(0),
        pl.col("segment").replace_strict(risk_classes(), default=None, return_dtype=pl.Int64).alias("risk_class"),
        (wishes | drawn).alias("wishes_self"),
    ).select(
        "person", "village", "segment", *(f"may_{kind}" for kind in asked.kinds), "decile", "sex", "paid_until",
        "clock_state", "registered_on", "wishes_self", "is_eligible", "refusal", "held_from",
        "payer", "months_capped", "risk_class",
    )  # fmt: skip


def _with_cover(law: Law, people: pl.DataFrame, asked: Asked, first: Month) -> pl.DataFrame:
    """Add the last month held, its class and payer, the state of the clock the day before the plan, `is_held` (a
    membership goes on into the plan or is held from a month of it on), `is_member` (or its clock has not run out) and
    `held_from`. A gap that breaks membership ends it here as in the engine: who pays after it joins anew."""
    months = last_held_months(asked.regency_code, first=first)
    held = people.join(months, on="person_id", how="left", maintain_order="left")
    day_before = first.plus(-1).last_day()
    known = held.filter(pl.col("last_before").is_not_null()).select(
        pl.col("person_id").alias("person"),
        pl.lit(day_before).alias("on"),
        "membership_class",
        pl.col("last_before").alias("month"),
    )
    told = clocks(
        law, known.select("person", "on", "membership_class"), known.select("person", "month"), readings=asked.readings
    )
    state = told.select(pl.col("person").alias("person_id"), pl.col("state").alias("clock_state"))
    is_member = pl.col("clock_state").is_in(["active", "grace"]).fill_null(False)
    last = pl.col("last_before").dt.year().cast(pl.Int64) * _MONTHS_A_YEAR + pl.col("last_before").dt.month()
    unpaid = first.year * _MONTHS_A_YEAR + first.number - 1 - last
    gap = pl.col("membership_class").replace_strict(
        breaking_gaps(law, first, asked.readings), default=1, return_dtype=pl.Int64
    )
    is_alive = is_member & (unpaid < gap).fill_null(False)
    comes = pl.col("next_month").is_not_null()
    begins_later = (pl.col("next_month") > first.first_day()).fill_null(False) & ~is_alive
    return held.join(state, on="person_id", how="left", maintain_order="left").with_columns(
        pl.col("last_month").alias("paid_until"), (is_alive | comes).alias("is_held"),
        (is_member | comes).alias("is_member"), pl.when(begins_later).then("next_month").alias("held_from"),
        pl.when(is_member & ~is_alive).then(pl.lit("lapsed")).otherwise("clock_state").alias("clock_state"),
    )  # fmt: skip


def _with_work(law: Law, people: pl.DataFrame, asked: Asked) -> pl.DataFrame:
    """Add the livelihood a person is planned for under, and which kinds of purse may pay for it."""
    classes = {code: kind.membership_class for code, kind in law.segments.items() if kind.membership_class}
    work = read_frame(_WORK, {"person_id": pl.Int64, "segment": pl.String}, regency=asked.regency_code)
    work = work.filter(pl.col("segment").is_in(list(classes)))
    not_told = people.filter(pl.col("is_held") & (pl.col("membership_class") == _OWN_ACCOUNT)).join(
        work, on="person_id", how="anti"
    )
    work = pl.concat([work, not_told.select("person_id", pl.lit(_WORK_NOT_TOLD).alias("segment"))])
    pairs = people.select("person_id", "place_kind").join(work, on="person_id")
    may = [f"may_{kind}" for kind in asked.kinds]
    distinct = pairs.select("segment", "place_kind").unique().with_columns(fiscal_year=pl.lit(asked.fiscal_year))
    answers = purse_answers(law, distinct, readings=asked.readings).select("segment", "place_kind", *may)
    points = asked.policy.segments
    ranked = pairs.join(answers, on=["segment", "place_kind"], how="left").with_columns(
        (pl.col("segment").replace_strict(classes) == _OWN_ACCOUNT).alias("is_own_account"),
        pl.sum_horizontal(may).alias("purses"),
        pl.col("segment").replace_strict(points, default=0, return_dtype=pl.Int64).alias("worth")
        if points else pl.lit(0).alias("worth"),
    )  # fmt: skip
    first = ranked.sort(
        "person_id", "is_own_account", "purses", "worth", "segment", descending=[False, True, True, True, False]
    ).unique("person_id", keep="first", maintain_order=True)
    return people.join(first.select("person_id", "segment", *may), on="person_id", maintain_order="left")


def _with_eligibility(law: Law, people: pl.DataFrame, asked: Asked, first: Month) -> pl.DataFrame:
    """Add is_eligible and refusal: the law's first criterion that is not met, or `birth_unknown`."""
    ours = [key_of_payer(payer) for payer in (*asked.payers, SELF_PAYER)]
    outside = ~payer_keys(pl.col("payer")).is_in(ours)
    elsewhere = (pl.col("is_member") & outside).fill_null(False)
    questions = people.select(
        pl.lit(first.first_day()).alias("month"), "segment", pl.col("village").alias("region"), "born_on", "died_on",
        pl.lit(asked.regency_code).alias("purse_region"), elsewhere.alias("insured_elsewhere"),
        pl.when("is_held").then(pl.lit("renewal")).otherwise(pl.lit("new")).alias("enrolment"),
    )  # fmt: skip
    answers = eligibilities(law, questions, readings=asked.readings).select("is_eligible", "refusal")
    unknown = (pl.col("refusal") == "age") & pl.col("born_on").is_null()
    return pl.concat([people, answers], how="horizontal").with_columns(
        pl.when(unknown).then(pl.lit("birth_unknown")).otherwise("refusal").alias("refusal")
    )


def _drawn(persons: pl.Series, asked: Asked) -> pl.Series:
    """Return who of all would begin to pay for himself: a draw of the seed, the same for the same person always."""
    if not asked.take_up_percent:
        return pl.repeat(False, len(persons), dtype=pl.Boolean, eager=True)
    prefix = f"{asked.seed}\nself\n".encode()
    numbers = [int.from_bytes(hashlib.sha256(prefix + str(one).encode()).digest()[:8], "big") for one in persons]
    return pl.Series([number % _HUNDRED < asked.take_up_percent for number in numbers], dtype=pl.Boolean)
