"""The form with which a list is handed in or asked about: what the reader's territory fixes is not asked."""

from __future__ import annotations

import uuid
from typing import Any

from django import forms
from django.http import HttpRequest

from semesta.accounts.actor import Actor, Role
from semesta.intake.handing_in import Kind
from semesta.kernel.region_code import is_region_code, level_of
from semesta.kernel.segment import shipped_segments
from semesta.regions.queries import regions_at
from semesta.web.language import reader_language, say
from semesta.web.upload_limit import LARGEST_BYTES, is_too_large

HAND_IN, CHECK = "serahkan", "periksa"
MIB = 1024 * 1024


class HandInForm(forms.Form):
    """Fields: file, purpose, sender (left out where the territory is one village), segment, key."""

    file = forms.FileField(allow_empty_file=True)
    purpose = forms.ChoiceField(choices=[(HAND_IN, HAND_IN), (CHECK, CHECK)], initial=HAND_IN)
    sender = forms.CharField(max_length=60, required=False)
    segment = forms.ChoiceField(required=False)
    key = forms.RegexField(r"^[0-9a-f]{32}$")

    def __init__(self, request: HttpRequest, actor: Actor, **named: Any) -> None:
        super().__init__(request.POST or None, request.FILES or None, **named)
        self.actor = actor
        self.is_over = is_too_large(request)
        names = [(one.code, one.name_id if reader_language() == "id" else one.name_en) for one in _segments()]
        self.fields["segment"] = forms.ChoiceField(choices=[("", ""), *names], required=False)
        self.fresh_key = uuid.uuid4().hex

    @property
    def is_for_one_village(self) -> bool:
        """Say whether the reader's territory is one village, which is then the sender."""
        return is_region_code(self.actor.territory) and level_of(self.actor.territory) == "village"

    @property
    def is_for_agency(self) -> bool:
        """Say whether the reader hands in for an agency."""
        return self.actor.role is Role.AGENCY_OPERATOR

    @property
    def villages(self) -> list[dict[str, Any]]:
        """Return the villages the reader may choose from."""
        within = "" if self.actor.territory == "*" else self.actor.territory
        return [] if self.is_for_one_village or self.is_for_agency else regions_at("village", within=within)

    @property
    def kind(self) -> Kind:
        """Return what kind of list this is by who hands it in."""
        return "agency_list" if self.is_for_agency else "village_list"

    def clean_file(self) -> Any:
        """Refuse what is no file before it is kept."""
        file = self.cleaned_data["file"]
        if not file.size:
            raise forms.ValidationError(
                say(
                    "Berkas ini kosong (0 bita). Buka di komputer Anda, simpan lagi, lalu serahkan.",
                    "This file is empty (0 bytes). Open it on your computer, save it again and hand it in.",
                )
            )
        return file

    def clean_sender(self) -> str:
        """Return who sends: the one village of the territory, a village inside it, or the reader's own agency."""
        if self.is_for_one_village:
            return self.actor.territory
        if self.actor.agency:
            return self.actor.agency
        sender: str = self.cleaned_data["sender"].strip()
        if self.is_for_agency:
            raise forms.ValidationError(
                say(
                    "Akun Anda belum terikat pada sebuah dinas; minta administrator mengundang Anda untuknya.",
                    "Your account belongs to no agency; ask the administrator to invite you for one.",
                )
            )
        if not is_region_code(sender) or level_of(sender) != "village" or not self.actor.is_responsible_for(sender):
            raise forms.ValidationError(say("Pilih desa pengirim.", "Choose the village that sends."))
        return sender

    def problems(self) -> list[str]:
        """Return what to mend in the form, in the reader's language; empty when it can be taken."""
        if self.is_over:
            return [
                say(
                    f"Berkas lebih besar dari {LARGEST_BYTES // MIB} MB dan tidak diterima. Hapus lembar dan gambar"
                    " yang tidak perlu, atau bagi daftarnya menjadi beberapa berkas.",
                    f"The file is larger than {LARGEST_BYTES // MIB} MB and was not taken. Remove sheets and pictures"
                    " that are not needed, or split the list into several files.",
                )
            ]
        self.full_clean()
        found = []
        for field, errors in self.errors.items():
            if field == "file" and "file" not in self.files:
                found.append(say("Pilih berkasnya dulu.", "Choose the file first."))
            elif field == "key":
                found.append(say("Formulir ini usang; kirim sekali lagi.", "This form is stale; send it once more."))
            elif field in ("segment", "purpose"):
                found.append(say("Pilihan itu tidak dikenal.", "That choice is not known."))
            else:
                found += [str(error) for error in errors]
        return found


def _segments() -> list[Any]:
    return [segment for segment in shipped_segments().values() if segment.membership_class]
