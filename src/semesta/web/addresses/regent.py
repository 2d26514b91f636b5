"""Addresses of the regent's page, the map, the villages side by side, and the persons behind a figure."""

from __future__ import annotations

from django.urls import URLPattern, path

from semesta.web.views.regent.rows import figure_rows
from semesta.web.views.regent.summary import own_summary, summary
from semesta.web.views.regent.village_map import village_map
from semesta.web.views.regent.villages import villages, villages_csv

REGENT: list[URLPattern] = [
    path("ringkasan/", own_summary, name="own-summary"),
    path("ringkasan/<region:code>/", summary, name="summary"),
    path("peta/<region:code>/", village_map, name="village-map"),
    path("tabel-desa/<region:code>/", villages, name="village-table"),
    path("tabel-desa/<region:code>/csv/", villages_csv, name="village-table-csv"),
    path("angka/<region:code>/", figure_rows, name="figure-rows"),
]
