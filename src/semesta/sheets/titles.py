"""What the lines above a table say of everybody in it: DESA : X, KECAMATAN : Y, and on a family form No. KK : Z."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from semesta.sheets.header import Line

_LABELS: Final = (
    ("village", r"DESA\s*/\s*KELURAHAN|DESA\s*/\s*KEL|KELURAHAN\s*/\s*DESA|KELURAHAN|DESA|DS"),
    ("district", r"KECAMATAN|KEC"),
    ("dusun", r"DUSUN|LINGKUNGAN"),
    ("kk", r"(?:NO|NOMOR)\.?\s*(?:KK|KARTU KELUARGA)"),
    ("rt_rw", r"RT\s*/\s*RW"),
    ("address", r"ALAMAT"),
)
_NEXT: Final = (
    r"(?=\s+(?:DESA|KELURAHAN|KEC|KECAMATAN|KAB|KABUPATEN|PROV|PROVINSI|DUSUN|TAHUN|TA|RT|RW)\b"
    r"|\s*[,;:()]|\s*\d{4}\b|\s*$)"
)
_WITH_COLON: Final = {f: re.compile(rf"\b(?:{label})\s*\.?\s*:\s*(.*?)(?:\s{{3,}}|\||$)", re.I) for f, label in _LABELS}
_LABEL_ALONE: Final = {f: re.compile(rf"^\s*(?:{label})\s*\.?\s*:?\s*$", re.I) for f, label in _LABELS}
_IN_SENTENCE: Final = {
    f: re.compile(rf"\b(?:{label})\.?\s+([A-Za-z][A-Za-z .'-]*?){_NEXT}", re.I)
    for f, label in _LABELS
    if f in ("village", "district")
}


def title_values(lines: Sequence[Line]) -> dict[str, str]:
    """Return what title lines tell, by field; the first mention counts. Values are as written."""
    found: dict[str, str] = {}
    for line in lines:
        texts = [" ".join(cell.split()) for cell in line if cell is not None and cell.strip()]
        for i, text in enumerate(texts):
            for name, value in _in_cell(text, texts[i + 1 : i + 3]).items():
                found.setdefault(name, value)
    return found


def _in_cell(text: str, after: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for name, _ in _LABELS:
        match = _WITH_COLON[name].search(text)
        value = match[1].strip(" :") if match is not None else ""
        if not value and _LABEL_ALONE[name].match(text):
            value = next((t.strip(" :") for t in after if t.strip(" :")), "")
        if not value and name in _IN_SENTENCE and (sentence := _IN_SENTENCE[name].search(text)) is not None:
            value = sentence[1].strip()
        if value:
            found[name] = value
    return found
