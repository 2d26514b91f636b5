"""Addresses of from any figure to the file that came in, and the trail."""

from __future__ import annotations

from django.urls import URLPattern

AUDITOR: list[URLPattern] = []
