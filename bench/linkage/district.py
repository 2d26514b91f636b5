"""A pilot of one district: a register that holds every second person of it, and rows that tell no NIK about all.

Half of the rows have no person to be found, so whoever is joined to a namesake or twin counts as wrong. Every district
of the regency is tried by itself.
"""

from __future__ import annotations

import polars as pl

from linkage.lists import MadeUp
from measuring.report import Measure
from semesta.matching.linking import link
from semesta.matching.model import shipped_model
from semesta.matching.register import Register
from semesta.matching.standardise import standardise

_NUMBER = ("nik", "nik_written")
WITHOUT = {
    "rows without NIK": _NUMBER,
    "rows of name, birth date, village": (*_NUMBER, "kk", "mother_name", "phone", "dusun"),
}


def one_district(scale: float, seed: int) -> list[Measure]:
    """Judge the machine's joins in each district, for rows that leave out so much."""
    regency, model = MadeUp(scale, seed), shipped_model()
    lists, residents = regency.rows(), regency.residents()
    measures = []
    for what, columns in WITHOUT.items():
        left_out = [pl.lit(None, pl.String).alias(column) for column in columns]
        joined = wrong = asked = rows = 0
        for district in residents["village_code"].str.slice(0, 8).unique().sort():
            here = pl.col("village_code").str.starts_with(district)
            known = residents.filter(here).gather_every(2)
            told = lists.filter(here).with_columns(*left_out, birth_on="birth_told", nik_state=pl.lit("missing"))
            found = link(standardise(told, model.schema), Register.of(known, model.schema), model)
            right = told["person_id"].gather(found.machine["line_l"]) == known["id"].gather(found.machine["line_r"])
            joined, wrong = joined + right.len(), wrong + int((~right).sum())
            asked, rows = asked + found.queue.height, rows + told.height
        note = f"{wrong} of {joined:,} joins wrong, {rows:,} rows"
        measures += [
            Measure(f"one district, {what}: precision of the machine", 1 - wrong / max(joined, 1), "", note=note),
            Measure(f"one district, {what}: queue", 100 * asked / rows, "% rows"),
        ]
    return measures
