"""Refusals as values: what was refused, where, and what to do. A refusal leaves everything as it was."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import yaml

from semesta.kernel.finding import Finding, FindingKind, Language, Place
from semesta.law.words import Words

_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Refusal(Finding):
    """A finding whose detail may be a text in both languages; every reader is told one of them."""

    told: Words | None = None

    def message(self, language: Language) -> str:
        """Return what is wrong in the reader's language."""
        return self.kind.message(language, **self._blanks(language))

    def remedy(self, language: Language) -> str:
        """Return what to do in the reader's language."""
        return self.kind.remedy(language, **self._blanks(language))

    def _blanks(self, language: Language) -> dict[str, str]:
        detail = self.told.said(language) if self.told is not None else self.detail
        return {"before": self.before, "after": self.after, "detail": detail}


class RefusedError(RuntimeError):
    """The whole request was refused for these findings; nothing was written."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(self.said("en"))

    def said(self, language: Language) -> str:
        """Return the refusal for a reader: each finding with place and remedy, the first ones written out."""
        lines = [_line(finding, language) for finding in self.findings[:_SHOWN]]
        rest = len(self.findings) - len(lines)
        if rest:
            lines.append(f"... dan {rest} lagi" if language == "id" else f"... and {rest} more")
        return "\n".join(lines)

    def page(self, language: Language) -> list[dict[str, object]]:
        """Return every finding as a plain structure."""
        return [
            {
                "code": finding.kind.code, "file": finding.place.file, "sheet": finding.place.sheet,
                "row": finding.place.row, "message": finding.message(language), "remedy": finding.remedy(language),
            }
            for finding in self.findings
        ]  # fmt: skip


def refusal(
    code: str, *, before: object = "", after: object = "", detail: object = "", place: Place | None = None
) -> Refusal:
    """Return the finding of a kind in refusals.yaml with its blanks; `detail` may be `Words`."""
    told = detail if isinstance(detail, Words) else None
    return Refusal(
        refusal_kinds()[code], place or Place(""), before=str(before), after=str(after),
        detail="" if told else str(detail), told=told,
    )  # fmt: skip


def refuse(code: str, *, before: object = "", after: object = "", detail: object = "") -> RefusedError:
    """Return the error for a single finding, to be raised."""
    return RefusedError([refusal(code, before=before, after=after, detail=detail)])


def require_not_before(day: date, earliest: date | None, paper: Words) -> None:
    """Refuse a paper that is dated before what it rests on."""
    if earliest is not None and day < earliest:
        raise refuse("paper_too_early", before=day, after=earliest, detail=paper)


@cache
def refusal_kinds() -> dict[str, FindingKind]:
    """Return every kind of refusal by its code."""
    kinds = yaml.safe_load((Path(__file__).parent / "refusals.yaml").read_text(encoding="utf-8"))
    return {
        code: FindingKind(
            code, "refusal", code, code, words["id"], words["en"], words["do_id"], words["do_en"],
        )
        for code, words in kinds.items()
    }  # fmt: skip


def _line(finding: Finding, language: Language) -> str:
    place = finding.place
    named = " ".join(part for part in (place.file, place.sheet) if part)
    row = f"{'baris' if language == 'id' else 'row'} {place.row}" if place.row is not None else ""
    where = " ".join(part for part in (named, row) if part)
    said = f"{finding.message(language)}. → {finding.remedy(language)}"
    return f"{where}: {said}" if where else said
