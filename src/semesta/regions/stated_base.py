"""A workforce base as somebody states it: a number of workers with what it counts, who said so, when, and how sure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Literal, cast, get_args

from semesta.kernel.region_code import is_region_code

Scope = Literal["all", "PU", "BPU"]
Kind = Literal["reported", "derived"]
Confidence = Literal["A", "B", "C", "D", "M"]

LONGEST_TITLE = 120

_KEY = re.compile(r"[a-z][a-z0-9_]{1,39}")
_AS_OF = re.compile(r"[12]\d{3}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


class BaseRefusedError(ValueError):
    """The base cannot be recorded; every reason is in the message, in Indonesian and English."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedBase:
    """One base of one region. `as_of` is YYYY, YYYY-MM or YYYY-MM-DD; `scope` says which workers it counts.

    A derived base needs a note that tells the arithmetic.
    """

    region_code: str
    key: str
    title_id: str
    title_en: str
    value: int
    kind: Kind
    source: str
    as_of: str
    scope: Scope = "all"
    confidence: Confidence = "C"
    note_id: str = ""
    note_en: str = ""

    def __post_init__(self) -> None:
        problems = [reason for is_wrong, reason in self._checks() if is_wrong]
        if problems:
            raise BaseRefusedError("; ".join(problems))

    @classmethod
    def of_texts(cls, *, kind: str, scope: str, confidence: str, **rest: Any) -> StatedBase:
        """Build from what somebody typed; BaseRefusedError names every word that is not one of the allowed."""
        return cls(kind=cast(Kind, kind), scope=cast(Scope, scope), confidence=cast(Confidence, confidence), **rest)

    def _checks(self) -> list[tuple[bool, str]]:
        return [
            (not is_region_code(self.region_code), f"'{self.region_code}' bukan kode wilayah / is no region code"),
            (
                _KEY.fullmatch(self.key) is None,
                f"kunci / key '{self.key}': huruf kecil, angka, garis bawah / lower case letters, digits, underscores",
            ),
            (not (self.title_id.strip() and self.title_en.strip()), "perlu judul / needs a title (id, en)"),
            (
                max(len(self.title_id), len(self.title_en)) > LONGEST_TITLE,
                f"judul lebih dari {LONGEST_TITLE} huruf / title longer than {LONGEST_TITLE} characters",
            ),
            (self.value < 0, "nilai negatif / negative value"),
            (not self.source.strip(), "perlu sumber / needs a source"),
            (
                _AS_OF.fullmatch(self.as_of) is None,
                f"tanggal / date '{self.as_of}': YYYY, YYYY-MM, YYYY-MM-DD",
            ),
            (self.scope not in get_args(Scope), f"cakupan / scope '{self.scope}': all, PU, BPU"),
            (self.kind not in get_args(Kind), f"jenis / kind '{self.kind}': reported, derived"),
            (self.confidence not in get_args(Confidence), f"keyakinan / confidence '{self.confidence}': A, B, C, D, M"),
            (
                self.kind == "derived" and not (self.note_id.strip() or self.note_en.strip()),
                "angka turunan perlu catatan cara hitung / a derived figure needs a note on its arithmetic",
            ),
        ]
