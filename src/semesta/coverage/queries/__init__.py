"""Every read of coverage: figures with their bases, their trend, villages compared, the persons behind."""

from semesta.coverage.queries.figures import (
    MEMBER_DEFINITION_EN,
    MEMBER_DEFINITION_ID,
    Dimension,
    NoSnapshotError,
    coverage_by,
    coverage_of,
    coverage_of_parts,
    months_counted,
    village_table,
)
from semesta.coverage.queries.ranking import villages_compared
from semesta.coverage.queries.rows_behind import Who, rows_behind
from semesta.coverage.queries.trend import trend_of

__all__ = [
    "MEMBER_DEFINITION_EN",
    "MEMBER_DEFINITION_ID",
    "Dimension",
    "NoSnapshotError",
    "Who",
    "coverage_by",
    "coverage_of",
    "coverage_of_parts",
    "months_counted",
    "rows_behind",
    "trend_of",
    "village_table",
    "villages_compared",
]
