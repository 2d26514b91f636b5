"""One line per action. The migration adds triggers that refuse update, delete and truncate."""

from __future__ import annotations

from django.db import models
from django.db.models.functions import Now


class Entry(models.Model):
    """Who (actor, role) did what (action) to what (object) in which region, and when by the database's clock."""

    at = models.DateTimeField(db_default=Now())
    actor = models.CharField(max_length=150)
    role = models.CharField(max_length=24)
    action = models.CharField(max_length=60)
    object_type = models.CharField(max_length=60)
    object_id = models.CharField(max_length=120)
    region_code = models.CharField(max_length=13)
    detail = models.JSONField(default=dict)

    class Meta:
        indexes = [
            models.Index(fields=["object_type", "object_id"], name="audit_object"),
            models.Index(fields=["region_code", "at"], name="audit_region_at"),
        ]
