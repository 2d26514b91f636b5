"""Region, its other names and codes, workforce bases, boundary. A region's code is its key and tells its parent.

Several workforce bases of a region stand side by side, each with value, source and date; none is "the" base. A base
that was apportioned from a larger region points to it and falls away when that value changes.
"""

from __future__ import annotations

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

KEY_SHAPE = r"^[a-z][a-z0-9_]{1,39}$"
AS_OF_SHAPE = r"^[12][0-9]{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12][0-9]|3[01]))?)?$"


class Region(models.Model):
    """A province, regency, district or village, with the list it was taken from.

    `kind` is the word of the field: provinsi, kabupaten, kota, kecamatan, desa, kelurahan, desa adat.
    `regency_code` is empty for a province.
    """

    code = models.CharField(primary_key=True, max_length=13)
    name = models.CharField(max_length=120)
    level = models.CharField(max_length=8)
    kind = models.CharField(max_length=10)
    parent = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="children")
    regency_code = models.CharField(max_length=5, blank=True)
    source = models.TextField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(code__regex=r"^\d{2}(\.\d{2}(\.\d{2}(\.\d{4})?)?)?$"), name="region_code"
            ),
            models.CheckConstraint(
                condition=Q(level="province", parent__isnull=True, regency_code="")
                | Q(level__in=["regency", "district", "village"], parent__isnull=False, regency_code__regex=r"^.{5}$"),
                name="region_level",
            ),
        ]
        indexes = [models.Index(fields=["regency_code", "level"], name="region_regency_level")]


class RegionAlias(models.Model):
    """Another spelling of a region's name, with who writes it so."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="aliases")
    alias = models.CharField(max_length=120)
    source = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "alias"], name="region_alias_once")]


class FormerCode(models.Model):
    """A code or name a region bore in an earlier list. Equal codes mean that only the name changed."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="former_codes")
    old_code = models.CharField(max_length=13)
    old_name = models.CharField(max_length=120)
    changed_between = models.TextField()
    reason = models.TextField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["old_code", "old_name"], name="former_code_once")]


class ExternalCode(models.Model):
    """The code of a region in another body's list; system `bps` is that of Statistics Indonesia."""

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="external_codes")
    system = models.CharField(max_length=12)
    code = models.CharField(max_length=20)
    name = models.CharField(max_length=120, blank=True)
    source = models.TextField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "region"], name="external_code_one_per_region"),
            models.UniqueConstraint(fields=["system", "code"], name="external_code_one_per_code"),
        ]


class WorkforceBase(models.Model):
    """A number of workers of a region that members may be held against, as somebody stated or arithmetic derived it.

    `scope`: all workers, or those of one membership class (PU wage earners, BPU others). `as_of` is a year, month or
    day as text (2025-05). `confidence`: A official wording seen; B press quoting an official; C one weak source;
    D derived here; M memory. `origin` says how it came here: shipped, recorded by hand, or apportioned from `whole`.
    """

    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="workforce_bases")
    key = models.CharField(max_length=40)
    title_id = models.CharField(max_length=160)
    title_en = models.CharField(max_length=160)
    scope = models.CharField(max_length=3)
    value = models.BigIntegerField()
    kind = models.CharField(max_length=8)
    source = models.TextField()
    as_of = models.CharField(max_length=10)
    confidence = models.CharField(max_length=1)
    note_id = models.TextField(blank=True)
    note_en = models.TextField(blank=True)
    origin = models.CharField(max_length=12)
    whole = models.ForeignKey("self", on_delete=models.CASCADE, null=True, related_name="parts")
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["region", "key", "as_of"], name="base_once"),
            models.CheckConstraint(condition=Q(value__gte=0), name="base_value"),
            models.CheckConstraint(condition=Q(key__regex=KEY_SHAPE), name="base_key"),
            models.CheckConstraint(condition=Q(as_of__regex=AS_OF_SHAPE), name="base_as_of"),
            models.CheckConstraint(condition=Q(scope__in=["all", "PU", "BPU"]), name="base_scope"),
            models.CheckConstraint(condition=Q(kind__in=["reported", "derived"]), name="base_kind"),
            models.CheckConstraint(condition=Q(confidence__in=["A", "B", "C", "D", "M"]), name="base_confidence"),
            models.CheckConstraint(condition=~Q(source=""), name="base_source"),
            models.CheckConstraint(
                condition=Q(origin__in=["shipped", "recorded"], whole__isnull=True)
                | Q(origin="apportioned", whole__isnull=False, kind="derived"),
                name="base_origin",
            ),
        ]


class Boundary(models.Model):
    """A region's area on the map as somebody supplied it: GeoJSON (lon, lat) and a point inside for its label."""

    region = models.OneToOneField(Region, on_delete=models.PROTECT, primary_key=True, related_name="boundary")
    geometry = models.JSONField()
    label_lon = models.FloatField()
    label_lat = models.FloatField()
    file_name = models.TextField()
    source = models.TextField(blank=True)
    loaded_at = models.DateTimeField(db_default=Now())
