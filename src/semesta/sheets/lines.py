"""What every line under a header is: a person, or one of the things that are not, each with its reason.

Nearly all lines are settled at once by two looks at whole columns (a NIK and a name stand there, or nothing does).
Only the rest, the oddities, are judged one by one. Invariant: every line gets exactly one reason, none is dropped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from semesta.sheets.columns import Synonyms
from semesta.sheets.header import Header, Line, header_score, is_column_numbers
from semesta.sheets.own_sheets import EXAMPLE_WORDS, is_example_line

PERSON: Final = "person"
BLANK: Final = "blank"
TITLE: Final = "title"
HEADER: Final = "header"
NUMBERS: Final = "column numbers"
GROUP: Final = "group line"
HOUSEHOLD: Final = "household line"
TOTAL: Final = "total"
FOOTER: Final = "footer"
END: Final = "after the end mark"
EXAMPLE: Final = "example line"
EMPTY: Final = "numbered but empty"
UNCLEAR: Final = "unclear line"
NEW_HEADER: Final = "new header"
_PERHAPS: Final = "perhaps a person"  # a person, unless a footer has begun
_HARDLY: Final = "hardly a person"  # a person between people, else a footer

_AT_A_TIME: Final = 256
_EXAMPLES: Final = 50
"""An example line of a template stands at its top."""
_NOWHERE: Final = -1
_LONG: Final = 9
_FULL: Final = 5
_MANY = 4
"""So many filled columns beside a name make a person, whatever the words in them; titles and signatures have fewer."""
_NIK_LIKE = r"(?:[0-9][ .\-/\u00a0]?){9}"
_NUMBER = re.compile(r"^\s*\d{1,6}[.)]?\s*$")
_DIGITS = re.compile(r"\d")
_FOUR_DIGITS = re.compile(r"\d{4}")
_LETTER = re.compile(r"[A-Za-z]")
_TOTAL = re.compile(r"^\s*(SUB\s*)?(JUMLAH|TOTAL|GRAND TOTAL)\b", re.I)
_GROUP = re.compile(
    r"^\s*[A-Z0-9IVX]{0,4}[.)]?\s*"
    r"(DUSUN|DSN|DS|LINGKUNGAN|LINGK|KAMPUNG|GUBUK|DASAN|KEKADUSAN|KORWIL|BLOK|RT|RW|KELOMPOK|DESA|KELURAHAN|"
    r"KECAMATAN|KEC)\b"
    r"[\s.:_]*(.*)$",
    re.I,
)
_FOOTER = re.compile(
    r"^\W*(MENGETAHUI|MENYETUJUI|DIKETAHUI|DISETUJUI|KEPALA DESA|KEPALA DUSUN|KEPALA KELUARGA|KEPALA DINAS|"
    r"KEPALA WILAYAH|"
    r"LURAH|PJ\.? KEPALA|PLT\.? KEPALA|KADES|KADUS|SEKRETARIS|SEKDES|CAMAT|OPERATOR|PETUGAS|PENDATA|PEMERIKSA|PEMBUAT|"
    r"DIBUAT OLEH|YANG MEMBUAT|NIP\b|NIAP\b|TTD\b|A\.?N\.? |KETERANGAN\s*:|CATATAN\s*:|KET\s*:|SUMBER\s*:|DICETAK|"
    r"TEMPAT,? TANGGAL\s*:|TANGGAL EXPORT|\(\s*[._…]{3,}|[._]{6,})",
    re.I,
)
_PLACE_AND_DATE = re.compile(
    r"^\s*[A-Za-z .'-]{3,30},\s*(TGL\.?\s*)?[\d.…_]{0,4}\s*[-/ ]?\s*"
    r"([A-Za-z.…_]+|\d{1,2})\s*[-/ ]?\s*(\d{4}|20[.…_]*)\s*$"
)
_GROUP_FIELDS: Final = {
    "RT": "rt",
    "RW": "rw",
    "DESA": "village",
    "DS": "village",
    "KELURAHAN": "village",
    "KECAMATAN": "district",
    "KEC": "district",
    "KELOMPOK": "enterprise",
}


@dataclass
class Judged:
    """The reasons of the lines of a table, the values its group lines give to the lines below, and a next header."""

    reasons: npt.NDArray[np.object_]
    carried: dict[str, dict[int, str]] = field(default_factory=dict)
    unclear: dict[int, tuple[int, str]] = field(default_factory=dict)
    next_header: int | None = None


def judge_lines(
    cells: pl.DataFrame,
    header: Header,
    *,
    synonyms: Synonyms,
    household: Iterable[int] = (),
    repeated: Iterable[int] = (),
) -> Judged:
    """Give every line of `cells` (the lines under `header`) its reason.

    `household` and `repeated` are lines already known as household and repeated header lines. Lines after a header of
    another table are left without a reason (""), and `next_header` says where that header stands.
    """
    reasons = np.full(cells.height, "", dtype=object)
    reasons[list(household)] = HOUSEHOLD
    reasons[list(repeated)] = HEADER
    reasons[(reasons == "") & _sure_people(cells, header)] = PERSON
    judged = Judged(reasons)
    odd = np.flatnonzero(reasons == "")
    if odd.size > _AT_A_TIME:
        blank = cells[odd].select(pl.all_horizontal(pl.all().is_null())).to_series().to_numpy()
        reasons[odd[blank]] = BLANK
        odd = odd[~blank]
    if odd.size:
        _judge_oddities(judged, cells, header, synonyms, odd)
    return judged


def _sure_people(cells: pl.DataFrame, header: Header) -> npt.NDArray[np.bool_]:
    """Return the lines that are persons at a glance: a name and a NIK, or what stands for them in this table."""
    names = cells.columns
    nik, name = header.index_of("nik"), header.index_of("name")
    strong = pl.lit(False)
    if nik is not None and name is not None:
        strong = pl.col(names[nik]).str.contains(_NIK_LIKE) & pl.col(names[name]).str.contains("[A-Za-z]")
    elif name is None and nik is None and (card := header.index_of("kk")) is not None:
        strong = pl.col(names[card]).str.contains(_NIK_LIKE)
    elif name is not None:
        number = header.index_of("row_number")
        digits = [i for f in ("kk", "birth_on", "birth", "phone", "kpj") if (i := header.index_of(f)) is not None]
        has_digits = [pl.col(names[i]).str.contains("[0-9]{2}").fill_null(False) for i in digits[:2]]
        if number is not None and has_digits:
            strong = (
                pl.col(names[name]).str.contains("[A-Za-z]")
                & pl.col(names[number]).str.contains(r"^\s*[0-9]{1,6}[.)]?\s*$")
                & pl.any_horizontal(has_digits)
            )
    sure: npt.NDArray[np.bool_] = cells.select(strong.fill_null(False).alias("sure"))["sure"].to_numpy().copy()
    if sure.size != cells.height:  # a table without any column to go by
        return np.zeros(cells.height, dtype=bool)
    for i, cell in enumerate(cells[names[0]].head(_EXAMPLES).to_list()):
        if cell is not None and cell.strip().upper() in EXAMPLE_WORDS:
            sure[i] = False
    return sure


def _judge_oddities(
    judged: Judged, cells: pl.DataFrame, header: Header, synonyms: Synonyms, odd: npt.NDArray[np.intp]
) -> None:
    settled = np.flatnonzero((judged.reasons != "") & (judged.reasons != BLANK))
    people = np.flatnonzero(judged.reasons == PERSON)
    last_sure = int(people[-1]) if people.size else -1
    judge = _Judge(header, synonyms)
    footer_at: int | None = None
    for i, line in _lines_at(cells, odd):
        reason = judge.reason(line)
        if footer_at is not None and np.searchsorted(settled, footer_at) < np.searchsorted(settled, i):
            footer_at = None  # people, a family or a header have come since
        if footer_at is not None and reason not in (NEW_HEADER, END, BLANK, PERSON):
            reason = FOOTER
        if reason == _HARDLY and i > last_sure:
            reason = FOOTER
        if reason in (_PERHAPS, _HARDLY):
            reason = PERSON
        if reason == NEW_HEADER:
            judged.next_header = i
            judged.reasons[i:] = ""
            break
        if reason == END:
            judged.reasons[i:] = END
            break
        if reason == FOOTER:
            footer_at = i
        if reason in (GROUP, UNCLEAR):
            reason = _group(judged, i, line, header, reason)
        judged.reasons[i] = reason
    _settle_tail(judged)


def _lines_at(cells: pl.DataFrame, at: npt.NDArray[np.intp]) -> Iterator[tuple[int, Line]]:
    """Yield lines with their index, taken out some at a time because the next header may end the reading early."""
    for start in range(0, at.size, _AT_A_TIME):
        some = at[start : start + _AT_A_TIME]
        yield from zip(some.tolist(), cells[some].rows(), strict=True)


def _group(judged: Judged, i: int, line: Line, header: Header, reason: str) -> str:
    place, text = next((c, cell.strip()) for c, cell in enumerate(line) if cell is not None and cell.strip())
    match = _GROUP.match(text)
    if match is not None and match[2].strip():
        target = _GROUP_FIELDS.get(match[1].upper(), "dusun")
        value = match[2].strip()
        judged.carried.setdefault(target, {})[i] = value
    elif reason == UNCLEAR and place == header.index_of("name"):
        judged.unclear[i] = (place, text)
    return reason


def _settle_tail(judged: Judged) -> None:
    """After the last person, what has no better reason is a footer."""
    people = np.flatnonzero(judged.reasons == PERSON)
    last = int(people[-1]) if people.size else -1
    end = judged.next_header if judged.next_header is not None else len(judged.reasons)
    for i in range(last + 1, end):
        if judged.reasons[i] in (UNCLEAR, GROUP):
            judged.reasons[i] = FOOTER
            judged.unclear.pop(i, None)


class _Judge:
    """Judges one odd line after the other against the columns of a header."""

    def __init__(self, header: Header, synonyms: Synonyms) -> None:
        self.synonyms = synonyms
        self.nik, self.name = _index(header, "nik"), _index(header, "name")
        self.number, self.kk = _index(header, "row_number"), _index(header, "kk")
        self.others = {c.index for c in header.columns if c.field is not None} - {self.name, self.number}
        self.births = {_index(header, f) for f in ("birth", "birth_on", "birth_place")}
        self.seen: dict[Line, str] = {}  # labels and signatures of forms come back again and again

    def reason(self, line: Line) -> str:
        known = self.seen.get(line)
        if known is not None:
            return known
        filled = {i: text for i, cell in enumerate(line) if cell is not None and (text := cell.strip())}
        numbered = _NUMBER.match(filled.get(self.number, "")) is not None
        name = filled.get(self.name, "")
        if numbered and len(name) > 2 and _LETTER.search(name):
            return PERSON  # numbered and named: no header, group or footer is
        if len(name) > 2 and len(self.others & filled.keys()) >= _FULL and self._is_person_at_once(filled, name):
            return PERSON
        reason = self._of_line(line, filled, numbered=numbered)
        if len(filled) <= _MANY:
            self.seen[line] = reason
        return reason

    def _is_person_at_once(self, filled: dict[int, str], name: str) -> bool:
        """Say whether a line so full can only be a person: named, with a date or number, and no total or end mark."""
        first = next(iter(filled.values()))
        dated = any(_FOUR_DIGITS.search(text) for i, text in filled.items() if i in self.others)
        if first[0] == "#" or first.strip().upper() in EXAMPLE_WORDS or _TOTAL.match(first):
            return False
        return dated and _LETTER.search(name) is not None

    def _of_line(self, line: Line, filled: dict[int, str], *, numbered: bool) -> str:
        if not filled:
            return BLANK
        texts = list(filled.values())
        if texts[0].startswith("###"):
            return END
        if is_column_numbers(line):
            return NUMBERS
        if is_example_line(line):
            return EXAMPLE
        if self._is_heading(line, texts):
            return NEW_HEADER
        if self.nik == self.name == _NOWHERE:
            return PERSON if len(_DIGITS.findall(filled.get(self.kk, ""))) >= _LONG else UNCLEAR
        return self._of_person(filled, texts, numbered=numbered)

    def _is_heading(self, line: Line, texts: list[str]) -> bool:
        """Say whether a line is the header of another table: three fields or more, no dates, numbers or labels."""
        if len(texts) < 3 or any(text[0] == ":" or _FOUR_DIGITS.search(text) for text in texts):
            return False
        return header_score(line, self.synonyms) >= 3

    def _of_person(self, filled: dict[int, str], texts: list[str], *, numbered: bool) -> str:
        named = _LETTER.search(filled.get(self.name, "")) is not None
        identified = len(_DIGITS.findall(filled.get(self.nik, ""))) >= _LONG
        others = len(self.others & filled.keys())
        if not identified and any(_TOTAL.match(text) for text in texts[:2]):
            return TOTAL
        if others >= (_MANY if named else _MANY + 2):
            return PERSON
        if not numbered and not identified:
            if self._is_footer(filled):
                return FOOTER
            if len(texts) <= 2 and _GROUP.match(texts[0]):
                return GROUP
        if named and numbered:
            return PERSON
        if named and others >= 1:
            return _PERHAPS if others >= 2 or self.number == _NOWHERE else _HARDLY
        if identified or (numbered and others >= 2) or len(_DIGITS.findall(filled.get(self.kk, ""))) >= _LONG:
            return PERSON
        return EMPTY if numbered and len(texts) == 1 else UNCLEAR

    def _is_footer(self, filled: dict[int, str]) -> bool:
        """Say whether a cell is a word of signatures, or place and date where no birthplace and date belong."""
        return any(
            _FOOTER.match(text) or (i not in self.births and _PLACE_AND_DATE.match(text)) for i, text in filled.items()
        )


def _index(header: Header, field_: str) -> int:
    index = header.index_of(field_)
    return _NOWHERE if index is None else index
