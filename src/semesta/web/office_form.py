"""Forms of the office: labels in the reader's language, rupiah and months as people write them, refusals as errors."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Any, ClassVar

from django import forms
from django.http import HttpRequest

from semesta.kernel.finding import Finding
from semesta.kernel.month import Month
from semesta.web.language import say
from semesta.web.refused import in_one_line, refused_in_words
from semesta.web.upload_limit import LARGEST_BYTES, is_too_large

NOT_TAKEN = 422
Wording = dict[str, tuple[str, str]]
LONGEST_TEXT = 200
_RUPIAH = re.compile(r"(-?)\s*(?:rp\.?\s*)?(-?)([0-9]{1,3}(?:[.,][0-9]{3})+|[0-9]+)", re.IGNORECASE)
_MOST_DIGITS = 15
_MIB = 1024 * 1024


class RupiahField(forms.CharField):
    """An amount of whole rupiah: 1500000, 1.500.000 or Rp 1.500.000; `may_be_negative` for a change."""

    def __init__(self, *, may_be_negative: bool = False, **named: Any) -> None:
        super().__init__(max_length=40, **named)
        self.may_be_negative = may_be_negative
        self.widget.attrs["inputmode"] = "text" if may_be_negative else "numeric"
        self.widget.attrs["autocomplete"] = "off"

    def clean(self, value: Any) -> int | None:
        """Return the rupiah, None for nothing where nothing is needed."""
        text = super().clean(value)
        if not text:
            return None
        found = _RUPIAH.fullmatch(text.replace("−", "-"))
        digits = re.sub(r"\D", "", found[3]) if found else ""
        is_negative = bool(found and (found[1] or found[2]))
        if found is None or len(digits) > _MOST_DIGITS or (is_negative and not self.may_be_negative):
            raise forms.ValidationError(
                say(
                    f"'{text[:40]}' bukan rupiah bulat. Contoh: 1.500.000.",
                    f"'{text[:40]}' is no whole amount. Example: 1.500.000.",
                )
            )
        return -int(digits) if is_negative else int(digits)


class MonthField(forms.CharField):
    """A month, 2026-04."""

    widget = forms.TextInput(attrs={"type": "month", "placeholder": "2026-04"})

    def clean(self, value: Any) -> Any:
        """Return the month, None for nothing where nothing is needed."""
        text = super().clean(value)
        try:
            return Month.parse(text) if text else None
        except ValueError:
            raise forms.ValidationError(
                say(
                    "Tulis bulan sebagai TTTT-BB, misalnya 2026-04.", "Write the month as YYYY-MM, for example 2026-04."
                )
            ) from None


def text_field(**named: Any) -> forms.CharField:
    """Return a field for a line of text: a document, a reason, a name."""
    return forms.CharField(max_length=LONGEST_TEXT, **named)


def day_field(**named: Any) -> forms.DateField:
    """Return a field for a day."""
    return forms.DateField(
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y"],
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        **named,
    )


class OfficeForm(forms.Form):
    """A form whose fields are named in `words` (field -> Indonesian, English); `hints` are written the same way.

    Without a request it is a form that nobody sent.
    """

    words: ClassVar[Wording] = {}
    hints: ClassVar[Wording] = {}
    template_name = "web/planner/part/form.html"

    def __init__(self, request: HttpRequest | None, *, today: date | None = None, **named: Any) -> None:
        sent = request if request is not None and request.method == "POST" else None
        super().__init__(sent.POST if sent else None, sent.FILES if sent else None, label_suffix="", **named)
        self.is_over = sent is not None and is_too_large(sent)
        for name, field in self.fields.items():
            field.label = say(*self.words.get(name, (name, name)))
            if name in self.hints:
                field.help_text = say(*self.hints[name])
            kind = "form-select" if isinstance(field.widget, forms.Select) else "form-control"
            field.widget.attrs.setdefault("class", kind)
            if today is not None and isinstance(field, forms.DateField) and field.initial is None:
                field.initial = today

    def clean(self) -> dict[str, Any]:
        """Say that an upload was too large to be kept at all."""
        if self.is_over:
            raise forms.ValidationError(
                say(f"Berkas lebih besar dari {LARGEST_BYTES // _MIB} MB dan tidak diterima. Tidak ada yang berubah.",
                    f"The file is larger than {LARGEST_BYTES // _MIB} MB and was not taken. Nothing has changed.")
            )  # fmt: skip
        return super().clean() or {}

    def refuse(self, findings: Iterable[Finding]) -> None:
        """Tell what an action refused as errors of the whole form."""
        for refused in refused_in_words(findings):
            self.add_error(None, in_one_line(refused))
