"""Target and snapshot. A snapshot is one month of one regency counted into small cells, so any page is a sum."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class Target(models.Model):
    """A number of members to be reached in a region by the end of a year, with its source."""

    region_code = models.CharField(max_length=13)
    year = models.IntegerField()
    value = models.BigIntegerField()
    kind = models.CharField(max_length=8)  # reported | derived
    source = models.TextField()
    note = models.TextField(blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region_code", "year", "source"], name="target_once_per_source")]


class Snapshot(models.Model):
    """When the cells of a month were counted; a new count replaces the old in one transaction."""

    pk = models.CompositePrimaryKey("regency_code", "month")
    regency_code = models.CharField(max_length=5)
    month = models.DateField()
    counted_at = models.DateTimeField(db_default=Now())


class Cell(models.Model):
    """People of one village, sex, class and payer: `known` workers, of them `members` in the month, or `in_grace`.

    Of those who are not members, `enrollable` could be enrolled at once, `lacking` lack a NIK or a day of birth.

    A person stands in exactly one cell; class and payer are empty for those without cover (of the last paid month
    for those in grace). `village_code` is
    empty for people whose village no source tells or lies outside the regency.
    """

    regency_code = models.CharField(max_length=5)
    month = models.DateField()
    village_code = models.CharField(max_length=13)
    sex = models.CharField(max_length=1)
    membership_class = models.CharField(max_length=3)
    payer = models.TextField()
    known = models.IntegerField()
    members = models.IntegerField()
    in_grace = models.IntegerField()
    enrollable = models.IntegerField(db_default=0)
    lacking = models.IntegerField(db_default=0)

    class Meta:
        indexes = [models.Index(fields=["regency_code", "month", "village_code"], name="cell_region_month")]


class SegmentCell(models.Model):
    """The same by segment. A person with two livelihoods stands in both, so segments do not sum to the whole."""

    regency_code = models.CharField(max_length=5)
    month = models.DateField()
    village_code = models.CharField(max_length=13)
    segment_code = models.CharField(max_length=40)
    known = models.IntegerField()
    members = models.IntegerField()

    class Meta:
        indexes = [models.Index(fields=["regency_code", "month", "village_code"], name="segment_cell_region_month")]


class Enquiry(models.Model):
    """That somebody asked whether a NIK is covered: no NIK and no address, only keyed fingerprints of them for a day.

    They serve to count askings, so that nobody can harvest answers; older ones are erased at the next asking.
    """

    asked_at = models.DateTimeField()
    asker_mark = models.CharField(max_length=64)
    nik_mark = models.CharField(max_length=64)
    was_answered = models.BooleanField()

    class Meta:
        indexes = [
            models.Index(fields=["asker_mark", "asked_at"], name="enquiry_asker"),
            models.Index(fields=["nik_mark", "asked_at"], name="enquiry_nik"),
            models.Index(fields=["asked_at"], name="enquiry_at"),
        ]
