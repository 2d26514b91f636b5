"""A page that says what the door offers, written from its own description; nothing of it comes from another host."""

from __future__ import annotations

from functools import cache
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from semesta.accounts.scope import in_scope_of
from semesta.api.door import described


@require_safe
def manual(request: HttpRequest) -> HttpResponse:
    """Show every operation by subject: method, address, what it needs, what it takes."""
    with in_scope_of(None):
        return render(request, "api/manual.html", {"subjects": _subjects()})


@cache
def _subjects() -> list[dict[str, Any]]:
    paths = described()["paths"]
    operations = [
        {
            "method": method.upper(), "path": path, "subject": told["tags"][0], "summary": told["summary"],
            "description": told.get("description", ""), "scope": told["x-scope"], "roles": told["x-roles"],
            "takes": [_parameter(one) for one in told.get("parameters", [])], "has_body": "requestBody" in told,
        }
        for path, methods in paths.items() for method, told in methods.items()
    ]  # fmt: skip
    return [
        {"name": name, "operations": list(group)} for name, group in groupby(operations, lambda one: one["subject"])
    ]


def _parameter(told: dict[str, Any]) -> dict[str, Any]:
    return {"name": told["name"], "where": told["in"], "is_required": told.get("required", False)}
