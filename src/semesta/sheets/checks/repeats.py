"""The same number or the same person on several lines of one file.

One NIK with two names is a conflict: the line whose other columns contradict the NIK is told, or all of them when none
stands out. One NIK with the same name (or another spelling of it) is a repetition, a note: the lines will be merged.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from difflib import SequenceMatcher
from typing import Final

import polars as pl

_SOUNDS: Final = (
    ("KH", "H"),
    ("SY", "S"),
    ("SH", "S"),
    ("TS", "S"),
    ("DJ", "J"),
    ("TJ", "C"),
    ("OE", "U"),
    ("AE", "E"),
    ("AI", "E"),
    ("AO", "AU"),
    ("F", "P"),
    ("V", "P"),
    ("Z", "J"),
    ("Q", "K"),
    ("Y", "I"),
)
_ALIKE: Final = 0.8
_SURE: Final = 0.9
_SAME_WORD: Final = frozenset({"MUHAMMAD", "MUHAMAD", "MOHAMMAD", "MOHAMAD", "MUH", "MOH", "MHD", "MUHAMMED"})
_TEKNONYM: Final = frozenset({"AMAQ", "AMAK", "INAQ", "INAK", "PAPUQ", "BALOQ", "LOQ", "LE"})


def are_one_name(first: str | None, second: str | None) -> bool:
    """Say whether two names can be two spellings of one: sounds, dropped words and abbreviations allowed.

    >>> are_one_name("MUH. SAEPUL", "MUHAMMAD SAIFUL"), are_one_name("SITI AMINAH", "HALIMAH")
    (True, False)
    """
    if not first or not second or first == second:
        return True
    a, b = _words(first), _words(second)
    if not a or not b or a[0] in _TEKNONYM or b[0] in _TEKNONYM:
        return True
    shorter, longer = (a, b) if len(a) <= len(b) else (b, a)
    if all(any(_are_one_word(word, other) for other in longer) for word in shorter):
        return True
    return SequenceMatcher(None, "".join(a), "".join(b), autojunk=False).ratio() >= _ALIKE


def _words(name: str) -> list[str]:
    return [_folded(word) for word in re.split(r"[^A-Z]+", name.upper()) if word]


def _folded(word: str) -> str:
    if word in _SAME_WORD:
        return "M"
    for sound, plain in _SOUNDS:
        word = word.replace(sound, plain)
    return re.sub(r"(.)\1+", r"\1", word)


def _are_one_word(word: str, other: str) -> bool:
    if (
        word == other
        or (len(word) <= 2 and other.startswith(word[0]))
        or (len(other) <= 2 and word.startswith(other[0]))
    ):
        return True
    return min(len(word), len(other)) >= 4 and SequenceMatcher(None, word, other, autojunk=False).ratio() >= _ALIKE


def repeats(niks: pl.Series, names: pl.Series, fits: pl.Series, place: pl.Series) -> pl.DataFrame:
    """Find repeated NIK. `niks` null where not to be compared; `fits`: true, false or null as the NIK fits the line's own
    birth date and sex; `place` names a line for the reader.

    Returns lines (index) with `two_names` or `repeated` true, `other_name` and `other_place`.
    """
    schema = {"line": pl.Int64(), "two_names": pl.Boolean(), "other_name": pl.String(), "other_place": pl.String()}
    frame = pl.DataFrame({"nik": niks, "name": names, "fits": fits, "place": place}).with_row_index("line")
    doubled = frame.filter(pl.col("nik").is_duplicated() & pl.col("nik").is_not_null())
    if not doubled.height:
        return pl.DataFrame(schema=schema)
    told: list[tuple[int, bool, str, str]] = []
    groups = doubled.group_by("nik", maintain_order=True).agg("line", "name", "fits", "place")
    for _, lines, group_names, group_fits, places in groups.rows():
        told += _judge_group(lines, group_names, group_fits, places)
    return pl.DataFrame(told, schema=schema, orient="row").sort("line")


def _judge_group(
    lines: Sequence[int], names: Sequence[str | None], fits: Sequence[bool | None], places: Sequence[str]
) -> list[tuple[int, bool, str, str]]:
    """Sort the lines of one NIK into people: the first line of each name stands for it."""
    people: list[list[int]] = []
    for i, name in enumerate(names):
        same = next((p for p in people if _are_one_person(names[p[0]], name, fits[p[0]], fits[i])), None)
        if same is None:
            people.append([i])
        else:
            same.append(i)
    told: list[tuple[int, bool, str, str]] = []
    if len(people) > 1:
        owners = [p for p in people if any(fits[i] for i in p)]
        suspects = [p for p in people if not any(fits[i] for i in p)] if len(owners) == 1 else people
        for person in suspects:
            other = next(p[0] for p in people if p is not person)
            told += [(lines[i], True, names[other] or "", places[other]) for i in person]
    conflicting = {line for line, _, _, _ in told}
    for person in people:
        told += [
            (lines[i], False, names[person[0]] or "", places[person[0]])
            for i in person[1:]
            if lines[i] not in conflicting
        ]
    return told


def _are_one_person(first: str | None, second: str | None, fits: bool | None, other_fits: bool | None) -> bool:
    """Names that may be one are, unless only one of the lines fits the NIK: then they must be one beyond doubt."""
    if not are_one_name(first, second):
        return False
    if fits is None or other_fits is None or fits == other_fits or not first or not second:
        return True
    return SequenceMatcher(None, "".join(_words(first)), "".join(_words(second)), autojunk=False).ratio() >= _SURE


def perhaps_repeated(frame: pl.DataFrame) -> pl.DataFrame:
    """Find lines without a sound NIK that bear name, birth day and family card or mother of another line.

    `frame`: line, nik (null when not sound), name, birth_on, precision, kk, mother. Returns `line` and `other` (a line).
    Birth dates that are heaped or exact to the year only say too little. Two lines that both have a sound NIK are apart.
    """
    known = frame.filter(
        pl.col("name").is_not_null() & pl.col("birth_on").is_not_null() & (pl.col("precision") == "day")
    )
    empty = pl.DataFrame(schema={"line": pl.UInt32(), "other": pl.UInt32()})
    if not known["nik"].null_count():
        return empty
    twins = known.filter(pl.struct("name", "birth_on").is_duplicated())
    if not twins.height:
        return empty
    without = twins.filter(pl.col("nik").is_null())
    pairs = without.join(twins, on=["name", "birth_on"], suffix="_other").filter(pl.col("line") != pl.col("line_other"))
    same_home = (pl.col("kk") == pl.col("kk_other")) | (pl.col("mother") == pl.col("mother_other"))
    unknown_home = (pl.col("kk").is_null() | pl.col("kk_other").is_null()) & (
        pl.col("mother").is_null() | pl.col("mother_other").is_null()
    )
    both_without = pl.col("nik_other").is_null() & (pl.col("line") < pl.col("line_other"))
    pairs = pairs.filter((same_home.fill_null(False) | unknown_home) & ~both_without)
    return pairs.group_by("line", maintain_order=True).agg(pl.col("line_other").first().alias("other"))
