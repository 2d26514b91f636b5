"""Fold a name so that the spellings lists use for one person fall together.

The key is letters only. It folds sounds that Sasak speakers and clerks interchange (f/v = p, z = j, q/kh = k/h,
sy/sh/ts = s, o = u, e = i, y = i, ai/ae = i), the spelling of before 1972 (oe, dj, tj, nj) and double letters;
it leaves out titles, noble marks, "bin/binti ..." and the Muhammad family when another name follows.
Two different people may share a key: a key alone never makes them one.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl
import pyarrow as pa

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


_FIRST = re.compile("|".join(_SOUNDS_FIRST))
_THEN = str.maketrans(_SOUNDS_THEN)
_DOUBLE = re.compile(rf"([{''.join(_DOUBLES.values())}])\1")
_NO_LETTERS = re.compile(r"[^A-Z]+")
_FATHERED = re.compile(r"\s(BIN|BINTI|BT)\s.*$")
_LIKE_LETTERS = str.maketrans({"0": "O", "1": "I", "'": "", "`": "", "’": "", "‘": "", "-": " "})
_MOST_NAMES: Final = 500_000

_TEKNONYMS = frozenset({"AMAK", "AMA", "INAK", "INA", "IK", "PAPUK", "BALUK"})  # Amaq, Inaq, Iq., Papuq, Baloq; folded
_LEFT_OUT = frozenset(f"{_TITLES}|{_NOBLE}".split("|"))
_MUHAMMADS = frozenset(_MUHAMMAD.split("|"))


def with_name_keys(frame: pl.DataFrame, *, name: str = "name") -> pl.DataFrame:
    """Add `name_key` (folded, no spaces) and `name_token` (its first word); both null where there is no name."""
    folded_names = list(map(_seen.__getitem__, frame[name].to_list()))
    keys, tokens = zip(*folded_names, strict=True) if folded_names else ((), ())
    return frame.hstack(
        [pl.Series("name_key", keys, dtype=pl.String), pl.Series("name_token", tokens, dtype=pl.String)]
    )


def name_key_of(name: str) -> tuple[str | None, str | None]:
    """Return key and first folded word of one name, the same as `name_parts` of a column; None twice for no name.

    >>> name_key_of("H. LALU SYAHRIL BIN AMAQ SALEH"), name_key_of("-")
    (('SAHRIL', 'SAHRIL'), (None, None))
    """
    letters = name.upper()
    if not (letters.isascii() and letters.replace(" ", "").isalpha()) or "  " in letters or letters != letters.strip():
        letters = _NO_LETTERS.sub(" ", letters.translate(_LIKE_LETTERS)).strip()
    if " BIN" in letters:
        letters = _FATHERED.sub("", letters, count=1)
    if not letters:
        return None, None
    words = letters.split(" ")
    kept = [word for word in words if word not in _LEFT_OUT] or words
    if len(kept) > 1 and kept[0] in _MUHAMMADS:
        kept = kept[1:]
    key, doubled = first, _ = _sound(kept[0])
    for word in kept[1:]:
        sound, again = _sound(word)
        doubled = doubled or again or key[-1] == sound[0]
        key += sound
    return _once(key) if doubled else key, first


class _Seen(dict[str | None, tuple[str | None, str | None]]):
    """Names and their keys, each folded once in a process: lists of one regency bear the same names again and again."""

    def __missing__(self, name: str) -> tuple[str | None, str | None]:
        if len(self) > _MOST_NAMES:
            self.clear()
            self[None] = None, None
        found = self[name] = name_key_of(name)
        return found


_seen: Final = _Seen({None: (None, None)})


@lru_cache(maxsize=100_000)
def _sound(word: str) -> tuple[str, bool]:
    """Return a word folded, and whether double letters are left in it (of three or more)."""
    first = _FIRST.sub(lambda found: _SOUNDS_FIRST[found[0]], word)
    sound = _once(first.translate(_THEN))
    return sound, _DOUBLE.search(sound) is not None


def _once(text: str) -> str:
    return _DOUBLE.sub(lambda found: found[1], text)


def name_parts(names: pl.Series) -> pl.DataFrame:
    """Return what is compared of names, line by line.

    `name_key` and `name_token` as above; `name_last`, the last folded word; `name_words`, the folded words, each
    between spaces; `name_bare`: it names nobody (titles, a noble mark or Muhammad alone; Amaq X for the father of X).
    Words are folded once each, however many people bear them: a regency has far fewer words than names.
    """
    letters = _letters(names)
    spoken = letters.is_not_null() & (letters != "")
    lists = letters.filter(spoken).str.split(" ")
    lengths = lists.list.len().to_numpy().astype(np.int64)
    flat = lists.explode(empty_as_null=False)
    vocabulary = flat.unique()
    sounds = pl.DataFrame({"word": vocabulary}).select("word", sound=folded(pl.col("word")))
    spelled = pl.DataFrame({"word": flat}).join(sounds, on="word", how="left", maintain_order="left")
    kept = _kept(flat, lengths)
    starts = (
        np.concatenate(([0], np.cumsum(np.add.reduceat(kept, np.cumsum(lengths) - lengths)))) if len(lengths) else [0]
    )
    values = spelled["sound"].filter(pl.Series(kept.astype(bool), dtype=pl.Boolean))
    offsets = pa.array(starts, pa.int64())
    words = pl.Series("words", pl.from_arrow(pa.LargeListArray.from_arrays(offsets, values.to_arrow())))
    parts = pl.DataFrame({"words": words.cast(pl.List(pl.String))}).select(
        name_key=pl.col("words").list.join("").str.replace_many(list(_DOUBLES), list(_DOUBLES.values())),
        name_token=pl.col("words").list.first(),
        name_last=pl.col("words").list.last(),
        name_words=pl.format(" {} ", pl.col("words").list.join(" ")),
        name_bare=pl.lit(_names_nobody(flat, lengths))
        | pl.col("words").list.first().is_in(list(_TEKNONYMS)) & (pl.col("words").list.len() > 1),
    )
    place = pl.select(pl.when(spoken.fill_null(False)).then(spoken.cast(pl.Int64).cum_sum() - 1)).to_series()
    return pl.DataFrame([parts[column].gather(place) for column in parts.columns])


def _letters(names: pl.Series) -> pl.Series:
    """Return names in capitals, single spaces, letters only, without the father's name."""
    tidy = (
        names.cast(pl.String)
        .str.to_uppercase()
        .str.replace_many(["0", "1", "'", "`", "’", "‘", "-"], ["O", "I", "", "", "", "", " "])
        .str.replace_all(r"[^A-Z]+", " ")
        .str.strip_chars()
    )
    fathered = tidy.str.contains(" BIN", literal=True).fill_null(False)
    return tidy.zip_with(~fathered, tidy.str.replace(r"\s(BIN|BINTI|BT)\s.*$", ""))


def _names_nobody(words: pl.Series, lengths: npt.NDArray[np.int64]) -> pl.Series:
    """Say of each name whether it holds only titles, noble marks and Muhammad."""
    if not len(lengths):
        return pl.Series(dtype=pl.Boolean)
    naming = (~words.is_in([*_LEFT_OUT, *_MUHAMMADS])).to_numpy().astype(np.int64)
    return pl.Series(np.add.reduceat(naming, np.cumsum(lengths) - lengths) == 0)


def _kept(words: pl.Series, lengths: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """Say of each word (1 or 0) whether it names: no title unless all are, no leading Muhammad before others."""
    if not len(lengths):
        return np.zeros(0, dtype=np.int64)
    starts = np.cumsum(lengths) - lengths
    named = (~words.is_in(list(_LEFT_OUT))).to_numpy().astype(np.int64)
    per_name = np.add.reduceat(named, starts)
    kept = np.where(np.repeat(per_name, lengths) == 0, 1, named)
    count = np.repeat(np.add.reduceat(kept, starts), lengths)
    before = np.cumsum(kept) - kept
    leading = before == np.repeat(before[starts], lengths)
    muhammad = words.is_in(list(_MUHAMMADS)).to_numpy()
    return np.where((kept == 1) & (count > 1) & leading & muhammad, 0, kept)


def folded(word: pl.Expr) -> pl.Expr:
    """Return words in capitals with interchangeable sounds folded and double letters single."""
    first = word.str.replace_many(list(_SOUNDS_FIRST), list(_SOUNDS_FIRST.values()))
    then = first.str.replace_many(list(_SOUNDS_THEN), list(_SOUNDS_THEN.values()))
    return then.str.replace_many(list(_DOUBLES), list(_DOUBLES.values()))
