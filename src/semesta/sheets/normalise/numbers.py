"""NIK and family-card numbers: from any way of writing them to digits, and what is wrong with those digits.

Columns made for each line: `digits` (as found after cleaning, any number of them; null when missing), `problem` (null,
or why the digits are no sound number), `tidied` (a cosmetic change), `lettered` (letters were read as digits).
Structure: 16 digits = 6 region + DDMMYY + 4 serial; in a NIK the day of a woman's birth carries 40 more.
"""

from __future__ import annotations

from typing import Final, Literal

import polars as pl

from semesta.sheets.normalise.text import BLANKS
from semesta.sheets.workbook import CellKind

Problem = Literal[
    "missing", "placeholder", "scientific", "not_a_number", "length", "impossible_date", "rounded", "maybe_rounded"
]

_SIXTEEN: Final = r"^[0-9]{16}$"
_NO_NUMBER: Final = (
    r"^(?:[-–—_.?/\\*X ]+|0[0., ]*|N/?A|#N/A|NULL|NIHIL|KOSONG|TDK|TIDAK|BELUM|BLM|TANPA.*|TAK ADA|"
    r"(?:TIDAK|TDK|BELUM|BLM|BLUM|TAK)\W+(?:ADA|PUNYA|TERDATA|TERCATAT|JELAS|DIKETAHUI|PEREKAMAN|REKAM|KETAHUAN|LENGKAP|TERBIT|JADI).*|"
    r"(?:DLM|DALAM|SEDANG|MASIH|LAGI)\W+(?:PROSES|PENGURUSAN|DIPROSES|DIURUS|URUS).*|PROSES.*|DIPROSES.*|DIURUS.*|MENYUSUL|HILANG.*|LUPA|SEMENTARA)$"
)
_SAME_DIGIT: Final = (*(str(d) * 16 for d in range(10)), "1234567890123456", "1234567812345678")
_SCIENTIFIC: Final = r"^[0-9](?:[.,][0-9]+)?E\+?[0-9]+$"
_DECIMAL: Final = r"^[0-9]{12,}[.,]0+$"
_LABEL: Final = r"^(?:NIK|NO\.? ?KTP|KTP|NO\.? ?KK|KK)[ .:]*"
_MARKS: Final = r"[\s\u00a0\u200b-\u200f\u2060\ufeff.,\-–—/_:;'`’‘´\"*()\[\]+]"
_LETTERS: Final = {"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "|": "1", "!": "1", "S": "5", "B": "8", "Z": "2"}


def read_numbers(text: pl.Series, kind: pl.Series, *, women: bool) -> pl.DataFrame:
    """Return `digits`, `problem`, `tidied` and `lettered` for a column; `women`: a day above 40 is possible (NIK)."""
    stripped = text.str.strip_chars(BLANKS)
    frame = pl.DataFrame({"text": text, "digits": stripped, "kind": kind})
    sixteen = (stripped.str.contains(_SIXTEEN) & ~stripped.is_in(_SAME_DIGIT)).fill_null(False)
    if not sixteen.all():
        odd = _read_odd(frame.filter(~sixteen))
        where = (~sixteen).arg_true()
        frame = frame.with_columns(
            frame["digits"].scatter(where, odd["digits"]),
            *(
                pl.Series(name, [None] * len(frame), dtype=odd[name].dtype).scatter(where, odd[name])
                for name in ("problem", "tidied", "lettered")
            ),
        )
    else:
        nothing = pl.lit(None, pl.String)
        frame = frame.with_columns(problem=nothing, tidied=nothing, lettered=pl.lit(None, pl.Boolean))
    return _structure(frame, women=women)


def _read_odd(odd: pl.DataFrame) -> pl.DataFrame:
    """Read what is not simply 16 digits."""
    upper = pl.col("digits").str.to_uppercase().str.replace(_LABEL, "").alias("upper")
    read = odd.select("digits", upper).with_columns(
        core=pl.when(pl.col("upper").str.contains(_DECIMAL))
        .then(pl.col("upper").str.replace(r"[.,]0+$", ""))
        .otherwise(pl.col("upper").str.replace_all(_MARKS, ""))
    )
    read = read.with_columns(
        numeric=pl.col("core").str.contains(r"^[0-9]+$"),
        alike=pl.col("core").str.contains(r"^[0-9OQDIL|!SBZ]{14,18}$") & pl.col("core").str.contains(r"(?:[0-9].*){9}"),
        replaced=pl.col("core").str.replace_many(list(_LETTERS), list(_LETTERS.values())),
    )
    missing = pl.col("upper").is_null() | (pl.col("upper") == "")
    no_number = pl.col("upper").str.contains(_NO_NUMBER) | pl.col("core").is_in(_SAME_DIGIT) | (pl.col("core") == "")
    problem = (
        pl.when(missing)
        .then(pl.lit("missing"))
        .when(no_number)
        .then(pl.lit("placeholder"))
        .when(pl.col("upper").str.contains(_SCIENTIFIC))
        .then(pl.lit("scientific"))
        .when(~(pl.col("numeric") | pl.col("alike")))
        .then(pl.lit("not_a_number"))
    )
    marked = pl.col("digits").str.contains(r"^['`’‘´]")
    return (
        read.with_columns(problem=problem)
        .with_columns(
            digits=pl.when(pl.col("problem").is_null())
            .then(pl.when("numeric").then("core").otherwise("replaced"))
            .when(pl.col("problem") == "scientific")
            .then(pl.col("upper").str.extract("^([0-9.,]+)E", 1).str.replace("[.,]", "")),
            tidied=pl.when(pl.col("problem").is_null() & pl.col("numeric") & (pl.col("core") != pl.col("digits"))).then(
                pl.when(marked)
                .then(pl.lit("nik_apostrophe"))
                .when(pl.col("upper").str.contains(_DECIMAL))
                .then(pl.lit("nik_decimal"))
                .otherwise(pl.lit("nik_separators"))
            ),
            lettered=pl.col("problem").is_null() & ~pl.col("numeric"),
        )
        .select("digits", "problem", "tidied", "lettered")
    )


def _structure(frame: pl.DataFrame, *, women: bool) -> pl.DataFrame:
    """Check the digits against the rules of the number and add day, month and year as they encode them."""
    digits = pl.col("digits")
    frame = frame.with_columns(
        length=digits.str.len_bytes(),
        day=digits.str.slice(6, 2).cast(pl.Int16, strict=False),
        month=digits.str.slice(8, 2).cast(pl.Int16, strict=False),
        year=digits.str.slice(10, 2).cast(pl.Int16, strict=False),
    )
    day = pl.when(pl.col("day") > 40).then(pl.col("day") - 40).otherwise(pl.col("day")) if women else pl.col("day")
    month = pl.col("month")
    last = (
        pl.when(month == 2)
        .then(pl.when(pl.col("year") % 4 == 0).then(29).otherwise(28))
        .when(month.is_in([4, 6, 9, 11]))
        .then(30)
        .otherwise(31)
    )
    possible = month.is_between(1, 12) & (day >= 1) & (day <= last)
    serial = digits.str.slice(12, 4)
    numeric = pl.col("kind") == CellKind.NUMBER
    problem = (
        pl.when(pl.col("problem").is_not_null() | digits.is_null())
        .then(pl.col("problem"))
        .when(pl.col("length") != 16)
        .then(pl.lit("length"))
        .when(serial == "0000")
        .then(pl.lit("rounded"))
        .when(~possible)
        .then(pl.lit("impossible_date"))
        .when(numeric & digits.str.ends_with("0"))
        .then(pl.lit("maybe_rounded"))
    )
    return frame.with_columns(problem=problem, woman=pl.col("day") > 40, day=day)
