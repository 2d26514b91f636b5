"""What small numbers allow to be said: an interval for a share, and shares drawn together as far as chance explains.

A village of twelve known workers swings by tens of percents with one family; put in order by its bare share it lands at
the top or the bottom by chance. So a share is shown with its interval (Wilson 1927, as Brown, Cai and DasGupta 2001
advise), and villages are put in order by shares shrunk towards that of all, the less a village has the more (the global
empirical Bayes estimator of Marshall 1991).
"""

from __future__ import annotations

from collections.abc import Sequence
from math import sqrt
from typing import Final, Literal

NORMAL_95: Final = 1.959964
"""The normal deviate that 2.5 % exceed."""

Standing = Literal["below", "alike", "above", "unknown"]


def interval(part: int, whole: int) -> tuple[float, float] | None:
    """Return the 95 % interval of the share part / whole by Wilson's score; None for a whole of nought.

    Source: E. B. Wilson, J. Am. Stat. Assoc. 22 (1927) 209-212; L. D. Brown, T. T. Cai, A. DasGupta, Statistical
    Science 16 (2001) 101-133.

    >>> tuple(round(bound, 4) for bound in interval(7, 12))
    (0.3195, 0.8067)
    """
    if whole <= 0:
        return None
    share, square = part / whole, NORMAL_95**2
    middle = (share + square / (2 * whole)) / (1 + square / whole)
    reach = NORMAL_95 * sqrt(share * (1 - share) / whole + square / (4 * whole**2)) / (1 + square / whole)
    return max(0.0, middle - reach), min(1.0, middle + reach)


def shrunk(parts: Sequence[int], wholes: Sequence[int]) -> list[float | None]:
    """Return each part / whole drawn towards the share of all, None for a whole of nought.

    Weight of a village's own share: A / (A + v / whole), where v = |m| (1 - |m|) is the variance of one person at the
    share m of all, and A what is left of the villages' spread about m beyond what that explains, never below nought:
    when chance explains all of it, every village is given m. A part may be negative (fewer than before).

    Source: R. J. Marshall, Applied Statistics 40 (1991) 283-294, with the variance of a share in place of that of a
    count.
    """
    people = sum(wholes)
    if not people:
        return [None] * len(parts)
    mean = sum(parts) / people
    one = abs(mean) * max(0.0, 1 - abs(mean))
    known = [(part / whole, whole) for part, whole in zip(parts, wholes, strict=True) if whole]
    spread = sum(whole * (share - mean) ** 2 for share, whole in known) / people
    between = max(0.0, spread - one * len(known) / people)

    def drawn(part: int, whole: int) -> float | None:
        if not whole:
            return None
        noise = one / whole
        own = between / (between + noise) if between + noise else 0.0
        return mean + own * (part / whole - mean)

    return [drawn(part, whole) for part, whole in zip(parts, wholes, strict=True)]


def standing(part: int, whole: int, share_of_all: float | None) -> Standing:
    """Say how a share stands to that of all: below or above only when its whole interval does.

    >>> standing(7, 12, 0.33), standing(70, 120, 0.33)
    ('alike', 'above')
    """
    found = interval(part, whole)
    if found is None or share_of_all is None:
        return "unknown"
    if found[1] < share_of_all:
        return "below"
    return "above" if found[0] > share_of_all else "alike"
