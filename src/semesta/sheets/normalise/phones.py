"""Telephone numbers in the form 62..., digits only."""

from __future__ import annotations

from typing import Final

import polars as pl

from semesta.sheets.normalise.text import bare

_USUAL: Final = r"^08[0-9]{7,12}$"
_SOUND: Final = r"^628[0-9]{7,12}$"
_LAND_LINE: Final = r"^62(?:[2-7]|9)[0-9]{7,10}$"
_NOTHING: Final = r"^(?:[-–—.0/ ]+|TIDAK ADA|TDK ADA|BELUM ADA|NIHIL)$"
_SEVERAL: Final = r"^([+0-9 .\-()]{9,}?)\s*(?:[/,;&|]|DAN|ATAU)+\s*[+0-9 .\-()]{8,}"


def read_phones(text: pl.Series) -> pl.DataFrame:
    """Return `phone`, `problem` (null, invalid, two) and `completed` (written in another form than 08...)."""
    written = bare(text)
    usual = written.str.contains(_USUAL).fill_null(False)
    frame = pl.DataFrame({"written": written}).select(
        "written",
        phone=pl.when(usual).then(pl.lit("62") + pl.col("written").str.slice(1)),
        problem=pl.lit(None, pl.String),
        completed=pl.lit(False),
    )
    odd = (~usual & written.is_not_null()).fill_null(False)
    if odd.any():
        at, part = odd.arg_true(), _read_odd(written.filter(odd))
        frame = frame.with_columns(frame[name].scatter(at, part[name]) for name in part.columns)
    return frame.drop("written")


def _read_odd(written: pl.Series) -> pl.DataFrame:
    upper = pl.col("written").str.to_uppercase()
    first = upper.str.extract(_SEVERAL, 1)
    frame = pl.DataFrame({"written": written}).with_columns(
        two=first.is_not_null(), first=pl.coalesce(first, upper), nothing=upper.str.contains(_NOTHING)
    )
    digits = pl.col("first").str.replace(r"[.,]0+$", "").str.replace_all(r"[^0-9]", "")
    frame = frame.with_columns(
        digits=pl.when(digits.str.starts_with("0"))
        .then(pl.lit("62") + digits.str.strip_chars_start("0"))
        .when(digits.str.starts_with("62"))
        .then(digits)
        .when(digits.str.starts_with("8"))
        .then(pl.lit("62") + digits)
        .otherwise(digits)
    )
    sound = pl.col("digits").str.contains(_SOUND) | pl.col("digits").str.contains(_LAND_LINE)
    letters = pl.col("first").str.contains(r"[A-Z]{4,}")
    sound = sound & ~letters
    return frame.select(
        phone=pl.when(sound & ~pl.col("nothing")).then("digits"),
        problem=pl.when("nothing").then(None).when(~sound).then(pl.lit("invalid")).when("two").then(pl.lit("two")),
        completed=sound & ~pl.col("two") & ~pl.col("nothing"),
    )
