"""Every address of the web door."""

from __future__ import annotations

from django.urls import include, path

urlpatterns = [path("", include("semesta.web.urls"))]
