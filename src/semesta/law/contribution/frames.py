"""What a frame of people costs: the same sums as `scalar`, on columns of whole rupiah.

Rows are grouped by class and by the terms of law of their month; inside a group the law is a handful of constants, so a
million rows are a few dozen column operations. Rows keep their order.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, cast

import polars as pl

from semesta.kernel.month import Month
from semesta.kernel.rupiah import Rounding
from semesta.law.asking import WrongQuestionError
from semesta.law.book import Law, Readings
from semesta.law.columns import known, looked_up, rounded_share, vetted
from semesta.law.contribution.relief import pandemic_share, payable_share
from semesta.law.contribution.scalar import EXTRA_PROGRAMMES, PLACEMENTS, rounding_of
from semesta.law.explanation import Inquiry
from semesta.law.parameter import CLASSES
from semesta.law.words import Words

CONTRIBUTION_COLUMNS = (
    "jkk_rp", "jkm_rp", "jht_rp", "jp_rp", "jkp_rp", "package_rp", "relief_rp", "payer_rp", "worker_rp", "state_rp",
    "total_rp",
)  # fmt: skip
_INPUT: dict[str, tuple[pl.DataType, Any]] = {
    "purse": (pl.String(), "self"),
    "membership_class": (pl.String(), None),
    "risk_class": (pl.Int64(), None),
    "jht": (pl.Boolean(), False),
    "jp": (pl.Boolean(), False),
    "jkp": (pl.Boolean(), False),
    "contract_months": (pl.Int64(), None),
    "placement": (pl.String(), "individual"),
}
_REQUIRED: dict[str, pl.DataType] = {"month": pl.Date(), "segment": pl.String(), "income_rp": pl.Int64()}
_ROW, _CLASS, _SECTOR, _PAIR = "__row", "__class", "__sector", "__pair"
_ZERO = pl.lit(0, pl.Int64)


@dataclass(frozen=True)
class _Terms:
    """The law of one month for one class, comparable so that months alike are worked together."""

    rounding: Rounding
    shares: tuple[tuple[str, Fraction | None], ...] = ()
    wholes: tuple[tuple[str, int], ...] = ()
    table: tuple[tuple[int, int], ...] = ()
    rates: tuple[tuple[int, Fraction], ...] = ()
    relief: tuple[tuple[int, Fraction], ...] = ()

    def share(self, name: str) -> Fraction | None:
        return dict(self.shares)[name]

    def whole(self, name: str) -> int:
        return dict(self.wholes)[name]


@dataclass(frozen=True)
class _Asked:
    """What a group of rows needs of the law: its (pair, sector, purse) and whether anybody is in JKP that month."""

    pairs: list[tuple[Any, ...]]
    with_jkp: bool


def contributions(law: Law, people: pl.DataFrame, *, readings: Mapping[str, str] | None = None) -> pl.DataFrame:
    """Return `people` with CONTRIBUTION_COLUMNS (Int64 rupiah) appended, rows in the same order.

    Columns in: month (Date, first of the month), segment, income_rp; optional: purse (default self), membership_class
    (default that of the segment), risk_class (PU), jht, jp, jkp (Boolean), contract_months and placement (PMI).
    Errors: WrongQuestionError names the column and the first offending value; LawGapError the parameter.
    """
    chosen = law.readings(readings)
    frame = _prepared(law, people)
    worked: list[pl.DataFrame] = []
    groups = frame.partition_by(_CLASS, as_dict=True)
    for (membership_class,), group in groups.items():
        months = group["month"].unique().to_list()
        own = membership_class == "BPU"
        pairs = group.select(_PAIR, _SECTOR, "purse").unique(subset=[_PAIR]).sort(_PAIR).rows() if own else []
        with_jkp = set(group.filter("jkp")["month"].unique())
        terms: dict[_Terms, list[Any]] = {}
        for day in months:
            found = _terms(law, str(membership_class), Month.of(day), chosen, _Asked(pairs, with_jkp=day in with_jkp))
            terms.setdefault(found, []).append(day)
        for found, days in terms.items():
            alike = group if len(terms) == 1 else group.filter(pl.col("month").is_in(days))
            worked.append(_WORK[str(membership_class)](alike, found))
    if not worked:
        return people.with_columns(pl.Series(name, [], pl.Int64) for name in CONTRIBUTION_COLUMNS)
    sums = pl.concat(worked).sort(_ROW).select(CONTRIBUTION_COLUMNS)
    return pl.concat([people, sums], how="horizontal")


def _prepared(law: Law, people: pl.DataFrame) -> pl.DataFrame:
    frame = vetted(people, required=_REQUIRED, optional=_INPUT, not_negative=("income_rp", "contract_months"))
    codes, purses = list(law.segments), list(law.purses)
    known(frame["segment"], codes)
    known(frame["placement"], PLACEMENTS)
    usual = [segment.membership_class for segment in law.segments.values()]
    sectors = [segment.sector for segment in law.segments.values()]
    segment = pl.col("segment")
    frame = frame.with_columns(
        pl.coalesce("membership_class", segment.replace_strict(codes, usual, return_dtype=pl.String)).alias(_CLASS),
    )
    known(frame[_CLASS], CLASSES, shown="membership_class")
    known(frame["purse"], purses)
    for membership_class, extras in EXTRA_PROGRAMMES.items():
        for name in ("jht", "jp", "jkp"):
            if name not in extras and frame.select(((pl.col(_CLASS) == membership_class) & pl.col(name)).any()).item():
                raise WrongQuestionError(name, membership_class, allowed=extras or ("-",))
    place = segment.replace_strict(codes, range(len(codes)), return_dtype=pl.Int32)
    payer = pl.col("purse").replace_strict(purses, range(len(purses)), default=0, return_dtype=pl.Int32)
    return frame.with_columns(
        segment.replace_strict(codes, sectors, return_dtype=pl.String).alias(_SECTOR),
        (place * len(purses) + payer).alias(_PAIR),
    ).with_row_index(_ROW)


def _terms(law: Law, membership_class: str, month: Month, readings: Readings, asked: _Asked) -> _Terms:
    inquiry = Inquiry(law, month.first_day(), readings)
    rounding = rounding_of(inquiry)
    if membership_class == "BPU":
        path = "contribution/bpu/"
        relief = [(pair, payable_share(inquiry, sector=s, purse=law.purses[p])) for pair, s, p in asked.pairs]
        return _Terms(
            rounding,
            shares=(("jkk", inquiry.share(path + "jkk_rate")), ("jht", inquiry.share(path + "jht_rate"))),
            wholes=(("jkm", inquiry.whole(path + "jkm")),),
            table=tuple((row.rupiah("from"), row.rupiah("basis")) for row in inquiry.rows(path + "jkk_basis")),
            relief=tuple((pair, share) for pair, share in relief if share is not None),
        )
    pandemic = ("pandemic", pandemic_share(inquiry))
    if membership_class == "PU":
        return _pu_terms(inquiry, rounding, pandemic, asked)
    if membership_class == "JK":
        path = "contribution/construction/"
        rates = tuple((name, inquiry.share(f"{path}{name}_wage_rate")) for name in ("jkk", "jkm"))
        return _Terms(rounding, shares=(*rates, pandemic))
    path = "contribution/migrant/"
    return _Terms(
        rounding,
        wholes=(("extra", inquiry.whole(path + "extra_month")), ("before", inquiry.whole(path + "before_placement"))),
        table=tuple((row.rupiah("months"), row.rupiah("amount")) for row in inquiry.rows(path + "packages")),
    )


def _pu_terms(inquiry: Inquiry, rounding: Rounding, pandemic: tuple[str, Fraction | None], asked: _Asked) -> _Terms:
    path = "contribution/pu/"
    names = ("jkm_rate", "jht_employer_rate", "jht_worker_rate", "jp_employer_rate", "jp_worker_rate")
    shares: list[tuple[str, Fraction | None]] = [(name, inquiry.share(path + name)) for name in names]
    wholes = [("jp_wage_ceiling", inquiry.whole(path + "jp_wage_ceiling"))]
    moving = ("jkp_from_jkk_rate", "jkp_from_jkm_rate")
    if asked.with_jkp:
        wholes.append(("jkp_wage_ceiling", inquiry.whole(path + "jkp_wage_ceiling")))
        shares.append(("jkp_state_rate", inquiry.share(path + "jkp_state_rate")))
        shares.extend((name, inquiry.share_or_none(path + name)) for name in moving)
    rates = tuple((row.rupiah("class"), row.share("rate")) for row in inquiry.rows(path + "jkk_rate"))
    return _Terms(rounding, (*shares, pandemic), tuple(wholes), rates=rates)


def _bpu(frame: pl.DataFrame, terms: _Terms) -> pl.DataFrame:
    jkk_share, jht_share = terms.share("jkk"), terms.share("jht")
    frame = frame.with_columns(looked_up(frame["income_rp"], terms.table, 1).alias("__basis"))
    full = (
        rounded_share(pl.col("__basis"), cast(Fraction, jkk_share), terms.rounding),
        pl.lit(terms.whole("jkm"), pl.Int64),
    )
    reduced = list(full)
    for share in sorted({share for _, share in terms.relief}):
        entitled = pl.col(_PAIR).is_in([pair for pair, found in terms.relief if found == share])
        reduced = [
            pl.when(entitled).then(rounded_share(whole, share, terms.rounding)).otherwise(part)
            for whole, part in zip(full, reduced, strict=True)
        ]
    jht = (
        pl.when("jht")
        .then(rounded_share(pl.col("__basis"), cast(Fraction, jht_share), terms.rounding))
        .otherwise(_ZERO)
    )
    return _closed(
        frame.with_columns(full[0].alias("__jkk"), full[1].alias("__jkm")),
        jkk_rp=reduced[0], jkm_rp=reduced[1], jht_rp=jht,
        relief_rp=pl.col("__jkk") + pl.col("__jkm") - pl.col("jkk_rp") - pl.col("jkm_rp"),
        payer_rp=pl.col("jkk_rp") + pl.col("jkm_rp") + pl.col("jht_rp"),
    )  # fmt: skip


def _with_pandemic(full: pl.Expr, terms: _Terms) -> pl.Expr:
    share = terms.share("pandemic")
    return full if share is None else rounded_share(full, share, terms.rounding)


def _pu(frame: pl.DataFrame, terms: _Terms) -> pl.DataFrame:
    wage = pl.col("income_rp")

    def taken(base: pl.Expr, name: str) -> pl.Expr:
        share = dict(terms.shares).get(name)
        return _ZERO if share is None else rounded_share(base, share, terms.rounding)

    known(frame["risk_class"], [number for number, _ in terms.rates])
    jkk: pl.Expr = _ZERO
    for number, share in terms.rates:
        jkk = pl.when(pl.col("risk_class") == number).then(rounded_share(wage, share, terms.rounding)).otherwise(jkk)
    frame = frame.with_columns(jkk.alias("__jkk"), taken(wage, "jkm_rate").alias("__jkm")).with_columns(
        _with_pandemic(pl.col("__jkk"), terms).alias("__due_jkk"),
        _with_pandemic(pl.col("__jkm"), terms).alias("__due_jkm"),
    )
    capped = pl.min_horizontal(wage, pl.lit(terms.whole("jp_wage_ceiling"), pl.Int64))
    job_loss = pl.min_horizontal(wage, pl.lit(dict(terms.wholes).get("jkp_wage_ceiling", 0), pl.Int64))

    def only(column: str, expr: pl.Expr) -> pl.Expr:
        return pl.when(column).then(expr).otherwise(_ZERO)

    frame = frame.with_columns(
        only("jkp", pl.min_horizontal(taken(job_loss, "jkp_from_jkk_rate"), "__due_jkk")).alias("__moved_jkk"),
        only("jkp", pl.min_horizontal(taken(job_loss, "jkp_from_jkm_rate"), "__due_jkm")).alias("__moved_jkm"),
        only("jkp", taken(job_loss, "jkp_state_rate")).alias("__state"),
        only("jht", taken(wage, "jht_employer_rate")).alias("__jht_employer"),
        only("jht", taken(wage, "jht_worker_rate")).alias("__jht_worker"),
        only("jp", taken(capped, "jp_employer_rate")).alias("__jp_employer"),
        only("jp", taken(capped, "jp_worker_rate")).alias("__jp_worker"),
    )
    col = pl.col
    return _closed(
        frame,
        jkk_rp=col("__due_jkk") - col("__moved_jkk"), jkm_rp=col("__due_jkm") - col("__moved_jkm"),
        jht_rp=col("__jht_employer") + col("__jht_worker"), jp_rp=col("__jp_employer") + col("__jp_worker"),
        jkp_rp=col("__moved_jkk") + col("__moved_jkm") + col("__state"),
        relief_rp=col("__jkk") + col("__jkm") - col("__due_jkk") - col("__due_jkm"),
        payer_rp=col("__due_jkk") + col("__due_jkm") + col("__jht_employer") + col("__jp_employer"),
        worker_rp=col("__jht_worker") + col("__jp_worker"), state_rp=col("__state"),
    )  # fmt: skip


def _construction(frame: pl.DataFrame, terms: _Terms) -> pl.DataFrame:
    wage = pl.col("income_rp")
    full = [rounded_share(wage, cast(Fraction, terms.share(name)), terms.rounding) for name in ("jkk", "jkm")]
    frame = frame.with_columns(full[0].alias("__jkk"), full[1].alias("__jkm"))
    return _closed(
        frame,
        jkk_rp=_with_pandemic(pl.col("__jkk"), terms), jkm_rp=_with_pandemic(pl.col("__jkm"), terms),
        relief_rp=pl.col("__jkk") + pl.col("__jkm") - pl.col("jkk_rp") - pl.col("jkm_rp"),
        payer_rp=pl.col("jkk_rp") + pl.col("jkm_rp"),
    )  # fmt: skip


def _migrant(frame: pl.DataFrame, terms: _Terms) -> pl.DataFrame:
    length = pl.col("contract_months")
    missing = frame.filter(length.is_null() | (length <= 0))
    if missing.height:
        must = Words("isi lama perjanjian kerja dalam bulan", "give the contract in months")
        raise WrongQuestionError("contract_months", missing["contract_months"][0], must=must)
    frame = frame.with_columns(
        looked_up(frame["contract_months"], terms.table, 0).alias("__months"),
        looked_up(frame["contract_months"], terms.table, 1).alias("__amount"),
    )
    beyond = pl.max_horizontal(length - pl.col("__months"), _ZERO) * terms.whole("extra")
    before = pl.when(pl.col("placement") == "agency").then(pl.lit(terms.whole("before"), pl.Int64)).otherwise(_ZERO)
    return _closed(frame, package_rp=pl.col("__amount") + beyond + before, payer_rp=pl.col("package_rp"))


def _closed(frame: pl.DataFrame, **parts: pl.Expr) -> pl.DataFrame:
    """Add every contribution column in turn (later ones may lean on earlier ones) and keep only them."""
    for name in CONTRIBUTION_COLUMNS[:-1]:
        frame = frame.with_columns(parts.get(name, _ZERO).cast(pl.Int64).alias(name))
    whole = pl.col("payer_rp") + pl.col("worker_rp") + pl.col("state_rp")
    return frame.with_columns(whole.alias("total_rp")).select(_ROW, *CONTRIBUTION_COLUMNS)


_WORK = {"BPU": _bpu, "PU": _pu, "JK": _construction, "PMI": _migrant}
