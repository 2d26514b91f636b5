"""NIK and family-card numbers of the made-up: real district prefixes, serials 9001 to 9999 and nothing else.

The prefix is that of first registration: mostly the village's district, its old district for people of villages
that moved, another district or regency for incomers. Within prefix and date, serials run up from 9001.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from semesta.kernel.gazetteer import Gazetteer
from semesta.kernel.nik import MADE_UP_SERIALS, WOMAN_DAY_OFFSET
from semesta.kernel.region_code import nik_region, regency_of
from semesta.synthetic.assumptions import Assumptions
from semesta.synthetic.household import Array, Bools, Residents
from semesta.synthetic.territory import Village

_SPLIT_YEAR = 2019  # district Lenek was cut out of Aikmel between the lists of 2018 and 2020


@dataclass(frozen=True)
class Identities:
    """Numbers over all residents: the NIK as registered, a second one for a few (else null), and the card."""

    nik: pl.Series
    second_nik: pl.Series
    kk: pl.Series
    shares_nik: Bools  # whose registered NIK is somebody else's


def numbered(region: Array, day: npt.NDArray[np.datetime64], woman: Bools) -> pl.Series:
    """Compose 16 digits for each line: region, DDMMYY (women: day + 40), serial by rank from 9001.

    ValueError when more people share region and date than made-up serials exist.
    """
    frame = pl.DataFrame({"region": region, "day": day, "woman": woman}, schema_overrides={"region": pl.String})
    coded = frame.select(
        pl.concat_str(
            "region",
            (pl.col("day").dt.day() + pl.when("woman").then(WOMAN_DAY_OFFSET).otherwise(0))
            .cast(pl.String)
            .str.zfill(2),
            pl.col("day").dt.strftime("%m%y"),
        ).alias("start")
    ).with_columns(serial=pl.int_range(pl.len()).over("start") + MADE_UP_SERIALS.start)
    if coded.height and int(coded["serial"].max()) not in MADE_UP_SERIALS:  # type: ignore[arg-type]
        raise ValueError("more people share a district and birth date than there are made-up serials (9001-9999)")
    return coded.select(pl.concat_str("start", pl.col("serial").cast(pl.String))).to_series()


def identify(
    residents: Residents,
    villages: list[Village],
    *,
    gazetteer: Gazetteer,
    regency: str,
    assumptions: Assumptions,
    rng: np.random.Generator,
) -> Identities:
    """Give every resident a NIK and every household a card."""
    total = len(residents)
    region = _regions_of_registration(residents, villages, gazetteer, regency, assumptions, rng)
    twice = np.flatnonzero((rng.random(total) < assumptions.two_nik_share) & (residents.relation < 4))
    order = rng.permutation(total)
    niks = numbered(
        np.concatenate((region[order], region[twice])),
        np.concatenate((residents.born[order], residents.born[twice])),
        np.concatenate((residents.woman[order], residents.woman[twice])),
    )
    nik = niks[:total].gather(np.argsort(order))
    second_at = np.full(total, -1)
    second_at[twice] = total + np.arange(len(twice))
    second = niks.gather(np.maximum(second_at, 0)).zip_with(
        pl.Series(second_at >= 0), pl.Series([None], dtype=pl.String)
    )
    owner = np.arange(total)
    shares = np.flatnonzero(rng.random(total) < assumptions.shared_nik_share)
    lender = np.minimum(shares + rng.integers(1, 40, len(shares)), total - 1)
    lender = np.where(np.isin(lender, shares), shares, lender)
    owner[shares] = lender
    return Identities(nik.gather(owner), second, _cards(residents, villages, rng), owner != np.arange(total))


def _regions_of_registration(
    residents: Residents,
    villages: list[Village],
    gazetteer: Gazetteer,
    regency: str,
    assumptions: Assumptions,
    rng: np.random.Generator,
) -> Array:
    total = len(residents)
    today = np.array([v.nik_region for v in villages])[residents.village]
    old = np.array([v.old_nik_region or v.nik_region for v in villages])[residents.village]
    year = residents.born.astype("datetime64[Y]").astype(int) + 1970
    registered_before = (year < _SPLIT_YEAR) & (rng.random(total) < assumptions.old_code_share)
    region = np.where(registered_before, old, today)
    districts = gazetteer.at("district")
    own = np.array([nik_region(d.code) for d in districts if regency_of(d.code) == regency])
    other = np.array([nik_region(d.code) for d in districts if regency_of(d.code) != regency])
    draw = rng.random(total)
    moved = draw < assumptions.other_district_share
    region[moved] = own[rng.integers(0, len(own), int(moved.sum()))]
    if len(other):
        incomer = (draw >= 0.5) & (draw < 0.5 + assumptions.other_regency_share)
        region[incomer] = other[rng.integers(0, len(other), int(incomer.sum()))]
    return region


def _cards(residents: Residents, villages: list[Village], rng: np.random.Generator) -> pl.Series:
    heads = np.flatnonzero(residents.position == 0)
    region = np.array([v.nik_region for v in villages])[residents.village[heads]]
    issued = np.datetime64("2009-01-05") + rng.integers(0, 6_100, len(heads)).astype("timedelta64[D]")
    cards = numbered(region, issued, np.zeros(len(heads), dtype=bool))
    return cards.gather(residents.household)
