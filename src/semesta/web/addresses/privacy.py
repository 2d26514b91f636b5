"""Addresses of the law on personal data."""

from __future__ import annotations

from django.urls import URLPattern

PRIVACY: list[URLPattern] = []
