"""The sentences of a plan's people in words, and the months of a plan as a decree takes them."""

from __future__ import annotations

from typing import Any, Final

import polars as pl

from semesta.allocation import sentences
from semesta.bulk import read_frame
from semesta.funding.law_terms import the_law
from semesta.kernel.finding import Language
from semesta.law.words import Words

REFUSALS: Final[dict[str, Words]] = {
    "worker": Words("tidak bekerja", "does not work"),
    "alive": Words("sudah meninggal", "has died"),
    "age": Words("usianya di luar batas", "is not of the age asked for"),
    "birth_unknown": Words("tanggal lahir belum diketahui", "birth date is not known"),
    "residence": Words("bukan penduduk kabupaten ini", "is no resident of this regency"),
    "single_membership": Words("sudah menjadi peserta di tempat lain", "is insured elsewhere"),
}
LATER: Final = Words(
    "SK yang sudah ada membayarinya baru mulai {}; rencana ini tidak membeli bulan sebelumnya.",
    "A decree that stands pays from {} only; this plan buys no month before.",
)
TOLD: Final[dict[str, Any]] = {
    "person_id": pl.Int64, "segment_code": pl.String, "membership_class": pl.String, "points": pl.Int64,
    "months": pl.Int64, "reason": pl.String, "refusal": pl.String, "paid_until_month": pl.Date, "first_month": pl.Date,
    "payers": pl.String, "least_points": pl.Int64,
}  # fmt: skip
"""Columns of a plan's person that its sentence is made of."""
_CHOSEN = f"""
SELECT {", ".join(TOLD)} FROM funding_planperson
 WHERE regency_code = {{regency}} AND plan_id = {{plan}} AND months > 0
"""
_MONTHS = """
SELECT l.person_id, m::date AS month, l.purse_id
  FROM funding_planline l
 CROSS JOIN LATERAL generate_series(l.start_month::timestamp, (l.end_month - 1)::timestamp, '1 month') m
 WHERE l.regency_code = {regency} AND l.plan_id = {plan} AND l.purse_id <> 0
 ORDER BY l.person_id, m
"""


def sentences_of(regency_code: str, people: pl.DataFrame, language: Language) -> pl.Series:
    """Return one sentence per row of `people` (columns TOLD): chosen or not, and why, in the reader's language."""
    law = the_law(regency_code)
    is_id = language == "id"
    segments = {code: kind.name_id if is_id else kind.name_en for code, kind in law.segments.items()}
    payers = pl.col("payers")
    for code, purse in law.purses.items():
        payers = payers.str.replace_all(rf"(^|, ){code}( |$)", f"${{1}}{purse.name.said(language)}$2")
    told = people.with_columns(
        pl.col("segment_code").replace(segments).alias("segment"), pl.col("paid_until_month").alias("paid_until"),
        pl.col("refusal").replace({code: words.said(language) for code, words in REFUSALS.items()}),
        payers.alias("payers"),
    )  # fmt: skip
    later = pl.format(LATER.said(language), pl.col("first_month").dt.strftime("%Y-%m"))
    begins_later = pl.col("reason") == "decreed_later"
    told = told.with_columns(sentences(told, language).alias("sentence"))
    return told.select(pl.when(begins_later).then(later).otherwise("sentence").alias("sentence"))["sentence"]


def decree_frame(regency_code: str, plan_id: int) -> pl.DataFrame:
    """Return the months that purses pay in a plan, as `issue_decree` takes them, each with its person's sentence."""
    chosen = read_frame(_CHOSEN, TOLD, regency=regency_code, plan=plan_id)
    reasons = chosen.select("person_id", "segment_code").with_columns(
        sentences_of(regency_code, chosen, "id").alias("reason")
    )
    months = read_frame(
        _MONTHS, {"person_id": pl.Int64, "month": pl.Date, "purse_id": pl.Int64}, regency=regency_code, plan=plan_id
    )
    return months.join(reasons, on="person_id", how="left", maintain_order="left")
