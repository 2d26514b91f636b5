"""A made-up regency for the allocation: 600,000 eligible people in 254 villages, and its purses. Nobody in it is real.

Assumptions, all drawn with one seed: the mix of segments, deciles and sexes below; about a quarter of the people are
covered at the start of the year, with shares that differ from village to village; of those most are paid until
December, some are one or two months behind, some paid into the year; 6 % of the uncovered and 15 % of the covered
wish to pay for themselves; a tenth of the three poorest deciles are mustahik. Amounts of the purses follow what was
published for Lombok Timur where anything was (twenty million rupiah of ADD per village, some 2.6 billion of DBHCHT)
and are assumptions elsewhere.
"""

from __future__ import annotations

from datetime import date

import numpy as np
import polars as pl

from semesta.law import Law, purse_answers

YEAR = 2026
VILLAGES, KELURAHAN = 254, 15
SEGMENTS = {
    "farmer": 200, "farm_labourer": 180, "tobacco_farmer": 40, "tobacco_labourer": 70, "livestock": 30, "fisher": 20,
    "fish_labourer": 10, "micro_enterprise": 100, "trader": 90, "craftsman": 50, "transport": 30, "domestic_worker": 20,
    "day_labourer": 60, "other_informal": 40, "village_official": 7, "village_council": 4, "rt_rw": 10,
    "village_security": 5, "cadre": 10, "contract_staff": 8, "contract_teacher": 8, "mosque_caretaker": 4,
    "quran_teacher": 4,
}  # fmt: skip
WAGES = {
    "village_official": 2_100_000, "village_council": 900_000, "rt_rw": 500_000, "village_security": 600_000,
    "cadre": 300_000, "contract_staff": 1_500_000, "contract_teacher": 1_100_000, "mosque_caretaker": 500_000,
    "quran_teacher": 450_000,
}  # fmt: skip
RISK = {
    "fisher": 5,
    "fish_labourer": 5,
    "transport": 4,
    "craftsman": 3,
    "day_labourer": 3,
    "trader": 1,
    "micro_enterprise": 1,
}
BILLION = 10**9


def village_codes() -> list[str]:
    """Return 254 made-up codes, 15 of them kelurahan."""
    codes = []
    for place in range(VILLAGES):
        kind = 1 if place < KELURAHAN else 2
        codes.append(f"52.03.{place % 21 + 1:02d}.{kind}{place // 21 + 1:03d}")
    return codes


def eligible_people(law: Law, count: int, *, seed: int) -> pl.DataFrame:
    """Return people as `allocation.plan` asks for them."""
    draw = np.random.default_rng(seed)
    codes = village_codes()
    size = draw.gamma(6.0, 1.0, VILLAGES)
    village = draw.choice(VILLAGES, count, p=size / size.sum())
    share = np.array(list(SEGMENTS.values()), float)
    segment = draw.choice(len(SEGMENTS), count, p=share / share.sum())
    names = np.array(list(SEGMENTS))[segment]
    decile = np.clip(np.ceil(draw.beta(1.6, 2.2, count) * 10), 1, 10).astype(np.int64)
    chance = np.clip(draw.normal(0.26, 0.09, VILLAGES), 0.05, 0.6)[village] * np.where(segment > 13, 1.8, 0.95)
    covered = draw.random(count) < chance
    behind = draw.choice([-1, 0, 0, 0, 0, 0, 0, 1, 2, 3, 3, 6], count)  # months after December (minus: before)
    behind = np.where(draw.random(count) < 0.06, -2, behind)
    months = np.array([date(YEAR - 1 + (11 + n) // 12, (11 + n) % 12 + 1, 1) for n in range(-2, 7)], "datetime64[D]")
    until = months[behind + 2]
    wish = draw.random(count) < np.where(covered, 0.15, 0.06)
    mustahik = (decile <= 3) & (draw.random(count) < 0.1)
    wage = np.array([WAGES.get(name, 0) for name in SEGMENTS])[segment]
    people = pl.DataFrame(
        {
            "person": pl.Series(draw.permutation(count)).cast(pl.String).str.zfill(9),
            "village": pl.Series(codes).gather(village),
            "segment": pl.Series(names),
            "decile": pl.Series(np.where(draw.random(count) < 0.03, 0, decile)).replace(0, None),
            "sex": pl.Series(["L", "P"]).gather((draw.random(count) < 0.42).astype(np.int64)),
            "risk_class": pl.Series(np.array([RISK.get(name, 2) for name in SEGMENTS])[segment]),
            "income_rp": pl.Series(wage).replace(0, None),
            "paid_until": pl.Series(np.where(covered, until, np.datetime64("NaT"))).cast(pl.Date),
            "registered_on": pl.Series(np.datetime64("2023-01-01") + draw.integers(0, 1000, count)).cast(pl.Date),
            "wishes_self": wish,
            "mustahik": mustahik,
            "place_kind": pl.Series(["kelurahan", "desa"]).gather((village >= KELURAHAN).astype(np.int64)),
            "fiscal_year": np.full(count, YEAR),
            "region": pl.Series(codes).gather(village),
        }
    )
    return purse_answers(law, people)


def purses() -> pl.DataFrame:
    """Return the purses of a year: ADD and DD of each village, six of the regency and above."""
    codes = village_codes()
    desa = codes[KELURAHAN:]
    rows: list[tuple[str, str, str, int | None, int, int | None]] = []
    rows += [(f"add {code}", "add", code, 20_000_000, 1_500_000 * (place % 3), None) for place, code in enumerate(desa)]
    rows += [(f"dd {code}", "dd", code, 30_000_000, 0, None) for code in desa]
    rows += [
        ("apbd", "apbd_regency", "52.03", 9 * BILLION, 400_000_000, None),
        ("apbd ntb", "apbd_province", "52", 2 * BILLION, 0, None),
        ("dbhcht", "dbhcht", "52.03", 2_630_000_000 + BILLION, 0, 9),
        ("baznas", "baznas", "52.03", 600_000_000, 0, None),
        ("csr", "csr", "52.03", 450_000_000, 0, None),
        ("self", "self", "52.03", None, 0, None),
    ]
    names = ("purse", "kind", "owner", "ceiling_rp", "committed_rp", "months_per_person")
    return pl.DataFrame(rows, schema=list(names), orient="row", infer_schema_length=None)


def releases() -> pl.DataFrame:
    """Return how money comes free: ADD by quarters, the tobacco share from April, the provincial budget from July."""
    quarters = [(date(YEAR, 1, 1), 5), (date(YEAR, 4, 1), 10), (date(YEAR, 7, 1), 15), (date(YEAR, 10, 1), 20)]
    rows = [
        (f"add {code}", month, part * 1_000_000) for code in village_codes()[KELURAHAN:] for month, part in quarters
    ]
    rows += [("dbhcht", date(YEAR, 4, 1), 2 * BILLION), ("dbhcht", date(YEAR, 8, 1), 4 * BILLION)]
    rows += [("apbd ntb", date(YEAR, 7, 1), 2 * BILLION)]
    return pl.DataFrame(rows, schema=["purse", "month", "through_rp"], orient="row")
