"""Who a line is about: the NIK held against birth date, sex, family card, region and the other lines.

Puts nik, nik_state, nik_written, kk, birth_place, birth_on, birth_precision and sex. State of a NIK: `missing` (none
written), `damaged` (breaks a rule of structure, or is a family card), `doubtful` (sound, but something speaks against
it), `valid` (sound and nothing does).
"""

from __future__ import annotations

from typing import Final

import numpy as np
import numpy.typing as npt
import polars as pl

from semesta.kernel.nik import WOMAN_DAY_OFFSET
from semesta.sheets.checks.birth import Births, read_births, settle_births
from semesta.sheets.checks.mistaken import misplaced, runs
from semesta.sheets.checks.near_numbers import near_number
from semesta.sheets.checks.numbers import read_cards, read_niks, tell_cards, tell_niks
from semesta.sheets.checks.repeats import Repeat, perhaps_repeated, repeats
from semesta.sheets.checks.shifted import find_shifted
from semesta.sheets.desk import Desk, Mask
from semesta.sheets.normalise.dates import DAY, day_column
from semesta.sheets.normalise.gaps import filled
from semesta.sheets.normalise.numbers import (
    CARD,
    IMPOSSIBLE,
    LENGTH,
    MAYBE_ROUNDED,
    MISSING,
    PLACEHOLDER,
    SHIFTED,
    Numbers,
)
from semesta.sheets.normalise.words import is_ticked, read_sex

_PRIA_HEADINGS: Final = frozenset({"PRIAWANITA", "PW", "JENISKELAMINPRIAWANITA", "JKPRIAWANITA"})
_STATES: Final = pl.Series(["missing", "damaged", "doubtful", "valid"], dtype=pl.String)


def read_identity(desk: Desk, odd_names: Mask) -> None:
    """Read and check everything that says who a line is about. Names must have been read."""
    today, tables = desk.context.today, desk.found.tables
    niks, cards = read_niks(desk), read_cards(desk)
    shifted = find_shifted(desk, niks, odd_names)
    niks.problem[shifted] = SHIFTED
    births = read_births(desk, niks)
    sexes, has_sex = _read_sexes(desk)
    length = runs(niks, births, tables)
    dragged = length > 0
    wrong = misplaced(niks, cards, births, today)
    is_card = wrong.kk_in_nik & ~dragged
    sound = niks.sound & ~is_card
    judged = sound & ~dragged
    sex_known = sound & (sexes != 0)
    sex_differs = sex_known & (niks.woman != (sexes == 2))
    fits = _fits(births, sex_known, sex_differs)
    conflict = _tell_repeats(desk, np.where(judged, niks.value, -1), fits, niks.problem == MAYBE_ROUNDED)
    unknown = _tell_prefixes(desk, niks, sound)
    _tell_contradictions(desk, births, niks, sexes, births.differs & judged, sex_differs & judged)
    desk.found.cells(dragged, "nik", "nik_run", before=desk.text("nik"), detail=length[dragged].tolist())
    niks.problem[is_card] = CARD
    instead = cards.digits.zip_with(pl.Series(wrong.switched), desk.nothing(pl.String()))
    tell_niks(desk, niks, _with_near_numbers(desk, instead, niks, births, sexes))
    tell_cards(desk, cards, wrong.nik_in_kk)
    usable = judged & ~conflict
    settle_births(desk, births, usable & (~sex_differs | births.same | births.turned))
    _settle_sexes(desk, sexes, has_sex, niks, usable & (~births.differs | _nearly(births, niks)))
    doubt = conflict | unknown | dragged | ((births.differs | sex_differs) & judged)
    _put(desk, niks, cards, wrong.nik_in_kk, doubt)
    _tell_perhaps_repeated(desk)


def _read_sexes(desk: Desk) -> tuple[npt.NDArray[np.int8], Mask]:
    """Read the sex from its column or from two columns of ticks: 1 man, 2 woman, 0 unknown; and where a cell is
    filled.
    """
    text = desk.text("sex")
    sexes = np.zeros(len(desk), dtype=np.int8)
    filled = np.zeros(len(desk), dtype=bool)
    if text is not None:
        pria = frozenset(i for i, table in enumerate(desk.tables) if table.headings & _PRIA_HEADINGS)
        read = read_sex(text, desk.found.tables, pria_tables=pria)
        sexes, filled = read.sex, read.filled
        desk.found.cells(filled & (sexes == 0), "sex", "sex_unreadable", before=text)
        desk.found.once(read.pria, "sex", "sex_pria_wanita", before=text, after="L")
    man, woman = desk.text("sex_man"), desk.text("sex_woman")
    if man is not None and woman is not None:
        is_man, is_woman = is_ticked(man), is_ticked(woman)
        sexes = np.where(is_man & ~is_woman, 1, np.where(is_woman & ~is_man, 2, sexes)).astype(np.int8)
    return sexes, filled


def _fits(births: Births, sex_known: Mask, sex_differs: Mask) -> npt.NDArray[np.int8]:
    """Say of each line whether its birth date and sex fit its NIK: 1, -1, or 0 when nothing is known."""
    born = births.same | births.turned
    against = sex_differs | births.differs
    return np.where(against, -1, np.where(born | sex_known, 1, 0)).astype(np.int8)


def _nearly(births: Births, niks: Numbers) -> Mask:
    """Return lines whose birth date and NIK share the year, or day and month: one of them is a slip, not another
    person.
    """
    result: Mask = (births.year % 100 == niks.year) | ((births.day == niks.day) & (births.month == niks.month))
    return result


def _place(desk: Desk, line: int) -> str:
    return f"{desk.tables[int(desk.found.tables[line])].sheet} {desk.found.rows[line]}"


def _tell_repeats(desk: Desk, value: npt.NDArray[np.int64], fits: npt.NDArray[np.int8], rounded: Mask) -> Mask:
    """Tell repeated NIK; return the lines in conflict. Numbers perhaps `rounded` are easily alike, so they conflict
    with nobody.
    """
    conflict = np.zeros(len(desk), dtype=bool)
    names = desk.clean["name"]
    found = repeats(value, names, fits)
    two = [r for r in found if r.two_names and not rounded[r.line] and not rounded[r.other]]
    again = [r for r in found if not r.two_names]
    if two:
        conflict[[r.line for r in two]] = True
        detail = [f"'{names[r.other] or ''}' ({_place(desk, r.other)})" for r in two]
        desk.found.cells(_lines(two), "nik", "nik_two_names", before=names, detail=detail)
    if again:
        detail = [_place(desk, r.other) for r in again]
        desk.found.cells(_lines(again), "nik", "person_repeated", before=desk.text("nik"), detail=detail)
    return conflict


def _lines(found: list[Repeat]) -> npt.NDArray[np.intp]:
    return np.array([r.line for r in found], dtype=np.intp)


def _tell_prefixes(desk: Desk, niks: Numbers, sound: Mask) -> Mask:
    """Tell NIK of unknown districts and of other regencies; return the lines with an unknown prefix."""
    prefix = niks.value // 10**10
    known = desk.context.places.prefix_numbers
    strange = sound & ~np.isin(prefix, known)
    text = desk.text("nik")
    if strange.any():
        desk.found.cells(strange, "nik", "nik_unknown_prefix", before=text, detail=prefix[strange].tolist())
    home = _home(desk, prefix[sound & ~strange] // 100)
    if home is not None:
        away = np.flatnonzero(sound & ~strange & (prefix // 100 != home))
        if away.size:
            detail = [desk.context.regency_name(str(p)) for p in prefix[away].tolist()]
            desk.found.cells(away, "nik", "nik_other_regency", before=text, detail=detail)
    return strange


def _home(desk: Desk, regencies: npt.NDArray[np.int64]) -> int | None:
    """Return the four digits NIK of the sender's regency start with, else those that most NIK of the list do."""
    if desk.regency is None and regencies.size:
        digits = str(int(np.bincount(regencies).argmax()))
        desk.regency = f"{digits[:2]}.{digits[2:]}"
    return int(desk.regency.replace(".", "")) if desk.regency is not None else None


def _tell_contradictions(
    desk: Desk, births: Births, niks: Numbers, sexes: npt.NDArray[np.int8], born: Mask, sex: Mask
) -> None:
    """Tell NIK that say another birth date or sex than the line."""
    if born.any():
        written, encoded = births.dates.column(), day_column(births.nik_on)
        desk.found.cells(born, "nik", "nik_birth_mismatch", before=written, after=encoded)
    if sex.any():
        name = "sex" if desk.text("sex") is not None else "sex_man"
        says = ["P" if woman else "L" for woman in niks.woman[sex].tolist()]
        column = ["L" if s == 1 else "P" for s in sexes[sex].tolist()]
        desk.found.cells(sex, name, "nik_sex_mismatch", before=column, after=says)


def _with_near_numbers(
    desk: Desk, instead: pl.Series, niks: Numbers, births: Births, sexes: npt.NDArray[np.int8]
) -> pl.Series:
    """Add the one NIK that a number of 15 or 17 digits, or without a possible date, can have been, where birth date and
    sex are known.
    """
    slipped = (niks.problem == LENGTH) | (niks.problem == IMPOSSIBLE)
    lines = np.flatnonzero(slipped & (births.dates.precision == DAY) & (sexes != 0))
    prefixes = desk.context.places.prefixes
    found: dict[int, str] = {}
    for line in lines.tolist():
        day = births.day[line] + (WOMAN_DAY_OFFSET if sexes[line] == 2 else 0)
        date_part = f"{day:02d}{births.month[line]:02d}{births.year[line] % 100:02d}"
        number = near_number(str(niks.digits[line]), date_part=date_part, prefixes=prefixes)
        if number is not None:
            found[line] = number
    return instead.scatter(list(found), list(found.values())) if found else instead


def _settle_sexes(desk: Desk, sexes: npt.NDArray[np.int8], filled: Mask, niks: Numbers, usable: Mask) -> None:
    """Fill an empty sex from the NIK, and tell."""
    empty = (sexes == 0) & ~filled
    if empty.any():
        has_column = desk.in_tables_with("sex", "sex_man")
        name = "sex" if desk.text("sex") is not None else "sex_man"
        given = empty & usable
        sexes = np.where(given, np.where(niks.woman, 2, 1), sexes).astype(np.int8)
        told = given & has_column
        says = ["P" if woman else "L" for woman in niks.woman[told].tolist()]
        desk.found.cells(told, name, "sex_from_nik", after=says)
        desk.found.cells(empty & ~usable & has_column, name, "sex_missing")
        desk.found.once(given & ~has_column, "sex", "sex_column_from_nik")
    desk.put(sex=pl.Series([None, "L", "P"], dtype=pl.String)[sexes])


def _put(desk: Desk, niks: Numbers, cards: Numbers, holds_nik: Mask, doubt: Mask) -> None:
    missing = (niks.problem == MISSING) | (niks.problem == PLACEHOLDER)
    damaged = ~niks.sound & ~missing
    state = np.select([missing, damaged, doubt | (niks.problem == MAYBE_ROUNDED)], [0, 1, 2], 3)
    nothing = desk.nothing(pl.String())
    desk.put(
        nik=niks.digits.zip_with(pl.Series(state >= 2), nothing) if (state < 2).any() else niks.digits,
        nik_state=_STATES[state],
        nik_written=niks.digits,
        kk=cards.digits.zip_with(pl.Series((cards.problem == 0) & ~holds_nik), nothing),
    )


def _tell_perhaps_repeated(desk: Desk) -> None:
    without = ~filled(desk.clean["nik"])
    if without.any():
        pairs = perhaps_repeated(desk.clean, without)
        lines = np.array([line for line, _ in pairs], dtype=np.intp)
        detail = [_place(desk, other) for _, other in pairs]
        desk.found.cells(lines, "name", "person_maybe_repeated", before=desk.clean["name"], detail=detail)
