"""A phone with an authenticator app, and what is done with it."""

from __future__ import annotations

import re
import time
from typing import Any

from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.test import Client
from django.urls import reverse

from tests.web.account.conftest import PASSWORD


def password_step(browser: Client, name: str, password: str = PASSWORD, **named: Any) -> Any:
    return browser.post(reverse("sign-in"), {"username": name, "password": password, **named})


def code_of(secret: str, later: int = 0) -> str:
    """Return what the phone shows now, or `later` half minutes from now."""
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30 + later))


def set_up(browser: Client) -> tuple[str, list[str]]:
    """Set up the second factor of whoever is signed in; return the phone's secret and the recovery codes."""
    shown = browser.get(reverse("second-factor")).content.decode()
    secret = re.search(r"<code>([A-Z2-7 ]+)</code>", shown)
    assert secret is not None
    key = secret.group(1).replace(" ", "")
    page = browser.post(reverse("second-factor"), {"code": code_of(key)}).content.decode()
    return key, re.findall(r"<code>(\d{8})</code>", page)
