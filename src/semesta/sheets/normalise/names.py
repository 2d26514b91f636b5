"""Names of persons: upper case, single spaces; titles, patronyms and the mark of the dead kept apart from the name.

Noble marks (Lalu, Baiq, Raden) are part of the legal name and stay; H., Hj., TGH. and degrees are not on the identity
card. Plain words are recognised as a whole column; only names with something else in them are looked at one by one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
import polars as pl

from semesta.sheets.normalise.text import Meanings, tidy, tidy_text

_FRONT: Final = "HJ|H|TGKH|TGH|KH|DRS|DRA|DR|IR|PROF|USTADZAH|USTADZ|USTAZ|USTAD|UST"
_PLAIN: Final = re.compile(r"^[A-Z']{2,}\.?(?: [A-Z']+\.?)*$|^[A-Z]\.?(?: [A-Z']+\.?)+$")
_AMID: Final = "BIN|BINTI|BTE|ALM|ALMH|ALMARHUM|ALMARHUMAH|QH"
_SPECIAL: Final = re.compile(
    rf"^(?:{_FRONT}|ALM|ALMH)[. ]"
    rf"| (?:{_AMID}|[SM]\. (?:PD|AG|SI|SOS|KOM|KEP))(?:[. ]|$)"
    r"|[A-Z]{4}\.$"
)
_SPECIAL_WORDS: Final = frozenset(f"{_FRONT}|{_AMID}".split("|"))
_DECEASED = re.compile(r"[\s(\[,]*\b(?:ALMARHUMAH|ALMARHUM|ALMH|ALM)\b\.?[\s)\]]*")
_FRONT_TITLES = re.compile(rf"^((?:(?:{_FRONT})(?:\.[ ]*|[ ]+))+)(?=\S)(.+)$")
_DEGREE: Final = (
    r"S\.? ?(?:PD|AG|SOS|KOM|KEP|HUT|KM|IP|PT|SI|KES|FARM|PSI|HUM|IKOM|TP|STP|SY|TR|ST|E|H|T|P)\b\.?"
    r"(?: ?(?:I|SD|KEB|GZ)\b\.?)?"
    r"|M\.? ?(?:PD|AG|SI|KES|KOM|HUM|SC|AP|A|M|H|E|T|P)\b\.?(?: ?I\b\.?)?"
    r"|A\.? ?MD\b\.?(?: ?(?:KEB|KEP|KOM|PD|AK|GZ|FARM)\b\.?)?"
    r"|QH\b\.?|BA\b\.?|LC\b\.?|NERS\b\.?|NS\b\.?|APT\b\.?|SPD\b\.?I?|MPD\b\.?|SHI?\b\.?|SE\b\.?|ST\b\.?|SP\b\.?"
    r"|SIP\b\.?"
)
_OPEN_DEGREE: Final = (
    r"[SM]\. ?(?:PD|AG|SOS|KOM|KEP|HUT|KM|IP|PT|SI|KES|FARM|PSI|HUM)\b\.?(?: ?(?:I|SD|KEB)\b\.?)?"
    r"|[SM]\.(?:E|H|T|P|M)\b\.?|A\.? ?MD\b\.?(?: ?(?:KEB|KEP|KOM|PD)\b\.?)?|QH\.?"
)
"""Degrees that are known as such even without a comma before them."""
_BACK_TITLES = re.compile(rf"(?:\s*,[\s,.]*((?:{_DEGREE})(?:[\s,.]*(?:{_DEGREE}))*)|\s+({_OPEN_DEGREE}))[\s,.]*$")
_PATRONYM = re.compile(r"^(.{2,}?) (?:BIN|BINTI|BTE)\.? (.{2,})$")
_LONE_DIGITS = re.compile(r"(?:^| )\d+(?: |$)|\d{3}")
_LOOKALIKES = str.maketrans("013458", "OIEASB")
_QUOTES = str.maketrans("`’‘´", "''''")
_TIGHT_DOT = re.compile(r"\.([^\s.])")
_CLUTTER = re.compile(r"[*_()\[\]\"?\s]+")
_UNCLEAN = re.compile(r"[*_()\[\]\"?]|  |\.[^\s.]")
_ODD_QUOTE = re.compile(r"[`’‘´]")
_DIGIT = re.compile(r"\d")
_LETTER = re.compile(r"[A-Z]")
_TWO_LETTERS = re.compile(r"[^\W\d_].*[^\W\d_]")
_LONGEST = 120
"""Twice what a civil record may hold (60 letters, Permendagri 73/2022 article 4): no name, but a line gone astray."""
_FULL_STOP = re.compile(r"[A-Z]{4,}\.$")


@dataclass
class Names:
    """A column of names; arrays have one entry per line, texts are null where there is nothing."""

    name: pl.Series
    title: pl.Series | None
    father: pl.Series | None
    tidied: npt.NDArray[np.bool_]
    digits: npt.NDArray[np.bool_]
    odd: npt.NDArray[np.bool_]
    deceased: npt.NDArray[np.bool_]


class OneName(NamedTuple):
    """What one cell says: the name, and what was taken off it."""

    name: str | None
    title: str | None = None
    father: str | None = None
    tidied: bool = False
    digits: bool = False
    odd: bool = False
    deceased: bool = False


class _Read(NamedTuple):
    """A cell of names: the name tidied, whether that differs from the cell, and more where there is more to it."""

    name: str | None
    changed: bool
    special: OneName | None


def _read(cell: str) -> _Read:
    name = tidy_text(cell)
    is_plain = name is None or (len(name) <= _LONGEST and _is_plain(name))
    return _Read(name, name is not None and name != cell, None if is_plain else read_name(name or ""))


def _is_plain(name: str) -> bool:
    """Say whether a tidied name is words alone; nearly all are letters and blanks, which need no pattern."""
    words = name.split(" ")
    if name.isascii() and "".join(words).isalpha() and len(name) > 1 and _SPECIAL_WORDS.isdisjoint(words):
        return True
    return _PLAIN.search(name) is not None and _SPECIAL.search(name) is None


_names: Final = Meanings[_Read](_read, _Read(None, False, None))


def read_names(text: pl.Series) -> Names:
    """Read a column of persons' names."""
    cells = list(map(_names.__getitem__, text.to_list()))
    tidied = np.array([cell.changed for cell in cells], dtype=bool)
    name = pl.Series(text.name, [cell.name for cell in cells], dtype=pl.String)
    found = [(i, cell.special) for i, cell in enumerate(cells) if cell.special is not None]
    digits, odd, deceased = (np.zeros(len(cells), dtype=bool) for _ in range(3))
    if not found:
        return Names(name, None, None, tidied, digits, odd, deceased)
    special = np.array([i for i, _ in found], dtype=np.intp)
    read = [one for _, one in found]
    tidied[special] |= [r.tidied for r in read]
    digits[special] = [r.digits for r in read]
    odd[special] = [r.odd for r in read]
    deceased[special] = [r.deceased for r in read]
    return Names(
        name.scatter(special, [r.name for r in read]),
        _sparse(len(name), special, [r.title for r in read]),
        _sparse(len(name), special, [r.father for r in read]),
        tidied,
        digits,
        odd,
        deceased,
    )


def _sparse(height: int, at: npt.NDArray[np.intp], values: list[str | None]) -> pl.Series | None:
    if not any(values):
        return None
    return pl.Series([None], dtype=pl.String).new_from_index(0, height).scatter(at, values)


def read_name(cell: str) -> OneName:
    """Take titles, patronym, marks and look-alike digits off a tidied name.

    >>> read_name("H. AHMAD BIN SALEH, S.PD")
    OneName(name='AHMAD', title='H. S.PD', father='SALEH', tidied=False, digits=False, odd=False, deceased=False)
    """
    name = cell.translate(_QUOTES) if _ODD_QUOTE.search(cell) else cell
    quoted = name != cell
    deceased = "ALM" in name and _DECEASED.search(name) is not None
    if deceased:
        name = _DECEASED.sub(" ", name).strip()
    had_digits = _DIGIT.search(name) is not None
    if had_digits and _LETTER.search(name) and not _LONE_DIGITS.search(name):
        name = name.translate(_LOOKALIKES)
    titles: list[str] = []
    front = _FRONT_TITLES.match(name)
    if front is not None:
        titles.append(front[1].strip())
        name = front[2]
    back = _BACK_TITLES.search(name) if "," in name or "." in name or "QH" in name or "MD" in name else None
    if back is not None:
        titles.append((back[1] or back[2]).strip(" ,"))
        name = name[: back.start()]
    patronym = _PATRONYM.match(name) if " B" in name else None
    father = None
    if patronym is not None:
        name, father = patronym[1], _clean(patronym[2])
    clean = _clean(name)
    has_digits = clean is not None and _DIGIT.search(clean) is not None
    return OneName(
        name=clean,
        title=" ".join(titles) or None,
        father=father,
        tidied=quoted or (clean is not None and clean != name.strip()),
        digits=had_digits and not has_digits,
        odd=clean is None or has_digits or len(clean) > _LONGEST or not _TWO_LETTERS.search(clean),
        deceased=deceased,
    )


def _clean(name: str) -> str | None:
    """Write a space after a dot, none twice, and no marks at the ends."""
    if _UNCLEAN.search(name):
        name = _CLUTTER.sub(" ", _TIGHT_DOT.sub(r". \1", name))
    bare = name.strip(" ,-/'")
    return (bare[:-1] if _FULL_STOP.search(bare) else bare) or None


def read_relatives(text: pl.Series) -> pl.Series:
    """Read a column of parents' or heirs' names: tidied only; teknonyms (Amaq, Inaq) are legal in these columns."""
    return tidy(text)
