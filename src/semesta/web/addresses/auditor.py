"""Addresses of from any figure to the file that came in, and the trail."""

from __future__ import annotations

from django.urls import URLPattern, path

from semesta.web.views.auditor.person_month import month_of_person
from semesta.web.views.auditor.purse_money import purse_money

AUDITOR: list[URLPattern] = [
    path("orang/<int:person>/bulan/<str:month>/", month_of_person, name="person-month"),
    path("uang/", purse_money, name="purse-money"),
]
