"""What the program brings along about regions, read from `data/*.csv`; no database is needed.

Sources, dates and licences stand in every line or in docs/data.md. Nothing here is "the" truth: figures keep their kind
(reported by somebody, or derived by arithmetic) and a confidence mark.
"""

from __future__ import annotations

import csv
from functools import cache
from importlib.resources import files

from semesta.kernel.gazetteer import Gazetteer, Region

SHIPPED_WITHIN = "52"
"""The shipped regions are those of this province."""


@cache
def shipped_gazetteer() -> Gazetteer:
    """Return the 1,294 regions of Nusa Tenggara Barat with aliases and the old codes of Lombok Timur."""
    return Gazetteer.of(
        (Region(line["code"], line["name"]) for line in shipped_lines("regions.csv")),
        aliases=[(line["alias"], line["code"]) for line in shipped_lines("aliases.csv")],
        old_codes={
            line["old_code"]: line["new_code"]
            for line in shipped_lines("code_history.csv")
            if line["old_code"] != line["new_code"]
        },
    )


def shipped_targets() -> list[dict[str, str]]:
    """Return the published targets: region_code, year, value, kind (reported or derived), source, note."""
    return shipped_lines("targets.csv")


def shipped_lines(name: str) -> list[dict[str, str]]:
    """Return the lines of one shipped table (a file name in `data/`) as text by column name."""
    text = files("semesta.regions").joinpath("data", name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))
