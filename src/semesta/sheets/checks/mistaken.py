"""Numbers in the wrong place: a family card in the NIK column, a NIK in the family-card column, a dragged cell."""

from __future__ import annotations

from datetime import date
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

_FIRST_CARDS: Final = 2003
"""Family cards with this kind of number date from then on, so digits 11-12 of a card read 03 or later."""
_RUN: Final = 3
_LONG_RUN: Final = 5


def misplaced(niks: pl.DataFrame, cards: pl.DataFrame, births: pl.DataFrame, today: date) -> pl.DataFrame:
    """Say which NIK cells hold a family card (`kk_in_nik`, with `instead`: a NIK found in the card cell) and which card
    cells hold a NIK (`nik_in_kk`)."""
    frame = pl.DataFrame(
        {
            "nik": niks["digits"],
            "sound": births["sound"],
            "woman": niks["woman"].fill_null(False),
            "kk": cards["digits"],
            "card_sound": (cards["problem"].is_null() | (cards["problem"] == "impossible_date"))
            & cards["digits"].is_not_null(),
            "on": births["on"],
            "by_day": (births["precision"] == "day").fill_null(False),
            "same": births["same"],
            "turned": births["turned"],
            "differs": births["differs"],
            "nd": niks["day"],
            "nm": niks["month"],
            "ny": niks["year"],
            "kd": cards["day"],
            "km": cards["month"],
            "ky": cards["year"],
            "card_woman": cards["woman"].fill_null(False),
        }
    )
    fits = pl.col("same").fill_null(False) | pl.col("turned")
    both = pl.col("sound") & (pl.col("nik") == pl.col("kk")).fill_null(False)
    on = pl.col("on")
    card_fits = (
        (on.dt.day() == pl.col("kd")) & (on.dt.month() == pl.col("km")) & (on.dt.year() % 100 == pl.col("ky"))
    ) & pl.col("by_day")
    frame = frame.with_columns(fits=fits, both=both, card_fits=(card_fits & pl.col("card_sound")).fill_null(False))
    elsewhere = _cards_of_others(frame)
    no_cards = cards["digits"].null_count() == cards.height  # where cards are listed, they are the better evidence
    issued = 2000 + pl.col("ny").cast(pl.Int32)
    like_a_card = (
        pl.col("differs")
        & pl.col("by_day")
        & ~pl.col("woman")
        & issued.is_between(_FIRST_CARDS, today.year)
        & (on.dt.year() % 100 != pl.col("ny"))
        & (on.dt.day() != pl.col("nd"))
        & (on.dt.month() != pl.col("nm"))
    )
    nik_in_kk = pl.col("both") & (pl.col("fits") | (on.is_null() & pl.col("woman")))
    switched = pl.col("sound") & pl.col("differs") & pl.col("card_fits") & ~pl.col("woman")
    kk_in_nik = (
        (pl.col("both") & ~nik_in_kk)
        | switched
        | (pl.col("sound") & ~pl.col("fits") & ~pl.col("woman") & pl.lit(elsewhere))
        | (pl.col("sound") & like_a_card & pl.lit(no_cards))
    )
    return frame.select(
        kk_in_nik=kk_in_nik.fill_null(False),
        instead=pl.when(switched & kk_in_nik).then(pl.col("kk")),
        nik_in_kk=(nik_in_kk | (switched & ~pl.col("both")) | (pl.col("card_woman") & pl.col("card_fits"))).fill_null(
            False
        ),
    )


def _cards_of_others(frame: pl.DataFrame) -> pl.Series:
    """Return the lines whose NIK stands as a family card elsewhere in the file, where it is more often a card."""
    cards = frame.filter(pl.col("card_sound") & ~pl.col("both"))["kk"].unique()
    if not cards.len():
        return pl.Series([False]).new_from_index(0, frame.height)
    return frame["nik"].is_in(cards.implode()).fill_null(False)


def runs(niks: pl.DataFrame, births: pl.DataFrame, table: pl.Series) -> tuple[pl.Series, pl.Series]:
    """Return the lines whose NIK was made by dragging a cell down, and for each the length of its run.

    A run is three or more lines, each one higher than the line above. People registered one after the other share the
    birth date in their NIK, so a run in which the birth column agrees with the NIK is none.
    """
    height = niks.height
    none = pl.Series([False]).new_from_index(0, height)
    if height < _RUN:
        return none, pl.Series([0]).new_from_index(0, height)
    sound = births["sound"].to_numpy()
    number = (
        niks.select(pl.when(pl.Series(sound)).then(pl.col("digits")).cast(pl.Int64).fill_null(-2))
        .to_series()
        .to_numpy()
    )
    follows = np.zeros(height, dtype=bool)
    tables = table.to_numpy()
    follows[1:] = (number[1:] == number[:-1] + 1) & (tables[1:] == tables[:-1]) & sound[1:] & sound[:-1]
    if follows.sum() < _RUN - 1:
        return none, pl.Series([0]).new_from_index(0, height)
    return _judged_runs(follows, births)


def _judged_runs(follows: npt.NDArray[np.bool_], births: pl.DataFrame) -> tuple[pl.Series, pl.Series]:
    run = np.cumsum(~follows)
    length = np.bincount(run)[run]
    differs = births["differs"].to_numpy() | births["turned"].to_numpy()
    known = births["same"].is_not_null().to_numpy()
    against = np.bincount(run, weights=differs)[run]
    judged = np.bincount(run, weights=known)[run]
    dragged = (length >= _RUN) & (
        ((judged > 0) & (against >= judged - 1) & (against >= 1)) | ((judged == 0) & (length >= _LONG_RUN))
    )
    return pl.Series(dragged), pl.Series(np.where(dragged, length, 0))
