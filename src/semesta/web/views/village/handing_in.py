"""Hand a list in, or ask about one: the file is kept, a job reads it, the reader is led to the job."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import TemporaryUploadedFile, UploadedFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from semesta.accounts.actor import Role
from semesta.installation.places import asked_folder, files_folder
from semesta.intake.handing_in import HandedIn
from semesta.intake.receiving import Folders, receive_list, receive_question
from semesta.web.clock import today
from semesta.web.hand_in_form import CHECK, MIB, HandInForm
from semesta.web.permission import open_to_roles
from semesta.web.sender import sender_in_words, sender_names
from semesta.web.signed_in import signed_in
from semesta.web.upload_limit import LARGEST_BYTES

HAND_IN_ROLES = (Role.VILLAGE_OPERATOR, Role.AGENCY_OPERATOR, Role.VERIFIER, Role.ADMINISTRATOR)
NOT_TAKEN = 422


@require_http_methods(["GET", "HEAD", "POST"])
@open_to_roles(*HAND_IN_ROLES)
def hand_in(request: HttpRequest) -> HttpResponse:
    """Show the form, or take the file and lead to its job. A script that sends it (X-Semesta-Upload) gets JSON."""
    actor = signed_in(request)
    form = HandInForm(request, actor)
    problems = form.problems() if request.method == "POST" else []
    by_script = "X-Semesta-Upload" in request.headers
    if request.method == "POST" and not problems:
        address = reverse("job", args=[_received(request, form)])
        return JsonResponse({"next": address}) if by_script else HttpResponseRedirect(address)
    if by_script:
        return JsonResponse({"problems": problems}, status=NOT_TAKEN)
    context = {
        "form": form,
        "problems": problems,
        "said": {name: request.POST.get(name, "") for name in ("sender", "segment", "purpose")},
        "key": form.fresh_key,
        "village": sender_in_words(actor.territory, sender_names()) if form.is_for_one_village else "",
        "largest": LARGEST_BYTES // MIB,
        "largest_bytes": LARGEST_BYTES,
    }
    return render(request, "web/village/hand_in.html", context, status=NOT_TAKEN if problems else 200)


def _received(request: HttpRequest, form: HandInForm) -> int:
    said = form.cleaned_data
    receive = receive_question if said["purpose"] == CHECK else receive_list
    with _on_disk(said["file"]) as path:
        handed_in = HandedIn(
            path, said["sender"], form.kind, segment=said["segment"] or None, file_name=said["file"].name
        )
        return receive(
            signed_in(request), handed_in, regency_code=settings.REGENCY, today=today(),
            folders=Folders(files_folder(), asked_folder()), key=said["key"],
        )  # fmt: skip


@contextmanager
def _on_disk(file: UploadedFile[Any]) -> Iterator[Path]:
    """Give the path of an upload; a small one is still in memory and is written out."""
    if isinstance(file, TemporaryUploadedFile):
        yield Path(file.temporary_file_path())
        return
    with tempfile.NamedTemporaryFile() as written:
        for piece in file.chunks():
            written.write(piece)
        written.flush()
        yield Path(written.name)
