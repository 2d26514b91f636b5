"""Lists: what was handed in and what became of it, the marked workbook, and handing one in in the background."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Annotated, Any, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from ninja import File, Form, Query, Router, Schema
from ninja.files import UploadedFile
from ninja.responses import Status
from pydantic import Field

from semesta.accounts.actor import Actor, Role
from semesta.api.clock import today
from semesta.api.needs import HANDS_IN, OFFICE, actor_in, needs
from semesta.api.problem import answers
from semesta.api.shapes import Before, Number, Page, Spoken, page_of
from semesta.installation.places import asked_folder, files_folder
from semesta.intake.handing_in import HandedIn
from semesta.intake.marking import marked_copy
from semesta.intake.open_queries import open_findings_by_kind
from semesta.intake.queries import NoSubmissionError
from semesta.intake.queries import submission as submission_numbered
from semesta.intake.queries import submissions as newest_submissions
from semesta.intake.receiving import Folders, receive_list
from semesta.kernel.region_code import is_region_code
from semesta.kernel.segment import shipped_segments
from semesta.regions.queries import gazetteer
from semesta.tokens.token_scope import TokenScope

router = Router(tags=["lists"])
_READERS = (*OFFICE, Role.DISTRICT, Role.VILLAGE_OPERATOR, Role.AGENCY_OPERATOR)
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_UNSAFE = re.compile(r"[\x00-\x1f/\\]")
Sender = Annotated[str, Field(pattern=r"^([0-9]{2}(\.[0-9]{2}){2}\.[0-9]{4}|[a-z0-9]+(-[a-z0-9]+)*)$", max_length=60)]
WishKey = Annotated[str, Field(pattern=r"^[0-9a-f]{32}$", description="Yours; the same key and file ask once")]


class ListShape(Schema):
    """A list handed in. rows_in = accepted + merged + waiting + refused."""

    id: int
    sender: str
    kind: str
    state: str
    stop_reason: str
    refusal_code: str
    corrects_id: int | None
    handed_in_at: datetime
    rows_in: int
    accepted: int
    merged: int
    waiting: int
    refused: int


class ReasonShape(Schema):
    """How many rows have an outcome for a reason."""

    outcome: str
    reason: str
    rows: int


class FindingShape(Schema):
    """How often a kind of finding stands in a list."""

    code: str
    severity: str
    count: int


class ListWithResult(ListShape):
    """A list with what became of its rows and what was found in it."""

    reasons: list[ReasonShape]
    findings: list[FindingShape]


class ListSent(Schema):
    """What is said about a file that is handed in."""

    sender: Sender
    kind: Literal["village_list", "agency_list"] = "village_list"
    segment: Literal[tuple(shipped_segments())] | None = None  # type: ignore[valid-type]
    key: WishKey


class JobNumber(Schema):
    """The number of the job that hands the list in: GET /jobs/{number}."""

    job: int


@router.get("", response=answers(Page[ListShape]), summary="Lists, newest first")
@needs(TokenScope.LISTS_READ, *_READERS)
def lists(request: HttpRequest, asked: Query[Before]) -> dict[str, Any]:
    """The next page is `before` the number in `next`."""
    actor = actor_in(request)
    within, by = _own_lists(actor)
    found = newest_submissions(
        settings.REGENCY, sender=within, handed_in_by=by, before=asked.before, most=asked.limit + 1
    )
    return page_of(found, limit=asked.limit, key="id")


@router.get("/{number}", response=answers(ListWithResult), summary="One list and its result")
@needs(TokenScope.LISTS_READ, *_READERS)
def one_list(request: HttpRequest, number: Number) -> dict[str, Any]:
    """Numbers, codes and reasons; the values are in the marked workbook."""
    return _seen(request, number) | {"findings": open_findings_by_kind(settings.REGENCY, number, cells=1)}


@router.get("/{number}/marked", response=answers(None), summary="The sender's workbook, every mistake marked",
            openapi_extra={"responses": {200: {"description": "OK", "content": {_XLSX: {}}}}})  # fmt: skip
@needs(TokenScope.LISTS_READ, *HANDS_IN)
def marked(request: HttpRequest, number: Number, spoken: Query[Spoken]) -> HttpResponse:
    """An xlsx; refused (409) where the file was not taken at all."""
    _seen(request, number)
    try:
        data = marked_copy(
            settings.REGENCY, number, gazetteer=gazetteer(), today=today(), files_folder=files_folder(),
            language=spoken.language,
        )  # fmt: skip
    except FileNotFoundError as problem:  # restored without its files
        raise NoSubmissionError(number) from problem
    name = f"daftar-{number}-bertanda.xlsx"
    return HttpResponse(data, content_type=_XLSX, headers={"Content-Disposition": f'attachment; filename="{name}"'})


@router.post("", response=answers(JobNumber, status=202), summary="Hand a list in")
@needs(TokenScope.LISTS_WRITE, *HANDS_IN)
def hand_in(request: HttpRequest, said: Form[ListSent], file: File[UploadedFile]) -> Status[dict[str, int]]:
    """The file is kept at once; a job reads it. Sent twice with the same key, it is handed in once."""
    name = _UNSAFE.sub("_", file.name or "daftar")
    with _on_disk(file) as path:
        handed_in = HandedIn(path, said.sender, said.kind, segment=said.segment, file_name=name)
        job = receive_list(
            actor_in(request), handed_in, regency_code=settings.REGENCY, today=today(),
            folders=Folders(files_folder(), asked_folder()), key=said.key,
        )  # fmt: skip
    return Status(202, {"job": job})


def _own_lists(actor: Actor) -> tuple[str, str]:
    """Return of which region's senders, or else handed in by whom, a token sees lists."""
    if actor.role is Role.AGENCY_OPERATOR:
        return "", actor.name
    return ("" if actor.is_responsible_for(settings.REGENCY) else actor.territory), ""


def _seen(request: HttpRequest, number: int) -> dict[str, Any]:
    actor = actor_in(request)
    found = submission_numbered(settings.REGENCY, number, language="id")
    of_territory = is_region_code(found["sender"]) and actor.is_responsible_for(found["sender"])
    of_regency = actor.is_responsible_for(settings.REGENCY)
    is_agency = actor.role is Role.AGENCY_OPERATOR
    if found["handed_in_by"] == actor.name or (not is_agency and (of_territory or of_regency)):
        return found
    raise NoSubmissionError(number)


@contextmanager
def _on_disk(file: UploadedFile) -> Iterator[Path]:
    with tempfile.NamedTemporaryFile() as written:
        for piece in file.chunks():
            written.write(piece)
        written.flush()
        yield Path(written.name)
