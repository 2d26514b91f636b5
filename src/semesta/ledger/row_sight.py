"""The books are read by the regency's money roles. A village reads what concerns its own purse.

Balances are kept by the database itself with every posting; no page writes them.
"""

from __future__ import annotations

from semesta.accounts.actor import Role
from semesta.accounts.sight import (
    EVERYBODY,
    IN_MY_REGENCY,
    IN_WHOLE_REGENCY,
    Rule,
    Sight,
    all_of,
    any_of,
    by_role,
    setting,
    within,
)

READS_MONEY = by_role(
    Role.ADMINISTRATOR, Role.PLANNER, Role.FINANCE, Role.AUDITOR, Role.READER, Role.INSURER_BRANCH, Role.VERIFIER
)
"""SQL: the reader's role has to do with the regency's money."""

SPENDS = all_of(by_role(Role.ADMINISTRATOR, Role.PLANNER, Role.FINANCE), IN_WHOLE_REGENCY)
"""SQL: the reader may write papers about the regency's money."""

_OF_REGENCY = all_of(READS_MONEY, IN_WHOLE_REGENCY)
_BOOKS = all_of(by_role(Role.ADMINISTRATOR, Role.PLANNER, Role.FINANCE, Role.INSURER_BRANCH), IN_WHOLE_REGENCY)
_OF_MY_PURSE = all_of(
    IN_MY_REGENCY,
    f"{setting('reach')} = 'part'",
    f"purse_id IN (SELECT p.id FROM funding_purse p WHERE {within('p.owner')})",
)

SIGHTS: dict[str, Rule] = {
    "ledger_account": Sight(see=EVERYBODY, write=by_role(Role.ADMINISTRATOR)),
    "ledger_journalentry": Sight(see=_OF_REGENCY, write=_BOOKS, may=("INSERT",)),
    "ledger_posting": Sight(see=any_of(_OF_REGENCY, _OF_MY_PURSE), write=_BOOKS, may=("INSERT",)),
    "ledger_balance": Sight(see=any_of(_OF_REGENCY, _OF_MY_PURSE)),
}
