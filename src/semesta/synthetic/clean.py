"""The clean cells of a list: what its author would write if nothing went wrong, in the words its layout uses."""

from __future__ import annotations

import numpy as np
import polars as pl

from semesta.synthetic import codes
from semesta.synthetic.layout.page import Cell
from semesta.synthetic.layout.registry import Layout

_AS_THEY_ARE = ("nik", "kk", "name", "birth_on", "sex", "birth_place", "mother_name", "father_name", "phone")
_HAMLET_PREFIXES = ("", "DUSUN ", "Dsn. ", "Dsn_")


def clean_cells(people: pl.DataFrame, layout: Layout, style: np.random.Generator) -> dict[str, list[Cell]]:
    """Return the cells by field that the layout shows, one per line of `people`; dates and sex still unworded."""
    shows = layout.shows
    cells: dict[str, list[Cell]] = {name: people[name].to_list() for name in _AS_THEY_ARE if name in shows}
    for name, words in (
        ("relation", codes.RELATION),
        ("marital", codes.MARITAL_SHORT if layout.codes == "short" else codes.MARITAL),
        ("education", codes.EDUCATION),
        ("religion", codes.RELIGION),
    ):
        if name in shows:
            numbers = people[name].to_list()
            cells[name] = numbers if layout.codes == "number" else [words[n] for n in numbers]
    if "occupation" in shows:
        work = people["occupation" if layout.from_registry else "work"].to_list()
        cells["occupation"] = [codes.OCCUPATION_CODES[w] for w in work] if layout.codes == "number" else work
    hamlets = people["dusun"].to_list()
    upper = style.random() < 0.6
    if "dusun" in shows:
        prefix = _HAMLET_PREFIXES[int(style.integers(0, len(_HAMLET_PREFIXES)))]
        cells["dusun"] = [f"{prefix}{h.upper() if upper else h}" for h in hamlets]
    if "address" in shows:
        cells["address"] = [f"DUSUN {h.upper()}" for h in hamlets]
    if "rt" in shows:
        cells |= _neighbourhood(people, style, apart="rw" in shows)
    for name, column in (("income_rp", "income_rp"), ("village", "list_village"), ("district", "list_district")):
        if name in shows:
            cells[name] = people[column].to_list()
    if "enterprise" in people.columns:
        cells["enterprise"] = people["enterprise"].to_list()
    return cells


def _neighbourhood(people: pl.DataFrame, style: np.random.Generator, *, apart: bool) -> dict[str, list[Cell]]:
    """Write RT and RW in two columns, or in one of the forms in which one column holds them."""
    rts, rws = people["rt"].to_list(), people["rw"].to_list()
    if apart:
        return {"rt": rts, "rw": rws}
    form = int(style.integers(0, 4))
    return {
        "rt": [
            (rt, str(int(rt)), f"RT {rt[1:]} RW {rw[1:] if rw != '-' else '-'}", f"{rt}/{rw}")[form]
            for rt, rw in zip(rts, rws, strict=True)
        ]
    }
