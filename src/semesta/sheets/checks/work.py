"""What a person does, and what an extract says of cover, welfare and death."""

from __future__ import annotations

from typing import Final, Literal

import polars as pl

from semesta.sheets.checks.person import put_plain
from semesta.sheets.desk import Desk
from semesta.sheets.normalise.dates import read_dates
from semesta.sheets.normalise.membership import read_decile, read_income, read_period_dates, read_programmes
from semesta.sheets.normalise.text import bare, by_value, tidy
from semesta.sheets.normalise.words import read_words
from semesta.sheets.normalise.work import read_work, segment_of_title

_TICKED: Final = ("jht", "jkk", "jkm", "jp", "jkp")


def read_livelihoods(desk: Desk) -> None:
    """Put occupation, segment, enterprise, income and remarks, and tell what is wrong with them."""
    _read_segments(desk)
    put_plain(desk, "enterprise")
    remarks = desk.text("remarks")
    desk.put(remarks=bare(remarks) if remarks is not None else desk.nothing(pl.String()))
    income = desk.text("income_rp")
    if income is None:
        desk.put(income_rp=desk.nothing(pl.Int64()))
    else:
        read = read_income(income)
        desk.put(income_rp=read["income_rp"])
        _tell_numbers(desk, "income_rp", read["unknown"], "number_invalid")


def read_extracts(desk: Desk) -> None:
    """Put kpj, membership_class, programmes, payer, active_from, paid_until, died_on and decile."""
    kpj = desk.text("kpj")
    if kpj is None:
        desk.put(kpj=desk.nothing(pl.String()))
    else:
        desk.put(
            kpj=by_value(
                bare(kpj), lambda v: "".join(c for c in v.upper() if c.isalnum()).strip("0") and v.upper(), pl.String()
            )
        )
    _read_class(desk)
    _read_programmes(desk)
    put_plain(desk, "payer")
    _read_date(desk, "active_from", "first")
    _read_date(desk, "paid_until", "last")
    _read_date(desk, "died_on", None)
    decile = desk.text("decile")
    if decile is None:
        desk.put(decile=desk.nothing(pl.Int8()))
    else:
        read = read_decile(decile)
        desk.put(decile=read["decile"])
        _tell_numbers(desk, "decile", read["unknown"], "decile_out_of_range")


def _read_segments(desk: Desk) -> None:
    columns = [text for name in ("group", "occupation", "occupation_more") if (text := desk.text(name)) is not None]
    titles = _title_segments(desk)
    default = pl.Series([desk.context.segment or title for title in titles], dtype=pl.String)[desk.raw["t"]]
    if not columns:
        desk.put(occupation=desk.nothing(pl.String()), segment=default)
        return
    work = read_work(columns)
    segment = work.with_columns(default=default).select(
        pl.when(pl.col("general")).then(pl.coalesce("default", "segment")).otherwise(pl.coalesce("segment", "default"))
    )
    name = "occupation" if desk.text("occupation") is not None else "group"
    desk.put(occupation=work["occupation"], segment=segment.to_series())
    frame = desk.frame(name).hstack(work.select("unknown", "unclear_code")).with_columns(written=tidy(desk.text(name)))
    if work["unknown"].any():
        unknown = frame.filter("unknown")
        desk.found.once(unknown, name, "occupation_unknown", before=pl.col("written"), by=["written"])
    if work["unclear_code"].any():
        desk.found.cells(frame.filter("unclear_code"), name, "occupation_code_unclear", before=pl.col("written"))


def _title_segments(desk: Desk) -> list[str | None]:
    """Return for each table the segment its title names; told once per table where nobody else says it."""
    segments: list[str | None] = []
    for t, table in enumerate(desk.tables):
        segment = segment_of_title(table.titles.get("title", "")) if desk.context.segment is None else None
        segments.append(segment)
        if segment is not None:
            desk.found.one(t, None, "segment", "segment_from_title", after=segment)
    return segments


def _read_class(desk: Desk) -> None:
    text = desk.text("membership_class")
    if text is None:
        desk.put(membership_class=desk.nothing(pl.String()))
        return
    words = read_words(text, "membership_class")
    desk.put(membership_class=words["meaning"])
    _tell_numbers(desk, "membership_class", words["unknown"], "value_unknown")


def _read_programmes(desk: Desk) -> None:
    ticks = {name: text for name in _TICKED if (text := desk.text(name)) is not None}
    text = desk.text("programmes")
    if text is None and not ticks:
        desk.put(programmes=desk.nothing(pl.String()))
    else:
        desk.put(programmes=read_programmes(text, ticks))


def _read_date(desk: Desk, name: str, end: Literal["first", "last"] | None) -> None:
    text = desk.text(name)
    if text is None:
        desk.put(**{name: desk.nothing(pl.Date())})
        return
    today, kind = desk.context.today, desk.kind(name)
    dates = read_dates(text, kind, today=today) if end is None else read_period_dates(text, kind, today=today, end=end)
    desk.put(**{name: dates["on"]})
    if dates["problem"].null_count() < dates.height:
        frame = desk.frame(name).hstack(dates.select("problem", "on")).filter(pl.col("problem").is_not_null())
        desk.found.cells(frame, name, pl.col("problem"), before=pl.col(f"r_{name}"), after=pl.col("on"))
    if dates["noted"].null_count() < dates.height:
        frame = desk.frame(name).hstack(dates.select("noted", "on")).filter(pl.col("noted") == "date_serial")
        desk.found.once(frame, name, "date_serial", before=pl.col(f"r_{name}"), after=pl.col("on"))


def _tell_numbers(desk: Desk, name: str, unknown: pl.Series, code: str) -> None:
    if unknown.any():
        frame = desk.frame(name, unknown=unknown).filter("unknown")
        desk.found.cells(frame, name, code, before=pl.col(f"r_{name}"))
