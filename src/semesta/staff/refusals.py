"""What is refused when people are appointed, in both languages with the next step."""

from __future__ import annotations

from collections.abc import Sequence

from semesta.kernel.finding import Language

_SAID: dict[str, tuple[str, str]] = {
    "territory": (
        "Wilayah {0} tidak sesuai dengan peran itu. Operator desa: satu desa; kecamatan: satu kecamatan; provinsi: "
        "satu provinsi; peran lain: wilayah di dalam kabupaten.",
        "The territory {0} does not fit that role. Village operator: one village; district: one district; province: "
        "one province; other roles: a region of the regency.",
    ),
    "agency": (
        "Operator dinas memerlukan kunci dinas (misalnya dinas-pertanian); peran lain tidak.",
        "An agency operator needs the agency's key (for example dinas-pertanian); other roles have none.",
    ),
    "unknown": (
        "Tidak ada petugas {0} yang sedang bertugas di wilayah Anda.",
        "Nobody named {0} holds an appointment in your territory.",
    ),
    "oneself": (
        "Penunjukan diri sendiri tidak dapat diakhiri; minta administrator lain atau lewat konsol.",
        "You cannot end your own appointment; ask another administrator, or do it at the console.",
    ),
    "reason": ("Tulis alasannya, paling banyak 300 huruf.", "Give the reason, at most 300 letters."),
    "link": (
        "Tautan ini tidak berlaku: sudah dipakai, kedaluwarsa, atau salah salin. Minta yang baru kepada administrator.",
        "This link is not valid: used, expired, or copied wrongly. Ask the administrator for a new one.",
    ),
    "username": (
        "Nama masuk harus 3-60 huruf kecil, angka, titik, garis bawah atau tanda hubung, dan belum dipakai.",
        "The sign-in name must be 3-60 small letters, digits, dots, underscores or hyphens, and not yet taken.",
    ),
    "name": ("Tulis nama lengkap Anda.", "Give your full name."),
    "password": ("{0}", "{0}"),
    "rehearsal": (
        "Akun latihan hanya dibuat dalam pemasangan latihan.",
        "Rehearsal accounts are made in a rehearsal only.",
    ),
}


class StaffRefusedError(ValueError):
    """The appointment, invitation or ending was refused for `code`. Nothing was changed."""

    def __init__(self, code: str, *details: str) -> None:
        self.code = code
        self.details: Sequence[str] = details
        super().__init__(self.said("en"))

    def said(self, language: Language) -> str:
        """Return what was refused and what to do, in the reader's language."""
        indonesian, english = _SAID[self.code]
        return (indonesian if language == "id" else english).format(*self.details)
