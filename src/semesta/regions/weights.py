"""Weights by which a region's workers are shared among its parts: people, voters, households, whatever stands for size.

Weights are given for all parts of a region or for none. Villages without weights share evenly what their district gets;
other parts never do, because nothing says that they are of one size. Parts are whole numbers that sum exactly.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from semesta.kernel.region_code import is_region_code, level_of
from semesta.kernel.rupiah import split
from semesta.regions.shipped import shipped_lines


class WeightsError(ValueError):
    """The weights cannot share out a region; every reason is in the message, in Indonesian and English."""


@dataclass(frozen=True, slots=True)
class Weights:
    """A non-negative whole number per region code, and where the numbers come from."""

    by_code: Mapping[str, int]
    source: str


@dataclass(frozen=True, slots=True)
class Part:
    """What one region below the whole gets, and whether its district was shared evenly for want of weights."""

    code: str
    value: int
    is_even_share: bool


def shipped_weights() -> Weights:
    """Return the shipped district weights of Lombok Timur: derived population, rounded to hundreds."""
    lines = shipped_lines("population_weights.csv")
    return Weights({line["code"]: int(line["weight"]) for line in lines}, lines[0]["source"])


def read_weights(data: bytes, *, file_name: str) -> Weights:
    """Read a CSV with the columns `code` and `weight` (whole numbers, no thousands mark); others are ignored."""
    try:
        lines = csv.DictReader(io.StringIO(data.decode("utf-8-sig")))
        if not {"code", "weight"} <= set(lines.fieldnames or ()):
            raise WeightsError(f"{file_name}: perlu kolom code dan weight / needs the columns code and weight")
        found: dict[str, int] = {}
        problems: list[str] = []
        for line in lines:
            code, text = (line["code"] or "").strip(), (line["weight"] or "").strip()
            if not is_region_code(code):
                problems.append(f"baris / line {lines.line_num}: '{code}' bukan kode wilayah / is no region code")
            elif not (text.isascii() and text.isdigit()):
                problems.append(f"baris / line {lines.line_num}: '{text}' bukan bilangan bulat / is no whole number")
            elif code in found:
                problems.append(f"baris / line {lines.line_num}: {code} dua kali / twice")
            else:
                found[code] = int(text)
    except (UnicodeDecodeError, csv.Error) as problem:
        raise WeightsError(f"{file_name} bukan CSV UTF-8 / is no CSV in UTF-8") from problem
    if problems:
        raise WeightsError(f"{file_name}: " + "; ".join(problems))
    return Weights(found, file_name)


def parts_of(value: int, whole: str, children: Mapping[str, Sequence[str]], weights: Weights) -> list[Part]:
    """Share `value` of region `whole` among all regions below it; at each level the parts sum to it exactly.

    `children` gives the codes one level down by code. WeightsError when weights are missing where they are needed.
    """
    below = sorted(children.get(whole, ()))
    if not below:
        return []
    numbers, is_even = _numbers(whole, below, weights)
    found: list[Part] = []
    for code, part in zip(below, split(value, numbers), strict=True):
        found.append(Part(code, part, is_even))
        found.extend(parts_of(part, code, children, weights))
    return found


def _numbers(whole: str, below: Sequence[str], weights: Weights) -> tuple[list[int], bool]:
    missing = [code for code in below if code not in weights.by_code]
    if not missing:
        numbers = [weights.by_code[code] for code in below]
        if sum(numbers) == 0:
            raise WeightsError(f"{whole}: semua bobot nol / all weights are zero")
        return numbers, False
    if len(missing) == len(below) and level_of(below[0]) == "village":
        return [1] * len(below), True
    raise WeightsError(
        f"{whole}: tidak ada bobot untuk / no weights for {', '.join(missing[:5])}"
        + (f" … ({len(missing)})" if len(missing) > 5 else "")
    )
