"""Lists written family by family: the family card and address stand on a line of their own above the persons.

Two layouts of the civil registry and a form: 2012 has a line of headings NO.KK / NAMA.KK / ALAMAT, a line with their
values and then the person header, for every family; 2016 has one line "No. KK : 5202... Alamat : X, Nama Dusun : Y,
RT/RW : 1/-".
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final, Literal

import polars as pl

from semesta.sheets.columns import heading_key
from semesta.sheets.header import Line

Style = Literal["bip2012", "bip2016", "household form"]
FIELDS: Final = ("kk", "address", "dusun", "rt", "rw")

_INLINE: Final = r"(?i)^[\s\u00a0]*(?:NO|NOMOR)[\s.\u00a0]*(?:KK|KARTU KELUARGA)[\s\u00a0]*(?:[:.]|[0-9]|$)"
_ADDRESS: Final = r"(?i)^[\s\u00a0]*ALAMAT[\s\u00a0]*(?:[:.]|$)"
_INLINE_DIGITS = re.compile(_INLINE.removesuffix("(?:[:.]|[0-9]|$)") + r"[\s\u00a0:.]*\d{6}")
_CARD_HINT = re.compile(r"KK|KARTU", re.I)
_CARD_WORDS = re.compile(r"KK|KARTU KELUARGA", re.I)
_CARD_HEADS: Final = frozenset({"NOKK", "NOMORKK", "NOKARTUKELUARGA"})
_MATE_HEADS: Final = frozenset({"NAMAKK", "NAMAKEPALAKELUARGA", "KEPALAKELUARGA"})


@dataclass(frozen=True)
class HouseholdLines:
    """The lines about families: indexes of all of them, and by line the values that hold for the persons below."""

    style: Style
    lines: tuple[int, ...]
    values: pl.DataFrame
    """One line per family: line (Int64), column (of the card number, index), kk, address, dusun, rt, rw as written."""


def household_lines(cells: pl.DataFrame, top: Sequence[Line]) -> HouseholdLines | None:
    """Find the family lines of a sheet, told by its first lines `top`; None when it is no family-by-family list."""
    for i, line in enumerate(top):
        if not _CARD_HINT.search(" ".join(filter(None, line))):
            continue
        texts = [(c, cell) for c, cell in enumerate(line) if cell is not None and cell.strip()]
        whole = " ".join(cell for _, cell in texts)
        if not _CARD_WORDS.search(whole):
            continue
        if _INLINE_DIGITS.search(whole):
            return _inline(cells, texts[0][0])
        keys = {heading_key(cell): c for c, cell in texts}
        card = next((keys[key] for key in _CARD_HEADS if key in keys), None)
        if card is not None and _MATE_HEADS & keys.keys() and len(keys) <= 6 and "NIK" not in keys and i + 1 < len(top):
            return _headed(cells, card, keys.get("ALAMAT"), str(line[card]))
    return None


def _inline(cells: pl.DataFrame, column: int) -> HouseholdLines | None:
    name = cells.columns[column]
    is_card = cells[name].str.contains(_INLINE).fill_null(False)
    lines = is_card.arg_true()
    if not lines.len():
        return None
    below = cells[name].str.contains(_ADDRESS).fill_null(False).arg_true()
    joined = pl.concat_str(pl.all(), separator=" ", ignore_nulls=True).str.replace_all(r"[\s\u00a0]+", " ")
    texts = cells[lines].select(joined).to_series()
    addresses = pl.DataFrame({"address_line": below, "below": cells[below].select(joined).to_series()})
    found = pl.DataFrame({"line": lines, "text": texts}).join_asof(
        addresses, left_on="line", right_on="address_line", strategy="forward", tolerance=3
    )
    where = pl.concat_str("text", "below", separator=" ", ignore_nulls=True)
    values = found.select(
        pl.col("line").cast(pl.Int64),
        pl.lit(column, pl.Int64).alias("column"),
        pl.col("text").str.extract(r"(?i)(?:KK|KELUARGA) ?[:.]* ?([^A-Z]*)", 1).alias("kk"),
        where.str.extract(r"(?i)\bALAMAT ?:? ?([^,]*)", 1).alias("address"),
        *_address_parts(where),
    )
    style: Style = "household form" if below.len() else "bip2016"
    return HouseholdLines(style, (*lines.to_list(), *below.to_list()), _bare(values))


def _headed(cells: pl.DataFrame, card: int, address: int | None, head: str) -> HouseholdLines:
    heads = (cells[cells.columns[card]] == head).fill_null(False).arg_true().cast(pl.Int64)
    below = heads.filter(heads + 1 < cells.height) + 1
    picked = cells[below]
    where = pl.lit(None, pl.String) if address is None else pl.col(cells.columns[address])
    values = picked.select(
        below.alias("line"),
        pl.lit(card, pl.Int64).alias("column"),
        pl.col(cells.columns[card]).alias("kk"),
        where.alias("address"),
        *_address_parts(where),
    )
    return HouseholdLines("bip2012", tuple(sorted({*heads.to_list(), *below.to_list()})), _bare(values))


def _address_parts(where: pl.Expr) -> list[pl.Expr]:
    """Take hamlet, RT and RW out of an address such as "DUSUN X, RT:001, RW:-" or "Nama Dusun : X, RT/RW : 1/2"."""
    both = where.str.extract_groups(r"(?i)\bRT ?/ ?RW ?: ?(?<rt>[^/,]*)/ ?(?<rw>[^,\s]*)")
    return [
        where.str.extract(r"(?i)\b(?:DUSUN|DSN|LINGKUNGAN)\b[ .:]*(.*?)(?: ?,| +RT\b| +RW\b|$)", 1).alias("dusun"),
        pl.coalesce(both.struct.field("rt"), where.str.extract(r"(?i)\bRT ?[:.]? ?([0-9-]+)", 1)).alias("rt"),
        pl.coalesce(both.struct.field("rw"), where.str.extract(r"(?i)\bRW ?[:.]? ?([0-9-]+)", 1)).alias("rw"),
    ]


def _bare(values: pl.DataFrame) -> pl.DataFrame:
    bare = [pl.col(f).str.strip_chars(" \u00a0.,:").replace("", None).alias(f) for f in FIELDS]
    return values.with_columns(bare)
