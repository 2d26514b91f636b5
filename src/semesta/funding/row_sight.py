"""Purses, decrees, bills and payments: the regency's money roles; a village its own purse, people and bills."""

from __future__ import annotations

from semesta.accounts.actor import Role
from semesta.accounts.sight import (
    IN_MY_REGENCY,
    IN_WHOLE_REGENCY,
    Rule,
    Sight,
    all_of,
    any_of,
    by_role,
    in_my_places,
    setting,
)
from semesta.ledger.row_sight import READS_MONEY, SPENDS

_OF_REGENCY = all_of(READS_MONEY, IN_WHOLE_REGENCY)
_SETTLES = any_of(SPENDS, all_of(by_role(Role.INSURER_BRANCH), IN_WHOLE_REGENCY))
_IN_PART = all_of(IN_MY_REGENCY, f"{setting('reach')} = 'part'")


def _of_seen(table: str, column: str) -> str:
    """Return SQL: the paper in a column is one that the reader of a part sees."""
    return all_of(_IN_PART, f"{column} IN (SELECT s.id FROM {table} s)")


SIGHTS: dict[str, Rule] = {
    "funding_purse": Sight(see=any_of(_OF_REGENCY, in_my_places("owner")), write=SPENDS, may=("INSERT", "UPDATE")),
    "funding_ceilingrevision": Sight(
        see=any_of(_OF_REGENCY, _of_seen("funding_purse", "purse_id")), write=SPENDS, may=("INSERT",)
    ),
    "funding_release": Sight(see=_OF_REGENCY, write=SPENDS, may=("INSERT",)),
    "funding_plan": Sight(see=_OF_REGENCY, write=SPENDS),
    "funding_planpurse": Sight(see=_OF_REGENCY, write=SPENDS),
    "funding_planperson": Sight(see=_OF_REGENCY, write=SPENDS),
    "funding_plantotal": Sight(see=_OF_REGENCY, write=SPENDS),
    "funding_planline": Sight(see=_OF_REGENCY, write=SPENDS),
    "funding_decree": Sight(see=any_of(_OF_REGENCY, _IN_PART), write=SPENDS, may=("INSERT",)),
    "funding_decreeline": Sight(see=any_of(_OF_REGENCY, in_my_places("village_code")), write=SPENDS, may=("INSERT",)),
    "funding_bill": Sight(
        see=any_of(_OF_REGENCY, in_my_places("village_code")), write=_SETTLES, may=("INSERT", "UPDATE")
    ),
    "funding_billline": Sight(
        see=any_of(_OF_REGENCY, _of_seen("funding_bill", "bill_id")), write=SPENDS, may=("INSERT",)
    ),
    "funding_paymentorder": Sight(
        see=any_of(_OF_REGENCY, _of_seen("funding_bill", "bill_id")), write=SPENDS, may=("INSERT",)
    ),
    "funding_orderstep": Sight(see=_OF_REGENCY, write=SPENDS, may=("INSERT",)),
    "funding_paymentfile": Sight(see=_OF_REGENCY, write=_SETTLES, may=("INSERT",)),
    "funding_paymentline": Sight(see=_OF_REGENCY, write=_SETTLES, may=("INSERT",)),
    "funding_application": Sight(
        see=any_of(_OF_REGENCY, _of_seen("funding_bill", "bill_id")), write=_SETTLES, may=("INSERT",)
    ),
}
