"""Behind our proxy a caller is known by the address the proxy saw, and cannot choose another."""

from __future__ import annotations

import pytest
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory

from semesta.web.caller import CallerAddress, told_address


@pytest.mark.parametrize(
    ("forwarded_for", "proxies", "address"),
    [
        ("203.0.113.7", 1, "203.0.113.7"),
        ("1.1.1.1, 203.0.113.7", 1, "203.0.113.7"),
        ("1.1.1.1, 203.0.113.7, 10.0.0.2", 2, "203.0.113.7"),
        ("2001:DB8::7", 1, "2001:db8::7"),
        ("203.0.113.7", 0, ""),
        ("203.0.113.7", 2, ""),
        ("<script>", 1, ""),
        ("", 1, ""),
    ],
)
def test_the_address_is_what_our_outermost_proxy_saw(forwarded_for: str, proxies: int, address: str) -> None:
    assert told_address(forwarded_for, proxies=proxies) == address


@pytest.mark.parametrize(("proxies", "address"), [(0, "127.0.0.1"), (1, "203.0.113.7")])
def test_without_a_proxy_of_ours_nobody_is_believed(settings: object, proxies: int, address: str) -> None:
    settings.PROXIES = proxies  # type: ignore[attr-defined]
    seen: list[str] = []

    def page(request: HttpRequest) -> HttpResponse:
        seen.append(request.META["REMOTE_ADDR"])
        return HttpResponse()

    CallerAddress(page)(RequestFactory().get("/", headers={"X-Forwarded-For": "203.0.113.7"}))
    assert seen == [address]
