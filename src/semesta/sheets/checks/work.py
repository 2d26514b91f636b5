"""What a person does, and what an extract says of cover, welfare and death."""

from __future__ import annotations

from typing import Final, Literal

import numpy as np
import polars as pl

from semesta.kernel.segment import shipped_segments
from semesta.sheets.checks.person import put_plain
from semesta.sheets.desk import Desk
from semesta.sheets.normalise.dates import read_dates
from semesta.sheets.normalise.gaps import filled, or_else
from semesta.sheets.normalise.membership import read_decile, read_income, read_period_dates, read_programmes
from semesta.sheets.normalise.text import bare
from semesta.sheets.normalise.words import read_words
from semesta.sheets.normalise.work import read_work, segment_of_title

_SHOWN_OF_TITLE: Final = 80
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
        return
    amount, unknown = read_income(income)
    desk.put(income_rp=amount)
    desk.found.cells(unknown, "income_rp", "number_invalid", before=income)


def read_extracts(desk: Desk) -> None:
    """Put kpj, membership_class, programmes, payer, active_from, paid_until, died_on and decile."""
    put_plain(desk, "kpj")
    put_plain(desk, "payer")
    _read_class(desk)
    _read_programmes(desk)
    _read_date(desk, "active_from", "first")
    _read_date(desk, "paid_until", "last")
    _read_date(desk, "died_on", None)
    text = desk.text("decile")
    if text is None:
        desk.put(decile=desk.nothing(pl.Int8()))
        return
    decile, unknown = read_decile(text)
    desk.put(decile=decile)
    desk.found.cells(unknown, "decile", "decile_out_of_range", before=text)


def _read_segments(desk: Desk) -> None:
    present = [name for name in ("group", "occupation", "occupation_more") if desk.text(name) is not None]
    columns = [text for name in present if (text := desk.text(name)) is not None]
    titles = _title_segments(desk)
    default = desk.by_table([desk.context.segment or title for title in titles])
    if not columns:
        desk.put(occupation=desk.nothing(pl.String()), segment=default)
        return
    work = read_work(columns)
    specific = pl.Series(~work.general & filled(work.segment))
    desk.put(
        occupation=work.occupation,
        segment=work.segment.zip_with(specific, or_else(default, work.segment)),
    )
    name = "occupation" if "occupation" in present else present[0]
    text = desk.text(name)
    assert text is not None
    desk.found.once(work.unknown, name, "occupation_unknown", before=text, by=text)
    desk.found.cells(work.unclear_code, name, "occupation_code_unclear", before=text)
    silent = ~filled(work.occupation) & ~filled(default) & desk.in_tables_with(*present)
    desk.found.cells(silent, name, "occupation_missing", before=text)


def _title_segments(desk: Desk) -> list[str | None]:
    """Return for each table the segment its title names; told once per table where nobody else says it."""
    segments: list[str | None] = []
    for t, table in enumerate(desk.tables):
        titles = [table.titles.get(name, "") for name in ("title", "title_of_all")]
        said = next((title for title in titles if segment_of_title(title)), "")
        segment = segment_of_title(said) if desk.context.segment is None else None
        segments.append(segment)
        if segment is not None:
            name = shipped_segments()[segment].name_id  # the list's own language; a code would tell its reader nothing
            desk.found.one(t, None, "segment", "segment_from_title", before=said[:_SHOWN_OF_TITLE], after=name)
    return segments


def _read_class(desk: Desk) -> None:
    text = desk.text("membership_class")
    if text is None:
        desk.put(membership_class=desk.nothing(pl.String()))
        return
    words = read_words(text, "membership_class")
    desk.put(membership_class=words.meaning)
    desk.found.once(words.unknown, "membership_class", "value_unknown", before=text, by=text)


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
    column = dates.column()
    desk.put(**{name: column})
    if dates.problem.any():
        wrong = np.flatnonzero(dates.problem != None)  # noqa: E711 - an array of objects
        desk.found.cells(wrong, name, dates.problem[wrong].tolist(), before=text, after=column)
    desk.found.once(dates.serial, name, "date_serial", before=text, after=column)
