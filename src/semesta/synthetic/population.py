"""The residents as one frame: everything true about each of them, from name to decile.

Columns: person_id (1, 2, ...; order of village and household), village_index, then those of `PERSON_SCHEMA`.
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import polars as pl

from semesta.kernel.gazetteer import Gazetteer
from semesta.synthetic.assumptions import Assumptions
from semesta.synthetic.figures import figure
from semesta.synthetic.household import CHILD, Residents, people
from semesta.synthetic.identity import identify
from semesta.synthetic.livelihood import employ
from semesta.synthetic.naming import draw_namesakes, name_people
from semesta.synthetic.territory import Village

PERSON_SCHEMA: dict[str, pl.DataType] = {
    "person_id": pl.Int32(),
    "household_id": pl.Int32(),
    "village_code": pl.String(),
    "nik": pl.String(),  # as registered; shared by two for a few
    "second_nik": pl.String(),  # of residents recorded twice
    "shares_nik": pl.Boolean(),  # the registered NIK belongs to somebody else
    "kk": pl.String(),
    "name": pl.String(),
    "sex": pl.String(),
    "birth_on": pl.Date(),
    "birth_place": pl.String(),
    "relation": pl.Int8(),  # code of the relation to the head
    "marital": pl.Int8(),
    "education": pl.Int8(),
    "religion": pl.Int8(),
    "mother_name": pl.String(),
    "father_name": pl.String(),
    "dusun": pl.String(),
    "rt": pl.String(),
    "rw": pl.String(),
    "segment": pl.String(),
    "occupation": pl.String(),
    "income_rp": pl.Int64(),
    "phone": pl.String(),
    "decile": pl.Int8(),
    "twin": pl.Boolean(),
    "namesake": pl.Boolean(),  # shares name, birth date and village with somebody else on purpose
    "died_on": pl.Date(),
}


def populate(
    villages: list[Village],
    *,
    gazetteer: Gazetteer,
    regency: str,
    scale: float,
    concentration: float,
    assumptions: Assumptions,
    rng: np.random.Generator,
) -> pl.DataFrame:
    """Return all residents (columns of `PERSON_SCHEMA` and `village_index`)."""
    sizes = np.array([v.residents for v in villages])
    men, women = figure(regency, "population_male"), figure(regency, "population_female")
    share = men / (men + women) if men and women else assumptions.men_share
    residents = people(sizes, men_share=share, assumptions=assumptions, rng=rng)
    namesake = draw_namesakes(residents, share=assumptions.namesake_share, rng=rng)
    residents = replace(residents, born=residents.born[namesake])
    names = name_people(residents, villages, assumptions=assumptions, concentration=concentration, rng=rng)
    numbers = identify(residents, villages, gazetteer=gazetteer, regency=regency, assumptions=assumptions, rng=rng)
    work = employ(residents, villages, regency=regency, scale=scale, assumptions=assumptions, rng=rng)
    total = len(residents)
    twin = residents.twin_of >= 0
    twin[residents.twin_of[twin]] = True
    doubled = namesake != np.arange(total)
    doubled[namesake[doubled]] = True
    place = pl.Series([v.name.upper() for v in villages]).gather(residents.village)
    frame = pl.DataFrame(
        {
            "person_id": np.arange(1, total + 1),
            "household_id": residents.household + 1,
            "village_index": residents.village,
            "village_code": pl.Series([v.code for v in villages]).gather(residents.village),
            "nik": numbers.nik,
            "second_nik": numbers.second_nik,
            "shares_nik": numbers.shares_nik,
            "kk": numbers.kk,
            "name": names.name.gather(namesake),
            "sex": pl.Series(["L", "P"]).gather(residents.woman.astype(int)),
            "birth_on": pl.Series(residents.born).cast(pl.Date),
            "relation": residents.relation,
            "marital": _marital(residents, rng),
            "education": _education(residents, rng),
            "religion": np.where(names.hindu, 4, 1),
            "mother_name": names.mother,
            "father_name": names.father,
            **_addresses(residents, villages, rng),
            "segment": pl.Series(work.segment_names).gather(work.segment),
            "occupation": work.occupation,
            "income_rp": work.income_rp,
            "phone": work.phone,
            "decile": work.decile,
            "twin": twin,
            "namesake": doubled,
            "died_on": _deaths(residents, assumptions, rng),
        }
    )
    hamlet_born = pl.Series(rng.random(total) < 0.35)
    frame = frame.with_columns(birth_place=frame["dusun"].str.to_uppercase().zip_with(hamlet_born, place))
    return frame.select(
        *(pl.col(name).cast(dtype) for name, dtype in PERSON_SCHEMA.items()), pl.col("village_index").cast(pl.Int32)
    )


def _marital(residents: Residents, rng: np.random.Generator) -> np.ndarray:
    """1 never married, 2 married, 3 divorced, 4 widowed."""
    alone = np.where(rng.random(len(residents)) < 0.4, 3, 4)
    grown_child = (residents.relation == CHILD) & (rng.random(len(residents)) < 0.1)
    age = (residents.born.max() - residents.born).astype(int) / 365.25
    marital = np.where(residents.relation == CHILD, np.where(grown_child & (age > 22), alone, 1), alone)
    return np.where(residents.married, 2, marital)


def _education(residents: Residents, rng: np.random.Generator) -> np.ndarray:
    """Code of the family card, 1 (none) to 9; the young went to school longer."""
    age = (residents.born.max() - residents.born).astype(int) / 365.25
    level = 3.0 + rng.normal(0, 1.3, len(residents)) + np.clip((45 - age) / 18, -1.5, 1.4)
    level = np.clip(np.rint(level), 1, 9)
    return np.where(age < 6, 1, np.where(age < 12, 2, np.where(age < 19, np.minimum(level, 4), level)))


def _addresses(residents: Residents, villages: list[Village], rng: np.random.Generator) -> dict[str, pl.Series]:
    """Put households, in their order, into the hamlets of the village and number the neighbourhoods within."""
    heads = np.flatnonzero(residents.position == 0)
    village = residents.village[heads]
    first = np.searchsorted(village, np.arange(len(villages)))
    count = np.maximum(1, np.bincount(village, minlength=len(villages)))
    place = (np.arange(len(heads)) - first[village]) / count[village]
    hamlets = np.array([len(v.hamlets) for v in villages])
    inside = np.minimum((place * hamlets[village]).astype(int), hamlets[village] - 1)
    offset = np.concatenate(([0], np.cumsum(hamlets)[:-1]))
    names = pl.Series([h for v in villages for h in v.hamlets])
    part = place * hamlets[village] - inside
    rt = 1 + np.minimum((part * np.maximum(1, count[village] / hamlets[village] / 45)).astype(int), 11)
    has_rw = np.array([v.has_rw for v in villages])[village]
    rw = pl.Series(np.where(has_rw, 1 + (rt - 1) // 4, 0)).cast(pl.String).str.zfill(3)
    home = residents.household
    return {
        "dusun": names.gather((offset[village] + inside)[home]),
        "rt": pl.Series(rt).cast(pl.String).str.zfill(3).gather(home),
        "rw": rw.replace({"000": "-"}).gather(home),
    }


def _deaths(residents: Residents, assumptions: Assumptions, rng: np.random.Generator) -> pl.Series:
    """Let an exact share of the residents die in the twelve months up to `as_of`, mostly the old."""
    total = len(residents)
    age = (np.datetime64(assumptions.as_of) - residents.born).astype(int) / 365.25
    count = max(1, int(total * assumptions.deaths_per_thousand / 1000 + 0.5))
    clock = rng.exponential(1.0, total) / (0.05 + np.exp((age - 60) / 11)) + np.where(age < 1.1, 1e9, 0)
    dead = np.argpartition(clock, count - 1)[:count]
    died = np.full(total, np.datetime64("NaT"), dtype="datetime64[D]")
    died[dead] = np.datetime64(assumptions.as_of) - rng.integers(0, 365, count).astype("timedelta64[D]")
    return pl.Series(died).cast(pl.Date)
