"""Questions of law, answered from dated and cited data, with the reasons."""

from __future__ import annotations

from functools import cache
from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import HttpRequest
from ninja import Query, Router, Schema
from pydantic import Field

from semesta.api.needs import needs
from semesta.api.problem import answers
from semesta.api.shapes import Body, Spoken
from semesta.law import ASKS, Law, ask, default_law_folder, load_law
from semesta.tokens.token_scope import TokenScope

router = Router(tags=["law"])
FieldName = Annotated[str, Field(pattern=r"^[a-z_]{1,40}$")]
FieldValue = Annotated[str, Field(max_length=200, pattern=r"^[^\x00-\x1f]*$")]


class AskShape(Schema):
    """A kind of question: what it is about and the fields it takes."""

    name: str
    about: str
    required: list[str]
    optional: list[str]


class QuestionSent(Body, Spoken):
    """A question by name with its fields as text, e.g. contribution: month=2026-04, segment=farmer, purse=self."""

    ask: Literal[tuple(ASKS)]  # type: ignore[valid-type]
    fields: dict[FieldName, FieldValue] = Field(max_length=40)


class AnswerShape(Schema):
    """The answer as a page: amounts, verdicts, and the explanation with articles and dates."""

    answer: dict[str, Any]


@router.get("/asks", response=answers(list[AskShape]), summary="What can be asked")
@needs(TokenScope.LAW_READ)
def asks(request: HttpRequest, spoken: Query[Spoken]) -> list[dict[str, Any]]:
    """Every kind of question."""
    return [
        {"name": kind.name, "about": kind.about.said(spoken.language), "required": list(kind.required),
         "optional": list(kind.optional)}
        for kind in ASKS.values()
    ]  # fmt: skip


@router.post("/answers", response=answers(AnswerShape), summary="Ask the law")
@needs(TokenScope.LAW_READ)
def answer(request: HttpRequest, question: QuestionSent) -> dict[str, Any]:
    """A question that cannot be answered as asked is refused (409) with what would do."""
    return {"answer": ask(_law(), question.ask, question.fields).page(question.language)}


@cache
def _law() -> Law:
    return load_law(default_law_folder()).for_region(settings.REGENCY)
