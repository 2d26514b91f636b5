"""`semesta audit`: replay everything set by set and hold the books, the papers and the covered months together.

Each check is one statement that returns only differences (purse_id, what, expected, found). What must be equal is
computed from the lowest level every time; nothing the checks compare is taken from the other side.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db import connection, transaction

from semesta.bulk import execute, read_lines
from semesta.funding.queries.audit_statements import CHECKS, TABLES

_MOST = 100
_ONE_MOMENT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"
_ROOM = "SELECT set_config('work_mem', '256MB', true) WHERE pg_size_bytes(current_setting('work_mem')) < 268435456"
"""A year of a regency is held in memory while it is compared; on disk it takes half as long again."""


@dataclass(frozen=True, slots=True)
class Difference:
    """Two sides that ought to be equal and are not: the check, the purse (0: none), what it is about, both values."""

    check: str
    purse_id: int
    about: str
    expected: str
    found: str


@dataclass(frozen=True, slots=True)
class AuditReport:
    """The checks made, the differences found (at most a hundred of each check), and how much was replayed."""

    checks: tuple[str, ...]
    differences: tuple[Difference, ...]
    replayed: dict[str, int]

    @property
    def is_sound(self) -> bool:
        """Say whether ledger, bills and covered months agree everywhere."""
        return not self.differences

    def page(self) -> dict[str, Any]:
        """Return the report as a plain structure."""
        return {
            "is_sound": self.is_sound,
            "checks": list(self.checks),
            "replayed": self.replayed,
            "differences": [
                {"check": d.check, "purse_id": d.purse_id, "about": d.about, "expected": d.expected, "found": d.found}
                for d in self.differences
            ],
        }


def audit(regency_code: str) -> AuditReport:
    """Prove that ledger = bills = covered months, purse by purse, or return each difference.

    All statements see one moment, whatever is billed or paid meanwhile; only within a transaction of the caller's does
    each see its own.
    """
    is_own = not connection.in_atomic_block
    with transaction.atomic():
        if is_own:
            execute(_ONE_MOMENT)
        return _audited(regency_code)


def _audited(regency_code: str) -> AuditReport:
    values: dict[str, Any] = {"regency": regency_code, "most": _MOST}
    differences: list[Difference] = []
    with connection.cursor() as cursor:
        cursor.execute(_ROOM)
        for name, statement in TABLES.items():
            cursor.execute(f"DROP TABLE IF EXISTS {name}")
            cursor.execute(f"CREATE TEMPORARY TABLE {name} AS {statement}", values)
            cursor.execute(f"ANALYZE {name}")
    for name, statement in CHECKS.items():
        differences += [
            Difference(name, int(line["purse_id"] or 0), str(line["about"]), str(line["expected"]), str(line["found"]))
            for line in read_lines(f"SELECT * FROM ({statement}) d LIMIT %(most)s", values)
        ]
    (replayed,) = read_lines(
        "SELECT (SELECT count(*) FROM ledger_posting WHERE regency_code = %(regency)s) AS postings, "
        "(SELECT count(*) FROM funding_bill WHERE regency_code = %(regency)s) AS bills, "
        "(SELECT count(*) FROM audit_bill_month) AS billed_months, "
        "(SELECT count(*) FROM audit_decreed_month) AS decreed_months",
        values,
    )
    with connection.cursor() as cursor:
        for name in TABLES:
            cursor.execute(f"DROP TABLE {name}")
    return AuditReport(tuple(CHECKS), tuple(differences), {key: int(value) for key, value in replayed.items()})
