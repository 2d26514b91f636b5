"""Fold a name so that the spellings lists use for one person fall together.

The key is letters only. It folds sounds that Sasak speakers and clerks interchange (f/v = p, z = j, q/kh = k/h,
sy/sh/ts = s, o = u, e = i, y = i, ai/ae = i), the spelling of before 1972 (oe, dj, tj, nj) and double letters;
it leaves out titles, noble marks, "bin/binti ..." and the Muhammad family when another name follows.
Two different people may share a key: a key alone never makes them one.
"""

from __future__ import annotations

import polars as pl

_TITLES = (
    "H|HJ|HAJI|HAJJAH|TGH|KH|DR|DRS|DRA|IR|PROF|ALM|ALMH|ALMARHUM|ALMARHUMAH|"
    "SPD|SPDI|SE|SH|SAG|SIP|SSOS|SKM|MPD|MSI|MM|AMD"
)
_NOBLE = "LALU|LL|BAIQ|BAIK|BAEQ|BQ|RADEN|RD|DENDA|DENDE|DATU|LALE"
_MUHAMMAD = "MUHAMMAD|MUHAMAD|MOHAMMAD|MOHAMAD|MOHAMMED|MUHAMMED|MUCHAMAD|MUCHAMMAD|MOCHAMAD|MUH|MOH|MHD|MOCH|MUCH|MD|M"

_SOUNDS_FIRST = {
    "OE": "U", "DJ": "J", "TJ": "C", "NJ": "NY", "KH": "H", "CH": "H", "SY": "S", "SH": "S", "TS": "S", "DZ": "J",
    "DH": "D", "TH": "T", "GH": "G", "AI": "I", "AE": "I", "EI": "I", "AY": "I", "AU": "U", "AO": "U", "IY": "I",
    "UW": "U",
}  # fmt: skip
_SOUNDS_THEN = {"F": "P", "V": "P", "Z": "J", "Q": "K", "X": "S", "O": "U", "E": "I", "Y": "I"}
_DOUBLES = {letter * 2: letter for letter in "ABCDGHIJKLMNPRSTUW"}


_LEFT_OUT = frozenset(f"{_TITLES}|{_NOBLE}".split("|"))
_MUHAMMADS = frozenset(_MUHAMMAD.split("|"))


def with_name_keys(frame: pl.DataFrame, *, name: str = "name") -> pl.DataFrame:
    """Add `name_key` (folded, no spaces) and `name_token` (its first word); both null where there is no name.

    Words are folded once each, however many people bear them: a regency has far fewer words than names.
    """
    letters = (
        pl.col(name)
        .str.to_uppercase()
        .str.replace_many(["0", "1", "'", "`", "’", "‘", "-"], ["O", "I", "", "", "", "", " "])
        .str.replace_all(r"[^A-Z]+", " ")
        .str.strip_chars()
    )
    words = (
        frame.select(letters.alias("letters"))
        .with_columns(
            pl.when(pl.col("letters").str.contains(" BIN", literal=True))
            .then(pl.col("letters").str.replace(r"\s(BIN|BINTI|BT)\s.*$", ""))
            .otherwise(pl.col("letters"))
            .alias("letters")
        )
        .with_row_index("line")
        .filter(pl.col("letters").str.len_chars() > 0)
        .select("line", pl.col("letters").str.split(" ").alias("word"))
        .explode("word", empty_as_null=True)
    )
    vocabulary = words.select(pl.col("word").unique()).with_columns(
        folded(pl.col("word")).alias("sound"),
        pl.col("word").is_in(list(_LEFT_OUT)).alias("is_title"),
        pl.col("word").is_in(list(_MUHAMMADS)).alias("is_muhammad"),
    )
    spoken = words.join(vocabulary, on="word", how="left", maintain_order="left")
    named = spoken.filter(~pl.col("is_title"))
    only_titles = spoken.join(named, on="line", how="anti", maintain_order="left")
    kept = pl.concat([named, only_titles])
    several = pl.len().over("line") > 1
    leading = pl.int_range(pl.len()).over("line") == 0
    kept = kept.filter(~(several & leading & pl.col("is_muhammad")))
    keys = kept.group_by("line", maintain_order=True).agg(
        pl.col("sound").str.join("").str.replace_many(list(_DOUBLES), list(_DOUBLES.values())).alias("name_key"),
        pl.col("sound").first().alias("name_token"),
    )
    return frame.with_row_index("line").join(keys, on="line", how="left", maintain_order="left").drop("line")


def folded(word: pl.Expr) -> pl.Expr:
    """Return words in capitals with interchangeable sounds folded and double letters single."""
    first = word.str.replace_many(list(_SOUNDS_FIRST), list(_SOUNDS_FIRST.values()))
    then = first.str.replace_many(list(_SOUNDS_THEN), list(_SOUNDS_THEN.values()))
    return then.str.replace_many(list(_DOUBLES), list(_DOUBLES.values()))
