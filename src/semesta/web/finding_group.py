"""Findings of a submission as a public page may show them: what, how often, where and what to do, never the values.

The values before and after are NIK, names and birth dates of people. Until readers can sign in, every message is
written without them; the sender has them in the marked copy of the workbook.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

from semesta.kernel.finding import SEVERITIES, Severity
from semesta.sheets.catalogue import kinds
from semesta.web.language import reader_language
from semesta.web.masking import masked_numbers

WITHHELD: Final = "…"
HEAVIEST_FIRST: Final[tuple[Severity, ...]] = tuple(reversed(SEVERITIES))


@dataclass(frozen=True, slots=True)
class FindingGroup:
    """All findings of one kind in a submission: its words without values, how many, and the first cells."""

    code: str
    severity: Severity
    title: str
    message: str
    remedy: str
    count: int
    cells: list[str]

    @property
    def more(self) -> int:
        """Return how many places are not listed."""
        return self.count - len(self.cells)


@dataclass(frozen=True, slots=True)
class SeverityGroup:
    """The kinds of one severity, commonest first."""

    severity: Severity
    kinds: list[FindingGroup]

    @property
    def count(self) -> int:
        """Return how many findings there are of this severity."""
        return sum(group.count for group in self.kinds)


def grouped(lines: Iterable[Mapping[str, Any]], sheets: Mapping[str, str]) -> list[SeverityGroup]:
    """Return `open_findings_by_kind` by severity, heaviest first; severities without findings are left out.

    `sheets` says how the page calls a sheet: a sheet's own name is the sender's writing and may hold a person's.
    """
    groups = [_group(line, sheets) for line in lines]
    by_severity = [SeverityGroup(s, [group for group in groups if group.severity == s]) for s in HEAVIEST_FIRST]
    return [found for found in by_severity if found.kinds]


def about_file(findings: Iterable[Mapping[str, Any]]) -> list[FindingGroup]:
    """Return findings about the whole file (`file_findings` of a submission), each kind once.

    For everybody they are codes only (`intake.open_queries`); what a finding tells its sender stands in its sentence.
    """
    by_code: dict[str, list[Mapping[str, Any]]] = {}
    for finding in findings:
        by_code.setdefault(finding["code"], []).append(finding)
    return [
        _group({"code": code, "count": len(found), "places": []}, {}, told=found[0] if len(found) == 1 else {})
        for code, found in by_code.items()
    ]


def _group(
    line: Mapping[str, Any], sheets: Mapping[str, str], *, told: Mapping[str, Any] = MappingProxyType({})
) -> FindingGroup:
    kind, language = kinds()[line["code"]], reader_language()
    # A blank in brackets only tells more precisely what the sentence says already: it is left out whole.
    blanks = {name: masked_numbers(told.get(name)) or WITHHELD for name in ("before", "after", "detail")}
    cells = [
        " ".join(filter(None, (sheets.get(sheet, ""), f"{column or ''}{row}")))
        for sheet, row, column in line["places"]
        if row is not None
    ]
    return FindingGroup(
        code=kind.code,
        severity=kind.severity,
        title=kind.title(language),
        message=kind.message(language, **blanks).replace(f" ({WITHHELD})", ""),
        remedy=kind.remedy(language, **blanks),
        count=line["count"],
        cells=cells,
    )
