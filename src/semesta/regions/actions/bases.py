"""State workforce bases, and share a region's base among its districts and villages.

A part is derived, says by which method, and points to its whole. A figure somebody stated for a part is never
overwritten by an apportioned one: then the whole is not shared out, with the reason.
"""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, Literal

import polars as pl
from django.db import transaction
from django.db.models import Sum

from semesta.accounts.actor import Actor, may_maintain, require
from semesta.audit.actions import record
from semesta.regions.actions.arriving import bring
from semesta.regions.models import Region, WorkforceBase
from semesta.regions.stated_base import BaseRefusedError, StatedBase
from semesta.regions.weights import Part, Weights, WeightsError, parts_of, shipped_weights

Recorded = Literal["added", "changed", "unchanged"]

_TITLE_ID, _TITLE_EN = ", dibagi menurut bobot", ", apportioned by weights"


@transaction.atomic
def record_workforce_base(actor: Actor, stated: StatedBase) -> Recorded:
    """Record a base beside the others of its region; the same key and date again replaces the figure.

    When a value changes, the parts that were apportioned from the old one fall away (apportion again).
    """
    require(may_maintain(actor, stated.region_code), actor=actor, to="record bases of", region_code=stated.region_code)
    if not Region.objects.select_for_update().filter(code=stated.region_code).exists():
        raise BaseRefusedError(f"Wilayah {stated.region_code} belum dimuat / the region is not loaded")
    given = asdict(stated)
    place = {"region_id": given.pop("region_code"), "key": given.pop("key"), "as_of": given.pop("as_of")}
    held = WorkforceBase.objects.filter(**place).first()
    if held is not None and held.origin != "apportioned" and all(getattr(held, k) == v for k, v in given.items()):
        return "unchanged"
    before = None if held is None else {name: getattr(held, name) for name in (*given, "origin")}
    base = held or WorkforceBase(**place)
    dropped = base.parts.all().delete()[0] if held is not None and held.value != stated.value else 0
    for name, value in (given | {"origin": "recorded", "whole": None}).items():
        setattr(base, name, value)
    base.save()
    record(
        actor, "record_workforce_base", object_type="workforce_base", object_id=_object_id(base),
        region_code=stated.region_code, detail={"before": before, "after": given, "parts_dropped": dropped},
    )  # fmt: skip
    return "added" if held is None else "changed"


@transaction.atomic
def apportion_base(
    actor: Actor, region_code: str, key: str, *, as_of: str | None = None, weights: Weights | None = None
) -> list[Part]:
    """Share the newest base `key` of a region (or that of `as_of`) among all regions below it; return the parts.

    `weights` stand for size by code; None takes the shipped ones (districts of Lombok Timur). Villages without weights
    share evenly. At each level the parts sum to the whole. WeightsError and BaseRefusedError say why it cannot be done.
    """
    require(may_maintain(actor, region_code), actor=actor, to="apportion bases of", region_code=region_code)
    bases = WorkforceBase.objects.select_for_update().filter(region_id=region_code, key=key)
    base = (bases.filter(as_of=as_of) if as_of else bases).order_by("-as_of").first()
    if base is None:
        raise BaseRefusedError(f"{region_code} tidak punya dasar / has no base '{key}' {as_of or ''}".rstrip())
    chosen = weights or shipped_weights()
    parts, changed = _apportion(base, chosen)
    if changed:
        record(
            actor, "apportion_base", object_type="workforce_base", object_id=_object_id(base), region_code=region_code,
            detail={"value": base.value, "parts": len(parts), "lines_changed": changed, "weights": chosen.source},
        )  # fmt: skip
    return parts


def apportion_shipped_bases() -> int:
    """Share every shipped base for all workers that the shipped weights can share and that is not yet shared out whole.

    Called inside the loading of shipped regions, whose audit entry counts the lines; returns that count.
    """
    weights = shipped_weights()
    regencies = {code[:5] for code in weights.by_code}
    changed = 0
    for base in WorkforceBase.objects.select_for_update().filter(
        region_id__in=regencies, origin="shipped", scope="all"
    ):
        if not _is_shared_out(base) and not _stated_below(base):
            changed += _apportion(base, weights)[1]
    return changed


def _is_shared_out(base: WorkforceBase) -> bool:
    below = Region.objects.filter(code__startswith=base.region_id + ".").count()
    sums = base.parts.values("region__level").annotate(sum=Sum("value"))
    return base.parts.count() == below and all(line["sum"] == base.value for line in sums)


def _apportion(base: WorkforceBase, weights: Weights) -> tuple[list[Part], int]:
    stated = _stated_below(base)
    if stated:
        raise BaseRefusedError(
            f"{', '.join(stated[:5])}: sudah ada angka '{base.key}' {base.as_of} yang dinyatakan sendiri;"
            " bagian-bagian tidak akan berjumlah sama. / a stated figure is there already; the parts would not sum."
        )
    parts = parts_of(base.value, base.region_id, _children(base.region_id), weights)
    if not parts:
        raise WeightsError(f"{base.region_id}: tidak ada wilayah di bawahnya / no regions below it")
    base.parts.exclude(region_id__in=[part.code for part in parts]).delete()
    changed = bring(
        pl.DataFrame([_line(base, part, weights) for part in parts]),
        "regions_workforcebase", key=["region_id", "key", "as_of"], stamp="recorded_at",
    )  # fmt: skip
    return parts, changed


def _stated_below(base: WorkforceBase) -> list[str]:
    below = WorkforceBase.objects.filter(
        region__code__startswith=base.region_id + ".", key=base.key, as_of=base.as_of
    ).exclude(whole=base)
    return [*below.order_by("region_id").values_list("region_id", flat=True)]


def _children(region_code: str) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    below = Region.objects.filter(code__startswith=region_code + ".").order_by("code")
    for code, parent in below.values_list("code", "parent_id"):
        found.setdefault(str(parent), []).append(code)
    return found


def _line(base: WorkforceBase, part: Part, weights: Weights) -> dict[str, Any]:
    dotted = f"{base.value:,}".replace(",", ".")
    method_id = f"{dotted} dari {base.region_id} dibagi menurut bobot (sisa terbesar): {weights.source}"
    method_en = f"{base.value:,} of {base.region_id} shared by weights (largest remainder): {weights.source}"
    if part.is_even_share:
        method_id += "; di dalam kecamatan dibagi rata per desa karena tidak ada bobot desa, jadi kasar"
        method_en += "; evenly among the villages of the district, for want of weights by village, so rough"
    return {
        "region_id": part.code,
        "key": base.key,
        "as_of": base.as_of,
        "title_id": base.title_id + _TITLE_ID,
        "title_en": base.title_en + _TITLE_EN,
        "scope": base.scope,
        "value": part.value,
        "kind": "derived",
        "source": base.source,
        "confidence": "D",
        "note_id": method_id,
        "note_en": method_en,
        "origin": "apportioned",
        "whole_id": base.pk,
    }


def _object_id(base: WorkforceBase) -> str:
    return f"{base.region_id}/{base.key}/{base.as_of}"
