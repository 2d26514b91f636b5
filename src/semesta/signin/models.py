"""Sessions: who is signed in where, since when. Of the key in the browser's cookie only a hash is kept."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models.functions import Now


class Session(models.Model):
    """What pages remember of a browser (`content`, signed and bound to the key), and of its user what the owner sees.

    Whoever reads the table can neither take over a session nor put one's content into another.
    """

    fingerprint = models.CharField(max_length=64, unique=True)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+")
    browser = models.CharField(max_length=40, default="", blank=True)
    content = models.TextField()
    started_at = models.DateTimeField(db_default=Now())
    seen_at = models.DateTimeField(db_default=Now())
    expires_at = models.DateTimeField(db_index=True)
