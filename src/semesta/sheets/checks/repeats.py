"""The same number or the same person on several lines of one file.

One NIK with two names is a conflict: the line whose other columns contradict the NIK is told, or all of them when none
stands out. One NIK with the same name (or another spelling of it) is a repetition, a note: the lines will be merged.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from semesta.sheets.normalise.gaps import holds

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
_ALIKE: Final = 0.7
_ONE_WORD: Final = 0.6
_SMALL_GROUP: Final = 20
_SURE: Final = 0.85
_LIKELY: Final = 0.45
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
    return _likeness("".join(a), "".join(b)) >= _ALIKE


@lru_cache(maxsize=4096)
def _words(name: str) -> tuple[str, ...]:
    return tuple(_folded(word) for word in re.split(r"[^A-Z]+", name.upper()) if word)


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
    return min(len(word), len(other)) >= 4 and _likeness(word, other) >= _ONE_WORD


@dataclass(frozen=True, slots=True)
class Repeat:
    """A line that repeats the NIK of another: of another name (a conflict) or of the same person."""

    line: int
    two_names: bool
    other: int


def repeats(value: npt.NDArray[np.int64], names: pl.Series, fits: npt.NDArray[np.int8]) -> list[Repeat]:
    """Find repeated NIK among `value` (-1: not to be compared), in order of line.

    `fits`: 1, -1 or 0 as the NIK fits the line's own birth date and sex, contradicts them, or nothing is known.
    """
    there = np.flatnonzero(value >= 0)
    ordered = there[np.argsort(value[there], kind="stable")]
    again = value[ordered][1:] == value[ordered][:-1]
    if not again.any():
        return []
    group = np.concatenate(([0], np.cumsum(~again)))
    doubled = np.bincount(group)[group] > 1
    lines, group = ordered[doubled], group[doubled]
    groups: dict[int, list[int]] = {}
    for line, number in zip(lines.tolist(), group.tolist(), strict=True):
        groups.setdefault(number, []).append(line)
    known = dict(zip(lines.tolist(), names[lines].to_list(), strict=True))
    found = [repeat for members in groups.values() for repeat in _judge_group(members, known, fits)]
    return sorted(found, key=lambda repeat: repeat.line)


def _judge_group(members: Sequence[int], names: Mapping[int, str | None], fits: npt.NDArray[np.int8]) -> list[Repeat]:
    """Sort the lines of one NIK into people: the first line of each stands for them.

    Names are compared each with each only in small groups; in a big one (a number copied down a whole list) only equal
    names are one.
    """
    people = _by_likeness(members, names, fits) if len(members) <= _SMALL_GROUP else _by_name(members, names)
    found: list[Repeat] = []
    if len(people) > 1:
        owners = [p for p in people if any(fits[line] > 0 for line in p)]
        suspects = [p for p in people if p is not owners[0]] if len(owners) == 1 else people
        for person in suspects:
            other = people[1][0] if person is people[0] else people[0][0]
            found += [Repeat(line, True, other) for line in person]
    conflicting = {repeat.line for repeat in found}
    for person in people:
        found += [Repeat(line, False, person[0]) for line in person[1:] if line not in conflicting]
    return found


def _by_likeness(
    members: Sequence[int], names: Mapping[int, str | None], fits: npt.NDArray[np.int8]
) -> list[list[int]]:
    people: list[list[int]] = []
    for line in members:
        same = next((p for p in people if _are_one_person(names[p[0]], names[line], fits[p[0]], fits[line])), None)
        if same is None:
            people.append([line])
        else:
            same.append(line)
    return people


def _by_name(members: Sequence[int], names: Mapping[int, str | None]) -> list[list[int]]:
    people: dict[str | None, list[int]] = {}
    for line in members:
        people.setdefault(names[line], []).append(line)
    return list(people.values())


def _are_one_person(first: str | None, second: str | None, fits: int, other_fits: int) -> bool:
    """Weigh the names by what the lines say of the NIK: where both fit it, a likeness is enough; where one contradicts
    it, the names must be one beyond doubt."""
    if not first or not second or first == second:
        return True
    if fits == 1 == other_fits:
        if not set(_words(first)).isdisjoint(_words(second)):
            return True
        return are_one_name(first, second) or _likeness("".join(_words(first)), "".join(_words(second))) >= _LIKELY
    if -1 in (fits, other_fits):
        return _likeness("".join(_words(first)), "".join(_words(second))) >= _SURE
    return are_one_name(first, second)


@lru_cache(maxsize=4096)
def _pairs(text: str) -> frozenset[str]:
    padded = f" {text} "
    return frozenset(padded[i : i + 2] for i in range(len(padded) - 1))


def _likeness(first: str, second: str) -> float:
    """Return the share of letter pairs two texts have in common (Dice), 1 for the same text."""
    a, b = _pairs(first), _pairs(second)
    return 2 * len(a & b) / (len(a) + len(b))


def perhaps_repeated(clean: Mapping[str, pl.Series], without: npt.NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Find lines without a sound NIK that bear name, birth day and family card or mother of another line.

    `clean`: name, birth_on, birth_precision, kk, mother_name; returns pairs (line, other line). Birth dates that are
    heaped or exact to the year only say too little, and two lines that both have a sound NIK are apart.
    """
    columns = [clean[name] for name in ("name", "birth_on", "kk", "mother_name")]
    sure = holds(clean["birth_precision"] == "day")
    asking = np.flatnonzero(without & sure)
    wanted = set(columns[0][asking].to_list()) - {None} if asking.size else set()
    if not wanted:
        return []
    named = np.array([name in wanted for name in columns[0].to_list()], dtype=bool)
    like = np.flatnonzero(named & sure).astype(np.uint32)
    people: dict[tuple[str, object], list[int]] = {}
    cells = list(zip(*(column[like].to_list() for column in columns), strict=True))
    for line, (name, born, _, _) in zip(like.tolist(), cells, strict=True):
        people.setdefault((name, born), []).append(line)
    homes = {line: cell[2:] for line, cell in zip(like.tolist(), cells, strict=True)}
    pairs: list[tuple[int, int]] = []
    for members in people.values():
        near = members[:_SMALL_GROUP]
        for line in (line for line in members if without[line]):
            others = (
                o for o in near if o != line and (o < line or not without[o]) and _one_home(homes[line], homes[o])
            )
            other = next(others, None)
            if other is not None:
                pairs.append((line, other))
    return sorted(pairs)


def _one_home(first: tuple[str | None, ...], second: tuple[str | None, ...]) -> bool:
    """Say whether family card or mother agree, or nothing is known of either."""
    known = [(a, b) for a, b in zip(first, second, strict=True) if a is not None and b is not None]
    return any(a == b for a, b in known) or not known
