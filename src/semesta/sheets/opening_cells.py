"""Cells as arrays (row, column, text, kind) put together to a grid.

A text that stands in many cells is kept once, in `texts`, and cells point at it, so that everything that is asked of a
text is asked once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import polars as pl

from semesta.sheets.limits import Limits
from semesta.sheets.normalise.gaps import filled
from semesta.sheets.opening_grid import number_text, trimmed
from semesta.sheets.opening_marks import Extent, SheetMarks, letters
from semesta.sheets.workbook import Grid

_SURE_DIGITS = 15
"""Whole numbers of up to so many digits are written as they stand; longer ones and fractions are read as numbers."""
_SERIALS = (61, 2_958_465)
"""Days after 29 February 1900, which spreadsheets believe in, up to the year 9999."""
_UNIX_DAY = 25_569
_NUMBER = r"^-?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]{1,3})?$"


@dataclass(frozen=True)
class Cells:
    """The filled cells of a sheet, in any order; rows and columns count from 1, `text` is a place in `texts`.

    While a sheet is read piece by piece, -1, -2 ... are places in a list of texts that all pieces share.
    """

    row: npt.NDArray[np.int64]
    column: npt.NDArray[np.int64]
    text: npt.NDArray[np.int64]
    kind: npt.NDArray[np.uint8]
    texts: pl.Series

    def extent(self) -> Extent:
        """Return the box that the cells span."""
        if not len(self.row):
            return Extent()
        return Extent(int(self.row.min()), int(self.row.max()), int(self.column.max()))


def together(pieces: Sequence[Cells]) -> Cells:
    """Return the cells of several pieces of a sheet."""
    if len(pieces) == 1:
        return pieces[0]
    shift = np.cumsum([0, *(len(piece.texts) for piece in pieces)])
    return Cells(
        np.concatenate([piece.row for piece in pieces]),
        np.concatenate([piece.column for piece in pieces]),
        np.concatenate(
            [np.where(p.text < 0, p.text, p.text + before) for p, before in zip(pieces, shift, strict=False)]
        ),
        np.concatenate([piece.kind for piece in pieces]),
        pl.concat([piece.texts for piece in pieces]),
    )


def grid_of_cells(title: str, cells: Cells, marks: SheetMarks, limits: Limits, *, hidden: bool) -> Grid:
    """Return a grid that begins at the first filled row and column; refuses a box beyond the limits."""
    extent = cells.extent()
    extent.refuse_beyond(limits, title)
    top, left = extent.first_row or 1, int(cells.column.min()) if len(cells.column) else 1
    height, width = extent.last_row - top + 1 if extent.last_row else 0, extent.last_column - left + 1
    names = [letters(left + i) for i in range(width)] if height else []
    texts = pl.concat([cells.texts, pl.Series([None], dtype=pl.String)])
    texts = texts.to_frame("t").select(pl.when(pl.col("t").str.strip_chars() != "").then("t")).to_series()
    blank = ~filled(texts)
    place = (cells.column - left) * height + cells.row - top
    at = np.full(height * len(names), len(texts) - 1, dtype=np.uint32)
    at[place] = cells.text
    kinds = np.zeros(height * len(names), dtype=np.uint8)
    kinds[place] = cells.kind
    kinds[blank[at]] = 0
    all_texts, all_kinds = texts.gather(pl.Series(at)), pl.Series(kinds)
    grid = Grid(
        sheet=title,
        cells=pl.DataFrame([all_texts.slice(i * height, height).alias(name) for i, name in enumerate(names)]),
        kinds=pl.DataFrame([all_kinds.slice(i * height, height).alias(name) for i, name in enumerate(names)]),
        first_row=top,
        hidden=hidden,
        hidden_rows=marks.hidden_rows,
        formula_cells=marks.formula_cells,
        merged=marks.merged,
    )
    return trimmed(grid)


def date_texts(serials: pl.Series) -> pl.Series | None:
    """Return whole serial numbers of days as dates YYYY-MM-DD; None when one has a time or is no such number."""
    days = serials.to_frame("d").select(pl.col("d").cast(pl.Int64, strict=False)).to_series()
    if days.has_nulls() or not days.is_between(*_SERIALS).all():
        return None
    return (days - _UNIX_DAY).cast(pl.Int32).cast(pl.Date).cast(pl.String)


def number_texts(written: pl.Series) -> pl.Series | None:
    """Return numbers as a grid shows them (no exponent, no needless ".0"); None when one is no number."""
    plain = (
        written.to_frame("n")
        .select(pl.col("n").str.contains(rf"^(?:0|-?[1-9][0-9]{{0,{_SURE_DIGITS - 1}}})$"))
        .to_series()
    )
    if plain.all():
        return written
    odd = np.flatnonzero(~plain.to_numpy())
    others = written[odd]
    if not others.str.contains(_NUMBER).all():
        return None
    return written.scatter(odd, [number_text(float(text)) for text in others.to_list()])
