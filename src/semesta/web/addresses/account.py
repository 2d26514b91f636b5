"""Addresses of signing in and what is one's own."""

from __future__ import annotations

from django.urls import URLPattern, path

from semesta.web.views.account.own_account import end_own_sessions, own_account, own_password
from semesta.web.views.account.passkeys import new_passkey, passkey
from semesta.web.views.account.second_factor import recovery_codes, second_factor, second_factor_off
from semesta.web.views.account.signing_in import sign_in, sign_in_code, sign_out

ACCOUNT: list[URLPattern] = [
    path("masuk/", sign_in, name="sign-in"),
    path("masuk/kode/", sign_in_code, name="sign-in-code"),
    path("keluar/", sign_out, name="sign-out"),
    path("akun/", own_account, name="own-account"),
    path("akun/kata-sandi/", own_password, name="own-password"),
    path("akun/faktor-kedua/", second_factor, name="second-factor"),
    path("akun/faktor-kedua/matikan/", second_factor_off, name="second-factor-off"),
    path("akun/kunci-sandi/", new_passkey, name="new-passkey"),
    path("akun/kunci-sandi/<number:number>/", passkey, name="passkey"),
    path("akun/sesi/", end_own_sessions, name="end-own-sessions"),
    path("akun/kode-pemulihan/", recovery_codes, name="recovery-codes"),
]
