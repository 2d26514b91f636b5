"""Where a person lives: village by column, by the table's title, or by the sender, and what contradicts the sender."""

from __future__ import annotations

import polars as pl

from semesta.sheets.checks.person import put_plain
from semesta.sheets.desk import Desk
from semesta.sheets.normalise.places import Places, VillageFound, read_dusun, read_neighbourhoods, read_villages
from semesta.sheets.normalise.text import bare


def read_home(desk: Desk) -> None:
    """Put village_code, dusun, rt, rw and address, and tell what is wrong with them."""
    put_plain(desk, "address")
    now = desk.text("address_now")
    if now is not None:
        desk.put(address=pl.select(pl.coalesce(desk.clean["address"], bare(now).str.to_uppercase())).to_series())
    dusun = desk.text("dusun")
    desk.put(dusun=read_dusun(dusun) if dusun is not None else desk.nothing(pl.String()))
    _read_neighbourhood(desk)
    _read_village(desk)


def _read_neighbourhood(desk: Desk) -> None:
    rt, rw, both = desk.text("rt"), desk.text("rw"), desk.text("rt_rw")
    if rt is None and rw is None and both is None:
        desk.put(rt=desk.nothing(pl.String()), rw=desk.nothing(pl.String()))
        return
    read = read_neighbourhoods(rt, rw, both)
    desk.put(rt=read["rt"], rw=read["rw"])
    if read["rt_unknown"].any():
        name = "rt" if rt is not None else "rt_rw"
        frame = desk.frame(name, unknown=read["rt_unknown"]).filter("unknown")
        if f"r_{name}" in frame.columns:
            desk.found.once(frame, name, "rt_rw_unreadable", before=pl.col(f"r_{name}"), by=[f"r_{name}"])


def _read_village(desk: Desk) -> None:
    context, places = desk.context, desk.context.places
    by_title = _titles(desk)
    given = pl.Series([code or context.village_code for code in by_title], dtype=pl.String)[desk.raw["t"]]
    name = "village_code" if desk.text("village_code") is not None else "village"
    text = desk.text(name)
    if text is None:
        desk.put(village_code=given)
        return
    read = read_villages(text, desk.text("district"), places, context.regency)
    frame = desk.frame(name, given=given).hstack(read).with_columns(written=pl.col(f"r_{name}").str.strip_chars())
    _tell_unclear(desk, frame, name)
    _tell_other_spellings(desk, frame, name)
    if context.village_code is not None:
        wrong = frame.filter(pl.col("village_code") != context.village_code)
        sender = places.name(context.village_code)
        if wrong.height:
            names = {code: places.name(code) for code in wrong["village_code"].unique().to_list()}
            before = pl.col("village_code").replace_strict(names, return_dtype=pl.String)
            desk.found.cells(wrong, name, "village_wrong", before=before, after=pl.lit(sender))
    _tell_district(desk, frame)
    desk.put(village_code=frame.select(pl.coalesce("village_code", "given")).to_series())


def _titles(desk: Desk) -> list[str | None]:
    """Return for each table the village its title names, and tell when it is not the sender's."""
    context, places = desk.context, desk.context.places
    codes: list[str | None] = []
    for t, table in enumerate(desk.tables):
        found = VillageFound(())
        if table.titles.get("village"):
            district = places.district(table.titles.get("district", ""), context.regency)
            found = places.village(table.titles["village"], district, context.regency)
        codes.append(found.code)
        if found.code is not None and context.village_code is not None and found.code != context.village_code:
            names = places.name(found.code), places.name(context.village_code)
            desk.found.one(t, None, "", "village_wrong", before=names[0], after=names[1])
    return codes


def _tell_unclear(desk: Desk, frame: pl.DataFrame, name: str) -> None:
    unclear = frame.filter(pl.col("village_code").is_null() & pl.col("village_how").is_not_null())
    if not unclear.height:
        return
    several = pl.col("village_codes").str.contains(",")
    unknown = unclear.filter(~several)
    desk.found.cells(unknown, name, "village_unknown", before=pl.col("written"))
    desk.found.cells(
        unclear.filter(several), name, "village_ambiguous", before=pl.col("written"), detail=pl.col("village_codes")
    )


def _tell_other_spellings(desk: Desk, frame: pl.DataFrame, name: str) -> None:
    for how, code in (("alias", "village_alias"), ("old code", "village_old_code")):
        other = frame.filter((pl.col("village_how") == how) & pl.col("village_code").is_not_null())
        if other.height:
            names = {c: desk.context.places.name(c) for c in other["village_code"].unique().to_list()}
            after = pl.col("village_code").replace_strict(names, return_dtype=pl.String)
            desk.found.once(other, name, code, before=pl.col("written"), after=after, by=["written"])


def _tell_district(desk: Desk, frame: pl.DataFrame) -> None:
    known = frame.filter(pl.col("village_code").is_not_null() & pl.col("district_code").is_not_null())
    apart = known.filter(pl.col("village_code").str.slice(0, 8) != pl.col("district_code"))
    if apart.height:
        places: Places = desk.context.places
        codes = [
            *apart["village_code"].unique(),
            *apart["village_code"].str.slice(0, 8).unique(),
            *apart["district_code"].unique(),
        ]
        names = {code: places.name(code) for code in codes}
        desk.found.cells(
            apart,
            "district",
            "district_mismatch",
            before=pl.col("village_code").replace_strict(names, return_dtype=pl.String),
            after=pl.col("village_code").str.slice(0, 8).replace_strict(names, return_dtype=pl.String),
            detail=pl.col("district_code").replace_strict(names, return_dtype=pl.String),
        )
