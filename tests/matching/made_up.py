"""Small builders for matching tests: rows of people who do not exist, and a register of others around them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from functools import cache
from itertools import count
from typing import Any

import polars as pl

from semesta.matching.linking import Deduplicated, Linked, deduplicate, link
from semesta.matching.model import Model, shipped_model
from semesta.matching.register import Register
from semesta.matching.standardise import standardise

SCHEMA = {
    "id": pl.String,
    "nik": pl.String,
    "nik_state": pl.String,
    "nik_written": pl.String,
    "kk": pl.String,
    "name": pl.String,
    "birth_on": pl.Date,
    "birth_told": pl.Date,
    "birth_precision": pl.String,
    "sex": pl.String,
    "mother_name": pl.String,
    "phone": pl.String,
    "dusun": pl.String,
    "village_code": pl.String,
    "file": pl.String,
}
_FIRST = "AMINAH BUDI CANDRA DARWIS ERNA FARIDAH GUNAWAN HERMAN INDAH JUMINAH KARTINI LUKMAN MUNAWIR NURUL".split()  # noqa: SIM905
_SECOND = "ASTUTI BAHRI CAHYADI DEWI EFENDI FITRIANI GAZALI HARIADI IMRAN JAELANI KURNIAWAN LESTARI".split()  # noqa: SIM905
_numbers = count(1)


def a_person(**told: Any) -> dict[str, Any]:
    """A row about SAHRUDIN HADI, born 17 May 1985; everything can be told otherwise."""
    row: dict[str, Any] = {
        "id": f"row {next(_numbers)}",
        "nik": "5203051705859001",
        "kk": "5203050101109001",
        "name": "SAHRUDIN HADI",
        "birth_on": date(1985, 5, 17),
        "sex": "L",
        "mother_name": "INDRAWATI",
        "phone": "6284012345678",
        "dusun": "DASAN BARU",
        "village_code": "52.03.05.2001",
    } | told
    row.setdefault("nik_state", "missing" if row["nik"] is None else "valid")
    row.setdefault("nik_written", row["nik"])
    row.setdefault("birth_told", row["birth_on"])
    return row


def without_number(**told: Any) -> dict[str, Any]:
    """The same row without a NIK."""
    return a_person(nik=None, **told)


def frame(rows: Sequence[dict[str, Any]]) -> pl.DataFrame:
    """Rows as standardised for the shipped model."""
    return standardise(pl.DataFrame(rows, schema=SCHEMA), shipped_model().schema)


@cache
def others(people: int = 3_000) -> tuple[dict[str, Any], ...]:
    """People around: every one with an own NIK, family card and birth date, names repeating."""
    found = []
    for i in range(people):
        born = date(1955, 1, 1) + timedelta(days=(i * 37) % 18_000)
        found.append(
            a_person(
                id=f"other {i}",
                nik=f"5203{i % 21 + 1:02d}{born:%d%m%y}{9001 + i % 900}",
                kk=f"5203{i % 21 + 1:02d}{born:%d%m}15{9001 + i % 900}",
                name=f"{_FIRST[i % 14]} {_SECOND[i // 14 % 12]}",
                birth_on=born,
                sex="LP"[i % 2],
                mother_name=f"{_FIRST[i * 5 % 14]} {_SECOND[i * 7 % 12]}",
                phone=f"62840{20_000_000 + i}",
                dusun=f"DUSUN {i % 9}",
                village_code=f"52.03.{i % 21 + 1:02d}.20{i % 13 + 1:02d}",
            )
        )
    return tuple(found)


def a_register(*people: dict[str, Any]) -> Register:
    """A register of these people among the others."""
    return Register.ready(frame([*people, *others()]), shipped_model().schema)


def linked(rows: Sequence[dict[str, Any]], *people: dict[str, Any]) -> Linked:
    """Rows linked to a register of these people among others."""
    return link(frame(rows), a_register(*people), shipped_model())


def deduplicated(
    *rows: dict[str, Any], model: Model | None = None, people: Sequence[dict[str, Any]] = ()
) -> Deduplicated:
    """Rows deduplicated, common values counted among these people and the others."""
    return deduplicate(frame(rows), model or shipped_model(), register=a_register(*people))


def bands(found: Linked) -> dict[tuple[str, str], tuple[str, str | None]]:
    """The pairs found, by name: their band and reason."""
    return {(a, b): (band, why) for a, b, band, why in found.pairs.select("id_l", "id_r", "band", "reason").iter_rows()}
