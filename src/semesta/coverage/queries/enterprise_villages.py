"""Villages by the share of their known owners of micro-enterprises who are covered, fair to villages of few owners."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from semesta.coverage.queries.micro_enterprise import PAID_BY
from semesta.coverage.rules import interval, shrunk, standing
from semesta.regions.queries import regions_at

_COVERED = ("covered", "ends_soon")


def enterprise_villages(region_code: str, counts: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return every village of a region with its owners, in order of code, from the lines of `enterprise_counts`.

    Keys: code, name, district; known, members, ends_soon (of these), late, uncovered; self, purse, employer, other
    (members by whom they are paid); share (members / known) with low and high (its 95 % interval), standing (to the
    share of the region: below, alike, above, unknown), and fair_share, drawn towards that of the region, by which
    villages are put in order. Shares are None where no owner is known.
    """
    of_village: dict[str, Counter[str]] = {}
    for line in counts:
        found = of_village.setdefault(line["village_code"], Counter())
        found["known"] += line["people"]
        found[line["standing"]] += line["people"]
        if line["standing"] in _COVERED:
            found["members"] += line["people"]
            found[line["paid_by"]] += line["people"]
    villages = [(one, of_village.get(one["code"], Counter())) for one in regions_at("village", within=region_code)]
    members, known = [found["members"] for _, found in villages], [found["known"] for _, found in villages]
    of_all = sum(members) / sum(known) if sum(known) else None
    fair = shrunk(members, known)
    return [
        {"code": one["code"], "name": one["name"], "district": one["parent"]}
        | {name: found[name] for name in ("known", "members", "ends_soon", "late", "uncovered", *PAID_BY)}
        | _share(found["members"], found["known"], of_all)
        | {"fair_share": drawn}
        for (one, found), drawn in zip(villages, fair, strict=True)
    ]


def _share(members: int, known: int, of_all: float | None) -> dict[str, Any]:
    low, high = interval(members, known) or (None, None)
    share = members / known if known else None
    return {"share": share, "low": low, "high": high, "standing": standing(members, known, of_all)}
