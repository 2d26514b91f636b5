"""Draw the waterfall charts of docs/matching.md from the shipped model: what each comparison says of a made-up pair.

    python scripts/draw_waterfalls.py

Run it again whenever the shipped model changes; the people are made up.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from semesta.matching.evidence import Part, prior_weight
from semesta.matching.linking import score
from semesta.matching.model import shipped_model
from semesta.matching.register import Register
from semesta.matching.settings import LEVEL
from semesta.matching.standardise import standardise
from semesta.matching.waterfall import waterfall_svg

PICTURES = Path(__file__).resolve().parents[1] / "docs" / "pictures"
PEOPLE = 700_000
"""The charts are drawn for a register of so many people, of a name and a birth date neither common nor rare."""

PERSON: dict[str, Any] = {
    "id": "person",
    "nik": "5203051705859001",
    "nik_state": "valid",
    "kk": "5203050101109001",
    "name": "SAHRUDIN HADI",
    "birth_on": date(1985, 5, 17),
    "sex": "L",
    "mother_name": "INDRAWATI",
    "phone": "6284012345678",
    "dusun": "DASAN BARU",
    "village_code": "52.03.05.2001",
}
PAIRS: dict[str, dict[str, Any]] = {
    "matching-spelling": {"nik": None, "nik_state": "missing", "name": "SYAHRUDDIN HADI", "phone": None, "dusun": None},
    "matching-rounded": {
        "nik": "5203051705859000",
        "nik_state": "doubtful",
        "kk": None,
        "mother_name": None,
        "name": "SAHRUDIN",
    },
    "matching-twins": {"nik": "5203051705859002", "name": "SAHRUL HADI"},
}


def main() -> None:
    """Draw one picture for each pair, in English."""
    model = shipped_model()
    person = pl.DataFrame([PERSON])
    register = Register.of(person, model.schema)
    prior = prior_weight(model, link_type="register", population=PEOPLE)
    for name, told in PAIRS.items():
        row = standardise(pl.DataFrame([PERSON | {"id": "row"} | told], schema=person.schema), model.schema)
        pair = score(row, register, model, at_least=-99.0).pairs.row(0, named=True)
        parts = []
        for comparison in model.schema.comparisons:
            level = comparison.levels[pair[f"{LEVEL}{comparison.name}"]]
            weight = model.weight(comparison, level, PEOPLE)
            parts.append(Part(comparison.name, comparison.title, level.label, weight, 0.0))
        (PICTURES / f"{name}.svg").write_text(waterfall_svg(parts, prior=prior), encoding="utf-8")


if __name__ == "__main__":
    main()
