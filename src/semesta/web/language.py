"""The language of a page: ?lang=id or ?lang=en, remembered in a cookie, else the browser's, else Indonesian."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.translation import get_language

from semesta.kernel.finding import Language

ONE_YEAR_SECONDS = 365 * 24 * 60 * 60


def reader_language() -> Language:
    """Return the language the page is written in."""
    return "en" if (get_language() or "").startswith("en") else "id"


def say(indonesian: str, english: str) -> str:
    """Return the text in the reader's language."""
    return indonesian if reader_language() == "id" else english


class LanguageOfAddress:
    """Middleware before Django's own: what ?lang= says goes before the cookie, and becomes the cookie."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the language asked for."""
        asked = request.GET.get("lang")
        known = asked in dict(settings.LANGUAGES)
        if asked is not None and known:
            request.COOKIES[settings.LANGUAGE_COOKIE_NAME] = asked
        response = self.get_response(request)
        patch_vary_headers(response, ["Cookie"])
        if asked is not None and known:
            response.set_cookie(
                settings.LANGUAGE_COOKIE_NAME,
                asked,
                max_age=ONE_YEAR_SECONDS,
                secure=request.is_secure(),
                httponly=True,
                samesite="Lax",
            )
        return response
