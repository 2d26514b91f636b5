"""Forms of the registers that the law on personal data asks for, and of the copy of a person's data."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar, Final

from django import forms
from django.http import HttpRequest

from semesta.web.language import say
from semesta.web.office_form import OfficeForm, Wording, text_field
from semesta.web.words import word

LONGEST_WISH: Final = 2_000
_KINDS: Final = ("access", "correction", "objection", "erasure")
_VERDICTS: Final = ("granted", "refused")
_MOST_PEOPLE: Final = 100_000_000


def _long_text() -> forms.CharField:
    return forms.CharField(max_length=LONGEST_WISH, widget=forms.Textarea(attrs={"rows": 3}))


def _moment() -> forms.DateTimeField:
    return forms.DateTimeField(
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )


class RequestForm(OfficeForm):
    """What somebody asks about their own data."""

    kind = forms.ChoiceField()
    person = forms.IntegerField(required=False, min_value=1, max_value=2**53)
    wish = _long_text()

    words: ClassVar[Wording] = {
        "kind": ("Yang diminta", "What is asked"),
        "person": ("Nomor orang", "Number of the person"),
        "wish": ("Permintaannya", "The wish"),
    }
    hints: ClassVar[Wording] = {
        "person": ("Ada di alamat halaman orangnya. Kosongkan bila orangnya tidak ditemukan.",
                   "It stands in the address of the person's page. Leave it empty if nobody was found."),
        "wish": ("Apa yang diminta, dan bagaimana pemohon dikenali (misalnya KTP dilihat).",
                 "What is asked, and how the asker was recognised (for example identity card seen)."),
    }  # fmt: skip

    def __init__(self, request: HttpRequest, **named: Any) -> None:
        super().__init__(request, **named)
        kinds: Any = self.fields["kind"]
        kinds.choices = [(kind, word("privacy_kind", kind)) for kind in _KINDS]


class AnswerForm(OfficeForm):
    """How a request is closed."""

    verdict = forms.ChoiceField()
    answer = _long_text()

    words: ClassVar[Wording] = {"verdict": ("Putusan", "Verdict"), "answer": ("Jawaban", "Answer")}
    hints: ClassVar[Wording] = {
        "answer": ("Apa yang sudah dilakukan, atau mengapa tidak; sedikitnya delapan huruf.",
                   "What was done, or why not; at least eight letters."),
    }  # fmt: skip

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        verdicts: Any = self.fields["verdict"]
        verdicts.choices = [(verdict, word("privacy_state", verdict)) for verdict in _VERDICTS]


class BreachForm(OfficeForm):
    """A failure to protect data, as it is reported."""

    what = _long_text()
    which_data = text_field()
    people = forms.IntegerField(min_value=0, max_value=_MOST_PEOPLE)
    handling = _long_text()
    happened_at = _moment()
    known_at = _moment()

    words: ClassVar[Wording] = {
        "what": ("Apa yang terjadi", "What happened"),
        "which_data": ("Data apa", "Which data"),
        "people": ("Berapa orang", "How many people"),
        "handling": ("Penanganan", "What is done about it"),
        "happened_at": ("Terjadi", "Happened"),
        "known_at": ("Diketahui", "Known"),
    }
    hints: ClassVar[Wording] = {
        "known_at": ("Batas 3 x 24 jam dihitung dari sini.", "The 3 x 24 hours run from here."),
        "what": ("Tanpa nama dan NIK siapa pun.", "Without anybody's name or NIK."),
    }

    def __init__(self, request: HttpRequest, *, now: datetime) -> None:
        self.now = now
        super().__init__(request, initial={"known_at": now})

    def clean_known_at(self) -> datetime:
        """Refuse a time to come."""
        known_at: datetime = self.cleaned_data["known_at"]
        if known_at > self.now:
            raise forms.ValidationError(say("Waktu ini belum tiba.", "This time has not come yet."))
        return known_at


class CopyForm(OfficeForm):
    """Why a copy of a person's data is made."""

    reason = text_field(min_length=8)

    words: ClassVar[Wording] = {"reason": ("Alasan", "Reason")}
    hints: ClassVar[Wording] = {
        "reason": ("Misalnya nomor permintaan; masuk jejak.", "For example the number of the request; it is on record.")
    }
