"""Money is a whole number of rupiah. Rates are exact fractions; no float comes near an amount."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Literal

Rounding = Literal["half_up", "down", "up"]


def share_of(amount_rp: int, rate: Fraction, *, rounding: Rounding = "half_up") -> int:
    """Return `rate` of a non-negative `amount_rp` in whole rupiah, rounded as told.

    >>> share_of(1_000_000, Fraction(1, 100))
    10000
    >>> share_of(333, Fraction(1, 2)), share_of(333, Fraction(1, 2), rounding="down")
    (167, 166)
    """
    if amount_rp < 0 or rate < 0:
        raise ValueError(f"amount and rate must not be negative, got {amount_rp} and {rate}")
    exact = amount_rp * rate
    whole, rest = divmod(exact.numerator, exact.denominator)
    if rounding == "down" or rest == 0:
        return whole
    if rounding == "up":
        return whole + 1
    return whole + (1 if 2 * rest >= exact.denominator else 0)


def split(amount_rp: int, weights: Sequence[int]) -> list[int]:
    """Divide `amount_rp` by `weights` so that the parts sum to it exactly (largest remainder, first wins a tie).

    >>> split(100, [1, 1, 1])
    [34, 33, 33]
    >>> split(7, [0, 2, 1])
    [0, 5, 2]
    """
    total = sum(weights)
    if amount_rp < 0 or total <= 0 or min(weights) < 0:
        raise ValueError("split needs a non-negative amount and non-negative weights with a positive sum")
    parts = [amount_rp * weight // total for weight in weights]
    remainders = [amount_rp * weight % total for weight in weights]
    by_remainder = sorted(range(len(parts)), key=lambda i: (-remainders[i], i))
    for i in by_remainder[: amount_rp - sum(parts)]:
        parts[i] += 1
    return parts


def rupiah_text(amount_rp: int) -> str:
    """Write an amount as Indonesian offices do.

    >>> rupiah_text(2630124000), rupiah_text(-500)
    ('Rp2.630.124.000', '-Rp500')
    """
    sign = "-" if amount_rp < 0 else ""
    return f"{sign}Rp{abs(amount_rp):,}".replace(",", ".")
