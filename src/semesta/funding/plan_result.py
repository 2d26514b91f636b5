"""From what the allocation engine answers to the rows that are kept of a plan: its people, months in ranges, purses."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any

import polars as pl

from semesta.allocation import Infeasible, Relaxation
from semesta.allocation import Plan as Answer
from semesta.funding.plan_purses import SELF_KIND, PlanMoney
from semesta.kernel.region_code import level_of
from semesta.regions.queries import region_named

_PERSON = (
    "person_id", "village_code", "segment_code", "membership_class", "decile", "points", "kept", "months", "public_rp",
    "self_rp", "reason", "refusal", "paid_until_month", "first_month", "payers", "least_points",
)  # fmt: skip


def people_rows(answer: Answer, people: pl.DataFrame) -> pl.DataFrame:
    """Return one row per person as `funding_planperson` keeps it; `people` are the candidates the answer is about.

    Who is insured elsewhere, by project or by contract has no membership that these purses could keep or lose; nor has
    who is covered by months that begin later than the plan only (`decreed_later`, with the month they begin).
    """
    begins_later = (pl.col("reason") == "covered") & pl.col("held_from").is_not_null()
    elsewhere = (pl.col("refusal") == "single_membership").fill_null(False) | (pl.col("reason") == "not_monthly")
    is_self = pl.col("kind") == SELF_KIND
    money = answer.assignments.group_by("person").agg(
        pl.col("amount_rp").filter(~is_self).sum().alias("public_rp"),
        pl.col("amount_rp").filter(is_self).sum().alias("self_rp"),
    )
    told = answer.people.join(money, on="person", how="left").join(
        people.select("person", "decile", "held_from"), on="person"
    )
    return told.with_columns(
        pl.col("person").cast(pl.Int64).alias("person_id"), pl.col("village").alias("village_code"),
        pl.col("segment").alias("segment_code"), pl.col("paid_until").alias("paid_until_month"),
        pl.col("public_rp", "self_rp").fill_null(0),
        pl.when(~elsewhere & ~begins_later).then("kept").alias("kept"),
        pl.when(begins_later).then(pl.lit("decreed_later")).otherwise("reason").alias("reason"),
        pl.when(begins_later).then("held_from").otherwise("first_month").alias("first_month"),
    ).select(_PERSON)  # fmt: skip


def total_rows(people: pl.DataFrame) -> pl.DataFrame:
    """Return what the rows of `people_rows` come to by village, segment and reason, as `funding_plantotal` has it."""
    has_months, was_covered = pl.col("months") > 0, pl.col("kept").is_not_null()
    sums = (
        pl.len().cast(pl.Int64).alias("people"), has_months.sum().cast(pl.Int64).alias("protected"),
        was_covered.sum().cast(pl.Int64).alias("covered_before"), pl.col("kept").sum().cast(pl.Int64),
        pl.col("months", "public_rp", "self_rp").cast(pl.Int64).sum(),
    )  # fmt: skip
    parts = (("village", "village_code"), ("segment", "segment_code"), ("reason", "reason"))
    return pl.concat(
        people.group_by(pl.col(column).cast(pl.String).alias("code"))
        .agg(*sums)
        .select(pl.lit(by).alias("by"), pl.all())
        for by, column in parts
    ).sort("by", "code")


def month_rows(answer: Answer, money: PlanMoney) -> pl.DataFrame:
    """Return the months as ranges of one person, purse and price: person_id, purse_id, start_month, end_month (not
    included), months, monthly_rp."""
    numbers = {key: purse["id"] for key, purse in money.by_key.items()}
    index = pl.col("month").dt.year().cast(pl.Int64) * 12 + pl.col("month").dt.month()
    keys = ("person", "purse", "amount_rp")
    starts = index.diff() != 1
    for key in keys:
        starts |= pl.col(key) != pl.col(key).shift(1)
    return (
        answer.assignments.sort("person", "month")
        .with_columns(starts.fill_null(True).cum_sum().alias("run"))
        .group_by("run", maintain_order=True)
        .agg(
            pl.col("person").first().cast(pl.Int64).alias("person_id"),
            pl.col("purse").first().replace_strict(numbers, return_dtype=pl.Int64).alias("purse_id"),
            pl.col("month").min().alias("start_month"),
            pl.col("month").max().dt.offset_by("1mo").alias("end_month"),
            pl.len().cast(pl.Int64).alias("months"),
            pl.col("amount_rp").first().alias("monthly_rp"),
        )
        .drop("run")
    )


def purse_rows(answer: Answer, money: PlanMoney) -> pl.DataFrame:
    """Return one row per purse as `funding_planpurse` keeps it."""
    used = {line["purse"]: line for line in answer.purses.iter_rows(named=True)}
    kept = ("kind", "owner", "name", "ceiling_rp", "is_tried", "committed_rp")
    counted = ("room_rp", "planned_rp", "left_rp", "people", "months")
    rows = [
        {"purse_id": purse["id"], "key": key, **{name: purse[name] for name in kept},
         **{name: used[key][name] for name in counted}}
        for key, purse in money.by_key.items()
        if key in used
    ]  # fmt: skip
    return pl.DataFrame(rows, schema_overrides=dict.fromkeys(("ceiling_rp", "room_rp", "left_rp"), pl.Int64))


def relaxations_page(answer: Infeasible, money: PlanMoney) -> dict[str, Any]:
    """Return what would have to give as plain data: rule, purse, by how many rupiah or people, in both languages."""
    return {
        "relaxations": [
            {"rule": one.rule, "purse": one.purse, "purse_id": money.by_key.get(one.purse, {}).get("id"),
             "by_rp": one.by_rp, "people": one.people, "id": _of_purse(one, money, one.words.id),
             "en": _of_purse(one, money, one.words.en)}
            for one in answer.relaxations
        ]
    }  # fmt: skip


def _of_purse(one: Relaxation, money: PlanMoney, words: str) -> str:
    """Say before the words of a relaxation which purse they are about: its name, with its village's."""
    if not one.purse:
        return words
    purse = money.by_key[one.purse]
    village = region_named(purse["owner"])["name"] if level_of(purse["owner"]) == "village" else ""
    name = purse["name"] if village in purse["name"] else f"{purse['name']}, {village}"
    return f"{name}: {words}"


def sha256_of_input(people: pl.DataFrame, money: PlanMoney, terms: Mapping[str, str]) -> str:
    """Return a checksum of all a plan is computed from; the order of rows changes nothing."""
    digest = hashlib.sha256(repr(sorted(terms.items())).encode())
    purses = money.purses.with_columns(pl.col("months").list.eval(pl.element().cast(pl.String)).list.join(","))
    frames = (people.sort("person"), purses.sort("purse"), money.revisions, money.releases)
    for frame in frames:
        digest.update(frame.write_csv().encode())
    return digest.hexdigest()
