"""Addresses of the door: the page that explains it, its description, and its operations."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed, JsonResponse
from django.urls import URLPattern, path
from django.views.decorators.http import conditional_page, require_safe

from semesta.api.door import described, door
from semesta.api.manual import manual
from semesta.api.problem import told
from semesta.sheets.limits import DEFAULT_LIMITS

_ENVELOPE_BYTES = 1024 * 1024


@require_safe
def description(request: HttpRequest) -> HttpResponse:
    """Return the description of the door as OpenAPI 3.1."""
    return JsonResponse(described())


def nothing_here(request: HttpRequest, rest: str) -> HttpResponse:
    """Say in the shape of the door that an address leads nowhere."""
    return told("not_found")


def _in_shape(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Give an operation what all share: a limit of size, ETag for what is read, and a refused method in our shape."""
    read = conditional_page(view)

    @wraps(view)
    def shaped(request: HttpRequest, *given: Any, **named: Any) -> HttpResponse:
        if int(request.META.get("CONTENT_LENGTH") or 0) > DEFAULT_LIMITS.file_bytes + _ENVELOPE_BYTES:
            return told("too_large")
        response = (read if request.method == "GET" else view)(request, *given, **named)
        if isinstance(response, HttpResponseNotAllowed):
            refused = told("method_not_allowed")
            refused["Allow"] = response["Allow"]
            return refused
        response.setdefault("Cache-Control", "private, no-cache")
        return response

    return shaped


def _operations() -> list[URLPattern]:
    """Return the operations; ninja's own pages, which are named, are left to ours."""
    patterns, _, _ = door.urls
    own = [one for one in patterns if isinstance(one, URLPattern) and one.name not in ("openapi-json", "api-root")]
    for one in own:
        one.callback = _in_shape(one.callback)
    return own


urlpatterns = [
    path("", manual, name="api-manual"),
    path("openapi.json", description, name="api-description"),
    *_operations(),
    path("<path:rest>", nothing_here, name="api-nothing-here"),
]
