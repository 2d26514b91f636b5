"""Who does what for a living, how poor a household is, and who has a telephone.

Persons per segment are exact at scale; who they are follows sex, age and place (tobacco and coast districts).
Deciles rank all households by an invented score, so each holds a tenth of them.
"""

from __future__ import annotations

import csv
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np
import polars as pl

from semesta.synthetic.assumptions import Assumptions
from semesta.synthetic.figures import at_scale, figure
from semesta.synthetic.household import Array, Floats, Ints, Residents
from semesta.synthetic.territory import Village

_COAST_DISTRICTS = ("52.03.01", "52.03.08", "52.03.10", "52.03.17", "52.03.20")
_STALE = ("WIRASWASTA", "BELUM/TIDAK BEKERJA", "MENGURUS RUMAH TANGGA", "PETANI/PEKEBUN", "BURUH HARIAN LEPAS")


@dataclass(frozen=True, slots=True)
class Work:
    """How a segment is peopled and written (`segments_work.csv`; shares and ages are assumptions)."""

    segment: str
    men_share: float
    ages: tuple[int, int]
    place: str
    poor: float
    ktp: str
    words: tuple[str, ...]


@cache
def shipped_work() -> dict[str, Work]:
    """Return the segments with their sex and age profile and the words lists use for them."""
    text = files("semesta.synthetic").joinpath("segments_work.csv").read_text(encoding="utf-8")
    return {
        r["segment"]: Work(
            r["segment"],
            float(r["men_share"]),
            (int(r["age_low"]), int(r["age_high"])),
            r["place"],
            float(r["poor"]),
            r["ktp"],
            tuple(r["words"].split("|")),
        )
        for r in csv.DictReader(text.splitlines())
    }


@dataclass(frozen=True)
class Livelihoods:
    """Columns over all residents; `segment` indexes `segment_names`, `decile` is 1 (poorest) to 10."""

    segment_names: tuple[str, ...]
    segment: Ints
    occupation: pl.Series  # as the civil register has it, often stale
    decile: Ints
    income_rp: Ints
    phone: pl.Series


def workers_wanted(regency: str, scale: float, assumptions: Assumptions, *, residents: int) -> dict[str, int]:
    """Return persons per working segment: the assumed ones, and the remainders that meet the published totals."""
    formal = figure(regency, "formal_workers_potential")
    informal = figure(regency, "informal_workers")
    wanted = {name: at_scale(count, scale) for name, count in assumptions.segments.items()}
    formal_names = [n for n in wanted if n in FORMAL]
    if formal is None or informal is None:
        return wanted | {"wage_earner": residents // 40, "other_informal": residents // 50}
    wage = at_scale(formal, scale) - sum(wanted[n] for n in formal_names)
    rest = at_scale(informal, scale) - sum(c for n, c in wanted.items() if n not in FORMAL)
    return wanted | {"wage_earner": max(0, wage), "other_informal": max(0, rest)}


FORMAL = frozenset(
    {
        "village_official",
        "village_council",
        "rt_rw",
        "village_security",
        "cadre",
        "contract_staff",
        "contract_teacher",
        "mosque_caretaker",
        "quran_teacher",
        "kitchen_worker",
    }
)


def employ(
    residents: Residents,
    villages: list[Village],
    *,
    regency: str,
    scale: float,
    assumptions: Assumptions,
    rng: np.random.Generator,
) -> Livelihoods:
    """Give every resident a segment, an occupation on the card, a decile, an income and perhaps a telephone."""
    work = shipped_work()
    names = tuple(work)
    age = (np.datetime64(assumptions.as_of) - residents.born).astype(int) / 365.25
    wanted = workers_wanted(regency, scale, assumptions, residents=len(residents))
    segment = np.full(len(residents), names.index("not_working"))
    free = (age >= assumptions.working_ages[0]) & (age <= assumptions.working_ages[1])
    for name, count in sorted(wanted.items(), key=lambda item: item[1]):
        if name == "other_informal":
            continue
        chosen = _sample(free, _liking(work[name], residents, villages, age), count, rng)
        segment[chosen] = names.index(name)
        free[chosen] = False
    chosen = _sample(free, np.ones(len(residents)), wanted["other_informal"], rng)
    segment[chosen] = names.index("other_informal")
    decile = _deciles(residents, segment, [work[n].poor for n in names], rng)
    income = (np.exp(rng.normal(13.6, 0.45, len(residents))) * (0.6 + 0.08 * decile)).astype(np.int64) // 50_000
    return Livelihoods(
        names,
        segment,
        _occupations(residents, segment, [work[n].ktp for n in names], age, assumptions, rng),
        decile,
        np.maximum(6, income) * 50_000,
        _phones(residents, age, assumptions, rng),
    )


def _liking(work: Work, residents: Residents, villages: list[Village], age: Floats) -> Floats:
    """Weigh every resident for a segment by sex, age range and district."""
    weight = np.where(residents.woman, 1.0 - work.men_share, work.men_share)
    low, high = work.ages
    weight = weight * np.where((age >= low) & (age <= high), 1.0, 0.02)
    if work.place:
        weight = weight * np.array([_place_weight(v.district_code, work.place) for v in villages])[residents.village]
    return weight


def _place_weight(district: str, place: str) -> float:
    if place == "coast":
        return 8.0 if district in _COAST_DISTRICTS else 0.15
    return 1.0 + 3.0 * (figure(district, "tobacco_area_virginia") or 0) / 1_000


def _sample(free: Array, weight: Floats, count: int, rng: np.random.Generator) -> Ints:
    """Choose `count` free residents without repetition, likelier the heavier (exponential clocks)."""
    candidates = np.flatnonzero(free & (weight > 0))
    count = min(count, len(candidates))
    if count == 0:
        return candidates[:0]
    clock = rng.exponential(1.0, len(candidates)) / weight[candidates]
    return np.sort(candidates[np.argpartition(clock, count - 1)[:count]])


def _deciles(residents: Residents, segment: Ints, poor: list[float], rng: np.random.Generator) -> Ints:
    households = int(residents.household[-1]) + 1
    heads = np.flatnonzero(residents.position == 0)
    size = np.bincount(residents.household)
    score = np.array(poor)[segment[heads]] + 0.12 * size + rng.normal(0, 0.8, households)
    rank = np.empty(households, dtype=np.int64)
    rank[np.argsort(-score, kind="stable")] = np.arange(households)
    return (1 + rank * 10 // households)[residents.household]


def _occupations(
    residents: Residents,
    segment: Ints,
    ktp: list[str],
    age: Floats,
    assumptions: Assumptions,
    rng: np.random.Generator,
) -> pl.Series:
    words = [*ktp, *_STALE, "PELAJAR/MAHASISWA", "MENGURUS RUMAH TANGGA", "BELUM/TIDAK BEKERJA"]
    index = segment.copy()
    working = segment != len(ktp) - 1
    stale = working & (rng.random(len(segment)) < assumptions.stale_occupation_share)
    index[stale] = len(ktp) + rng.choice(len(_STALE), size=int(stale.sum()), p=(0.5, 0.2, 0.1, 0.1, 0.1))
    index[stale & (index == len(ktp) + 2) & ~residents.woman] = len(ktp)
    idle = ~working
    index[idle & (age >= 6) & (age < 22)] = len(ktp) + len(_STALE)
    index[idle & (age >= 22) & residents.woman] = len(ktp) + len(_STALE) + 1
    index[idle & (age < 6)] = len(ktp) + len(_STALE) + 2
    return pl.Series(words).gather(index)


def _phones(residents: Residents, age: Floats, assumptions: Assumptions, rng: np.random.Generator) -> pl.Series:
    """Give a share of households one number, that all of them name; young adults often have their own."""
    total = len(residents)
    prefix = pl.Series(assumptions.phone_prefixes).gather(rng.integers(0, len(assumptions.phone_prefixes), total))
    rest = pl.Series(rng.integers(10_000_000, 99_999_999, total)).cast(pl.String)
    own = prefix + rest
    has = rng.random(total) < assumptions.phone_share
    index = np.where((rng.random(total) < 0.6) & (age < 50), np.arange(total), residents.head)
    return own.gather(index).zip_with(pl.Series(has[index] & (age > 14)), pl.Series([None], dtype=pl.String))
