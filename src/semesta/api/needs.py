"""What an operation asks of a token: a scope, one of some roles, and how far its territory must reach.

Every operation states it with `needs`; what it states also opens the database, in one transaction with the sight of
the token's role and territory, and stands in the description of the door (x-scope).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Final, TypeVar

from django.conf import settings
from django.http import Http404, HttpRequest
from ninja.operation import Operation

from semesta.accounts.actor import Actor, NotPermittedError, Role
from semesta.accounts.scope import in_scope_of
from semesta.tokens.queries import Holder
from semesta.tokens.token_scope import TokenScope

View = TypeVar("View", bound=Callable[..., Any])
OFFICE: Final = (
    Role.ADMINISTRATOR, Role.READER, Role.PLANNER, Role.FINANCE, Role.VERIFIER, Role.ENTERPRISE_OFFICER, Role.AUDITOR,
)  # fmt: skip
PERSONS: Final = (*OFFICE, Role.DISTRICT, Role.VILLAGE_OPERATOR)
HANDS_IN: Final = (Role.ADMINISTRATOR, Role.VERIFIER, Role.VILLAGE_OPERATOR, Role.AGENCY_OPERATOR)
MONEY: Final = (
    Role.ADMINISTRATOR, Role.PLANNER, Role.FINANCE, Role.AUDITOR, Role.READER, Role.INSURER_BRANCH, Role.VERIFIER,
)  # fmt: skip
DECIDES: Final = (Role.ADMINISTRATOR, Role.VERIFIER)
AUDITS: Final = (Role.ADMINISTRATOR, Role.AUDITOR)


@dataclass(frozen=True, slots=True)
class Needs:
    """A scope, the roles it is for, and whether the territory must hold the whole regency."""

    scope: TokenScope
    roles: frozenset[Role]
    of_regency: bool

    def require(self, holder: Holder) -> None:
        """Raise NotPermittedError unless the token has what it takes."""
        reaches = not self.of_regency or holder.actor.is_responsible_for(settings.REGENCY)
        if not (holder.may(self.scope) and holder.actor.role in self.roles and reaches):
            raise NotPermittedError(f"{holder.actor.name}: {self.scope}")


def needs(scope: TokenScope, *roles: Role, of_regency: bool = False) -> Callable[[View], View]:
    """State what an operation asks; without roles it is for every role."""
    stated = Needs(scope, frozenset(roles or Role), of_regency)

    def state(view: View) -> View:
        view.__dict__["needs"] = stated
        view.__dict__["_ninja_contribute_to_operation"] = [_described(stated)]
        return view

    return state


def in_its_scope(view: Callable[..., Any]) -> Callable[..., Any]:
    """Wrap an operation: the token is held to what it needs, and the database shows what the token may see."""
    stated: Needs = view.__dict__["needs"]

    @wraps(view)
    def scoped(request: HttpRequest, *given: Any, **named: Any) -> Any:
        holder = holder_in(request)
        stated.require(holder)
        with in_scope_of(holder.actor):
            return view(request, *given, **named)

    return scoped


def holder_in(request: HttpRequest) -> Holder:
    """Return who asks; the door lets nobody in without a token."""
    holder: Holder = request.auth  # type: ignore[attr-defined]  # set by ninja from `BearerToken`
    return holder


def actor_in(request: HttpRequest) -> Actor:
    """Return in whose name the request acts."""
    return holder_in(request).actor


def within_territory(request: HttpRequest, region_code: str) -> str:
    """Return a region of the token's territory; Http404 for any other, for even that it exists is not told."""
    regency: str = settings.REGENCY
    is_of_regency = region_code == regency or region_code.startswith(regency + ".")
    if not is_of_regency or not actor_in(request).is_responsible_for(region_code):
        raise Http404
    return region_code


def _described(stated: Needs) -> Callable[[Operation], None]:
    def describe(operation: Operation) -> None:
        operation.openapi_extra = {
            "x-scope": str(stated.scope),
            "x-roles": sorted(stated.roles),
            "x-whole-regency": stated.of_regency,
        }

    return describe
