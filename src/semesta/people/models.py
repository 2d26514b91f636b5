"""Person, livelihood, welfare rank and segment. Keys lead with the regency, so that rows can be spread by regency."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Length, Now
from django.db.models.lookups import Exact

_WITHOUT_DIGITS = Func(F("nik"), Value("0123456789"), Value(""), function="translate", output_field=models.TextField())


class Segment(models.Model):
    """A kind of livelihood (kernel/segments.csv is the start; a regency may add its own)."""

    code = models.CharField(primary_key=True, max_length=40)
    name_id = models.CharField(max_length=80)
    name_en = models.CharField(max_length=80)
    membership_class = models.CharField(max_length=3, blank=True)
    sector = models.CharField(max_length=20)


class Person(models.Model):
    """One real person of a regency's lists and extracts.

    `name_key` and `name_token` are the folded name and its first word, which exact recognition compares.
    A NIK is held by at most one person of a regency. `merged_into` is null while the record stands for its person
    itself, else the id of the record that does (its head, which is never merged itself); it follows from decisions
    (`duplicates`) and is never set otherwise. `changed_at` is when what tells the person apart was last told.
    """

    pk = models.CompositePrimaryKey("regency_code", "id")
    regency_code = models.CharField(max_length=5)
    id = models.BigIntegerField()
    nik = models.CharField(max_length=16, null=True)
    kk = models.CharField(max_length=16, null=True)
    name = models.TextField()
    name_key = models.TextField()
    name_token = models.TextField()
    birth_place = models.TextField(null=True)
    birth_on = models.DateField(null=True)
    birth_precision = models.CharField(max_length=8, null=True)
    sex = models.CharField(max_length=1, null=True)
    mother_name = models.TextField(null=True)
    phone = models.TextField(null=True)
    village_code = models.CharField(max_length=13, null=True)
    dusun = models.TextField(null=True)
    address = models.TextField(null=True)
    marital = models.TextField(null=True)
    occupation = models.TextField(null=True)
    died_on = models.DateField(null=True)
    created_at = models.DateTimeField(db_default=Now())
    changed_at = models.DateTimeField(db_default=Func(function="clock_timestamp", output_field=models.DateTimeField()))
    merged_into = models.BigIntegerField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(merged_into__isnull=True) | ~Q(merged_into=F("id")), name="person_merged_into_other"
            ),
            models.UniqueConstraint(
                fields=["regency_code", "nik"], condition=Q(nik__isnull=False), name="person_one_per_nik"
            ),
            models.CheckConstraint(condition=Q(sex__in=["L", "P"]), name="person_sex"),
            models.CheckConstraint(  # sixteen digits; a regular expression costs twice as much, for every row
                condition=Q(nik__isnull=True) | (Q(Exact(Length("nik"), 16)) & Q(Exact(_WITHOUT_DIGITS, Value("")))),
                name="person_nik_shape",
            ),
        ]
        indexes = [
            # without the regency, which is always the same: comparing it first costs at every step
            models.Index(fields=["kk", "birth_on"], condition=Q(kk__isnull=False), name="person_kk_birth"),
            models.Index(fields=["regency_code", "village_code"], name="person_village"),
            models.Index(
                fields=["regency_code", "merged_into"], condition=Q(merged_into__isnull=False), name="person_merged"
            ),
        ]


class Livelihood(models.Model):
    """A person's work in a segment, as first told by a list."""

    pk = models.CompositePrimaryKey("regency_code", "person_id", "segment_code")
    regency_code = models.CharField(max_length=5)
    person_id = models.BigIntegerField()
    segment_code = models.CharField(max_length=40)
    enterprise = models.TextField(null=True)
    submission_id = models.BigIntegerField()


class WelfareRank(models.Model):
    """The welfare decile (1 poorest to 10) that a source told of a person as of a day, and the row that says so.

    Every source and day keeps its own line; the latest day holds (`people.queries.welfare_deciles`).
    """

    pk = models.CompositePrimaryKey("regency_code", "person_id", "source", "as_of_on")
    regency_code = models.CharField(max_length=5)
    person_id = models.BigIntegerField()
    source = models.CharField(max_length=60)  # who handed the extract in
    as_of_on = models.DateField()
    decile = models.SmallIntegerField()
    submission_id = models.BigIntegerField()
    line = models.IntegerField()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(decile__gte=1, decile__lte=10), name="welfare_rank_decile"),
        ]


class Notice(models.Model):
    """What somebody of the territory told of a person on a day, waiting until a verifier confirms or dismisses it.

    `happened_on` is the day of death or of the move; `village_code` where somebody moved to, empty for elsewhere. The
    key makes the same thing told twice on one day one notice.
    """

    pk = models.CompositePrimaryKey("regency_code", "person_id", "kind", "told_on")
    regency_code = models.CharField(max_length=5)
    person_id = models.BigIntegerField()
    kind = models.CharField(max_length=12)
    told_on = models.DateField()
    happened_on = models.DateField(null=True)
    village_code = models.CharField(max_length=13, blank=True)
    note = models.TextField(blank=True)
    told_by = models.CharField(max_length=150)
    state = models.CharField(max_length=9, db_default="waiting")
    decided_by = models.CharField(max_length=150, blank=True)
    decided_on = models.DateField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(kind__in=["died", "moved", "not_working"]), name="notice_kind"),
            models.CheckConstraint(condition=Q(state__in=["waiting", "confirmed", "dismissed"]), name="notice_state"),
            models.CheckConstraint(
                condition=~Q(kind="died") | Q(happened_on__isnull=False), name="notice_day_of_death"
            ),
        ]
