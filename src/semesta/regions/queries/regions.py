"""Read regions: the gazetteer, one region, what lies below and above it, and its codes in other lists."""

from __future__ import annotations

from typing import Any

from semesta.bulk import read_lines
from semesta.kernel.gazetteer import Gazetteer, Region
from semesta.kernel.region_code import Level

_REGION = "code, name, level, kind, parent_id AS parent, regency_code"


class UnknownRegionError(LookupError):
    """No such region is loaded; the message says so in Indonesian and English."""


def gazetteer(*, within: str = "") -> Gazetteer:
    """Return the regions inside `within` and those it lies in (all loaded ones when empty), aliases and old codes."""
    chosen = "(%(within)s = '' OR code = %(within)s OR code LIKE %(within)s || '.%%' OR %(within)s LIKE code || '.%%')"
    values = {"within": within}
    regions = read_lines(f"SELECT code, name FROM regions_region WHERE {chosen} ORDER BY code", values)
    aliases = read_lines(
        "SELECT alias, region_id AS code FROM regions_regionalias JOIN regions_region ON code = region_id"
        f" WHERE {chosen} ORDER BY region_id, alias",
        values,
    )
    old = read_lines(
        "SELECT old_code, region_id AS code FROM regions_formercode JOIN regions_region ON code = region_id"
        f" WHERE old_code <> region_id AND {chosen} ORDER BY old_code",
        values,
    )
    return Gazetteer.of(
        (Region(line["code"], line["name"]) for line in regions),
        aliases=[(line["alias"], line["code"]) for line in aliases],
        old_codes={line["old_code"]: line["code"] for line in old},
    )


def region_names(within: str) -> dict[str, str]:
    """Return code -> name of a region and all regions inside it, in order of code."""
    lines = read_lines(
        "SELECT code, name FROM regions_region WHERE code = %(within)s OR code LIKE %(within)s || '.%%' ORDER BY code",
        {"within": within},
    )
    return {line["code"]: line["name"] for line in lines}


def is_village_of(regency_code: str, code: str) -> bool:
    """Say whether a code is that of a village of the regency."""
    return bool(
        read_lines(
            "SELECT 1 FROM regions_region WHERE code = %s AND level = 'village' AND regency_code = %s",
            [code, regency_code],
        )
    )


def region_named(code: str) -> dict[str, Any]:
    """Return one region by its code: code, name, level, kind, parent, regency_code."""
    lines = read_lines(f"SELECT {_REGION} FROM regions_region WHERE code = %s", [code])
    if not lines:
        raise UnknownRegionError(
            f"Wilayah {code} belum dimuat; jalankan `semesta regions load`."
            f" / Region {code} is not loaded; run `semesta regions load`."
        )
    return lines[0]


def children_of(code: str) -> list[dict[str, Any]]:
    """Return the regions one level below, in order of code; the keys of `region_named`."""
    return read_lines(f"SELECT {_REGION} FROM regions_region WHERE parent_id = %s ORDER BY code", [code])


def regions_at(level: Level, *, within: str = "") -> list[dict[str, Any]]:
    """Return the regions of a level inside `within` (all when empty), in order of code; the keys of `region_named`."""
    return read_lines(
        f"SELECT {_REGION} FROM regions_region WHERE level = %(level)s"
        " AND (%(within)s = '' OR code = %(within)s OR code LIKE %(within)s || '.%%') ORDER BY code",
        {"level": level, "within": within},
    )


def number_below(code: str) -> dict[str, int]:
    """Return how many regions lie below a region, by level, the highest level first."""
    lines = read_lines(
        "SELECT level, count(*) AS number FROM regions_region WHERE code LIKE %s"
        " GROUP BY level ORDER BY min(length(code))",
        [f"{code}.%"],
    )
    return {line["level"]: line["number"] for line in lines}


def provinces() -> list[dict[str, Any]]:
    """Return the provinces of which anything is loaded; the keys of `region_named`."""
    return regions_at("province")


def path_to(code: str) -> list[dict[str, Any]]:
    """Return the region and those it lies in, province first; the keys of `region_named`."""
    groups = code.split(".")
    codes = [".".join(groups[: end + 1]) for end in range(len(groups))]
    path = read_lines(f"SELECT {_REGION} FROM regions_region WHERE code = ANY(%s) ORDER BY code", [codes])
    if not path or path[-1]["code"] != code:
        region_named(code)  # which says that it is not loaded
    return path


def region_tree(code: str) -> dict[str, Any]:
    """Return the region with everything below it: the keys of `region_named` and `children`, a list of the same."""
    region_named(code)
    lines = read_lines(
        f"SELECT {_REGION} FROM regions_region WHERE code = %s OR code LIKE %s ORDER BY code", [code, f"{code}.%"]
    )
    nodes = {line["code"]: {**line, "children": []} for line in lines}
    for node in nodes.values():
        if node["code"] != code:
            nodes[node["parent"]]["children"].append(node)
    return nodes[code]


def other_names_of(region_code: str) -> list[dict[str, Any]]:
    """Return other spellings, old codes and foreign codes: what (alias, old_code, bps), text, source."""
    return read_lines(
        "SELECT 'alias' AS what, alias AS text, source FROM regions_regionalias WHERE region_id = %(code)s"
        " UNION ALL SELECT 'old_code', old_code || ' ' || old_name, changed_between || ': ' || reason"
        " FROM regions_formercode WHERE region_id = %(code)s"
        " UNION ALL SELECT system, code || ' ' || name, source FROM regions_externalcode WHERE region_id = %(code)s"
        " ORDER BY what, text",
        {"code": region_code},
    )


def current_code_of(code: str) -> str | None:
    """Return today's code for a code of today or of an earlier list; None when no list loaded has it.

    A code in use today wins over the same code in an earlier list.
    """
    lines = read_lines(
        "SELECT code FROM regions_region WHERE code = %(code)s UNION ALL"
        " SELECT region_id FROM regions_formercode WHERE old_code = %(code)s LIMIT 1",
        {"code": code},
    )
    return lines[0]["code"] if lines else None


def external_code_of(code: str, *, system: str = "bps") -> str | None:
    """Return the region's code in another body's list, None when that list lacks it."""
    lines = read_lines("SELECT code FROM regions_externalcode WHERE region_id = %s AND system = %s", [code, system])
    return lines[0]["code"] if lines else None


def code_from_external(external_code: str, *, system: str = "bps") -> str | None:
    """Return the region that another body's list means by this code, None when it is not known."""
    lines = read_lines(
        "SELECT region_id AS code FROM regions_externalcode WHERE code = %s AND system = %s", [external_code, system]
    )
    return lines[0]["code"] if lines else None
