"""Eligibility of a frame of people: the same criteria as `eligibility`, one column each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl

from semesta.kernel.month import Month
from semesta.law.asking import known_region
from semesta.law.book import Law, Readings
from semesta.law.columns import known, vetted
from semesta.law.explanation import Inquiry
from semesta.law.membership.eligibility_scalar import CRITERIA, ENROLMENTS
from semesta.law.parameter import CLASSES

_REQUIRED: dict[str, pl.DataType] = {"month": pl.Date(), "segment": pl.String(), "region": pl.String()}
_OPTIONAL: dict[str, tuple[pl.DataType, Any]] = {
    "born_on": (pl.Date(), None),
    "purse_region": (pl.String(), ""),
    "membership_class": (pl.String(), None),
    "insured_elsewhere": (pl.Boolean(), False),
    "died_on": (pl.Date(), None),
    "enrolment": (pl.String(), "new"),
    "jkp": (pl.Boolean(), False),
}
_ROW, _CLASS = "__row", "__class"


def eligibilities(law: Law, people: pl.DataFrame, *, readings: Mapping[str, str] | None = None) -> pl.DataFrame:
    """Return `people` with meets_<criterion> (Boolean), is_eligible, and refusal (first criterion not met, or null).

    Columns in: month, segment, region; optional: born_on (null: age is not met), purse_region, membership_class,
    insured_elsewhere, died_on, enrolment (new, renewal), jkp (joins JKP, which has an age limit of its own).
    """
    chosen = law.readings(readings)
    frame = vetted(people, required=_REQUIRED, optional=_OPTIONAL).with_row_index(_ROW)
    known(frame["segment"], tuple(law.segments))
    known(frame["enrolment"], ENROLMENTS)
    for name in ("region", "purse_region"):
        for code in frame[name].unique().to_list():
            known_region(name, code)
    usual = [segment.membership_class for segment in law.segments.values()]
    of_segment = pl.col("segment").replace_strict(list(law.segments), usual, return_dtype=pl.String)
    frame = frame.with_columns(pl.coalesce("membership_class", of_segment).alias(_CLASS))
    known(frame[_CLASS], [*CLASSES, None], shown="membership_class")
    pieces = [_worked(law, group, chosen) for group in frame.partition_by("month")]
    names = [f"meets_{code}" for code in CRITERIA]
    if not pieces:
        columns = [*(pl.Series(name, [], pl.Boolean) for name in names), pl.Series("is_eligible", [], pl.Boolean)]
        return people.with_columns(*columns, pl.Series("refusal", [], pl.String))
    answered = pl.concat(pieces).sort(_ROW)
    refusal = pl.coalesce(pl.when(~pl.col(f"meets_{code}")).then(pl.lit(code)) for code in CRITERIA)
    answered = answered.with_columns(pl.all_horizontal(names).alias("is_eligible"), refusal.alias("refusal"))
    return pl.concat([people, answered.select(*names, "is_eligible", "refusal")], how="horizontal")


def _worked(law: Law, group: pl.DataFrame, readings: Readings) -> pl.DataFrame:
    col = pl.col
    inquiry = Inquiry(law, Month.of(group["month"][0]).first_day(), readings)
    day = inquiry.day
    this_month = pl.lit(day)
    birthday_ahead = (col("born_on").dt.month() > day.month) | (
        (col("born_on").dt.month() == day.month) & (col("born_on").dt.day() > day.day)
    )
    age = day.year - col("born_on").dt.year() - birthday_ahead.cast(pl.Int32)
    least = inquiry.whole_or_none("membership/min_age")
    age_met = col("born_on").is_not_null() & (col("born_on") <= this_month)
    if least is not None:
        age_met = age_met & (age >= least)
    is_new = col("enrolment") == "new"
    limits = {"max_age_bpu": col(_CLASS) == "BPU", "max_age_jkp": (col(_CLASS) == "PU") & col("jkp")}
    for name, bound in limits.items():
        limit = inquiry.whole_or_none(f"membership/{name}")
        if limit is not None:
            age_met = age_met & (~(bound.fill_null(False) & is_new) | (age < limit))
    own = (col("region") == col("purse_region")) | col("region").str.starts_with(col("purse_region") + ".")
    residence = own | (col("purse_region") == "")
    if not inquiry.yes("membership/residence_required"):
        residence = pl.lit(True)
    single = ~col("insured_elsewhere")
    if readings["second_membership"] == "allowed":
        single = pl.lit(True)
    worker = col(_CLASS).is_in(list(inquiry.codes("membership/worker_classes"))).fill_null(False)
    alive = col("died_on").is_null() | (col("died_on") >= this_month)
    met = {
        "worker": worker,
        "alive": alive,
        "age": age_met.fill_null(False),
        "residence": residence,
        "single_membership": single,
    }
    return group.select(_ROW, *(expr.alias(f"meets_{code}") for code, expr in met.items()))
