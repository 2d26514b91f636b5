"""Months of one person that two payers paid for one programme: who, which months, and what may be claimed back.

Payers are compared by `membership.payer`; a month for which an extract names no payer tells nothing.
Of several payers the one that comes first in law's order of classes keeps the month (wage earners before construction,
migrants and own-account workers), within a class the earlier spell. Two records of one person that our purses paid for
are two payments, also where one purse paid both. Two employers of one wage earner both pay by law and are no finding.
What may be claimed is the contribution of class, month and programme by law; for own-account workers at the lowest
basis, without relief, which is an assumption; for the others the wage or package is not known, so no sum.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

import polars as pl

from semesta.bulk import read_frame
from semesta.duplicates.worth import LOWEST_INCOME_RP, SEGMENT
from semesta.law import Law, default_law_folder, load_law
from semesta.law.contribution import contributions
from semesta.membership.payer import payer_key

_ORDER = ["PU", "JK", "PMI", "BPU"]
_PAID = {
    "person_id": pl.Int64,
    "name": pl.String,
    "village_code": pl.String,
    "month": pl.Date,
    "programme": pl.String,
    "payer": pl.String,
    "membership_class": pl.String,
    "since": pl.Date,
    "record_id": pl.Int64,
    "payment": pl.Int64,
}
_SEVERAL_PAYERS = f"""
WITH merged AS (
    SELECT id, merged_into FROM people_person WHERE regency_code = {{regency}} AND merged_into IS NOT NULL
), purse_month AS MATERIALIZED (
    SELECT c.person_id, c.month, c.programme, c.payer, c.membership_class FROM membership_coveredmonth c
     WHERE c.regency_code = {{regency}} AND c.submission_id = 0 AND c.programme IN ('jkk', 'jkm')
       AND c.state IN ('paid', 'recognised') AND of_one(c.person_id)
), told AS MATERIALIZED (
    SELECT s.* FROM membership_spell s WHERE s.regency_code = {{regency}} AND of_one(s.person_id)
), payer_name AS (
    SELECT payer, min(payer) OVER (PARTITION BY {payer_key("payer")}) AS name
      FROM (SELECT payer FROM told UNION SELECT payer FROM purse_month) written
     WHERE {payer_key("payer")} <> ''
), spell AS (
    SELECT coalesce(m.merged_into, s.person_id) AS head_id, s.person_id, n.name AS payer, s.membership_class,
           s.start_month,
           least(s.end_month, s.superseded_from_month) AS before_month,
           string_to_array(lower(s.programmes), '+') AS programmes
      FROM told s JOIN payer_name n ON n.payer = s.payer LEFT JOIN merged m ON m.id = s.person_id
     WHERE string_to_array(lower(s.programmes), '+') && ARRAY['jkk', 'jkm']
       AND least(s.end_month, s.superseded_from_month) > s.start_month
), purse AS (
    SELECT coalesce(m.merged_into, c.person_id) AS head_id, c.person_id, c.month, c.programme, n.name AS payer,
           c.membership_class
      FROM purse_month c JOIN payer_name n ON n.payer = c.payer LEFT JOIN merged m ON m.id = c.person_id
), several AS (
    SELECT head_id FROM (SELECT head_id, payer, NULL AS paid_for FROM spell
                          UNION ALL SELECT head_id, payer, person_id FROM purse) p
     GROUP BY 1 HAVING min(payer) < max(payer) OR min(paid_for) < max(paid_for)
), paid AS (
    SELECT head_id, person_id, m::date AS month, programme, payer, membership_class, start_month AS since,
           1 AS payment
      FROM several JOIN spell USING (head_id)
     CROSS JOIN LATERAL generate_series(start_month::timestamp, (before_month - 1)::timestamp, '1 month') m
     CROSS JOIN unnest(ARRAY['jkk', 'jkm']) programme
     WHERE programme = ANY(programmes)
     UNION ALL
    SELECT head_id, person_id, month, programme, payer, membership_class, month,
           rank() OVER (PARTITION BY head_id, month, programme, payer ORDER BY person_id)
      FROM several JOIN purse USING (head_id)
), once AS (
    SELECT head_id, month, programme, payer, membership_class, payment, min(since) AS since,
           min(person_id) AS record_id
      FROM paid GROUP BY 1, 2, 3, 4, 5, 6
)
SELECT o.head_id AS person_id, p.name, p.village_code, o.month, o.programme, o.payer, o.membership_class, o.since,
       o.record_id, o.payment
  FROM once o JOIN people_person p ON p.regency_code = {{regency}} AND p.id = o.head_id
 WHERE EXISTS (SELECT 1 FROM once x WHERE x.head_id = o.head_id AND x.month = o.month AND x.programme = o.programme
                  AND (x.payer, x.payment) <> (o.payer, o.payment))
 ORDER BY 1, 3, 4, 5
"""
"""SQL: months that two payers paid for one programme. A spell speaks until a later extract of its sender does; of
covered months only those of purses (submission 0) say more than the spells. `payment` counts the records of a person
that our purses pay for in a month under one payer; what extracts tell of that payer is the same money again.
`of_one(column)` stands for the choice of one person's records."""
_OF_ONE = re.compile(r"of_one\(([a-z.]*person_id)\)")
_RECORDS = (
    r"\1 IN (SELECT id FROM people_person WHERE regency_code = {regency} AND (id = {head} OR merged_into = {head}))"
)


def double_payments(regency_code: str) -> list[dict[str, Any]]:
    """Return one line per person and payer that may claim months back, most rupiah first.

    Keys: person_id, name, village_code, payer, membership_class, kept_by, kept_class, programmes (jkk, jkm), months
    (YYYY-MM), claim_rp (None where the wage or package is not known), basis (lowest_basis_assumed or wage_not_known),
    records (the records the months stand with, several where they were merged).
    """
    paid = _paid_twice(regency_code)
    if not paid.height:
        return []
    whose = ("person_id", "name", "village_code", "payer", "membership_class", "kept_by", "kept_class")
    grouped = (
        paid.group_by(*whose, maintain_order=True)
        .agg(
            programmes=pl.col("programme").unique().sort(),
            months=pl.col("month").unique().sort().dt.strftime("%Y-%m"),
            claim_rp=pl.when(pl.col("claim_rp").null_count() == 0).then(pl.col("claim_rp").sum()),
            records=pl.concat([pl.col("record_id"), pl.col("kept_record")]).unique().sort(),
        )
        .with_columns(
            basis=pl.when(pl.col("claim_rp").is_null())
            .then(pl.lit("wage_not_known"))
            .otherwise(pl.lit("lowest_basis_assumed"))
        )
        .sort("claim_rp", "person_id", descending=[True, False], nulls_last=True)
    )
    return grouped.to_dicts()


def months_paid_twice(regency_code: str, person_id: int) -> list[dict[str, Any]]:
    """Return the months of one person (a head) that somebody may claim back, the earliest first.

    Keys: month (YYYY-MM), payer, membership_class, record_id, kept_by, kept_class, kept_record, programmes (jkk, jkm),
    claim_rp (None where it is not known).
    """
    paid = _paid_twice(regency_code, of=person_id)
    if not paid.height:
        return []
    whose = ("month", "payer", "membership_class", "record_id", "kept_by", "kept_class", "kept_record")
    grouped = (
        paid.group_by(*whose, maintain_order=True)
        .agg(
            programmes=pl.col("programme").unique().sort(),
            claim_rp=pl.when(pl.col("claim_rp").null_count() == 0).then(pl.col("claim_rp").sum()),
        )
        .sort("month", "payer", "record_id")
        .with_columns(pl.col("month").dt.strftime("%Y-%m"))
    )
    return grouped.to_dicts()


def _paid_twice(regency_code: str, *, of: int | None = None) -> pl.DataFrame:
    """Return every month and programme that a second payer paid, priced, with who keeps it and the records of both."""
    query = _OF_ONE.sub("true" if of is None else _RECORDS, _SEVERAL_PAYERS)
    paid = read_frame(query, _PAID, regency=regency_code, head=of)
    if not paid.height:
        return paid
    of_month = ("person_id", "month", "programme")
    place = pl.col("membership_class").replace_strict(_ORDER, range(len(_ORDER)), return_dtype=pl.Int8)
    ranked = paid.with_columns(place=place).sort(*of_month, "place", "since", "payer", "payment")
    keeper = pl.struct("payer", "membership_class", "record_id", "payment").first().over(of_month)
    other_payer = pl.col("payer") != pl.col("kept").struct.field("payer")
    second = (
        ranked.with_columns(kept=keeper)
        .filter(pl.int_range(pl.len()).over(of_month) > 0)
        .filter(other_payer | (pl.col("payment") != pl.col("kept").struct.field("payment")))
        .filter(
            ~other_payer
            | (pl.col("membership_class") != "PU")
            | (pl.col("kept").struct.field("membership_class") != "PU")
        )
        .with_columns(
            kept_by=pl.col("kept").struct.field("payer"),
            kept_class=pl.col("kept").struct.field("membership_class"),
            kept_record=pl.col("kept").struct.field("record_id"),
        )
    )
    return _priced(second)


def claims_by_payer(lines: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the lines of `double_payments` summed by payer: payer, persons, months, claim_rp, not_priced (lines)."""
    if not lines:
        return []
    frame = pl.DataFrame(
        [
            {"payer": x["payer"], "person": x["person_id"], "months": len(x["months"]), "rp": x["claim_rp"]}
            for x in lines
        ],
        schema={"payer": pl.String, "person": pl.Int64, "months": pl.Int64, "rp": pl.Int64},
    )
    return (
        frame.group_by("payer")
        .agg(
            persons=pl.col("person").n_unique(),
            months=pl.col("months").sum(),
            claim_rp=pl.col("rp").sum(),
            not_priced=pl.col("rp").null_count(),
        )
        .sort("claim_rp", "payer", descending=[True, False])
        .to_dicts()
    )


def _priced(lines: pl.DataFrame) -> pl.DataFrame:
    """Add `claim_rp`: what the law asks for the month and programme of an own-account worker at the lowest basis, else
    null.
    """
    months = lines.select("month").unique().sort("month")
    asked = months.with_columns(
        segment=pl.lit(SEGMENT), membership_class=pl.lit("BPU"), income_rp=pl.lit(LOWEST_INCOME_RP, pl.Int64)
    )
    priced = contributions(_law(), asked).select("month", jkk="jkk_rp", jkm="jkm_rp")
    priced = priced.unpivot(index="month", variable_name="programme", value_name="month_rp")
    return lines.join(priced, on=["month", "programme"], how="left", maintain_order="left").with_columns(
        claim_rp=pl.when(pl.col("membership_class") == "BPU").then("month_rp")
    )


@cache
def _law() -> Law:
    return load_law(default_law_folder())
