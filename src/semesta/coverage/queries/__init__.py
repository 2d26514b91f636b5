"""Every read of coverage: figures with their bases, the persons behind them."""

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
from semesta.coverage.queries.rows_behind import Who, rows_behind

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
    "village_table",
]
