"""When two names of a payer are one: letters and digits only, whatever their case."""

from __future__ import annotations


def payer_key(payer: str) -> str:
    """Return SQL of what counts of a payer's name in a column: "Apbd - kabupaten" is APBD KABUPATEN."""
    return f"upper(regexp_replace({payer}, '[^[:alnum:]]', '', 'g'))"


def same_payer(one: str, other: str) -> str:
    """Return SQL: two columns name one payer. Names that are equal as they stand cost no more than that."""
    return f"({one} = {other} OR {payer_key(one)} = {payer_key(other)})"
