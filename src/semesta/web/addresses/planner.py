"""Addresses of purses, plans, decrees, batches, bills and payments."""

from __future__ import annotations

from django.urls import URLPattern

PLANNER: list[URLPattern] = []
