"""Am I covered: NIK and birth date in, the state of cover out, and nothing else about anybody."""

from __future__ import annotations

from datetime import timedelta

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from semesta.accounts.actor import Actor, Role
from semesta.accounts.scope import in_scope_of
from semesta.coverage.actions import answer_citizen
from semesta.coverage.enquiry import MOST_OF_A_NIK, MOST_OF_AN_ASKER
from semesta.kernel.nik import nik_problem
from semesta.web.clock import today
from semesta.web.language import say
from semesta.web.permission import open_to_all

CITIZEN = Actor(name="warga", role=Role.READER, territory="")


class CoverForm(forms.Form):
    """Sixteen digits and a date; blanks and dots that people write into a NIK are taken out."""

    nik = forms.CharField(max_length=40)
    born_on = forms.DateField()

    def clean_nik(self) -> str:
        """Return sixteen digits that have a possible date."""
        digits = str(self.cleaned_data["nik"]).replace(" ", "").replace(".", "").replace("-", "")
        if nik_problem(digits) is not None:
            raise forms.ValidationError(
                say(
                    "NIK terdiri atas 16 angka seperti di KTP. Periksa lagi setiap angkanya.",
                    "A NIK has 16 digits, as on the identity card. Check every digit.",
                )
            )
        return digits


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@open_to_all(reason="tells cover that stands for a NIK with its birth date, or nothing; limited, and kept unlinked")
def my_cover(request: HttpRequest) -> HttpResponse:
    """Ask, and answer on the same page: what was asked stands in no address and no history."""
    form = CoverForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "web/citizen/cover.html", _page(form), status=422 if form.is_bound else 200)
    with in_scope_of(CITIZEN):  # who sees no more than everybody, but has a name for the trail
        answer = answer_citizen(
            CITIZEN, settings.REGENCY, nik=form.cleaned_data["nik"], born_on=form.cleaned_data["born_on"],
            asker=str(request.META.get("REMOTE_ADDR", "")), today=today(), now=timezone.now(),
        )  # fmt: skip
    if answer.refused_for is not None:
        waits = max(1, round(answer.refused_for / timedelta(hours=1)))
        return render(request, "web/citizen/cover.html", _page(form) | {"waits": waits}, status=429)
    return render(request, "web/citizen/cover.html", _page(CoverForm()) | {"answer": answer})


def _page(form: CoverForm) -> dict[str, object]:
    return {"form": form, "most_of_nik": MOST_OF_A_NIK, "most_of_asker": MOST_OF_AN_ASKER}
