"""When two names of a payer are one: letters and digits only, whatever their case."""

from __future__ import annotations

import polars as pl


def payer_key(payer: str) -> str:
    """Return SQL of what counts of a payer's name in a column: "Apbd - kabupaten" is APBD KABUPATEN."""
    return f"upper(regexp_replace({payer}, '[^[:alnum:]]', '', 'g'))"


def same_payer(one: str, other: str) -> str:
    """Return SQL: two columns name one payer. Names that are equal as they stand cost no more than that."""
    return f"({one} = {other} OR {payer_key(one)} = {payer_key(other)})"


def payer_keys(payer: pl.Expr) -> pl.Expr:
    """Return what counts of payers' names in a column of a frame: the same as `payer_key` in the database."""
    return payer.str.to_uppercase().str.replace_all(r"[^\p{L}\p{N}]", "")


def key_of_payer(payer: str) -> str:
    """Return what counts of one payer's name."""
    return "".join(letter for letter in payer.upper() if letter.isalnum())
