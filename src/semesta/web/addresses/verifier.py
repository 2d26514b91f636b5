"""Addresses of the verifier's queue."""

from __future__ import annotations

from django.urls import URLPattern

VERIFIER: list[URLPattern] = []
