"""Batches and answers hold people's data for the insurer: for the roles of the regency that exchange or check them."""

from __future__ import annotations

from semesta.accounts.actor import Role
from semesta.accounts.sight import IN_WHOLE_REGENCY, Rule, Sight, all_of, by_role
from semesta.ledger.row_sight import READS_MONEY, SPENDS

_OF_REGENCY = all_of(READS_MONEY, IN_WHOLE_REGENCY)
_ANSWERS = all_of(by_role(Role.ADMINISTRATOR, Role.PLANNER, Role.FINANCE, Role.INSURER_BRANCH), IN_WHOLE_REGENCY)

SIGHTS: dict[str, Rule] = {
    "exchange_batch": Sight(see=_OF_REGENCY, write=SPENDS, may=("INSERT",)),
    "exchange_batchline": Sight(see=_OF_REGENCY, write=_ANSWERS, may=("INSERT", "UPDATE")),
    "exchange_answerfile": Sight(see=_OF_REGENCY, write=_ANSWERS, may=("INSERT", "UPDATE")),
    "exchange_answerline": Sight(see=_OF_REGENCY, write=_ANSWERS, may=("INSERT",)),
    "exchange_batchclosing": Sight(see=_OF_REGENCY, write=_ANSWERS, may=("INSERT",)),
    "exchange_wageearneroverlap": Sight(see=_OF_REGENCY, write=_ANSWERS, may=("INSERT", "UPDATE")),
}
