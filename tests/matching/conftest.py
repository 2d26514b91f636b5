"""A small made-up regency with known truth, of a seed no model was trained on, generated and read once."""

from __future__ import annotations

from dataclasses import dataclass

import polars as pl
import pytest

from bench.linkage.lists import read_lists, read_register
from semesta.matching.linking import Deduplicated, Linked, deduplicate, link
from semesta.matching.model import shipped_model
from semesta.matching.register import Register
from semesta.matching.standardise import standardise
from semesta.regions.shipped import shipped_gazetteer
from semesta.synthetic import Assumptions, generate


@dataclass(frozen=True)
class Regency:
    """Its list rows and residents, raw and standardised, and what the shipped model made of them."""

    lists: pl.DataFrame
    residents: pl.DataFrame
    rows: pl.DataFrame
    register: Register
    linked: Linked
    deduplicated: Deduplicated

    def truth(self, found: Linked) -> pl.DataFrame:
        """Return the pairs with `true`: whether both sides are one person."""
        right = self.residents["id"] if found is self.linked else self.lists["person_id"]
        same = self.lists["person_id"].gather(found.pairs["line_l"]) == right.gather(found.pairs["line_r"])
        return found.pairs.with_columns(same.alias("true"))


@pytest.fixture(scope="session")
def regency(tmp_path_factory: pytest.TempPathFactory) -> Regency:
    """Return a regency of one in fifty with five times as many twins as usual, linked and deduplicated."""
    folder = tmp_path_factory.mktemp("regency") / "made-up"
    many_twins = Assumptions(twin_share=0.03)
    generate(folder, gazetteer=shipped_gazetteer(), scale=0.02, seed=412, assumptions=many_twins, workers=1)
    lists, residents = read_lists(folder, shipped_gazetteer()), read_register(folder)
    model = shipped_model()
    rows = standardise(lists, model.schema)
    register = Register.of(residents, model.schema)
    return Regency(
        lists, residents, rows, register, link(rows, register, model), deduplicate(rows, model, register=register)
    )
