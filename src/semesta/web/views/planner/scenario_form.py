"""The terms of a plan as a form: months, ceilings to try, priorities, relief, who would pay for himself."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest
from django.utils.dates import MONTHS

from semesta.allocation import default_policy_file
from semesta.web.language import say
from semesta.web.office_form import OfficeForm, RupiahField, Wording, text_field

LARGEST_POLICY_BYTES = 64 * 1024
_MONTHS = list(MONTHS.items())
PAST_MONTHS: tuple[str, str] = ("Mengapa bulan yang sudah lewat ikut", "Why months that have passed are included")


class ScenarioForm(OfficeForm):
    """A plan's terms. For every purse of the regency or above a ceiling to try, for village purses a percentage."""

    name = text_field()
    first_month = forms.TypedChoiceField(coerce=int, choices=_MONTHS)
    last_month = forms.TypedChoiceField(coerce=int, choices=_MONTHS, initial=12)
    relief = forms.ChoiceField()
    take_up_percent = forms.IntegerField(min_value=0, max_value=100, initial=0)
    seed = forms.CharField(max_length=80, required=False)
    past_months = text_field(required=False)
    policy_text = forms.CharField(widget=forms.Textarea(attrs={"rows": 16, "spellcheck": "false"}), max_length=40_000)
    policy_file = forms.FileField(required=False)
    words: ClassVar[Wording] = {
        "name": ("Nama rencana", "Name of the plan"), "first_month": ("Dari bulan", "From month"),
        "last_month": ("Sampai bulan", "To month"), "relief": ("Keringanan iuran", "Relief of contributions"),
        "take_up_percent": ("Yang belum terlindungi dan akan membayar sendiri (%)",
                            "Without cover who would pay themselves (%)"),
        "seed": ("Benih undian", "Seed of the draw"), "past_months": PAST_MONTHS,
        "policy_text": ("Prioritas", "Priorities"),
        "policy_file": ("Berkas prioritas (YAML), menggantikan teks di atas", "Priorities from a file (YAML) instead"),
    }  # fmt: skip
    hints: ClassVar[Wording] = {
        "name": ("Misalnya: Pagu dipotong Juli", "For example: ceiling cut in July"),
        "seed": ("Diumumkan sebelum dihitung; kosong: tahun anggaran. Siapa pun dapat mengulang undiannya.",
                 "Published beforehand; empty: the fiscal year. Anybody can repeat the draw."),
        "past_months": ("Hanya bila rencana mulai sebelum bulan ini; alasannya tercatat.",
                        "Only if the plan begins before this month; the reason is kept on record."),
        "policy_text": ("Angkanya boleh diubah; setiap kesalahan disebut dengan barisnya.",
                        "Change the numbers; every mistake is named with its line."),
    }  # fmt: skip

    def __init__(self, request: HttpRequest, purses: list[dict[str, Any]], kinds: dict[str, str], **named: Any) -> None:
        super().__init__(request, **named)
        self.purses = purses
        relief = self.fields["relief"]
        if isinstance(relief, forms.ChoiceField):
            without = say("tanpa keringanan (hanya untuk membandingkan)", "without (to compare only)")
            relief.choices = [("as_law", say("menurut hukum", "as the law stands")), ("none", without)]
        self.fields["policy_text"].initial = default_policy_file().read_text(encoding="utf-8")
        self.single = [one for one in purses if one["owner"].count(".") < 2]
        self.kinds = {one["kind"] for one in purses if one["owner"].count(".") >= 2}
        for one in self.single:
            self._ceiling(f"purse_{one['id']}", RupiahField(required=False),
                          say(f"Pagu yang dicoba: {one['name']}", f"Ceiling to try: {one['name']}"))  # fmt: skip
        for kind in sorted(self.kinds):
            field = forms.IntegerField(min_value=0, max_value=1_000, required=False)
            self._ceiling(f"kind_{kind}", field,
                          say(f"{kinds.get(kind, kind)}: persen dari pagu setiap desa",
                              f"{kinds.get(kind, kind)}: percent of every village's ceiling"))  # fmt: skip

    def clean_policy_file(self) -> str:
        """Return the text of a policy file that was handed in, empty for none."""
        file = self.cleaned_data.get("policy_file")
        if not file:
            return ""
        if file.size > LARGEST_POLICY_BYTES:
            raise forms.ValidationError(
                say("Berkas prioritas paling besar 64 kB.", "A priorities file has at most 64 kB.")
            )
        try:
            return bytes(file.read()).decode("utf-8")
        except UnicodeDecodeError:
            raise forms.ValidationError(
                say("Berkas prioritas harus teks UTF-8 (YAML).", "A priorities file must be UTF-8 text (YAML).")
            ) from None

    def ceilings(self, now: dict[int, int]) -> dict[int, int]:
        """Return the ceilings to try by purse number; `now` are the ceilings as they stand."""
        said = self.cleaned_data
        tried = {one["id"]: said[f"purse_{one['id']}"] for one in self.single if said[f"purse_{one['id']}"] is not None}
        for one in self.purses:
            percent = said.get(f"kind_{one['kind']}") if one["owner"].count(".") >= 2 else None
            if percent is not None:
                tried[one["id"]] = now[one["id"]] * percent // 100
        return tried

    def _ceiling(self, name: str, field: forms.Field, label: str) -> None:
        field.label = label
        field.widget.attrs.setdefault("class", "form-control")
        self.fields[name] = field
