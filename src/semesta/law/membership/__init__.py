"""May this person be enrolled, is the cover alive, and how far are the clocks that benefits hang on."""

from semesta.law.membership.clock_frames import CLOCK_COLUMNS, clocks
from semesta.law.membership.clock_scalar import MembershipClock, clock
from semesta.law.membership.eligibility_frames import eligibilities
from semesta.law.membership.eligibility_scalar import CRITERIA, Criterion, Eligibility, eligibility

__all__ = [
    "CLOCK_COLUMNS",
    "CRITERIA",
    "Criterion",
    "Eligibility",
    "MembershipClock",
    "clock",
    "clocks",
    "eligibilities",
    "eligibility",
]
