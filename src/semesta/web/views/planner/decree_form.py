"""Forms about decrees: number, date and title; an amendment that gives unbilled months back."""

from __future__ import annotations

from typing import ClassVar

from django import forms

from semesta.web.language import say
from semesta.web.office_form import MonthField, OfficeForm, Wording, day_field, text_field
from semesta.web.views.planner.scenario_form import PAST_MONTHS

_HEAD: Wording = {
    "number": ("Nomor SK", "Number of the decree"), "dated_on": ("Tanggal SK", "Date of the decree"),
    "title": ("Tentang", "Title"),
}  # fmt: skip


class FreezeForm(OfficeForm):
    """The head of the decree that a plan becomes; `key` makes the same form sent twice one wish."""

    number = forms.CharField(max_length=80)
    dated_on = day_field()
    title = text_field()
    past_months = text_field(required=False)
    key = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput())
    words: ClassVar[Wording] = _HEAD | {"past_months": PAST_MONTHS}
    hints: ClassVar[Wording] = {
        "past_months": ("Hanya bila peserta baru mendapat bulan sebelum bulan SK; alasannya tercatat.",
                        "Only if new members get months before that of the decree; the reason is kept on record."),
        "title": ("Misalnya: Penerima iuran 2026", "For example: recipients of contributions 2026"),
    }  # fmt: skip


class AmendForm(OfficeForm):
    """An amending decree that takes out months from a month on: of a purse, of a village, or of one person."""

    number = forms.CharField(max_length=80)
    dated_on = day_field()
    title = text_field()
    from_month = MonthField()
    purse_id = forms.TypedChoiceField(coerce=int, empty_value=None, required=False)
    village_code = forms.ChoiceField(required=False)
    person_id = forms.IntegerField(min_value=1, required=False)
    reason = text_field()
    words: ClassVar[Wording] = _HEAD | {
        "number": ("Nomor SK perubahan", "Number of the amending decree"),
        "from_month": ("Keluarkan bulan mulai", "Take out months from"), "purse_id": ("Sumber dana", "Purse"),
        "village_code": ("Desa", "Village"), "person_id": ("Nomor orang", "Number of the person"),
        "reason": ("Alasan", "Reason"),
    }  # fmt: skip

    def offer(self, purses: dict[int, str], villages: dict[str, str]) -> None:
        """Offer the purses and villages of the decree, and all of them."""
        everything = say("semua", "all")
        for name, choices in (("purse_id", purses), ("village_code", villages)):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", everything), *choices.items()]
