"""Every write to purses, plans, decrees, bills and payments."""

from semesta.funding.actions.auditing import audit_books
from semesta.funding.actions.bills import bill_month
from semesta.funding.actions.closing import close_year
from semesta.funding.actions.decrees import issue_decree
from semesta.funding.actions.orders import cancel_order, mark_order_sent, order_payment
from semesta.funding.actions.other_bills import bill_package, bill_project
from semesta.funding.actions.payments import match_payment, refund_payment, reverse_payment, take_payments
from semesta.funding.actions.plans import compute_plan, freeze_plan, make_plan, release_money
from semesta.funding.actions.purses import open_purse, revise_ceiling
from semesta.funding.actions.reversals import reverse_bill

__all__ = [
    "audit_books",
    "bill_month",
    "bill_package",
    "bill_project",
    "cancel_order",
    "close_year",
    "compute_plan",
    "freeze_plan",
    "issue_decree",
    "make_plan",
    "mark_order_sent",
    "match_payment",
    "open_purse",
    "order_payment",
    "refund_payment",
    "release_money",
    "reverse_bill",
    "reverse_payment",
    "revise_ceiling",
    "take_payments",
]
