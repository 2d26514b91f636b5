"""A pattern: who pays which month of one person. The best pattern under given prices is found by going back in time.

What makes a pattern lawful: each month at most one payer, one that may pay; somebody covered is never left unpaid
longer than the grace once the plan has paid for him; somebody new has, from his first month, no longer gap than the
grace and no more unpaid months in all than the policy lets him have; the capped payer pays at most its months.

States going forward: *kept* (covered, nothing bought yet) by unpaid run; *carried* (covered, bought) by run and months
of the capped payer; *outside*; *new* by run, capped months, and unpaid months so far.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import product

import numpy as np
import numpy.typing as npt

from semesta.allocation.problem import ALREADY, NOBODY, Problem, Real, Terms, Whole

_SKIP, _OPEN, _CAPPED = 0, 1, 2
_KEPT, _CARRIED, _OUTSIDE, _NEW = range(4)
_AT_ONCE = 4096
Choice = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Frame:
    """What shapes the states: terms that share a frame are worked together."""

    months: int
    start: int
    unpaid: int
    grace: int
    cap: int
    missable: int

    @classmethod
    def of(cls, problem: Problem, terms: Terms) -> Frame:
        """Return the frame of some terms; the cap is 0 where the capped payers may not pay or the cap cannot bind."""
        months = problem.months
        may = bool((terms.price_rp[list(problem.capped)] >= 0).any())
        cap = terms.cap if may and terms.cap < months - terms.start else 0
        return cls(months, terms.start, terms.unpaid, terms.grace, cap, min(problem.missable, months - 1))


def facts_of(pattern: npt.NDArray[np.int64], terms: Terms) -> tuple[bool, int] | None:
    """Return (kept without lapse, months bought) of a pattern, or None when it is not lawful in time.

    Looks at months and gaps only; payers and caps are looked at by `is_payable`.
    """
    run, bought, alive = max(terms.unpaid, 0), 0, terms.is_covered
    kept, is_new = alive, False
    for month in range(terms.start, terms.months):
        if pattern[month] >= 0:
            is_new = is_new or not alive
            alive, run, bought = True, 0, bought + 1
        elif alive:
            run += 1
            if run > terms.grace:
                if bought:
                    return None
                alive, kept = False, False
    return kept and not is_new, bought


def unpaid_months(pattern: npt.NDArray[np.int64], terms: Terms) -> int:
    """Return how many months the plan decides and leaves unpaid."""
    return int((pattern[terms.start :] == NOBODY).sum())


def is_payable(pattern: npt.NDArray[np.int64], terms: Terms, problem: Problem) -> bool:
    """Say whether every payer may pay the month it pays, and the capped ones keep to their months."""
    for month, payer in enumerate(pattern):
        if month < terms.start:
            if payer != ALREADY:
                return False
        elif payer >= 0 and terms.price_rp[payer, month] < 0:
            return False
    return int(np.isin(pattern, problem.capped).sum()) <= terms.cap


def every_pattern(problem: Problem, terms: Terms) -> list[tuple[Whole, bool]]:
    """Return every lawful pattern with whether it keeps membership; only for plans of a few months and payers."""
    choices = [
        [ALREADY] if month < terms.start else [NOBODY, *np.flatnonzero(terms.price_rp[:, month] >= 0)]
        for month in range(terms.months)
    ]
    missable = min(problem.missable, terms.months - 1)
    found = []
    for choice in product(*choices):
        pattern = np.array(choice, dtype=np.int64)
        facts = facts_of(pattern, terms)
        if facts is None or not is_payable(pattern, terms, problem):
            continue
        kept, bought = facts
        if bought and not kept and unpaid_months(pattern, terms) > missable:
            continue
        found.append((pattern, kept))
    return found


def best_patterns(
    frame: Frame, *, gain: Real, first: Real, keep: Real, open_cost: Real, capped_cost: Real
) -> tuple[Real, Choice]:
    """Return the highest profit of each of B people and his choices (B, months): 0 skip, 1 open, 2 capped.

    `gain` (B): worth of a month bought; `first` (B): worth of buying at all; `keep` (B): worth of a membership kept;
    `open_cost`, `capped_cost` (months, B): what a month costs from the cheapest payer without cap, from the capped
    one; infinite where nobody may pay. Somebody covered who buys nothing and does not lapse has a profit of `keep`.
    """
    many = len(gain)
    profits, walks = [np.zeros(0)], [np.zeros((0, frame.months), np.int8)]
    for begin in range(0, many, _AT_ONCE):
        some = slice(begin, begin + _AT_ONCE)
        profit, walked = _best(frame, gain[some], first[some], keep[some], open_cost[:, some], capped_cost[:, some])
        profits.append(profit)
        walks.append(walked)
    return np.concatenate(profits), np.concatenate(walks)


def _best(frame: Frame, gain: Real, first: Real, keep: Real, open_cost: Real, capped_cost: Real) -> tuple[Real, Choice]:
    """Go back in time. Axes of the states: run of unpaid months, months of the capped payer, unpaid months, person."""
    many, grace, cap, missable = len(gain), frame.grace, frame.cap, frame.missable
    kept = np.broadcast_to(keep, (grace + 1, many))
    carried = np.broadcast_to(keep, (grace + 1, cap + 1, many))
    outside = np.zeros(many)
    new = np.zeros((grace + 1, cap + 1, missable + 1, many))
    chosen: list[tuple[Choice, Choice, Choice, Choice]] = []
    for month in range(frame.months - 1, frame.start - 1, -1):
        missed = month - frame.start
        by_open, by_capped = gain - open_cost[month], gain - capped_cost[month]
        skip_kept = np.concatenate([kept[1:], outside[None]])
        skip_carried = _shifted(carried, run=1)
        skip_new = _shifted(_shifted(new, run=1), gone=1)
        open_carried, open_new = by_open + carried[0], by_open + new[0]
        capped_carried = by_capped + _shifted(carried[0][None], used=1)[0]
        capped_new = by_capped + _shifted(new[0][None], used=1)[0]
        if missed <= missable:
            begin = (open_new[0, missed] + first, capped_new[0, missed] + first)
        else:
            begin = (np.full(many, -np.inf), np.full(many, -np.inf))
        kept, kept_choice = _settled(skip_kept, open_carried[0] + first, capped_carried[0] + first)
        carried, carried_choice = _settled(skip_carried, open_carried, capped_carried)
        outside, outside_choice = _settled(outside, *begin)
        new, new_choice = _settled(skip_new, open_new, capped_new)
        chosen.append((kept_choice, carried_choice, outside_choice, new_choice))
    profit = kept[frame.unpaid] if frame.unpaid >= 0 else outside
    return profit, _walked(frame, chosen[::-1], many)


def _shifted(worth: Real, *, run: int = 0, used: int = 0, gone: int = 0) -> Real:
    """Return the worth of the state with one more of something; impossible where there is no such state."""
    moved = np.full(worth.shape, -np.inf)
    axis = 0 if run else 1 if used else 2
    to = [slice(None)] * worth.ndim
    since = list(to)
    to[axis], since[axis] = slice(None, -1), slice(1, None)
    moved[tuple(to)] = worth[tuple(since)]
    return moved


def _settled(skip: Real, by_open: Real, by_capped: Real) -> tuple[Real, Choice]:
    """Return the best of the three choices; earlier ones win ties, so that nothing is bought for nothing."""
    bought = np.maximum(by_open, by_capped)
    choice = np.where(by_open >= by_capped, np.int8(_OPEN), np.int8(_CAPPED))
    choice = np.where(bought > skip, choice, np.int8(_SKIP))
    return np.maximum(skip, bought), choice


def _walked(frame: Frame, chosen: list[tuple[Choice, Choice, Choice, Choice]], many: int) -> Choice:
    """Follow the choices forward from where everybody stands."""
    walked = np.zeros((many, frame.months), np.int8)
    who = np.arange(many)
    phase = np.full(many, _KEPT if frame.unpaid >= 0 else _OUTSIDE)
    run = np.full(many, max(frame.unpaid, 0))
    used, gone = np.zeros(many, np.int64), np.zeros(many, np.int64)
    for missed, (kept, carried, outside, new) in enumerate(chosen):
        taken = np.select(
            [phase == _KEPT, phase == _CARRIED, phase == _OUTSIDE],
            [kept[run, who], carried[run, used, who], outside[who]],
            new[run, used, gone, who],
        )
        walked[:, frame.start + missed] = taken
        bought = taken != _SKIP
        gone = np.where(bought & (phase == _OUTSIDE), missed, gone + (~bought & (phase == _NEW)))
        used = used + (taken == _CAPPED)
        lapses = ~bought & (phase == _KEPT) & (run == frame.grace)
        run = np.where(bought | lapses | (phase == _OUTSIDE), 0, run + 1)
        phase = np.where(bought & (phase == _KEPT), _CARRIED, np.where(bought & (phase == _OUTSIDE), _NEW, phase))
        phase = np.where(lapses, _OUTSIDE, phase)
    return walked
