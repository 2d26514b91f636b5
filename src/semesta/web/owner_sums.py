"""Owners of micro-enterprises added up: how they stand, by whom they are paid, until when."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from semesta.coverage.queries import PAID_BY
from semesta.kernel.month import Month

COVERED: Final = ("covered", "ends_soon")
MONTHS_SHOWN: Final = 6


@dataclass(frozen=True, slots=True)
class Sums:
    """Persons: known, of them members (covered in the month), of these ending soon; late, uncovered.

    `payers`: paid_by, payer, people, ends_soon, in the order of PAID_BY, most people first. `ends`: until (a month),
    people, and by whom they are paid, the soonest first; `later` are those covered beyond the months that are listed.
    """

    known: int
    members: int
    ends_soon: int
    late: int
    uncovered: int
    paid_by: dict[str, int]
    payers: list[dict[str, Any]]
    ends: list[dict[str, Any]]
    later: int

    @property
    def share(self) -> float | None:
        """Return members / known owners."""
        return self.members / self.known if self.known else None


def sums_of(counts: Sequence[Mapping[str, Any]]) -> Sums:
    """Add up the lines of `enterprise_counts`."""
    standing: Counter[str] = Counter()
    for line in counts:
        standing[line["standing"]] += line["people"]
    covered = [line for line in counts if line["standing"] in COVERED]
    paid_by: Counter[str] = Counter()
    for line in covered:
        paid_by[line["paid_by"]] += line["people"]
    ends = _ends(covered)
    return Sums(
        sum(standing.values()), sum(standing[name] for name in COVERED), standing["ends_soon"], standing["late"],
        standing["uncovered"], {name: paid_by[name] for name in PAID_BY}, _payers(covered), ends[:MONTHS_SHOWN],
        sum(line["people"] for line in ends[MONTHS_SHOWN:]),
    )  # fmt: skip


def _payers(covered: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    people: Counter[tuple[str, str]] = Counter()
    soon: Counter[tuple[str, str]] = Counter()
    for line in covered:
        key = (line["paid_by"], line["payer"])
        people[key] += line["people"]
        soon[key] += line["people"] if line["standing"] == "ends_soon" else 0
    in_order = sorted(people, key=lambda key: (PAID_BY.index(key[0]), -people[key], key[1]))
    return [
        {"paid_by": key[0], "payer": key[1], "people": people[key], "ends_soon": soon[key]} for key in in_order
    ]  # fmt: skip


def _ends(covered: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    months: dict[Month, Counter[str]] = {}
    for line in covered:
        months.setdefault(Month.of(line["until_month"]), Counter())[line["paid_by"]] += line["people"]
    return [
        {"until": month, "people": sum(found.values()), **{name: found[name] for name in PAID_BY}}
        for month, found in sorted(months.items())
    ]
