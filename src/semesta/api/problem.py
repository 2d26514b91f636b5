"""What went wrong, always in the same shape and in both languages: what, where, and what to do.

No message holds a value that was sent, so that a log of answers holds no person's data.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final, Literal

import yaml
from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from ninja import NinjaAPI, Schema
from ninja.errors import AuthenticationError, HttpError, Throttled, ValidationError
from pydantic import Field

from semesta.accounts.actor import NotPermittedError
from semesta.coverage.queries import NoSnapshotError
from semesta.duplicates.errors import AlreadyDecidedError, ClaimedError, ConflictError
from semesta.funding.refusals import RefusedError
from semesta.intake.marking import NothingToMarkError
from semesta.law import UnanswerableError

logger = logging.getLogger(__name__)


class Remedy(Schema):
    """What to do next."""

    id: str
    en: str


class Problem(Schema):
    """An error: a code for programs, sentences for people, the remedy, and the fields it is about."""

    code: str
    message_id: str
    message_en: str
    remedy: Remedy
    fields: list[str] = Field(default_factory=list, description="Where the request is wrong, e.g. query.limit")


Code = Literal[
    "unreadable", "no_token", "not_permitted", "not_found", "method_not_allowed", "conflict", "too_large",
    "wrong_request", "too_often", "failed",
]  # fmt: skip
DECLARED: Final[tuple[Code, ...]] = (
    "unreadable", "no_token", "not_permitted", "not_found", "conflict", "wrong_request", "too_often",
)  # fmt: skip
"""What every operation may answer with."""


def told(code: Code, *, message: tuple[str, str] | None = None, fields: Sequence[str] = ()) -> HttpResponse:
    """Return the problem as an answer; `message` (Indonesian, English) is more exact than the kind's own."""
    kind = _kinds()[code]
    indonesian, english = message or (kind["message"]["id"], kind["message"]["en"])
    problem = Problem(
        code=code, message_id=indonesian, message_en=english, remedy=Remedy(**kind["remedy"]),
        fields=list(dict.fromkeys(fields)),
    )  # fmt: skip
    response = JsonResponse(problem.model_dump(), status=kind["status"])
    response["Cache-Control"] = "no-store"
    if code == "no_token":
        response["WWW-Authenticate"] = 'Bearer realm="semesta"'
    return response


def answers(model: Any, *, status: int = 200) -> dict[Any, Any]:
    """Return what an operation may answer: its own shape, or a problem."""
    return {status: model} | {_kinds()[code]["status"]: Problem for code in DECLARED}


@cache
def _kinds() -> dict[str, dict[str, Any]]:
    kinds: dict[str, dict[str, Any]] = yaml.safe_load((Path(__file__).parent / "problems.yaml").read_text())
    return kinds


def tell_problems(api: NinjaAPI) -> None:
    """Let the door tell every error in the shape of `Problem`."""
    codes: dict[type[Exception], Code] = {
        AuthenticationError: "no_token", NotPermittedError: "not_permitted", Http404: "not_found",
        LookupError: "not_found", RequestDataTooBig: "too_large", Throttled: "too_often", HttpError: "unreadable",
    }  # fmt: skip
    for error, code in codes.items():
        api.add_exception_handler(error, _telling(code))
    for refusal in (NoSnapshotError, ClaimedError, AlreadyDecidedError, ConflictError):
        api.add_exception_handler(refusal, _in_its_own_words)
    api.add_exception_handler(ValidationError, _wrong)
    for said in (RefusedError, UnanswerableError, NothingToMarkError):
        api.add_exception_handler(said, _refused)
    api.add_exception_handler(Exception, _failed)


def _telling(code: Code) -> Any:
    def tell(_request: HttpRequest, _error: Any) -> HttpResponse:
        return told(code)

    return tell


def _in_its_own_words(_request: HttpRequest, error: Any) -> HttpResponse:
    indonesian, _, english = str(error).partition(" / ")
    return told("conflict", message=(indonesian, english or indonesian))


def _refused(_request: HttpRequest, error: Any) -> HttpResponse:
    return told("conflict", message=(error.said("id"), error.said("en")))


def _wrong(_request: HttpRequest, error: Any) -> HttpResponse:
    return told("wrong_request", fields=[".".join(str(part) for part in found["loc"]) for found in error.errors])


def _failed(request: HttpRequest, error: Any) -> HttpResponse:
    logger.error("%s %s failed", request.method, request.path, exc_info=error)
    return told("failed")
