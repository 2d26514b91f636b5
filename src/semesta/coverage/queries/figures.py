"""Figures with their base. Every page asks here, so one figure is the same wherever it is shown."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from semesta.bulk import read_lines
from semesta.kernel.month import Month
from semesta.kernel.region_code import level_of, regency_of
from semesta.regions.queries import bases_of_each, children_of, region_named

Dimension = Literal["segment", "sex", "class", "payer"]
_CELL_COLUMN = {"sex": "sex", "class": "membership_class", "payer": "payer"}

MEMBER_DEFINITION_ID = (
    "Orang hidup yang JKK dan JKM-nya sama-sama dibayar atau diakui untuk bulan itu (indikator nasional 06.02.021)."
)
MEMBER_DEFINITION_EN = (
    "A living person whose JKK and JKM are both paid or recognised for the month (national indicator 06.02.021)."
)


class NoSnapshotError(LookupError):
    """The month has not been counted yet; the message says how to count it."""


def months_counted(regency_code: str) -> list[str]:
    """Return the months with a snapshot, newest first, as YYYY-MM."""
    lines = read_lines(
        "SELECT month FROM coverage_snapshot WHERE regency_code = %s ORDER BY month DESC", [regency_code]
    )
    return [str(Month.of(line["month"])) for line in lines]


def month_to_show(counted: Sequence[str], this_month: Month) -> Month | None:
    """Return the newest of the months counted (`months_counted`) that has begun, else the first to come; None for none.

    Months paid ahead are counted too: whoever looked at these first would see cover fall that is only not paid yet.
    """
    months = [Month.parse(text) for text in counted]
    return next((month for month in months if month <= this_month), months[-1] if months else None)


def coverage_of(region_code: str, month: Month) -> dict[str, Any]:
    """Return a region's coverage in a month in both honest measures.

    Keys: region, month, counted_at, members (persons), in_grace (not paid for the month, but not longer unpaid than the
    law gives their class: members + in_grace is what the insurer calls active), known_workers, not_placed (members of
    the regency whose village no source tells or lies elsewhere), workers: one entry per stated
    base (key, title, scope, members, value, kind, source, as_of, share), and target: one per target of the year
    (value, year, kind, source, members, share). A share is members / base, None when the base is zero. A base of wage
    earners (scope PU)
    or of others (BPU) is held against members of that class only.
    """
    return coverage_of_region(region_named(region_code), month)


def coverage_of_region(region: dict[str, Any], month: Month) -> dict[str, Any]:
    """Return `coverage_of` for a region that is at hand (`regions.queries.region_named`), which is not asked again."""
    return _coverage([region], month)[0]


def coverage_of_parts(region_code: str, month: Month) -> list[dict[str, Any]]:
    """Return `coverage_of` for every region one level below, in order of code, in as many queries as for one."""
    return _coverage(children_of(region_code), month)


def _coverage(regions: list[dict[str, Any]], month: Month) -> list[dict[str, Any]]:
    """Return the figures of regions of one regency and one level."""
    if not regions:
        return []
    codes = [region["code"] for region in regions]
    regency = regency_of(codes[0])
    counted_at = counted_at_of(regency, month)
    counts = _counts(regency, month, codes)
    bases = bases_of_each(codes, scopes=("all", "PU", "BPU"))
    targets = _targets(codes, month.year)
    return [
        _figure(region, month, counted_at, counts[region["code"]], bases[region["code"]], targets[region["code"]])
        for region in regions
    ]


def _figure(
    region: dict[str, Any],
    month: Month,
    counted_at: Any,
    counts: dict[str, int],
    bases: list[dict[str, Any]],
    targets: list[dict[str, Any]],
) -> dict[str, Any]:
    members = counts["members"]
    of_scope = {"all": members, "PU": counts["pu"], "BPU": counts["bpu"]}
    known = {
        "key": "known_workers",
        "title_id": "Pekerja yang dikenal dari daftar",
        "title_en": "Workers known from lists",
        "scope": "all",
        "value": counts["known_workers"],
        "kind": "counted",
        "source": "Semesta",
        "as_of": str(month),
        "confidence": "A",
        "note_id": "Dihitung dari daftar dan ekstrak yang sudah diserahkan.",
        "note_en": "Counted from the lists and extracts handed in so far.",
        "origin": "counted",
    }
    return {
        "region": region,
        "month": str(month),
        "counted_at": counted_at,
        "members": members,
        "in_grace": counts["in_grace"],
        "known_workers": counts["known_workers"],
        "not_placed": counts["not_placed"],
        "workers": [
            {**base, "members": of_scope[base["scope"]], "share": _share(of_scope[base["scope"]], base["value"])}
            for base in (*bases, known)
        ],
        "target": [{**line, "members": members, "share": _share(members, line["value"])} for line in targets],
    }


def _counts(regency_code: str, month: Month, codes: list[str]) -> dict[str, dict[str, int]]:
    """Return per region: members, known workers, members of class PU and BPU, members placed in no village."""
    level = level_of(codes[0])
    within = {
        "regency": "%(regency)s::text",
        "district": "left(village_code, 8)",
        "village": "village_code",
    }[level]
    lines = read_lines(
        f"SELECT {within} AS code, sum(members)::bigint AS members, sum(known)::bigint AS known_workers,"
        " sum(in_grace)::bigint AS in_grace,"
        " coalesce(sum(members) FILTER (WHERE village_code = ''), 0)::bigint AS not_placed,"
        " coalesce(sum(members) FILTER (WHERE membership_class = 'PU'), 0)::bigint AS pu,"
        " coalesce(sum(members) FILTER (WHERE membership_class = 'BPU'), 0)::bigint AS bpu"
        " FROM coverage_cell WHERE regency_code = %(regency)s AND month = %(month)s"
        + ("" if level == "regency" else f" AND {within} = ANY(%(codes)s)")
        + " GROUP BY 1",
        {"regency": regency_code, "month": month.first_day(), "codes": codes},
    )
    nobody = {"members": 0, "in_grace": 0, "known_workers": 0, "not_placed": 0, "pu": 0, "bpu": 0}
    return dict.fromkeys(codes, nobody) | {line.pop("code"): line for line in lines}


def coverage_by(region_code: str, month: Month, dimension: Dimension) -> list[dict[str, Any]]:
    """Return members and known workers by segment, sex, class or payer: value, members, known, most members first.

    Segments overlap (a person may have two livelihoods) and people of an unstated segment stand in none.
    """
    regency = regency_of(region_code)
    counted_at_of(regency, month)
    if dimension == "segment":
        return read_lines(
            "SELECT c.segment_code AS value, max(s.name_id) AS name_id, max(s.name_en) AS name_en,"
            " sum(c.members)::bigint AS members, sum(c.known)::bigint AS known"
            " FROM coverage_segmentcell c LEFT JOIN people_segment s ON s.code = c.segment_code"
            " WHERE c.regency_code = %s AND c.month = %s AND c.village_code LIKE %s GROUP BY 1 ORDER BY 4 DESC, 1",
            [regency, month.first_day(), villages_of(region_code)],
        )
    column = _CELL_COLUMN[dimension]
    return read_lines(
        f"SELECT {column} AS value, sum(members)::bigint AS members, sum(known)::bigint AS known FROM coverage_cell"
        " WHERE regency_code = %s AND month = %s AND village_code LIKE %s GROUP BY 1 ORDER BY 2 DESC, 1",
        [regency, month.first_day(), villages_of(region_code)],
    )


def village_table(regency_code: str, month: Month) -> list[dict[str, Any]]:
    """Return every village (zero where nobody is known): code, name, district, members, known, in_grace."""
    counted_at_of(regency_code, month)
    return read_lines(
        "SELECT r.code, r.name, r.parent_id AS district, coalesce(sum(c.members), 0)::bigint AS members,"
        " coalesce(sum(c.known), 0)::bigint AS known, coalesce(sum(c.in_grace), 0)::bigint AS in_grace"
        " FROM regions_region r LEFT JOIN coverage_cell c"
        " ON c.regency_code = %s AND c.month = %s AND c.village_code = r.code"
        " WHERE r.regency_code = %s AND r.level = 'village' GROUP BY 1, 2, 3 ORDER BY 1",
        [regency_code, month.first_day(), regency_code],
    )


def villages_of(region_code: str) -> str:
    """Return the pattern of village codes inside a region; a regency's takes in those placed in no village."""
    return {"regency": "%", "district": f"{region_code}.%"}.get(level_of(region_code), region_code)


def counted_at_of(regency_code: str, month: Month) -> Any:
    """Return when a month was counted; NoSnapshotError, which says how to count it, when it was not."""
    lines = read_lines(
        "SELECT counted_at FROM coverage_snapshot WHERE regency_code = %s AND month = %s",
        [regency_code, month.first_day()],
    )
    if not lines:
        raise NoSnapshotError(
            f"Bulan {month} belum dihitung; jalankan `semesta coverage snapshot {month}`."
            f" / {month} has not been counted; run `semesta coverage snapshot {month}`."
        )
    return lines[0]["counted_at"]


def _targets(codes: list[str], year: int) -> dict[str, list[dict[str, Any]]]:
    found: dict[str, list[dict[str, Any]]] = {code: [] for code in codes}
    for line in read_lines(
        "SELECT region_code, year, value, kind, source, note FROM coverage_target"
        " WHERE region_code = ANY(%s) AND year = %s ORDER BY region_code, source",
        [codes, year],
    ):
        found[line.pop("region_code")].append(line)
    return found


def targets_of_years(region_code: str) -> dict[int, dict[str, Any]]:
    """Return the largest target stated for each year: value, source, kind."""
    lines = read_lines(
        "SELECT DISTINCT ON (year) year, value, source, kind FROM coverage_target WHERE region_code = %s"
        " ORDER BY year, value DESC, source",
        [region_code],
    )
    return {line.pop("year"): line for line in lines}


def _share(members: int, base: int) -> float | None:
    return members / base if base else None
