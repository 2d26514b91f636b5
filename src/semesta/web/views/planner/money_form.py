"""Forms about batches, bills and payments."""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest

from semesta.web.language import say
from semesta.web.office_form import MonthField, OfficeForm, RupiahField, Wording, day_field, text_field
from semesta.web.views.planner.purse_form import DOCUMENT

_ON: tuple[str, str] = ("Tanggal", "Date")
_REASON: tuple[str, str] = ("Alasan", "Reason")


class _FileForm(OfficeForm):
    file = forms.FileField(allow_empty_file=True)

    def clean_file(self) -> object:
        """Refuse an empty file before anything is read."""
        file = self.cleaned_data["file"]
        if not file.size:
            raise forms.ValidationError(say("Berkas ini kosong (0 bita).", "This file is empty (0 bytes)."))
        return file


class AnswerForm(_FileForm):
    """The branch's answer to a batch."""

    words: ClassVar[Wording] = {"file": ("Berkas jawaban", "Answer file")}
    hints: ClassVar[Wording] = {
        "file": (
            "xlsx, ods atau csv; diterima seluruhnya atau tidak sama sekali.",
            "xlsx, ods or csv; whole or not at all.",
        )
    }


class PaymentFileForm(_FileForm):
    """A bank's file of payments, with its total where the file does not state it."""

    stated_rp = RupiahField(required=False)
    again_on_purpose = forms.BooleanField(required=False)
    words: ClassVar[Wording] = {
        "file": ("Berkas bank", "Bank file"),
        "stated_rp": ("Jumlah seluruhnya", "Total of the file"),
        "again_on_purpose": ("Hitung juga pembayaran yang sama persis dengan berkas sebelumnya",
                             "Count payments equal to those of an earlier file, too"),
    }  # fmt: skip
    hints: ClassVar[Wording] = {
        "file": ("Kolom tanggal, referensi, jumlah; bila ada pembayar dan nomor transaksi bank; baris TOTAL di bawah.",
                 "Columns date, reference, amount; payer and the bank's transaction number if there are; a TOTAL row "
                 "below."),
        "stated_rp": ("Hanya bila berkas tidak punya baris TOTAL.", "Only if the file has no TOTAL row."),
        "again_on_purpose": ("Hanya bila bank memang menerima dua pembayaran yang sama pada hari yang sama.",
                             "Only if the bank did receive two equal payments on one day."),
    }  # fmt: skip


class MakeForm(OfficeForm):
    """What is due to the insurer, narrowed down if wanted."""

    purse = forms.TypedChoiceField(coerce=int, empty_value=None, required=False)
    first_month = MonthField(required=False)
    again = forms.TypedChoiceField(coerce=int, empty_value=None, required=False)
    key = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput())
    words: ClassVar[Wording] = {
        "purse": ("Hanya sumber dana", "Only the purse"), "first_month": ("Hanya bulan pertama", "Only first month"),
        "again": ("Kirim lagi yang ditolak di gelombang", "Send again what was refused in batch"),
    }  # fmt: skip

    def offer(self, purses: dict[int, str], numbers: list[int]) -> None:
        """Offer the purses and the batches with refusals."""
        for name, choices in (("purse", list(purses.items())), ("again", [(n, n) for n in numbers])):
            field = self.fields[name]
            if isinstance(field, forms.ChoiceField):
                field.choices = [("", "–"), *choices]


class CloseForm(OfficeForm):
    """Why a batch is given up."""

    reason = text_field()
    words: ClassVar[Wording] = {"reason": ("Mengapa tidak dijawab", "Why it was never answered")}


class BillForm(OfficeForm):
    """A month to be billed on a document."""

    month = MonthField()
    document = text_field()
    issued_on = day_field()
    key = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput())
    words: ClassVar[Wording] = {
        "month": ("Bulan", "Month"), "document": DOCUMENT, "issued_on": ("Tanggal tagihan", "Date of the bills"),
    }  # fmt: skip


class ReverseForm(OfficeForm):
    """A reversal: on what day, on what document, why."""

    on = day_field()
    document = text_field()
    reason = text_field()
    words: ClassVar[Wording] = {"on": _ON, "document": DOCUMENT, "reason": _REASON}


class MatchForm(OfficeForm):
    """To which bills the rest of a payment goes."""

    reference = text_field()
    on = day_field()
    document = text_field()
    words: ClassVar[Wording] = {
        "reference": ("Nomor tagihan, perintah bayar, atau sumber dana (P7)", "Bill, payment order, or purse (P7)"),
        "on": _ON, "document": DOCUMENT,
    }  # fmt: skip


class RefundForm(OfficeForm):
    """How much of a payment is given back."""

    amount_rp = RupiahField()
    on = day_field()
    document = text_field()
    words: ClassVar[Wording] = {"amount_rp": ("Dikembalikan", "Given back"), "on": _ON, "document": DOCUMENT}


class OrderForm(OfficeForm):
    """A payment order for the bills that are ticked beside it."""

    number = forms.CharField(max_length=60)
    dated_on = day_field()
    document = text_field()
    words: ClassVar[Wording] = {
        "number": ("Nomor perintah bayar", "Number of the payment order"),
        "dated_on": ("Tanggal perintah", "Date of the order"), "document": DOCUMENT,
    }  # fmt: skip
    hints: ClassVar[Wording] = {
        "number": ("Bank menulis nomor ini sebagai referensi pembayaran.",
                   "The bank gives this number as the reference of the payment."),
    }  # fmt: skip


class SentForm(OfficeForm):
    """When an order went to the bank, on what receipt."""

    on = day_field()
    document = text_field()
    words: ClassVar[Wording] = {"on": _ON, "document": ("Tanda terima bank (nomor)", "Receipt of the bank (number)")}


class ClosingForm(OfficeForm):
    """The closing of a fiscal year: the day, the document, and the year once more by hand."""

    closed_on = day_field()
    document = text_field()
    early_because = text_field(required=False)
    year_again = forms.CharField(max_length=4)
    key = forms.RegexField(r"^[0-9a-f]{32}$", widget=forms.HiddenInput())
    words: ClassVar[Wording] = {
        "closed_on": ("Tanggal penutupan", "Day of closing"), "document": DOCUMENT,
        "early_because": ("Mengapa sebelum 31 Desember", "Why before 31 December"),
        "year_again": ("Ketik tahunnya sekali lagi", "Type the year once more"),
    }  # fmt: skip
    hints: ClassVar[Wording] = {
        "early_because": ("Hanya bila ditutup sebelum tahun berakhir dan ada bulan yang gugur.",
                          "Only if it is closed before the year is over and months lapse."),
    }  # fmt: skip

    def __init__(self, request: HttpRequest | None, *, year: int, loses: bool, today: date, **named: Any) -> None:
        super().__init__(request, today=today, **named)
        self.year, self.loses = year, loses

    def clean(self) -> dict[str, Any]:
        """Ask why, where months would lapse before the year is over."""
        cleaned = super().clean()
        closed_on = cleaned.get("closed_on")
        is_early = closed_on is not None and closed_on < date(self.year, 12, 31)
        if self.loses and is_early and not str(cleaned.get("early_because") or "").strip():
            self.add_error("early_because", say("Tahunnya belum berakhir dan ada bulan yang gugur: sebutkan alasannya.",
                                                "The year is not over and months would lapse: say why."))  # fmt: skip
        return cleaned

    def clean_year_again(self) -> str:
        """Refuse another year than the page is about: closing cannot be taken back."""
        text = str(self.cleaned_data["year_again"]).strip()
        if text != str(self.year):
            raise forms.ValidationError(
                say(f"Halaman ini tentang tahun {self.year}.", f"This page is about the year {self.year}.")
            )
        return text
