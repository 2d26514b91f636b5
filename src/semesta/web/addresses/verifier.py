"""Addresses of the verifier's queue."""

from __future__ import annotations

from django.urls import URLPattern, path

from semesta.web.views.verifier.likeness import decide_likeness, likeness, undo_batch
from semesta.web.views.verifier.pair import decide, pair, undo
from semesta.web.views.verifier.queue import next_pair, pause, queue
from semesta.web.views.verifier.waiting import refresh, waiting

VERIFIER: list[URLPattern] = [
    path("verifikasi/", queue, name="verifier-queue"),
    path("verifikasi/ambil/", next_pair, name="verifier-next"),
    path("verifikasi/berhenti/", pause, name="verifier-pause"),
    path("verifikasi/hitung-lagi/", refresh, name="verifier-refresh"),
    path("verifikasi/baris/<slug:code>/", waiting, name="verifier-waiting"),
    path("verifikasi/pasangan/<number:number>/", pair, name="verifier-pair"),
    path("verifikasi/pasangan/<number:number>/putuskan/", decide, name="verifier-decide"),
    path("verifikasi/pasangan/<number:number>/batalkan/<number:decision>/", undo, name="verifier-undo"),
    path("verifikasi/serupa/batalkan/", undo_batch, name="verifier-undo-batch"),
    path("verifikasi/serupa/<slug:likeness>/", likeness, name="verifier-likeness"),
    path("verifikasi/serupa/<slug:likeness>/putuskan/", decide_likeness, name="verifier-decide-likeness"),
]
