"""Where each line of what waits for a decision is looked into, for a reader whose role may open that page."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.urls import resolve, reverse

from semesta.accounts.actor import Role
from semesta.web.permission import OpenToRoles, permission_of

_PAGES: Final[Mapping[str, str]] = {
    "members_at_risk": "arrears",
    "arrears": "arrears",
    "money_to_decide": "purse-money",
    "stopped_files": "submissions",
    "waiting_rows": "submissions",
    "pairs_to_decide": "verifier-queue",
}


def agenda_for(role: Role, lines: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Return the lines of `coverage.queries.agenda` with the page behind each (href), empty for who may not open it."""
    return [{**line, "href": _page(role, line["code"])} for line in lines]


def _page(role: Role, code: str) -> str:
    address = reverse(_PAGES[code])
    stated = permission_of(resolve(address).func)
    return "" if isinstance(stated, OpenToRoles) and role not in stated.roles else address
