"""Every read of coverage: figures with their bases, their trend, villages compared, the persons behind."""

from semesta.coverage.queries.agenda import agenda
from semesta.coverage.queries.chain import NobodyError, person_month
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
from semesta.coverage.queries.reasons import reasons_of_villages
from semesta.coverage.queries.rows_behind import Who, rows_behind
from semesta.coverage.queries.trend import trend_of

__all__ = [
    "MEMBER_DEFINITION_EN",
    "MEMBER_DEFINITION_ID",
    "Dimension",
    "NoSnapshotError",
    "NobodyError",
    "Who",
    "agenda",
    "coverage_by",
    "coverage_of",
    "coverage_of_parts",
    "months_counted",
    "person_month",
    "reasons_of_villages",
    "rows_behind",
    "trend_of",
    "village_table",
    "villages_compared",
]
