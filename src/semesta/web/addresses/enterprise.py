"""Addresses of the owners of micro-enterprises: their figures by village, and the persons behind them."""

from __future__ import annotations

from django.urls import URLPattern, path

from semesta.web.views.enterprise.owners import own_owners, owners, owners_csv
from semesta.web.views.enterprise.people import owner_rows, owner_rows_csv

ENTERPRISE: list[URLPattern] = [
    path("usaha/", own_owners, name="own-owners"),
    path("usaha/<region:code>/", owners, name="owners"),
    path("usaha/<region:code>/csv/", owners_csv, name="owners-csv"),
    path("usaha/<region:code>/orang/", owner_rows, name="owner-rows"),
    path("usaha/<region:code>/orang/csv/", owner_rows_csv, name="owner-rows-csv"),
]
