"""What a public page may say of few people: a count of one to four is not told, and cannot be worked out either.

A count stands for itself, for FEW (1 to 4 people) or for KEPT_BACK: larger, but the total less the counts that are told
would tell a hidden one. What is hidden leaves more than one value open, unless hiding every count does not suffice:
then the total itself tells, and the total of a region is published.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, Literal

SMALLEST_TOLD: Final = 5
LARGEST_HIDDEN: Final = SMALLEST_TOLD - 1
FEW: Final = "few"
KEPT_BACK: Final = "kept back"
Told = int | Literal["few", "kept back"]


def told(counts: Sequence[int], *, is_whole_told: bool) -> list[Told]:
    """Return what may be told of counts of persons.

    `is_whole_told`: the counts are the parts of a total that is published beside them. Parts that overlap, or whose
    total is not published, cannot be worked out from one another.
    """
    shown: list[Told] = [FEW if 0 < count < SMALLEST_TOLD else count for count in counts]
    few = [count for count in counts if 0 < count < SMALLEST_TOLD]
    if not few or not is_whole_told or _hide_one_another(few):
        return shown
    others = sorted((count, place) for place, count in enumerate(counts) if count >= SMALLEST_TOLD)
    large_enough = LARGEST_HIDDEN * len(few) + SMALLEST_TOLD - sum(few)
    alone = [(count, place) for count, place in others if count >= large_enough]
    for _, place in alone[:1] or others:
        shown[place] = KEPT_BACK
    return shown


def _hide_one_another(few: Sequence[int]) -> bool:
    """Say whether the sum of small counts leaves each of them open: not all can be 1, nor all be 4."""
    return len(few) > 1 and len(few) < sum(few) < LARGEST_HIDDEN * len(few)
