"""Every read of coverage: figures with their bases, their trend, villages compared, the persons behind."""

from semesta.coverage.queries.agenda import agenda
from semesta.coverage.queries.chain import NobodyError, person_month
from semesta.coverage.queries.enterprise_villages import enterprise_villages
from semesta.coverage.queries.figures import (
    MEMBER_DEFINITION_EN,
    MEMBER_DEFINITION_ID,
    Dimension,
    NoSnapshotError,
    counted_at_of,
    coverage_by,
    coverage_of,
    coverage_of_parts,
    coverage_of_region,
    month_to_show,
    months_counted,
    village_table,
)
from semesta.coverage.queries.freshness import last_refresh, months_to_count, newest_counted_at
from semesta.coverage.queries.micro_enterprise import (
    ASKED,
    PAID_BY,
    Owners,
    enterprise_counts,
    enterprise_people,
)
from semesta.coverage.queries.next_steps import Step, next_steps
from semesta.coverage.queries.person import NoPersonError, paid_months, person, story_of, strip_of
from semesta.coverage.queries.protection import protection_on
from semesta.coverage.queries.ranking import villages_compared
from semesta.coverage.queries.reasons import reasons_of_villages
from semesta.coverage.queries.rows_behind import Who, rows_behind
from semesta.coverage.queries.self_payment import self_payment
from semesta.coverage.queries.trend import trend_of
from semesta.coverage.queries.village_people import (
    STANDINGS,
    Place,
    Standing,
    Wanted,
    payers_in_village,
    people_of_village,
)

__all__ = [
    "ASKED",
    "MEMBER_DEFINITION_EN",
    "MEMBER_DEFINITION_ID",
    "PAID_BY",
    "STANDINGS",
    "Dimension",
    "NoPersonError",
    "NoSnapshotError",
    "NobodyError",
    "Owners",
    "Place",
    "Standing",
    "Step",
    "Wanted",
    "Who",
    "agenda",
    "counted_at_of",
    "coverage_by",
    "coverage_of",
    "coverage_of_parts",
    "coverage_of_region",
    "enterprise_counts",
    "enterprise_people",
    "enterprise_villages",
    "last_refresh",
    "month_to_show",
    "months_counted",
    "months_to_count",
    "newest_counted_at",
    "next_steps",
    "paid_months",
    "payers_in_village",
    "people_of_village",
    "person",
    "person_month",
    "protection_on",
    "reasons_of_villages",
    "rows_behind",
    "self_payment",
    "story_of",
    "strip_of",
    "trend_of",
    "village_table",
    "villages_compared",
]
