"""Batches for the insurer: made, their file, the answers, who was refused and why, closing."""

from __future__ import annotations

import uuid
from typing import Any, get_args

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from semesta.exchange.actions import close_batch, take_answer_file
from semesta.exchange.handing_out import hand_out_batch_file
from semesta.exchange.queries import (
    NoBatchError,
    SealBrokenError,
    layout_of_batch,
    lines_in_state,
    lines_to_amend,
    refusals,
    state_of_batches,
)
from semesta.exchange.queries import batches as all_batches
from semesta.exchange.refusal import NotTakenError
from semesta.funding.queries.purses import purses_of
from semesta.installation.places import files_folder
from semesta.intake.storage import FileChangedError
from semesta.jobs.actions import enqueue
from semesta.jobs.queries import NoJobError
from semesta.jobs.queries import job as job_numbered
from semesta.kernel.finding import Finding, Place
from semesta.sheets.catalogue import kind
from semesta.sheets.exchange.enrolment_file import FileFormat
from semesta.web.clock import today
from semesta.web.download import csv_file_response, workbook_response
from semesta.web.kept import kept
from semesta.web.language import reader_language, say
from semesta.web.office_form import NOT_TAKEN
from semesta.web.refused import refused_in_words
from semesta.web.regency_permission import (
    ANSWERS,
    DECIDES,
    LOOKS_AT_EXCHANGE,
    decides,
    open_in_regency,
)
from semesta.web.signed_in import signed_in
from semesta.web.uploaded import on_disk
from semesta.web.views.planner.money_form import AnswerForm, CloseForm, MakeForm

LISTED = 100
A_PAGE = 50
STATES = ("open", "accepted", "refused", "overlap", "closed")


@require_safe
@open_in_regency(*LOOKS_AT_EXCHANGE)
def batches(request: HttpRequest) -> HttpResponse:
    """Show the batches, newest first, a page at a time (?sebelum= a number), and the decree lines that active wage
    earners stand in."""
    return _batches_page(request, _make_form(request, _counted()))


@require_POST
@open_in_regency(*DECIDES)
def make(request: HttpRequest) -> HttpResponse:
    """Have the batches made that are due; the same form twice is one wish."""
    form = _make_form(request, _counted())
    if not form.is_valid():
        return _batches_page(request, form)
    said = form.cleaned_data
    arguments = {
        "regency": settings.REGENCY, "made_on": today().isoformat(), "purse": said["purse"],
        "first_month": str(said["first_month"]) if said["first_month"] else "",
        "again": [said["again"]] if said["again"] else [],
    }  # fmt: skip
    job = enqueue(signed_in(request), "make_batches", arguments, key=said["key"])
    return HttpResponseRedirect(reverse("job", args=[job]))


@require_safe
@open_in_regency(*DECIDES)
def batches_made(request: HttpRequest, number: int) -> HttpResponse:
    """Show what a run of batch making brought: the batches, and who lacks what before he can be enrolled."""
    try:
        job = job_numbered(signed_in(request), number)
    except NoJobError as problem:
        raise Http404(number) from problem
    if job["kind"] != "make_batches" or job["state"] != "done":
        raise Http404(number)
    lacking = job["result"].get("private", {}).get("incomplete", [])
    told = refused_in_words(
        Finding(kind("enrolment_incomplete"), Place(""), field=name, before=name, detail=str(person))
        for person, name in lacking[:LISTED]
    )
    people = [{"person_id": one[0], "told": words} for one, words in zip(lacking, told, strict=False)]
    return render(request, "web/planner/batches_made.html", {"job": job, "people": people})


@require_http_methods(["GET", "HEAD", "POST"])
@open_in_regency(*LOOKS_AT_EXCHANGE)
def batch(request: HttpRequest, number: int) -> HttpResponse:
    """Show one batch; a POST hands in an answer, taken whole or not at all."""
    found = _batch(number)
    form = AnswerForm(request)
    may_answer = signed_in(request).role in ANSWERS
    if request.method == "POST" and may_answer and form.is_valid():
        try:
            with on_disk(form.cleaned_data["file"]) as path:
                taken = take_answer_file(
                    signed_in(request), settings.REGENCY, path, layout_of_batch(settings.REGENCY, number),
                    taken_on=today(), files_folder=files_folder(), batch=number,
                )  # fmt: skip
        except NotTakenError as refusal:
            form.refuse(refusal.findings)
        except FileChangedError:
            form.add_error(None, say("Berkasnya berubah ketika dibaca; kirim sekali lagi.",
                                     "The file changed while it was read; send it again."))  # fmt: skip
        else:
            messages.success(request, _taken_in_words(taken.is_repeat, taken.applied, taken.months_taken_back))
            if taken.since_assumed:
                messages.warning(request, say(
                    "{n} pekerja penerima upah tanpa bulan mulai; dianggap sejak bulan pertama barisnya.",
                    "{n} wage earners without a first month; taken as since the first month of their line.",
                ).format(n=len(taken.since_assumed)))  # fmt: skip
            return HttpResponseRedirect(reverse("batch", args=[number]))
    return _batch_page(request, found, form=form if request.method == "POST" and may_answer else None)


@require_POST
@open_in_regency(*DECIDES)
def close(request: HttpRequest, number: int) -> HttpResponse:
    """Give up the lines of a batch that were never answered; they are due again."""
    found = _batch(number)
    form = CloseForm(request)
    if form.is_valid():
        try:
            close_batch(
                signed_in(request), settings.REGENCY, number, reason=form.cleaned_data["reason"], closed_on=today()
            )
        except NotTakenError as refusal:
            form.refuse(refusal.findings)
        else:
            messages.success(
                request,
                say("Gelombang ditutup; barisnya jatuh tempo lagi.", "The batch is closed; its lines are due again."),
            )
            return HttpResponseRedirect(reverse("batch", args=[number]))
    return _batch_page(request, found, close_form=form)


@require_safe
@open_in_regency(*ANSWERS)
def batch_file(request: HttpRequest, number: int, written_as: FileFormat) -> HttpResponse:
    """Give the enrolment file; who took it is on record."""
    if written_as not in get_args(FileFormat):
        raise Http404(written_as)
    try:
        data = hand_out_batch_file(signed_in(request), settings.REGENCY, number, written_as=written_as)
    except NoBatchError as problem:
        raise Http404(number) from problem
    except SealBrokenError as problem:
        messages.error(request, str(problem))
        return HttpResponseRedirect(reverse("batch", args=[number]))
    respond = workbook_response if written_as == "xlsx" else csv_file_response
    return respond(data, f"gelombang-{number}.{written_as}")


def _batches_page(request: HttpRequest, form: MakeForm) -> HttpResponse:
    before = request.GET.get("sebelum", "")
    lines = _counted()
    if before.isascii() and before.isdigit() and len(before) < 10:
        lines = [line for line in lines if line["number"] < int(before)]
    context = {
        "lines": lines[:A_PAGE], "form": form, "decides": decides(request),
        "earlier": lines[A_PAGE - 1]["number"] if len(lines) > A_PAGE else None,
        "to_amend": lines_to_amend(settings.REGENCY, language=reader_language(), most=LISTED),
    }  # fmt: skip
    return render(request, "web/planner/batches.html", context, status=NOT_TAKEN if form.errors else 200)


def _counted() -> list[dict[str, Any]]:
    """Return all batches with their lines counted; counting reads every line, so it is done once for each state."""
    state = state_of_batches(settings.REGENCY)
    return kept(f"batches:{settings.REGENCY}:{state}", lambda: all_batches(settings.REGENCY))


def _batch_page(
    request: HttpRequest, found: dict[str, Any], *, form: AnswerForm | None = None, close_form: CloseForm | None = None
) -> HttpResponse:
    state = request.GET.get("keadaan", "")
    if state and state not in STATES:
        raise Http404(state)
    after = request.GET.get("sesudah", "")
    lines = lines_in_state(
        settings.REGENCY, found["number"], state=state, most=LISTED + 1,
        after=int(after) if after.isascii() and after.isdigit() and len(after) < 10 else 0,
    )  # fmt: skip
    context = {
        "batch": found, "state": state, "lines": lines[:LISTED], "decides": decides(request), "states": STATES,
        "next_after": lines[LISTED - 1]["line"] if len(lines) > LISTED else None,
        "refusals": refusals(settings.REGENCY, language=reader_language(), batch=found["number"], most=LISTED),
        "form": form or AnswerForm(None), "close_form": close_form or CloseForm(None),
        "may_answer": signed_in(request).role in ANSWERS,
    }  # fmt: skip
    wrong = bool((form and form.errors) or (close_form and close_form.errors))
    return render(request, "web/planner/batch.html", context, status=NOT_TAKEN if wrong else 200)


def _make_form(request: HttpRequest, lines: list[dict[str, Any]]) -> MakeForm:
    form = MakeForm(request, initial={"key": uuid.uuid4().hex})
    purses = {one["id"]: f"{one['name']} {one['fiscal_year']}" for one in purses_of(settings.REGENCY)}
    form.offer(purses, [line["number"] for line in lines if line["refused"]])
    return form


def _batch(number: int) -> dict[str, Any]:
    found = next((line for line in _counted() if line["number"] == number), None)
    if found is None:
        raise Http404(number)
    return found


def _taken_in_words(is_repeat: bool, applied: int, months: int) -> str:
    if is_repeat:
        return say(
            "Berkas yang sama sudah pernah diterima; tidak ada yang berubah.",
            "This file was taken before; nothing changed.",
        )
    back = say(f" {months} bulan ditarik kembali.", f" {months} months were taken back.") if months else ""
    return say(f"Jawaban diterima: {applied} baris.", f"The answer is taken: {applied} lines.") + back
