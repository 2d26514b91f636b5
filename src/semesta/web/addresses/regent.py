"""Addresses of the regent's page, the map and the village table."""

from __future__ import annotations

from django.urls import URLPattern

REGENT: list[URLPattern] = []
