"""Members behind with their contributions: how long the law still calls them active."""

from __future__ import annotations

from semesta.kernel.month import Month
from semesta.law import default_law_folder, load_law
from semesta.law.explanation import Inquiry
from semesta.law.membership.clock_scalar import grace_months

CLASSES = ("PU", "BPU", "JK", "PMI")


def grace_by_class(month: Month) -> dict[str, int]:
    """Return the unpaid months each membership class is given in `month` (law parameter membership/grace_months)."""
    law = load_law(default_law_folder())
    inquiry = Inquiry(law, month.first_day(), law.readings())
    return {name: grace_months(inquiry, name) for name in CLASSES}
