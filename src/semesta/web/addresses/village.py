"""Addresses of the village operator and everybody who looks at a village's people and lists."""

from __future__ import annotations

from django.urls import URLPattern

VILLAGE: list[URLPattern] = []
