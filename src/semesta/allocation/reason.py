"""Why each person is paid for or not: a code with its parameters, and one sentence in both languages.

| reason | parameters | when |
|---|---|---|
| covered | paid_until | cover is paid beyond the plan already |
| kept_paid, kept_unpaid | months, payers | membership lasts: with payments of the plan, or without any |
| restarted | months, payers, first_month | membership broke and begins again |
| enrolled | months, payers, first_month | new member |
| not_eligible | refusal | a criterion of the law is not met |
| not_monthly | membership_class | cover is not bought by the month |
| no_purse | segment | no purse may pay for this work here |
| no_wage | membership_class | a purse may pay, but the wage or risk class is not known |
| outranked | points, least_points | those whom the same purses pay for all have more points |
| drawn_behind | points | equal to people served; later by the published rule |
| money_spent | points | the same months bring more elsewhere, or what is left buys no lawful pattern |
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import polars as pl

from semesta.allocation.grouping import Grouped
from semesta.allocation.pattern import facts_of
from semesta.allocation.problem import Problem, Whole
from semesta.kernel.finding import Language
from semesta.law.words import Words

REASONS: dict[str, Words] = {
    "covered": Words("Iurannya sudah dibayar sampai {paid_until}, melampaui rencana ini.",
                     "Contributions are paid until {paid_until} already, beyond this plan."),
    "kept_paid": Words("Kepesertaannya terjaga: {months} bulan dibayar ({payers}).",
                       "The membership is kept: {months} months are paid ({payers})."),
    "kept_unpaid": Words("Kepesertaannya terjaga tanpa pembayaran dari rencana ini.",
                         "The membership lasts without a payment of this plan."),
    "restarted": Words("Kepesertaannya sempat gugur dan dimulai lagi {first_month}: {months} bulan dibayar ({payers}).",
                       "The membership breaks and begins again in {first_month}: {months} months are paid ({payers})."),
    "enrolled": Words("Didaftarkan mulai {first_month}: {months} bulan dibayar ({payers}), dengan {points} poin.",
                      "Enrolled from {first_month}: {months} months are paid ({payers}), with {points} points."),
    "not_eligible": Words("Belum memenuhi syarat hukum: {refusal}.", "A condition of the law is not met: {refusal}."),
    "not_monthly": Words("Golongan {membership_class} tidak dibayar per bulan; lewat proyek atau perjanjian kerja.",
                         "Class {membership_class} is not paid by the month, but by project or contract."),
    "no_wage": Words("Pekerja penerima upah: upah atau kelas risikonya belum diketahui, sehingga iurannya tidak dapat "
                     "dihitung. Minta pemberi kerjanya mendaftarkan, atau sebut upah dan kelas risikonya di berkas SK.",
                     "A wage earner whose wage or risk class is not known, so the contribution cannot be worked out. "
                     "Ask the employer to enrol, or give wage and risk class in the file of a decree."),
    "no_purse": Words("Tidak ada sumber dana yang boleh membayari {segment} di desa ini.",
                      "No purse may pay for {segment} in this village."),
    "outranked": Words("Dana yang boleh membayarinya habis untuk orang dengan poin lebih tinggi: poinnya {points}, "
                       "yang dibayari paling sedikit {least_points}.",
                       "The purses that may pay are spent on people with more points: {points} here, at least "
                       "{least_points} among those paid for."),
    "drawn_behind": Words("Poinnya {points} sama dengan yang terakhir dibayari; "
                          "urutan pendaftaran atau undian menentukan.",
                          "With {points} points equal to the last ones paid for; registration or the draw decided."),
    "money_spent": Words("Dengan {points} poin, sisa dana yang boleh membayarinya tidak cukup, atau "
                         "melindungi lebih banyak di tempat lain.",
                         "With {points} points, what is left in the lawful purses is not enough, or "
                         "protects more elsewhere."),
}  # fmt: skip
PARAMETERS = (
    "paid_until", "months", "payers", "first_month", "points", "least_points", "refusal", "membership_class", "segment",
)  # fmt: skip


def with_reasons(ready: Grouped, part: pl.DataFrame, patterns: Whole, behind: npt.NDArray[np.bool_]) -> pl.DataFrame:
    """Return one row per person, sorted by person, with kept, months and the reason with its parameters.

    `behind`: who of the people with a pattern gets nothing though his equals got months that he could be paid.
    """
    told = part.select("person").with_columns(
        pl.Series("months", (patterns >= 0).sum(axis=1), pl.Int64),
        pl.Series("behind", behind, pl.Boolean),
        pl.Series("kept", _kept(ready.problem, part, patterns), pl.Boolean),
        _payers(ready, patterns),
        _first_months(ready, patterns),
    )
    frame = ready.people.join(told, on="person", how="left", maintain_order="left").with_columns(
        pl.col("months").fill_null(0),
        pl.when(pl.col("standing") == "covered").then(True).otherwise("kept").alias("kept"),
        (pl.col("unpaid") >= 0).alias("was_covered"),
    )
    least = (
        frame.filter(pl.col("months") > 0)
        .group_by("lawful", "place", "was_covered")
        .agg(pl.col("points").min().alias("least_points"))
    )
    frame = frame.join(least, on=("lawful", "place", "was_covered"), how="left", maintain_order="left")
    tied = pl.col("behind").fill_null(False)
    not_kept = ~pl.col("kept").fill_null(False)
    reason = (
        pl.when(pl.col("standing") == "covered").then(pl.lit("covered"))
        .when(pl.col("months") > 0).then(
            pl.when(pl.col("kept").fill_null(False)).then(pl.lit("kept_paid"))
            .when(pl.col("was_covered")).then(pl.lit("restarted")).otherwise(pl.lit("enrolled"))
        )
        .when(pl.col("was_covered") & ~not_kept).then(pl.lit("kept_unpaid"))
        .when(pl.col("standing") != "planned").then(pl.col("standing"))
        .when(tied).then(pl.lit("drawn_behind"))
        .when(pl.col("least_points") > pl.col("points")).then(pl.lit("outranked"))
        .otherwise(pl.lit("money_spent"))
    )  # fmt: skip
    kept = pl.when("was_covered").then(pl.col("kept").fill_null(False)).otherwise(None)
    columns = ["person", "village", "segment", "membership_class", "points", "paid_until", "months", "payers",
               "first_month", "least_points", "refusal"]  # fmt: skip
    return (
        frame.with_columns(reason.alias("reason"), kept.alias("kept")).select(*columns, "kept", "reason").sort("person")
    )


def sentences(people: pl.DataFrame, language: Language) -> pl.Series:
    """Return the sentence of every row of `Plan.people`, in the reader's language."""
    text = pl.lit("")
    for code, words in REASONS.items():
        text = pl.when(pl.col("reason") == code).then(_filled(words.said(language))).otherwise(text)
    return people.select(text.alias("sentence"))["sentence"]


def _filled(template: str) -> pl.Expr:
    """Return the template with its {blanks} taken from the columns of the same name."""
    used = [name for name in PARAMETERS if "{" + name + "}" in template]
    ordered = sorted(used, key=lambda name: template.index("{" + name + "}"))
    for name in ordered:
        template = template.replace("{" + name + "}", "{}")
    months = {name: pl.col(name).dt.strftime("%Y-%m") for name in ("paid_until", "first_month")}
    blanks = [months.get(name, pl.col(name).cast(pl.String)).fill_null("-") for name in ordered]
    return pl.format(template, *blanks)


def _kept(problem: Problem, part: pl.DataFrame, patterns: Whole) -> list[bool]:
    terms = part["terms"].to_numpy()
    _, first, of = np.unique(
        np.concatenate([terms[:, None], patterns >= 0], axis=1), axis=0, return_index=True, return_inverse=True
    )
    facts = [facts_of(patterns[one], problem.terms[terms[one]]) for one in first]
    return [bool(fact and fact[0]) for fact in (facts[number] for number in of.ravel())]


def _payers(ready: Grouped, patterns: Whole) -> pl.Series:
    """Return who pays how many months, as text: `dbhcht 9, add 3`."""
    counts = pl.DataFrame(
        {f"c{place}": (patterns == place).sum(axis=1) for place in range(len(ready.payers))},
        schema={f"c{place}": pl.Int64 for place in range(len(ready.payers))},
    )
    parts = [
        pl.when(pl.col(f"c{place}") > 0).then(pl.format(f"{payer.name.partition('@')[0]} {{}}", pl.col(f"c{place}")))
        for place, payer in enumerate(ready.payers)
    ]
    if not parts:
        return pl.Series("payers", [], pl.String)
    return counts.select(pl.concat_str(parts, separator=", ", ignore_nulls=True).alias("payers"))["payers"]


def _first_months(ready: Grouped, patterns: Whole) -> pl.Series:
    paid = patterns >= 0
    first = np.where(paid.any(axis=1), paid.argmax(axis=1), -1) if patterns.size else np.zeros(0, np.int64)
    months = pl.Series([month.first_day() for month in ready.months], dtype=pl.Date)
    place = pl.Series(first, dtype=pl.Int64)
    return months.gather(place.set(place < 0, None)).alias("first_month")
