"""The character nought, which no keyboard types and no database keeps, is dropped from what a request asks and sends.

So whoever pastes a damaged text loses nothing of the rest, and no page need think of it. An address that holds one is
none of ours. Names of files are cleaned by Django.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse, QueryDict

_NOUGHT: Final = "\0"


class WithoutNoughts:
    """Middleware before everything that reads what is asked or sent."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer what is asked without them; Http404 for an address with one."""
        if _NOUGHT in request.path_info:
            raise Http404
        query = request.META.get("QUERY_STRING", "")
        if "%00" in query:
            request.META["QUERY_STRING"] = query.replace("%00", "")
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, given: Any, named: Any) -> None:
        """Clean what a form sends."""
        if request.method == "POST" and any(_NOUGHT in text for _, texts in request.POST.lists() for text in texts):
            cleaned = QueryDict(mutable=True, encoding=request.POST.encoding)
            for name, texts in request.POST.lists():
                cleaned.setlist(name, [text.replace(_NOUGHT, "") for text in texts])
            cleaned._mutable = False
            request.POST = cleaned  # type: ignore[assignment]  # as the view finds it: read only
