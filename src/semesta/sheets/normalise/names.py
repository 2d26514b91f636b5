"""Names of persons: upper case, single spaces; titles, patronyms and the mark of the dead kept apart from the name.

Noble marks (Lalu, Baiq, Raden) are part of the legal name and stay; H., Hj., TGH. and degrees are not on the identity
card. Columns made: `name`, `title`, `father` (after BIN or BINTI), `tidied`, `digits` (digits were read as letters),
`odd` (hardly a name), `deceased`.
"""

from __future__ import annotations

from typing import Final

import polars as pl

from semesta.sheets.normalise.text import tidy

_FRONT: Final = "HJ|H|TGKH|TGH|KH|DRS|DRA|DR|IR|PROF|USTADZAH|USTADZ|USTAZ|USTAD|UST"
_PLAIN: Final = r"^[A-Z][A-Z' ]*[A-Z]$"
_SPECIAL: Final = rf"^(?:{_FRONT}|ALM|ALMH) | (?:BIN|BINTI|BTE|ALM|ALMH|ALMARHUM|ALMARHUMAH|QH)(?: |$)"
_DECEASED: Final = r"[\s(\[,]*\b(?:ALMARHUMAH|ALMARHUM|ALMH|ALM)\b\.?[\s)\]]*"
_FRONT_TITLES: Final = rf"^((?:(?:{_FRONT})(?:\.[ ]*|[ ]+))+)(.+)$"
_DEGREE: Final = (
    r"S\.? ?(?:PD|AG|SOS|KOM|KEP|HUT|KM|IP|PT|SI|KES|FARM|PSI|HUM|IKOM|TP|STP|SY|TR|ST|E|H|T|P)\b\.?(?: ?(?:I|SD|KEB|GZ)\b\.?)?"
    r"|M\.? ?(?:PD|AG|SI|KES|KOM|HUM|SC|AP|A|M|H|E|T|P)\b\.?(?: ?I\b\.?)?|A\.? ?MD\b\.?(?: ?(?:KEB|KEP|KOM|PD|AK|GZ|FARM)\b\.?)?"
    r"|QH\b\.?|BA\b\.?|LC\b\.?|NERS\b\.?|NS\b\.?|APT\b\.?|SPD\b\.?I?|MPD\b\.?|SHI?\b\.?|SE\b\.?|ST\b\.?|SP\b\.?|SIP\b\.?"
)
_OPEN_DEGREE: Final = (
    r"[SM]\. ?(?:PD|AG|SOS|KOM|KEP|HUT|KM|IP|PT|SI|KES|FARM|PSI|HUM)\b\.?(?: ?(?:I|SD|KEB)\b\.?)?"
    r"|[SM]\.(?:E|H|T|P|M)\b\.?|A\.? ?MD\b\.?(?: ?(?:KEB|KEP|KOM|PD)\b\.?)?|QH\.?"
)
"""Degrees that are known as such even without a comma before them."""
_BACK_TITLES: Final = rf"(?:\s*,[\s,.]*((?:{_DEGREE})(?:[\s,.]*(?:{_DEGREE}))*)|\s+({_OPEN_DEGREE}))[\s,.]*$"
_PATRONYM: Final = r"^(.{2,}?) (?:BIN|BINTI|BTE)\.? (.{2,})$"
_LOOKALIKES: Final = {"0": "O", "1": "I", "3": "E", "4": "A", "5": "S", "8": "B"}


def read_names(text: pl.Series) -> pl.DataFrame:
    """Read a column of persons' names."""
    name = tidy(text)
    changed = (name != text).fill_null(False)
    special = (~name.str.contains(_PLAIN) | name.str.contains(_SPECIAL)).fill_null(False)
    nothing = pl.lit(None, pl.String)
    frame = pl.DataFrame({"name": name, "tidied": changed}).with_columns(
        title=nothing, father=nothing, digits=pl.lit(False), odd=pl.lit(False), deceased=pl.lit(False)
    )
    if special.any():
        at = special.arg_true()
        part = _read_special(name.filter(special))
        part = part.with_columns(part["tidied"] | changed.filter(special))
        frame = frame.with_columns(frame[column].scatter(at, part[column]) for column in part.columns)
    return frame


def _read_special(names: pl.Series) -> pl.DataFrame:
    """Take titles, patronyms, marks and look-alike digits off names that are not plain words."""
    name = pl.col("name")
    frame = pl.DataFrame({"name": names.str.replace_all(r"[`’‘´]", "'")}).with_columns(
        tidied=name.str.contains(r"\.[^\s.,]"),
        deceased=name.str.contains(_DECEASED),
        digits=name.str.contains(r"[0-9]"),
    )
    frame = frame.with_columns(name=pl.when("deceased").then(name.str.replace_all(_DECEASED, " ")).otherwise(name))
    alike = pl.col("digits") & name.str.contains("[A-Z]") & ~name.str.contains(r"(?:^| )[0-9]+(?: |$)|[0-9]{3}")
    frame = frame.with_columns(
        name=pl.when(alike).then(name.str.replace_many(list(_LOOKALIKES), list(_LOOKALIKES.values()))).otherwise(name)
    )
    front = name.str.strip_chars().str.extract_groups(_FRONT_TITLES)
    frame = frame.with_columns(
        name=pl.coalesce(front.struct.field("2"), name), front=front.struct.field("1").str.strip_chars()
    )
    back = name.str.extract_groups(_BACK_TITLES)
    frame = frame.with_columns(
        back=pl.coalesce(back.struct.field("1"), back.struct.field("2")).str.strip_chars(" ,"),
        name=name.str.replace(_BACK_TITLES, ""),
    )
    parts = name.str.extract_groups(_PATRONYM)
    frame = frame.with_columns(
        name=_clean(pl.coalesce(parts.struct.field("1"), name)), father=_clean(parts.struct.field("2"))
    )
    letters = name.str.count_matches("[A-Z]")
    return frame.select(
        name,
        pl.concat_str("front", "back", separator=" ", ignore_nulls=True).replace("", None).alias("title"),
        "father",
        (pl.col("digits") & ~name.str.contains("[0-9]")).alias("digits"),
        (name.str.contains("[0-9]") | (letters < 2)).fill_null(True).alias("odd"),
        "deceased",
        "tidied",
    )


def _clean(name: pl.Expr) -> pl.Expr:
    """Write a space after a dot, none twice, and no marks at the ends."""
    spaced = (
        name.str.replace_all(r"\.([^\s.])", ". $1").str.replace_all(r"[*_()\[\]\"?]+", " ").str.replace_all(r"\s+", " ")
    )
    bare = spaced.str.strip_chars(" ,-/'")
    return (
        pl.when(bare.str.contains(r"[A-Z]{4,}\.$"))
        .then(bare.str.strip_chars_end("."))
        .otherwise(bare)
        .replace("", None)
    )


def read_relatives(text: pl.Series) -> pl.Series:
    """Read a column of parents' or heirs' names: tidied only; teknonyms (Amaq, Inaq) are legal in these columns."""
    return tidy(text).str.replace_all(r"[`’‘´]", "'")
