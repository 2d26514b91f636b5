"""Names, parents, telephone and the words of the family card."""

from __future__ import annotations

from typing import Final

import polars as pl

from semesta.sheets.desk import Desk
from semesta.sheets.normalise.names import read_names, read_relatives
from semesta.sheets.normalise.phones import read_phones
from semesta.sheets.normalise.text import bare, tidy
from semesta.sheets.normalise.words import read_words

_SHARED_LEAST: Final = 8
"""From so many lines on, one telephone number is told as shared; a household can have fewer."""


def read_people(desk: Desk) -> None:
    """Put name, title, the parents' names, phone, marital, relation, education, and tell what is wrong with them."""
    _read_names(desk)
    for name in ("mother_name", "heir_name"):
        _put_tidied(desk, name)
    _read_fathers(desk)
    _read_phones(desk)
    for name in ("marital", "relation", "education"):
        _read_words(desk, name)
    _read_resident_status(desk)


def _read_names(desk: Desk) -> None:
    text = desk.text("name")
    if text is None:
        text = desk.nothing(pl.String())
    names = read_names(text)
    frame = desk.frame("name").hstack(names)
    desk.put(name=names["name"], title=names["title"], patronym=names["father"])
    for t, table in enumerate(desk.tables):
        if "name" not in table.fields:
            desk.found.one(t, None, "name", "no_name_column")
    if "r_name" not in frame.columns:
        return
    before, after = pl.col("r_name"), pl.col("name")
    flags = frame.select(
        tidied=pl.col("tidied").any(),
        special=(pl.col("digits") | pl.col("odd") | pl.col("deceased")).any(),
        title=pl.col("title").is_not_null().any() | pl.col("father").is_not_null().any(),
        missing=pl.col("name").is_null().any(),
    ).row(0)
    if flags[0]:
        desk.found.once(frame.filter("tidied"), "name", "text_tidied", before=before, after=after)
    if flags[1]:
        desk.found.cells(frame.filter("digits"), "name", "name_digits_replaced", before=before, after=after)
        desk.found.cells(
            frame.filter(pl.col("odd") & pl.col("name").is_not_null()), "name", "name_not_a_name", before=before
        )
        desk.found.cells(frame.filter("deceased"), "name", "name_marked_deceased", before=before)
    if flags[2]:
        desk.found.once(
            frame.filter(pl.col("title").is_not_null()), "name", "name_title_split", before=before, after=after
        )
        patronyms = frame.filter(pl.col("father").is_not_null())
        desk.found.cells(patronyms, "name", "name_patronym_split", before=before, after=after, detail=pl.col("father"))
    if flags[3]:
        missing = frame.filter(pl.col("name").is_null() & desk.in_tables_with("name"))
        desk.found.cells(missing, "name", "name_missing", before=before)


def _put_tidied(desk: Desk, name: str) -> None:
    text = desk.text(name)
    if text is None:
        desk.put(**{name: desk.nothing(pl.String())})
        return
    clean = read_relatives(text)
    desk.put(**{name: clean})
    tell_tidied(desk, name, clean)


def tell_tidied(desk: Desk, name: str, clean: pl.Series) -> None:
    """Note once that the writing of a column was tidied."""
    written = desk.text(name)
    if written is None:
        return
    changed = (written != clean).fill_null(False)
    if changed.any():
        frame = desk.frame(name, clean=clean, changed=changed)
        desk.found.once(frame.filter("changed"), name, "text_tidied", before=pl.col(f"r_{name}"), after=pl.col("clean"))


def _read_fathers(desk: Desk) -> None:
    """Put the father's name, from his column or from the name's BIN or BINTI."""
    _put_tidied(desk, "father_name")
    patronym = desk.clean.pop("patronym")
    if patronym.null_count() < len(patronym):
        father = desk.clean["father_name"]
        desk.put(father_name=pl.select(pl.coalesce(father, patronym)).to_series())


def _read_phones(desk: Desk) -> None:
    text = desk.text("phone")
    if text is None:
        desk.put(phone=desk.nothing(pl.String()))
        return
    phones = read_phones(text)
    desk.put(phone=phones["phone"])
    frame = desk.frame("phone").hstack(phones)
    before, after = pl.col("r_phone"), pl.col("phone")
    if phones["completed"].any():
        desk.found.once(frame.filter("completed"), "phone", "phone_completed", before=before, after=after)
    if phones["problem"].null_count() < phones.height:
        desk.found.cells(frame.filter(pl.col("problem") == "invalid"), "phone", "phone_invalid", before=before)
        two = frame.filter(pl.col("problem") == "two")
        desk.found.cells(two, "phone", "phone_two_numbers", before=before, after=after)
    if phones["phone"].n_unique() < phones.height - _SHARED_LEAST:
        counts = pl.col("phone").count().over("t", "phone")
        shared = frame.filter(pl.col("phone").is_not_null()).filter(counts >= _SHARED_LEAST)
        desk.found.once(shared, "phone", "phone_shared", before=after, by=["phone"])


def _read_words(desk: Desk, name: str) -> None:
    text = desk.text(name)
    if text is None:
        desk.put(**{name: desk.nothing(pl.String())})
        return
    words = read_words(text, name)
    desk.put(**{name: words["meaning"]})
    if words["unknown"].any():
        frame = desk.frame(name, unknown=words["unknown"]).filter("unknown")
        desk.found.once(frame, name, "value_unknown", before=pl.col(f"r_{name}"), by=[f"r_{name}"])


def _read_resident_status(desk: Desk) -> None:
    text = desk.text("resident_status")
    if text is None:
        return
    words = read_words(text, "resident_status")
    gone = words["meaning"].is_not_null()
    if gone.any():
        frame = desk.frame("resident_status", meaning=words["meaning"]).filter(pl.col("meaning").is_not_null())
        desk.found.cells(frame, "resident_status", "person_not_resident", before=pl.col("meaning"))


def put_plain(desk: Desk, name: str) -> None:
    """Put a column of free text, tidied."""
    text = desk.text(name)
    desk.put(**{name: tidy(text) if text is not None else desk.nothing(pl.String())})


def put_as_written(desk: Desk, name: str) -> None:
    """Put a column as it is written, without blanks around."""
    text = desk.text(name)
    desk.put(**{name: bare(text) if text is not None else desk.nothing(pl.String())})
