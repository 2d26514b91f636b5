"""Forms about purses: open one, change its ceiling, keep a release."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.conf import settings
from django.http import HttpRequest
from django.utils.dates import MONTHS

from semesta.funding.queries.purse_law import purse_kinds
from semesta.regions.queries import region_named, regions_at
from semesta.web.language import reader_language, say
from semesta.web.office_form import MonthField, OfficeForm, RupiahField, Wording, day_field, text_field

DOCUMENT = ("Dokumen (nomor)", "Document (number)")
_MONTHS = list(MONTHS.items())


class OpenForm(OfficeForm):
    """A new purse with its first ceiling."""

    kind = forms.ChoiceField()
    owner = forms.ChoiceField()
    ceiling_rp = RupiahField()
    legal_basis = text_field()
    dated_on = day_field()
    first_month = forms.TypedChoiceField(coerce=int, choices=_MONTHS, initial=1)
    last_month = forms.TypedChoiceField(coerce=int, choices=_MONTHS, initial=12)
    name = text_field(required=False)
    words: ClassVar[Wording] = {
        "kind": ("Jenis sumber dana", "Kind of purse"), "owner": ("Pemilik", "Owner"),
        "ceiling_rp": ("Pagu", "Ceiling"),
        "legal_basis": ("Dasar (nomor DPA atau peraturan desa)", "Basis (number of the budget document)"),
        "dated_on": ("Tanggal dokumen", "Date of the document"),
        "first_month": ("Membayar dari bulan", "Pays from month"),
        "last_month": ("sampai bulan", "to month"), "name": ("Nama", "Name"),
    }  # fmt: skip
    hints: ClassVar[Wording] = {
        "ceiling_rp": ("Rupiah bulat, misalnya 2.600.000.000", "Whole rupiah, for example 2.600.000.000"),
        "owner": ("ADD dan Dana Desa dimiliki desa; yang lain kabupaten atau provinsi.",
                  "ADD and the village fund belong to a village; others to the regency or the province."),
    }  # fmt: skip

    def __init__(self, request: HttpRequest, **named: Any) -> None:
        super().__init__(request, **named)
        self._choose("kind", list(purse_kinds(settings.REGENCY, language=reader_language()).items()))
        province = settings.REGENCY.partition(".")[0]
        above = [(code, _name_of(code)) for code in (settings.REGENCY, province)]
        villages = [
            (one["code"], f"{one['name']} ({one['code']})") for one in regions_at("village", within=settings.REGENCY)
        ]
        self._choose("owner", [*above, *villages])

    def clean(self) -> dict[str, Any]:
        """The calendar runs forward."""
        cleaned = super().clean()
        first, last = cleaned.get("first_month"), cleaned.get("last_month")
        if first and last and first > last:
            raise forms.ValidationError(
                say("Bulan terakhir mendahului bulan pertama.", "The last month precedes the first.")
            )
        return cleaned

    def _choose(self, name: str, choices: list[tuple[str, str]]) -> None:
        field = self.fields[name]
        if isinstance(field, forms.ChoiceField):
            field.choices = choices


class ReviseForm(OfficeForm):
    """A change of a ceiling, up or down, on a document."""

    change_rp = RupiahField(may_be_negative=True)
    document = text_field()
    dated_on = day_field()
    reason = text_field()
    words: ClassVar[Wording] = {
        "change_rp": ("Perubahan pagu", "Change of the ceiling"), "document": DOCUMENT,
        "dated_on": ("Tanggal dokumen", "Date of the document"), "reason": ("Alasan", "Reason"),
    }  # fmt: skip
    hints: ClassVar[Wording] = {
        "change_rp": ("Tambah: 50.000.000. Kurangi: -50.000.000.", "More: 50.000.000. Less: -50.000.000."),
    }


class ReleaseForm(OfficeForm):
    """What is released of a purse by a month, counted from the beginning of the year."""

    month = MonthField()
    through_rp = RupiahField()
    document = text_field()
    dated_on = day_field()
    words: ClassVar[Wording] = {
        "month": ("Sampai bulan", "By the month"),
        "through_rp": ("Pencairan sejak awal tahun", "Released since January"),
        "document": DOCUMENT, "dated_on": ("Tanggal dokumen", "Date of the document"),
    }  # fmt: skip


def _name_of(code: str) -> str:
    try:
        return str(region_named(code)["name"])
    except LookupError:
        return code
