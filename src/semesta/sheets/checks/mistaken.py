"""Numbers in the wrong place: a family card in the NIK column, a NIK in the family-card column, a dragged cell."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt

from semesta.sheets.checks.birth import Births
from semesta.sheets.desk import Mask
from semesta.sheets.normalise.dates import DAY
from semesta.sheets.normalise.numbers import IMPOSSIBLE, Numbers

_FIRST_CARDS: Final = 2003
"""Family cards with this kind of number date from then on, so digits 11-12 of a card read 03 or later."""
_WORKING_AGE: Final = 15
_RUN: Final = 3
_LONG_RUN: Final = 5


@dataclass(frozen=True)
class Misplaced:
    """Lines whose NIK cell holds a family card, those among them whose card cell holds their NIK, and lines whose card
    cell holds a NIK."""

    kk_in_nik: Mask
    switched: Mask
    nik_in_kk: Mask


def misplaced(niks: Numbers, cards: Numbers, births: Births, today: date) -> Misplaced:
    """Find numbers in the wrong column by the birth date beside them and by the other lines of the file."""
    sound = niks.sound
    fits = births.same | births.turned
    by_day = births.dates.known & (births.dates.precision == DAY)
    card_sound = (cards.value >= 0) & ((cards.problem == 0) | (cards.problem == IMPOSSIBLE))
    both = sound & card_sound & (niks.value == cards.value)
    card_fits = (
        card_sound
        & by_day
        & (births.day == cards.day)
        & (births.month == cards.month)
        & (births.year % 100 == cards.year)
    )
    nik_in_kk = both & (fits | (~births.dates.known & niks.woman))
    switched = sound & births.differs & card_fits & ~niks.woman
    kk_in_nik = (both & ~nik_in_kk) | switched
    # the rest is rare: numbers that neither fit their line nor carry a woman's 40
    open_ = np.flatnonzero(sound & ~fits & ~niks.woman & ~kk_in_nik)
    if open_.size:
        others = np.unique(cards.value[card_sound & ~both])
        elsewhere = np.isin(niks.value[open_], others)
        others_nik = np.isin(niks.value[open_], _belonging_to_others(niks, births))
        like = _like_a_card(niks, births, by_day, today)[open_]
        kk_in_nik[open_] = (elsewhere | like) & ~others_nik
    return Misplaced(
        kk_in_nik,
        switched & kk_in_nik,
        nik_in_kk | (switched & ~both) | (cards.woman & card_fits),
    )


def _belonging_to_others(niks: Numbers, births: Births) -> npt.NDArray[np.int64]:
    """Return numbers that stand on a line which does not contradict them, and on another line as well.

    Cards and NIK share one space of numbers, so a number that is somebody's NIK here is no card that slipped.
    """
    value = niks.value[niks.sound]
    numbers, count = np.unique(value, return_counts=True)
    doubled = numbers[count > 1]
    result: npt.NDArray[np.int64] = np.intersect1d(doubled, niks.value[niks.sound & ~births.differs])
    return result


def _like_a_card(niks: Numbers, births: Births, by_day: Mask, today: date) -> Mask:
    """Return lines whose number, read as a card's, has a fitting date of issue and is far from the birth date beside
    it.

    Read as a NIK, such a number belongs to a child under 15, or it shares neither day nor month nor year.
    """
    issued = 2000 + niks.year
    other_day, other_month = births.day != niks.day, births.month != niks.month
    child = (issued > today.year - _WORKING_AGE) & (births.year <= today.year - _WORKING_AGE)
    result: Mask = (
        births.differs
        & by_day
        & (issued >= _FIRST_CARDS)
        & (issued <= today.year)
        & (births.year % 100 != niks.year)
        & np.where(child, other_day | other_month, other_day & other_month)
    )
    return result


def runs(niks: Numbers, births: Births, tables: npt.NDArray[np.uint32]) -> npt.NDArray[np.int64]:
    """Return for each line whose NIK was made by dragging a cell down the length of its run, 0 for the others.

    A run is three or more lines, each one higher than the line above. People registered one after the other share the
    birth date in their NIK, so a line whose own birth date agrees with its NIK is not told, and neither is a run of
    which most lines agree.
    """
    height = len(niks.value)
    nothing = np.zeros(height, dtype=np.int64)
    if height < _RUN:
        return nothing
    sound = niks.sound
    follows = np.zeros(height, dtype=bool)
    follows[1:] = (niks.value[1:] == niks.value[:-1] + 1) & (tables[1:] == tables[:-1]) & sound[1:] & sound[:-1]
    if follows.sum() < _RUN - 1:
        return nothing
    run = np.cumsum(~follows)
    length = np.bincount(run)[run]
    fits = (births.same & (births.dates.precision == DAY)) | births.turned
    known = fits | births.differs
    against = np.bincount(run, weights=births.differs)[run]
    judged = np.bincount(run, weights=known)[run]
    dragged = ((judged > 0) & (against * 2 >= judged)) | ((judged == 0) & (length >= _LONG_RUN))
    return np.where((length >= _RUN) & dragged & ~fits, length, 0)
