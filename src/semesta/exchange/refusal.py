"""A request or a file that is not taken: every finding with its place and remedy, and nothing was written."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from semesta.kernel.finding import Finding, Language
from semesta.sheets.exchange.layout_file import in_words

_SHOWN = 20


class NotTakenError(RuntimeError):
    """Refused for these findings; everything is as it was before."""

    def __init__(self, findings: Sequence[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(self.said("en"))

    def said(self, language: Language) -> str:
        """Return the first findings for a reader, one a line, and how many more there are."""
        lines = [in_words(finding, language) for finding in self.findings[:_SHOWN]]
        rest = len(self.findings) - len(lines)
        if rest > 0:
            lines.append(f"... dan {rest} lagi" if language == "id" else f"... and {rest} more")
        return "\n".join(lines)

    def page(self, language: Language) -> list[dict[str, Any]]:
        """Return every finding as a plain structure."""
        return [
            {
                "code": finding.kind.code, "file": finding.place.file, "sheet": finding.place.sheet,
                "row": finding.place.row, "message": finding.message(language), "remedy": finding.remedy(language),
            }
            for finding in self.findings
        ]  # fmt: skip
