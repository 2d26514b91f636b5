"""Addresses of what everybody may know and ask."""

from __future__ import annotations

from django.urls import URLPattern

CITIZEN: list[URLPattern] = []
