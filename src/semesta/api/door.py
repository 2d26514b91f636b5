"""The door itself: every operation, held to a token, its rate and its scope, with errors of one shape."""

from __future__ import annotations

from functools import cache
from typing import Any, Final

from ninja import NinjaAPI

from semesta.api.bearer import BearerToken, PerToken
from semesta.api.needs import in_its_scope
from semesta.api.operations import (
    coverage,
    double_payments,
    exchange,
    jobs,
    law,
    lists,
    money,
    pairs,
    people,
    plans,
    regions,
    trail,
)
from semesta.api.problem import tell_problems

PREFIX: Final = "/api/v1/"
"""Where `config.urls` mounts the door."""

door = NinjaAPI(
    title="Semesta",
    version="1",
    description="Cakupan Jamsostek sebuah kabupaten, untuk sistem lain. / A regency's coverage, for other systems.",
    docs_url=None,  # ninja's page loads from another host; `manual.py` writes our own
    urls_namespace="api",
    auth=BearerToken(),
    throttle=PerToken(),
)
tell_problems(door)
door.add_decorator(in_its_scope, mode="operation")
for prefix, subject in {
    "/regions": regions, "/coverage": coverage, "/lists": lists, "/jobs": jobs, "/persons": people, "/pairs": pairs,
    "/plans": plans, "/money": money, "/double-payments": double_payments, "/exchange/batches": exchange, "/law": law,
    "/trail": trail,
}.items():  # fmt: skip
    door.add_router(prefix, subject.router)


@cache
def described() -> dict[str, Any]:
    """Return the description of the door in OpenAPI 3.1."""
    return dict(door.get_openapi_schema(path_prefix=PREFIX))
