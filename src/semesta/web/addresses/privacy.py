"""Addresses of the law on personal data."""

from __future__ import annotations

from django.urls import URLPattern, path

from semesta.web.views.privacy.record import processing_record

PRIVACY: list[URLPattern] = [path("privasi/", processing_record, name="privacy")]
