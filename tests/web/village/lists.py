"""Small lists as a village sends them; the people do not exist."""

from __future__ import annotations

import itertools
import uuid

from django.core.files.uploadedfile import SimpleUploadedFile

HEAD = "NO;NAMA;NIK;TEMPAT LAHIR;TANGGAL LAHIR;PEKERJAAN\n"
_serials = itertools.count(9300)


def a_person(name: str = "NURHAYATI") -> tuple[str, str]:
    """Somebody nobody has told of yet."""
    return name, f"520305010185{next(_serials)}"


def a_csv(*people: tuple[str, str], name: str = "daftar.csv") -> SimpleUploadedFile:
    """A CSV of (name, NIK)."""
    lines = [f"{place};{who};{nik};MASBAGIK;01-01-1985;PETANI\n" for place, (who, nik) in enumerate(people, start=1)]
    return SimpleUploadedFile(name, (HEAD + "".join(lines)).encode(), content_type="text/csv")


def the_form(file: object = None, **values: object) -> dict[str, object]:
    """What the form sends, with a fresh list and key unless told otherwise."""
    return {"file": file or a_csv(a_person()), "purpose": "serahkan", "key": uuid.uuid4().hex} | values
