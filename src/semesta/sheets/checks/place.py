"""Where a person lives: village by column, by the table's title, or by the sender, and what contradicts the sender."""

from __future__ import annotations

from collections import Counter

import numpy as np
import polars as pl

from semesta.sheets.checks.person import put_plain
from semesta.sheets.desk import Desk, Mask
from semesta.sheets.normalise.gaps import filled, holds, or_else
from semesta.sheets.normalise.places import VillageFound, Villages, read_dusun, read_neighbourhoods, read_villages
from semesta.sheets.normalise.text import tidy


def read_home(desk: Desk) -> None:
    """Put village_code, dusun, rt, rw and address, and tell what is wrong with them."""
    put_plain(desk, "address")
    now = desk.text("address_now")
    if now is not None:
        address = desk.clean["address"]
        desk.put(address=or_else(address, tidy(now)))
    dusun = desk.text("dusun")
    desk.put(dusun=read_dusun(dusun) if dusun is not None else desk.nothing(pl.String()))
    _read_neighbourhood(desk)
    _read_village(desk)


def _read_neighbourhood(desk: Desk) -> None:
    rt, rw, both = desk.text("rt"), desk.text("rw"), desk.text("rt_rw")
    if rt is None and rw is None and both is None:
        desk.put(rt=desk.nothing(pl.String()), rw=desk.nothing(pl.String()))
        return
    first = rt if rt is not None else both
    if rt is not None and both is not None:
        first = or_else(rt, both)
    read = read_neighbourhoods(first, rw)
    desk.put(rt=read.rt, rw=read.rw)
    if read.unknown.any():
        name = "rt" if rt is not None else "rt_rw" if both is not None else "rw"
        text = desk.text(name)
        desk.found.once(read.unknown, name, "rt_rw_unreadable", before=text, by=text)


def _read_village(desk: Desk) -> None:
    context = desk.context
    by_title = _titles(desk)
    given = desk.by_table([code or context.village_code for code in by_title])
    columns = [(name, text) for name in ("village_code", "village") if (text := desk.text(name)) is not None]
    code = desk.nothing(pl.String())
    for i, (name, text) in enumerate(columns):
        read = read_villages(text, desk.text("district"), context.places, desk.regency)
        open_ = ~filled(code)
        last = i == len(columns) - 1
        _tell_villages(desk, read, name, text, open_, unclear=last)
        code = or_else(code, read.code)
    desk.put(village_code=or_else(code, given))


def other_villages(desk: Desk) -> list[tuple[str, str, int]]:
    """Return the villages that headings, or most lines, name instead of the sender's: name, sender's name, lines.

    A whole list that is handed in for the wrong village is one mistake, to be told once and not line by line.
    """
    sender, places = desk.context.village_code, desk.context.places
    if sender is None:
        return []
    lines: Counter[str] = Counter()
    for code, table in zip(_titles(desk), desk.tables, strict=True):
        if code is not None and code != sender:
            lines[code] += table.raw.height
    read = desk.clean["village_code"]
    codes = Counter(code for code in read.to_list() if code is not None)
    common, count = codes.most_common(1)[0] if codes else ("", 0)
    if common not in (sender, "") and count * 2 > len(read):
        lines[common] = max(lines[common], count)
    return [(places.name(code) or code, places.name(sender) or sender, count) for code, count in lines.most_common()]


def _titles(desk: Desk) -> list[str | None]:
    """Return for each table the village its title names."""
    places = desk.context.places
    codes: list[str | None] = []
    for table in desk.tables:
        found = VillageFound(())
        if table.titles.get("village"):
            district = places.district(table.titles.get("district", ""), desk.regency)
            found = places.village(table.titles["village"], district, desk.regency)
        codes.append(found.code)
    return codes


def _tell_villages(desk: Desk, read: Villages, name: str, text: pl.Series, open_: Mask, *, unclear: bool) -> None:
    """Tell names that are unknown or ambiguous, spelled otherwise, of another village than the sender's, or of another
    district than the one written; only of lines still `open_`, and what is `unclear` only in the last column.
    """
    found, places = desk.found, desk.context.places
    if unclear:
        found.cells(_where(read, "unknown") & open_, name, "village_unknown", before=text)
        found.cells(_where(read, "several") & open_, name, "village_ambiguous", before=text, detail=read.codes)
    found.once(_where(read, "alias") & open_, name, "village_alias", before=text, after=read.name, by=text)
    found.once(_where(read, "old code") & open_, name, "village_old_code", before=text, after=read.name, by=text)
    sender = desk.context.village_code
    if sender is not None:
        wrong = holds(read.code != sender) & open_
        found.cells(wrong, name, "village_wrong", before=read.name, after=places.name(sender))
    if read.has_districts:
        apart = np.flatnonzero(holds(read.code.str.slice(0, 8) != read.district) & open_)
        true = [places.name(code[:8]) for code in read.code[apart].to_list()]
        written = [places.name(code) for code in read.district[apart].to_list()]
        found.cells(apart, "district", "district_mismatch", before=read.name, after=true, detail=written)


def _where(read: Villages, how: str) -> Mask:
    return holds(read.how == how)
