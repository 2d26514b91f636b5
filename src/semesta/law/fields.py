"""Typed reading of one law file's tree: every wrong field becomes a finding and reading goes on.

A reader hands back a harmless value where it found a mistake, so that all mistakes of a file are seen at once; the
folder is refused in the end (`book.load_law`), hence no such value is ever used.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from fractions import Fraction

from semesta.kernel.finding import Finding, FindingKind
from semesta.law import mistakes
from semesta.law.document import Node
from semesta.law.mistakes import mistake
from semesta.law.words import Words

_WHOLE = re.compile(r"^-?\d{1,3}(_\d{3})+$|^-?\d+$")
_PERCENT = re.compile(r"^-?\d+(\.\d+)? ?%$")
_FEW = 12
_EXAMPLE_DATE = "2026-01-31"
NOTHING = Node(line=0, text="")
EARLIEST = date.min


@dataclass(slots=True)
class FileReader:
    """Reads the fields of one file; `findings` is shared by the whole folder."""

    file: str
    findings: list[Finding]

    def wrong(
        self, kind: FindingKind, node: Node, field: str, *, before: str = "", after: str = "", detail: str = ""
    ) -> None:
        """Note a mistake at the line of `node`; a key that is missing has been noted already."""
        if node is NOTHING:
            return
        self.findings.append(
            mistake(
                kind, file=self.file, line=node.line or None, field=field, before=before, after=after, detail=detail
            )
        )

    def mapping(
        self, node: Node, field: str, *, required: tuple[str, ...] = (), optional: tuple[str, ...] | None = ()
    ) -> dict[str, Node]:
        """Return the keys of a mapping; `optional=None` accepts any key."""
        if node.mapping is None:
            self.wrong(
                mistakes.WRONG_TYPE,
                node,
                field,
                before=node.text or "[...]",
                detail="pemetaan / a mapping",
                after="key: value",
            )
            return {}
        if optional is not None:
            known = (*required, *optional)
            for key, child in node.mapping.items():
                if key not in known:
                    self.wrong(mistakes.UNKNOWN_KEY, child, field, before=key, after=", ".join(known))
        for key in required:
            if key not in node.mapping:
                self.wrong(mistakes.MISSING_KEY, node, field, before=key)
        return node.mapping

    def items(self, node: Node, field: str) -> list[Node]:
        """Return the items of a list."""
        if node.items is None:
            self.wrong(
                mistakes.WRONG_TYPE, node, field, before=node.text or "{...}", detail="daftar / a list", after="[a, b]"
            )
            return []
        return node.items

    def text(self, node: Node, field: str) -> str:
        """Return a non-empty text."""
        if node.text is None or node.is_null:
            self.wrong(
                mistakes.WRONG_TYPE, node, field, before=node.text or "", detail="teks / a text", after="teks / text"
            )
            return ""
        return " ".join(node.text.split())

    def words(self, node: Node, field: str) -> Words:
        """Return a sentence in both languages: {id: ..., en: ...}."""
        keys = self.mapping(node, field, required=("id", "en"))
        return Words(
            self.text(keys["id"], f"{field}.id") if "id" in keys else "",
            self.text(keys["en"], f"{field}.en") if "en" in keys else "",
        )

    def names(self, node: Node, field: str) -> tuple[str, ...]:
        """Return a list of texts."""
        return tuple(self.text(item, field) for item in self.items(node, field))

    def whole(self, node: Node, field: str) -> int:
        """Return a whole number of zero or more, written plainly or grouped by underscores."""
        text = node.text or ""
        if node.quoted or not _WHOLE.match(text):
            self.wrong(
                mistakes.WRONG_TYPE, node, field, before=text, detail="bilangan bulat / a whole number", after="12_500"
            )
            return 0
        number = int(text.replace("_", ""))
        if number < 0:
            self.wrong(mistakes.NEGATIVE, node, field, before=text)
        return number

    def share(self, node: Node, field: str) -> Fraction:
        """Return a percentage (`0.24 %`) as an exact fraction of one."""
        text = node.text or ""
        if not _PERCENT.match(text):
            self.wrong(
                mistakes.WRONG_TYPE, node, field, before=text, detail="persentase / a percentage", after="0.24 %"
            )
            return Fraction(0)
        share = Fraction(text.rstrip("% ")) / 100
        if share < 0:
            self.wrong(mistakes.NEGATIVE, node, field, before=text)
        return share

    def yes(self, node: Node, field: str) -> bool:
        """Return a truth value."""
        if node.text not in ("true", "false"):
            self.wrong(
                mistakes.WRONG_TYPE,
                node,
                field,
                before=node.text or "",
                detail="ya/tidak / yes or no",
                after="true | false",
            )
        return node.text == "true"

    def day(self, node: Node, field: str, *, written: str | None = None) -> date:
        """Return a date that exists; `written` is given where the date is a key."""
        text = written if written is not None else (node.text or "")
        try:
            return date.fromisoformat(text) if len(text) == len(_EXAMPLE_DATE) else _refuse(text)
        except ValueError:
            self.wrong(mistakes.IMPOSSIBLE_DATE, node, field, before=text, after=_EXAMPLE_DATE)
            return EARLIEST

    def day_of_month(self, node: Node, field: str) -> int:
        """Return a day that the longest months have."""
        number = self.whole(node, field)
        if not 1 <= number <= date.max.day:
            self.wrong(
                mistakes.WRONG_TYPE, node, field, before=node.text or "", detail="tanggal / a day of the month",
                after=f"1 .. {date.max.day}",
            )  # fmt: skip
        return number

    def choice(self, node: Node, field: str, allowed: tuple[str, ...]) -> str:
        """Return one of the allowed words."""
        text = node.text or ""
        if text not in allowed:
            self.wrong(mistakes.UNKNOWN_NAME, node, field, before=text, detail=field, after=nearest(text, allowed))
            return allowed[0]
        return text


def nearest(text: str, allowed: Sequence[str]) -> str:
    """Return the names most like what was written, or the first few, for the remedy of a mistake."""
    if len(allowed) <= _FEW:
        return ", ".join(allowed)
    close = get_close_matches(text, allowed, n=_FEW)
    return ", ".join(close) if close else ", ".join(allowed[:_FEW]) + ", ..."


def _refuse(text: str) -> date:
    raise ValueError(text)
