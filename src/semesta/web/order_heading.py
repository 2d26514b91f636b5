"""Headings of a table that put it in order: where each leads, and how it says which order holds."""

from __future__ import annotations

from django.http import HttpRequest

from semesta.web.comparison import Order


def heading(request: HttpRequest, name: Order, order: Order, *, is_reversed: bool) -> dict[str, str]:
    """Return where a heading leads (the other way round when it is the order already) and its aria-sort."""
    is_current = name == order
    starts_ascending = name != "distance"
    sort = "none"
    if is_current:
        sort = "ascending" if starts_ascending != is_reversed else "descending"
    towards = same_query(request, order=name, reversed="1" if is_current and not is_reversed else "")
    return {"href": towards, "sort": sort}


def same_query(request: HttpRequest, **changed: str) -> str:
    """Return what the address asks for with these parts changed; an empty one is left out."""
    query = request.GET.copy()
    for name, value in changed.items():
        query.pop(name, None)
        if value:
            query[name] = value
    return f"?{query.urlencode()}"
