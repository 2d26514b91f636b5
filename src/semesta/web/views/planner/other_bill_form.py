"""Forms of bills that no purse pays: a construction project, a migrant worker's package."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest

from semesta.funding.actions.other_bills import Project
from semesta.web.language import say
from semesta.web.office_form import MonthField, OfficeForm, RupiahField, Wording, day_field, text_field
from semesta.web.sender import sender_names, villages_by_district
from semesta.web.views.planner.purse_form import DOCUMENT

LONGEST_CONTRACT = 120
_ISSUED: tuple[str, str] = ("Tanggal tagihan", "Date of the bill")


class ProjectForm(OfficeForm):
    """A construction project as its work order (SPK) tells it."""

    number = text_field()
    contractor = text_field()
    village_code = forms.ChoiceField()
    contract_value_rp = RupiahField()
    starts_on = day_field()
    issued_on = day_field()
    due_on = day_field()
    words: ClassVar[Wording] = {
        "number": ("Nomor SPK", "Number of the work order"), "contractor": ("Pelaksana", "Contractor"),
        "village_code": ("Desa tempat proyek", "Village of the project"),
        "contract_value_rp": ("Nilai kontrak", "Contract value"), "starts_on": ("Hari pertama", "First day of work"),
        "issued_on": _ISSUED, "due_on": ("Jatuh tempo", "Due on"),
    }  # fmt: skip
    hints: ClassVar[Wording] = {
        "number": ("Satu proyek dikenal dari nomornya dan ditagih satu kali.",
                   "A project is known by its number and billed once."),
        "contract_value_rp": ("Rupiah bulat, misalnya 300.000.000", "Whole rupiah, for example 300.000.000"),
    }  # fmt: skip

    def __init__(self, request: HttpRequest | None, **named: Any) -> None:
        super().__init__(request, **named)
        villages = self.fields["village_code"]
        if isinstance(villages, forms.ChoiceField):
            villages.choices = [("", "–"), *villages_by_district(sender_names())]

    def clean(self) -> dict[str, Any]:
        """Let nothing fall due before it is billed."""
        cleaned = super().clean()
        issued_on, due_on = cleaned.get("issued_on"), cleaned.get("due_on")
        if issued_on and due_on and due_on < issued_on:
            self.add_error("due_on", say("Jatuh tempo mendahului tanggal tagihan.",
                                         "It falls due before the day of the bill."))  # fmt: skip
        return cleaned

    def project(self) -> Project:
        """Return the project of a valid form."""
        said = self.cleaned_data
        return Project(
            said["number"].strip(), said["contractor"].strip(), said["village_code"], said["contract_value_rp"],
            said["starts_on"],
        )  # fmt: skip


class PackageForm(OfficeForm):
    """A migrant worker's contract, paid for at once."""

    person = forms.CharField(max_length=24)
    start = MonthField()
    contract_months = forms.IntegerField(min_value=1, max_value=LONGEST_CONTRACT)
    placement = forms.ChoiceField()
    document = text_field()
    issued_on = day_field()
    words: ClassVar[Wording] = {
        "person": ("NIK atau nomor orang", "NIK or number of the person"),
        "start": ("Bulan berangkat", "Month of departure"),
        "contract_months": ("Lama kontrak (bulan)", "Months of the contract"),
        "placement": ("Penempatan", "Placement"), "document": DOCUMENT, "issued_on": _ISSUED,
    }  # fmt: skip
    hints: ClassVar[Wording] = {
        "document": ("Perjanjian kerja (PK) atau surat penempatannya.", "The contract of work or placement letter."),
    }  # fmt: skip

    def __init__(self, request: HttpRequest | None, **named: Any) -> None:
        super().__init__(request, **named)
        self.fields["person"].widget.attrs.update({"autocomplete": "off", "inputmode": "numeric"})
        placement = self.fields["placement"]
        if isinstance(placement, forms.ChoiceField):
            placement.choices = [
                ("individual", say("perseorangan", "by the worker himself")),
                ("agency", say("oleh perusahaan penempatan (P3MI)", "by a placement agency (P3MI)")),
            ]

    def clean_person(self) -> str:
        """Return digits only: numbers are copied with blanks and points."""
        text = "".join(sign for sign in str(self.cleaned_data["person"]) if sign not in " .-")
        if not (text.isascii() and text.isdigit()):
            raise forms.ValidationError(
                say("Tulis NIK (16 angka) atau nomor orang.", "Give the NIK (16 digits) or the person's number.")
            )
        return text
