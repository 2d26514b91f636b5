"""Addresses of from any figure to the file that came in, and the trail."""

from __future__ import annotations

from django.urls import URLPattern, path

from semesta.web.views.auditor.money_audit import money_audit
from semesta.web.views.auditor.original import original_file
from semesta.web.views.auditor.person_month import month_of_person
from semesta.web.views.auditor.purse_money import purse_money
from semesta.web.views.auditor.trail import trail, trail_csv

AUDITOR: list[URLPattern] = [
    path("orang/<number:person>/bulan/<str:month>/", month_of_person, name="person-month"),
    path("kiriman/<number:number>/berkas/", original_file, name="original-file"),
    path("jejak/", trail, name="trail"),
    path("jejak/csv/", trail_csv, name="trail-csv"),
    path("pemeriksaan-uang/", money_audit, name="money-audit"),
    path("uang/", purse_money, name="purse-money"),
]
