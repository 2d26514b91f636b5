"""Addresses of the pages, in Indonesian: they are read aloud, printed and typed."""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter

from semesta.web.region_converter import RegionConverter
from semesta.web.views.home import home
from semesta.web.views.region import region
from semesta.web.views.submission import submission, submissions

register_converter(RegionConverter, "region")

urlpatterns: list[URLPattern] = [
    path("", home, name="home"),
    path("wilayah/<region:code>/", region, name="region"),
    path("kiriman/", submissions, name="submissions"),
    path("kiriman/<int:number>/", submission, name="submission"),
]
