"""Every write to purses, decrees, bills and payments."""

from semesta.funding.actions.bills import bill_month, order_payment
from semesta.funding.actions.decrees import issue_decree
from semesta.funding.actions.purses import open_purse, revise_ceiling

__all__ = ["bill_month", "issue_decree", "open_purse", "order_payment", "revise_ceiling"]
