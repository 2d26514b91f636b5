"""Bring regions into the database: those the program ships, or any regency from the npm package.

Loading adds and renames, it never deletes: people may live in a region that a newer list dropped. Such
regions are named in the result. Loading again changes nothing.
"""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import nullcontext
from dataclasses import asdict, dataclass
from pathlib import Path

import polars as pl
from django.db import transaction

from semesta.accounts.actor import Actor, may_maintain, require
from semesta.audit.actions import record
from semesta.kernel.gazetteer import Region as NamedRegion
from semesta.kernel.region_code import level_of, parent_of, village_kind
from semesta.regions.actions.arriving import bring
from semesta.regions.actions.bases import apportion_shipped_bases
from semesta.regions.area_package import VERSION, fetched_area_package, read_area_package
from semesta.regions.models import Region
from semesta.regions.shipped import SHIPPED_WITHIN, shipped_gazetteer, shipped_lines

_SHIPPED_SOURCE = f"npm idn-area-data {VERSION} (ODbL 1.0), shipped"


@dataclass(frozen=True, slots=True)
class RegionsLoaded:
    """What a load changed: regions now there inside the code, and lines added or changed in each table."""

    within: str
    source: str
    regions: int
    regions_changed: int
    aliases_changed: int = 0
    former_codes_changed: int = 0
    external_codes_changed: int = 0
    bases_changed: int = 0
    not_in_source: tuple[str, ...] = ()

    @property
    def is_change(self) -> bool:
        """Say whether anything changed."""
        return any((
            self.regions_changed, self.aliases_changed, self.former_codes_changed, self.external_codes_changed,
            self.bases_changed,
        ))  # fmt: skip


@transaction.atomic
def load_shipped_regions(actor: Actor) -> RegionsLoaded:
    """Bring all of Nusa Tenggara Barat in: regions, aliases, old codes, BPS codes and published workforce bases.

    Bases for all workers of a regency with shipped population weights are apportioned to its districts and villages.
    What was loaded from a package, or recorded by hand, is left as it is.
    """
    require(may_maintain(actor, SHIPPED_WITHIN), actor=actor, to="load regions", region_code=SHIPPED_WITHIN)
    regions = shipped_gazetteer().regions.values()
    loaded = RegionsLoaded(
        within=SHIPPED_WITHIN,
        source=_SHIPPED_SOURCE,
        regions_changed=_bring_regions(regions, _SHIPPED_SOURCE, only_where="held.source LIKE '%, shipped'"),
        aliases_changed=bring(
            _table("aliases.csv", region_id="code", alias="alias", source="source"),
            "regions_regionalias", key=["region_id", "alias"],
        ),
        former_codes_changed=bring(
            _table(
                "code_history.csv", region_id="new_code", old_code="old_code", old_name="old_name",
                changed_between="changed_between", reason="reason",
            ),
            "regions_formercode", key=["old_code", "old_name"],
        ),
        external_codes_changed=bring(
            _table("bps_codes.csv", region_id="code", code="bps_code", name="bps_name", source="source").with_columns(
                pl.lit("bps").alias("system")
            ),
            "regions_externalcode", key=["system", "region_id"],
        ),
        bases_changed=_bring_shipped_bases() + apportion_shipped_bases(),
        regions=len(_present(SHIPPED_WITHIN)),
        not_in_source=_absent(SHIPPED_WITHIN, regions),
    )  # fmt: skip
    _trace(actor, "load_shipped_regions", loaded)
    return loaded


def load_regency_from_package(actor: Actor, source: Path | None, regency_code: str) -> RegionsLoaded:
    """Bring in a regency of Indonesia (or all of a province) from the package `idn-area-data`.

    `source` is its tarball or unpacked folder; None fetches it with npm. AreaPackageError says why it cannot be read;
    then nothing was changed.
    """
    require(may_maintain(actor, regency_code), actor=actor, to="load regions", region_code=regency_code)
    if level_of(regency_code) not in ("province", "regency"):
        raise ValueError(f"{regency_code}: sebutkan kode kabupaten, kota, atau provinsi / name a regency or a province")
    with nullcontext(source) if source is not None else fetched_area_package() as place:
        package = read_area_package(place, within=regency_code)
    with transaction.atomic():
        loaded = RegionsLoaded(
            within=regency_code,
            source=package.source,
            regions_changed=_bring_regions(package.regions, package.source),
            regions=len(_present(regency_code)),
            not_in_source=_absent(regency_code, package.regions),
        )
        _trace(actor, "load_regency_from_package", loaded)
    return loaded


def _bring_regions(regions: Iterable[NamedRegion], source: str, *, only_where: str = "true") -> int:
    lines = [(r.code, r.name, r.level, _kind(r), parent_of(r.code), r.code[:5], source) for r in regions]
    columns = ["code", "name", "level", "kind", "parent_id", "regency_code", "source"]
    frame = pl.DataFrame(lines, schema=dict.fromkeys(columns, pl.String), orient="row").with_columns(
        pl.when(pl.col("level") == "province").then(pl.lit("")).otherwise(pl.col("regency_code")).alias("regency_code")
    )
    return bring(frame, "regions_region", key=["code"], only_where=only_where)


def _kind(region: NamedRegion) -> str:
    match region.level:
        case "province":
            return "provinsi"
        case "regency":
            return "kota" if region.name.upper().startswith("KOTA ") else "kabupaten"
        case "district":
            return "kecamatan"
        case "village":
            return village_kind(region.code)


def _table(file: str, /, **columns: str) -> pl.DataFrame:
    lines = shipped_lines(file)
    return pl.DataFrame({ours: [line[theirs] for line in lines] for ours, theirs in columns.items()})


def _bring_shipped_bases() -> int:
    lines = shipped_lines("workforce_bases.csv")
    frame = pl.DataFrame(lines).rename({"region_code": "region_id"}).with_columns(
        pl.col("value").cast(pl.Int64), pl.lit("shipped").alias("origin")
    )  # fmt: skip
    return bring(
        frame,
        "regions_workforcebase",
        key=["region_id", "key", "as_of"],
        stamp="recorded_at",
        only_where="held.origin = 'shipped'",
    )


def _present(within: str) -> list[str]:
    return [*Region.objects.filter(code__startswith=within).order_by("code").values_list("code", flat=True)]


def _absent(within: str, regions: Iterable[NamedRegion]) -> tuple[str, ...]:
    given = {region.code for region in regions}
    return tuple(code for code in _present(within) if code not in given)


def _trace(actor: Actor, action: str, loaded: RegionsLoaded) -> None:
    if loaded.is_change:
        record(
            actor, action, object_type="region", object_id=loaded.within, region_code=loaded.within,
            detail=asdict(loaded),
        )  # fmt: skip
