"""Header lines: where a table begins, and which field each of its columns is headed with.

A line is scored by how many different fields its cells name. A header may be two or three lines high; the lines are
read together, wide heading over narrow ("Tempat dan Tanggal Lahir" over "Tempat Lahir" and "Tgl/Bln/Th"). Lines are
tuples of cell texts; line and column indexes count from 0 within the grid.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from semesta.sheets.columns import KNOWN, How, Synonyms, heading_key

Line = tuple[str | None, ...]
Merge = tuple[int, int, int, int]

LONGEST_HEADING = 80
PERSON_KEYS = frozenset({"name", "nik"})
_MANY_DIGITS = re.compile(r"\d{6}|^\s*\d+\s*$")
_COLUMN_NUMBER = re.compile(r"^\(?-?(\d{1,2})\)?\.?$")
_QUESTION_NUMBER = re.compile(r"^\(?4\d\d[a-z]?\)?\.?$")
_REGION_FIELDS = frozenset({"province", "regency", "district", "village", "village_code"})
_OWN_WORDS_ONLY = frozenset({"heir_name", KNOWN, "enterprise"})
"""Wider headings under which "NAMA" or "NIK" do not mean the person of the row."""


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a table: its index, heading words as written, field (None: not known by heading) and how known."""

    index: int
    heading: str
    field: str | None
    how: How | None = None


@dataclass(frozen=True, slots=True)
class Header:
    """The header of a table: its first line, the line after its last, and its columns with a heading."""

    first: int
    end: int
    columns: tuple[Column, ...]

    def index_of(self, field: str) -> int | None:
        """Return the column headed with `field`: the one headed exactly so, else the first."""
        matches = [c for c in self.columns if c.field == field]
        matches.sort(key=lambda c: (c.how != "exact", c.index))
        return matches[0].index if matches else None

    @property
    def fields(self) -> frozenset[str]:
        """Return the fields that have a column."""
        return frozenset(c.field for c in self.columns if c.field is not None)


def find_header(
    lines: Sequence[Line],
    synonyms: Synonyms,
    *,
    start: int = 0,
    merged: Sequence[Merge] = (),
    least: int = 3,
    keys: frozenset[str] = PERSON_KEYS,
) -> Header | None:
    """Return the first header at or after line `start` that names `least` fields, one of `keys` among them, or None."""
    best: tuple[int, int] | None = None
    for i in range(start, len(lines)):
        if best is not None and i > best[1] + 3:
            break
        score = header_score(lines[i], synonyms, keys=keys)
        if score >= least and (best is None or score > best[0]):
            best = (score, i)
    if best is None:
        return None
    return _header_at(lines, best[1], synonyms, merged, start)


def header_score(line: Line, synonyms: Synonyms, *, keys: frozenset[str] = PERSON_KEYS) -> int:
    """Count the different fields that a line's cells name; 0 when none of them is one of `keys`."""
    found: set[str] = set()
    unknown: list[str] = []
    for cell in line:
        if cell is None or len(cell) > LONGEST_HEADING:
            continue
        name = synonyms.exact_field(cell)
        if name is not None:
            found.add(name if name != KNOWN else f"{KNOWN} {cell}")
        elif not _MANY_DIGITS.search(cell) and cell.strip():
            unknown.append(cell)
    if len(found) < 2:
        return 0
    for cell in unknown[:12]:
        match = synonyms.field_of(cell)
        if match is not None and match[0] != KNOWN:
            found.add(match[0])
    return len(found) if found & keys else 0


def is_column_numbers(line: Line) -> bool:
    """Say whether a line only numbers the columns: 1 2 3, (1) (2) (3), -1 -2 as Excel reads the latter, 401 402."""
    texts = [cell.strip() for cell in line if cell is not None and cell.strip()]
    if len(texts) >= 3 and all(_QUESTION_NUMBER.match(text) for text in texts):
        return True
    numbers = [int(match[1]) for text in texts if (match := _COLUMN_NUMBER.match(text)) is not None]
    steps = [b - a for a, b in itertools.pairwise(numbers)]
    return 3 <= len(numbers) == len(texts) and all(1 <= step <= 3 for step in steps) and numbers[0] <= 2


def _header_at(lines: Sequence[Line], main: int, synonyms: Synonyms, merged: Sequence[Merge], start: int) -> Header:
    first, end = main, main + 1
    while first > start and main - first < 2 and _is_wider_heading(lines[first - 1], lines[first], synonyms):
        first -= 1
    while end < len(lines) and end - main < 3 and _is_narrower_heading(lines[end], lines[main], synonyms):
        end += 1
    block = [_filled(lines[i], i, merged, lines[first:end], i - first) for i in range(first, end)]
    return Header(first, end, tuple(_columns(block, synonyms)))


def _texts(line: Line) -> dict[int, str]:
    return {i: cell for i, cell in enumerate(line) if cell is not None and cell.strip()}


def _is_wider_heading(line: Line, below: Line, synonyms: Synonyms) -> bool:
    """A line over the header: its words name fields other than the region lines of a title ("DESA : X")."""
    texts = _texts(line)
    if len(texts) < 2 or any(":" in text or _MANY_DIGITS.search(text) for text in texts.values()):
        return False
    under = _texts(below)
    fields: set[str] = set()
    for i, text in texts.items():
        match = synonyms.field_of(text)
        fields |= {match[0]} if match is not None else set()
        stands_alone = i not in under
        spans = i in under and i + 1 in under and i + 1 not in texts
        if not (stands_alone or spans or match is not None):
            return False
    return bool(fields) and not fields <= _REGION_FIELDS


def _is_narrower_heading(line: Line, above: Line, synonyms: Synonyms) -> bool:
    """A line under the header: short words, each a heading, or standing under a wide heading with others that are."""
    texts = _texts(line)
    if not texts or is_column_numbers(line):
        return False
    above_texts = _texts(above)
    narrow_keys = {key for _, key in synonyms.under}
    named = 0
    for i, text in texts.items():
        if len(text) > LONGEST_HEADING or _MANY_DIGITS.search(text):
            return False
        match = synonyms.field_of(text)
        if (match is not None and match[1] == "exact") or heading_key(text) in narrow_keys:
            named += 1
        elif not text.strip().startswith("(") and not _stands_under_a_wide_heading(i, texts, above_texts):
            return False
    # a data line can hold one cell that reads like a heading ("P", "TELEPON"), never only such cells
    several = len(texts) >= 2 or next(iter(texts)) not in above_texts or _is_bracketed(texts)
    return several and (2 * named >= len(texts) or _is_bracketed(texts))


def _stands_under_a_wide_heading(i: int, texts: dict[int, str], above: dict[int, str]) -> bool:
    """Say whether the nearest wider heading at or left of column i reaches over two narrower words or more."""
    start = max((j for j in above if j <= i), default=None)
    if start is None:
        return False
    end = min((j for j in above if j > i), default=max(texts) + 1)
    return sum(1 for j in texts if start <= j < end) >= 2


def _is_bracketed(texts: dict[int, str]) -> bool:
    return all(text.strip().startswith("(") for text in texts.values())


def _filled(line: Line, index: int, merged: Sequence[Merge], block: Sequence[Line], depth: int) -> list[str | None]:
    """Spread a wide heading over the columns it stands above: by its merged cell, else over narrower headings."""
    cells = [cell if cell is not None and cell.strip() else None for cell in line]
    for top, left, bottom, right in merged:
        if top - 1 <= index <= bottom - 1 and right - left < len(cells) - 1:
            text = cells[left - 1] if top - 1 == index and left - 1 < len(cells) else None
            for column in range(left - 1, min(right, len(cells))):
                cells[column] = cells[column] or text
    if depth == len(block) - 1:
        return cells
    below = block[depth + 1]
    for column in range(1, len(cells)):
        narrower = below[column] if column < len(below) else None
        beside = below[column - 1] if column - 1 < len(below) else None
        if cells[column] is None and narrower and beside:
            cells[column] = cells[column - 1]
    return cells


def _columns(block: Sequence[list[str | None]], synonyms: Synonyms) -> list[Column]:
    width = max(len(line) for line in block)
    columns: list[Column] = []
    for i in range(width):
        texts: list[str] = []
        for line in block:
            text = line[i] if i < len(line) else None
            if text is not None and (not texts or texts[-1] != text):
                texts.append(text)
        if texts:
            name, how = _field_of(texts, synonyms, shared=_is_shared(block, i))
            columns.append(Column(i, " ".join(" ".join(texts).split()), name, how))
    return _tick_columns(columns, block[-1])


def _is_shared(block: Sequence[list[str | None]], i: int) -> bool:
    """Say whether a wider heading stands over the column beside as well."""
    wide = block[0]
    beside = [wide[j] for j in (i - 1, i + 1) if 0 <= j < len(wide)]
    return len(block) > 1 and wide[i] is not None and wide[i] in beside


def _field_of(texts: list[str], synonyms: Synonyms, *, shared: bool) -> tuple[str | None, How | None]:
    *wider, narrow = texts
    if not wider:
        match = synonyms.field_of(narrow)
        return match if match is not None else (None, None)
    above = synonyms.field_of(" ".join(wider)) or synonyms.field_of(wider[-1]) or synonyms.field_of(wider[0])
    if above is not None:
        special = synonyms.under.get((above[0], heading_key(narrow)))
        if special is not None:
            return special, "exact"
    match = synonyms.field_of(narrow)
    if match is not None:
        return (KNOWN, match[1]) if above is not None and above[0] in _OWN_WORDS_ONLY else match
    joined = synonyms.field_of(" ".join(texts))
    if shared:  # a wider heading that speaks of several columns does not by itself say what one of them holds
        return joined if joined is not None and joined[1] == "exact" else (None, None)
    return joined or above or (None, None)


def _tick_columns(columns: list[Column], narrow: list[str | None]) -> list[Column]:
    """Two neighbouring columns headed L and P hold ticks, whatever stands above them."""
    keys = {c.index: heading_key(narrow[c.index] or "") for c in columns if c.index < len(narrow)}
    pairs = [i for i, key in keys.items() if key in {"L", "LK"} and keys.get(i + 1) in {"P", "PR"}]
    ticks = dict.fromkeys(pairs, "sex_man") | {i + 1: "sex_woman" for i in pairs}
    return [Column(c.index, c.heading, ticks[c.index], "exact") if c.index in ticks else c for c in columns]
