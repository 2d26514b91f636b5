"""Names, parents, telephone and the words of the family card."""

from __future__ import annotations

from typing import Final

import numpy as np
import polars as pl

from semesta.sheets.desk import Desk, Mask, changed
from semesta.sheets.normalise.gaps import filled, or_else
from semesta.sheets.normalise.names import read_names, read_relatives
from semesta.sheets.normalise.phones import read_phones
from semesta.sheets.normalise.text import tidy
from semesta.sheets.normalise.words import read_words

_SHARED_LEAST: Final = 8
"""From so many lines on, one telephone number is told as shared; a household can have fewer."""


def read_people(desk: Desk) -> Mask:
    """Put name, title, the parents' names, phone, marital, relation, education, and tell what is wrong with them.

    Returns the lines whose name is hardly one.
    """
    odd = _read_names(desk)
    for name in ("mother_name", "heir_name"):
        put_tidied(desk, name)
    _read_phones(desk)
    for name in ("marital", "relation", "education"):
        _read_words(desk, name)
    _read_resident_status(desk)
    return odd


def _read_names(desk: Desk) -> Mask:
    found, text = desk.found, desk.text("name")
    for t, fields in enumerate(desk.fields):
        if "name" not in fields:
            found.one(t, None, "name", "no_name_column")
    if text is None:
        text = desk.nothing(pl.String())
    names = read_names(text)
    name = names.name
    nothing = desk.nothing(pl.String())
    desk.put(name=name, title=names.title if names.title is not None else nothing)
    put_tidied(desk, "father_name")
    found.once(names.tidied, "name", "text_tidied", before=text, after=name)
    found.cells(names.digits, "name", "name_digits_replaced", before=text, after=name)
    found.cells(names.odd & filled(name), "name", "name_not_a_name", before=text)
    found.cells(names.deceased, "name", "name_marked_deceased", before=text)
    if names.title is not None:
        found.once(filled(names.title), "name", "name_title_split", before=text, after=name)
    if names.father is not None:
        split = filled(names.father)
        found.cells(split, "name", "name_patronym_split", before=text, after=name, detail=names.father)
        father = desk.clean["father_name"]
        desk.put(father_name=or_else(father, names.father))
    if name.has_nulls():
        missing = ~filled(name) & desk.in_tables_with("name")
        found.cells(missing, "name", "name_missing", before=text)
    return names.odd


def put_tidied(desk: Desk, name: str) -> None:
    """Put a column of names or other words, tidied, and note once that it was."""
    text = desk.text(name)
    if text is None:
        desk.put(**{name: desk.nothing(pl.String())})
        return
    clean = read_relatives(text)
    desk.put(**{name: clean})
    desk.found.once(changed(text, clean), name, "text_tidied", before=text, after=clean)


def put_plain(desk: Desk, name: str) -> None:
    """Put a column of free text in upper case with single spaces; nobody needs to be told."""
    text = desk.text(name)
    desk.put(**{name: tidy(text) if text is not None else desk.nothing(pl.String())})


def _read_phones(desk: Desk) -> None:
    text = desk.text("phone")
    if text is None:
        desk.put(phone=desk.nothing(pl.String()))
        return
    phones = read_phones(text)
    phone = phones.phone
    desk.put(phone=phone)
    found = desk.found
    found.once(phones.completed, "phone", "phone_completed", before=text, after=phone)
    found.cells(phones.invalid, "phone", "phone_invalid", before=text)
    found.cells(phones.two, "phone", "phone_two_numbers", before=text, after=phone)
    known = phone.drop_nulls()
    if known.n_unique() > len(known) - _SHARED_LEAST + 1:
        return
    often = known.value_counts().filter(pl.col("count") >= _SHARED_LEAST)[known.name]
    if often.len():
        shared = phone.is_in(often.implode()).fill_null(False).to_numpy()
        counts = dict(known.value_counts().rows())
        at = np.flatnonzero(shared)
        first = {(int(desk.found.tables[i]), phone[int(i)]): int(i) for i in at[::-1]}
        lines = np.array(sorted(first.values()), dtype=np.intp)
        detail = [counts[phone[int(i)]] for i in lines]
        found.cells(lines, "phone", "phone_shared", before=phone, detail=detail)


def _read_words(desk: Desk, name: str) -> None:
    text = desk.text(name)
    if text is None:
        desk.put(**{name: desk.nothing(pl.String())})
        return
    words = read_words(text, name)
    desk.put(**{name: words.meaning})
    if words.unknown.any():
        desk.found.once(words.unknown, name, "value_unknown", before=text, by=text)


def _read_resident_status(desk: Desk) -> None:
    text = desk.text("resident_status")
    if text is None:
        return
    words = read_words(text, "resident_status")
    gone = filled(words.meaning)
    desk.found.cells(gone, "resident_status", "person_not_resident", before=words.meaning)
