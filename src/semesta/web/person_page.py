"""A person as a page shows them: strip of months, protection, standing, history in words; numbers masked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from semesta.web.masking import masked_nik, masked_phone
from semesta.web.words import word


@dataclass(frozen=True, slots=True)
class Stretch:
    """Months of one year in the strip, for a heading above them."""

    year: int
    months: list[dict[str, Any]]


def strip_by_year(strip: Sequence[Mapping[str, Any]]) -> list[Stretch]:
    """Group the months of a strip by year; each gets its words: state, payer."""
    years: dict[int, list[dict[str, Any]]] = {}
    for entry in strip:
        words = word("strip_state", entry["state"])
        payer = word("payer", entry["payer"]) if entry["payer"] else ""
        years.setdefault(entry["month"].year, []).append(
            {**entry, "words": f"{words}, {payer}" if payer else words, "number": f"{entry['month'].number:02d}"}
        )
    return [Stretch(year, months) for year, months in years.items()]


def runs_of(strip: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Say the strip in words: who pays from which month to which, in which state; months without cover are left out."""
    runs: list[dict[str, Any]] = []
    for entry in strip:
        if entry["state"] == "none":
            continue
        last = runs[-1] if runs else None
        goes_on = (
            last is not None
            and last["last"].plus(1) == entry["month"]
            and (last["state"], last["payer"]) == (entry["state"], entry["payer"])
        )
        if last is not None and goes_on:
            last["last"] = entry["month"]
        else:
            runs.append({name: entry[name] for name in ("state", "payer", "class")} | {
                "first": entry["month"], "last": entry["month"],
            })  # fmt: skip
    return runs


def masked_person(found: Mapping[str, Any]) -> dict[str, Any]:
    """Return the details with NIK, family card and phone masked."""
    return {
        **found,
        "nik": masked_nik(found["nik"]),
        "kk": masked_nik(found["kk"]),
        "phone": masked_phone(found["phone"]),
    }
