"""Addresses of signing in and what is one's own."""

from __future__ import annotations

from django.urls import URLPattern, path

from semesta.web.views.account.signing_in import sign_in, sign_out

ACCOUNT: list[URLPattern] = [
    path("masuk/", sign_in, name="sign-in"),
    path("keluar/", sign_out, name="sign-out"),
]
