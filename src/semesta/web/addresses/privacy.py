"""Addresses of the law on personal data: the record for everybody, the registers for who keeps and who audits them."""

from __future__ import annotations

from django.urls import URLPattern, path

from semesta.web.views.privacy.breaches import breach_told, breaches, new_breach
from semesta.web.views.privacy.person_data import person_data
from semesta.web.views.privacy.record import processing_record
from semesta.web.views.privacy.requests import (
    answer_privacy_request,
    new_privacy_request,
    privacy_request,
    privacy_requests,
)
from semesta.web.views.privacy.retention import erase, retention

PRIVACY: list[URLPattern] = [
    path("privasi/", processing_record, name="privacy"),
    path("privasi/permintaan/", privacy_requests, name="privacy-requests"),
    path("privasi/permintaan/baru/", new_privacy_request, name="new-privacy-request"),
    path("privasi/permintaan/<number:number>/", privacy_request, name="privacy-request"),
    path("privasi/permintaan/<number:number>/jawab/", answer_privacy_request, name="answer-privacy-request"),
    path("privasi/kegagalan/", breaches, name="breaches"),
    path("privasi/kegagalan/baru/", new_breach, name="new-breach"),
    path("privasi/kegagalan/<number:number>/diberitahu/", breach_told, name="breach-told"),
    path("privasi/masa-simpan/", retention, name="retention"),
    path("privasi/masa-simpan/hapus/", erase, name="erase-past-retention"),
    path("privasi/orang/<number:number>/", person_data, name="person-data"),
]
