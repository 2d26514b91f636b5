"""The findings of a reading, put together by cell and by row, and counted by what they mean for each person row."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from semesta.kernel.finding import SEVERITIES, Finding, Place, Severity
from semesta.sheets.catalogue import kind
from semesta.sheets.reading import Reading

Outcome = Severity | None
"""What the findings of a person row amount to: its gravest severity above `note`, or None when it is fine."""

_WEIGHT: Final = {severity: weight for weight, severity in enumerate(SEVERITIES)}


@dataclass(frozen=True, slots=True)
class RowCounts:
    """Person rows by outcome; the four kinds add up to the rows read."""

    fine: int
    repaired: int
    doubt: int
    error: int

    @property
    def read(self) -> int:
        """Return all person rows."""
        return self.fine + self.repaired + self.doubt + self.error


def findings_of(reading: Reading) -> list[Finding]:
    """Return the findings about cells and rows as values, in the order of the reading."""
    return [
        Finding(
            kind(line["code"]),
            Place(reading.file, line["sheet"] or "", line["row"], line["column"] or ""),
            line["field"] or "",
            line["before"] or "",
            line["after"] or "",
            line["detail"] or "",
        )
        for line in reading.findings.iter_rows(named=True)
    ]


def gravest_first(findings: list[Finding]) -> list[Finding]:
    """Order findings by severity, the gravest first; among equals the order stays."""
    return sorted(findings, key=lambda finding: -_WEIGHT[finding.kind.severity])


def by_cell(
    findings: list[Finding], first_column: dict[tuple[str, int], str]
) -> dict[tuple[str, int, str], list[Finding]]:
    """Put together the findings of each cell (sheet, row, column), the gravest first.

    A finding about a whole row goes to the cell that `first_column` names for its row, or to column A.
    """
    cells: dict[tuple[str, int, str], list[Finding]] = {}
    for finding in gravest_first(findings):
        sheet, row = finding.place.sheet, finding.place.row
        if row is not None:
            column = finding.place.column or first_column.get((sheet, row), "A")
            cells.setdefault((sheet, row, column), []).append(finding)
    return cells


def outcomes(reading: Reading, findings: list[Finding]) -> dict[tuple[str, int], Severity]:
    """Return the gravest severity above `note` of each person row (sheet, row) that has one."""
    people = set(reading.rows.select("sheet", "row").iter_rows())
    worst: dict[tuple[str, int], Severity] = {}
    for finding in findings:
        place = (finding.place.sheet, finding.place.row)
        severity = finding.kind.severity
        if severity != "note" and place in people:
            sheet, row = place[0], place[1] or 0
            known = worst.get((sheet, row))
            if known is None or _WEIGHT[severity] > _WEIGHT[known]:
                worst[sheet, row] = severity
    return worst


def count_rows(reading: Reading, worst: dict[tuple[str, int], Severity]) -> RowCounts:
    """Count the person rows by their outcome."""
    counts = Counter(worst.values())
    waiting = counts["error"] + counts["refusal"]
    fine = reading.rows.height - counts["repaired"] - counts["doubt"] - waiting
    return RowCounts(fine=fine, repaired=counts["repaired"], doubt=counts["doubt"], error=waiting)


def commonest(findings: list[Finding], most: int) -> Iterator[tuple[Finding, int]]:
    """Yield the commonest kinds, as their first finding and how often they were found; graver ones win a tie."""
    times = Counter(finding.kind.code for finding in findings)
    first = {finding.kind.code: finding for finding in reversed(findings)}
    ordered = sorted(times, key=lambda code: (-times[code], -_WEIGHT[first[code].kind.severity], code))
    for code in ordered[:most]:
        yield first[code], times[code]
