"""Another set of columns is another file; everything wrong with a file is told at once."""

from __future__ import annotations

import random

import polars as pl
import pytest

from semesta.matching.linking import deduplicate
from semesta.matching.model import Thresholds
from semesta.matching.schema import Schema, shipped_schema
from semesta.matching.standardise import standardise
from semesta.matching.training import Task, train

BOOKS = """
name: books
title: Books of two libraries
fields:
  title: {kind: text}
  author: {kind: person_name}
  isbn: {kind: digits, length: 13}
frequencies: {author_key: 0.0001}
comparisons:
  - name: isbn
    levels:
      - {label: unknown, when: l.isbn is null or r.isbn is null, unknown: true}
      - {label: same, when: l.isbn = r.isbn, per_person: true}
      - {label: other}
  - name: title
    levels:
      - {label: unknown, when: l.title is null or r.title is null, unknown: true}
      - {label: same, when: l.title = r.title}
      - {label: nearly, when: "levenshtein(l.title, r.title) <= 2"}
      - {label: other}
  - name: author
    levels:
      - {label: unknown, when: l.author_key is null or r.author_key is null, unknown: true}
      - {label: same, when: l.author_key = r.author_key, frequency: author_key}
      - {label: other}
candidates: [{agree: [isbn]}, {agree: [title]}, {agree: [author_key]}]
counted: [[isbn]]
witness: title
"""


def books() -> pl.DataFrame:
    """Three hundred books, and a hundred of them again: every third without number, every fifth title with a slip."""
    dice = random.Random(5)
    titles = ["".join(dice.choices("ABCDEFGHIKLMNOPRSTU", k=14)) for _ in range(300)]
    told = [(f"978{i:010d}", title, f"AUTHOR {title[:2]}") for i, title in enumerate(titles)]
    again = [
        (isbn if i % 3 else None, title + ("S" if i % 5 == 0 else ""), who)
        for i, (isbn, title, who) in enumerate(told[:100])
    ]
    return pl.DataFrame([*told, *again], schema=["isbn", "title", "author"], orient="row").with_row_index("id")


def test_another_schema_learns_and_links_its_own_columns() -> None:
    schema = Schema.read(BOOKS)
    rows = standardise(books(), schema)
    model = train([Task(rows)], schema, thresholds=Thresholds(4.0, 0.0, 1.0), sample=20_000)
    found = deduplicate(rows, model).machine.select("id_l", "id_r").rows()
    right = {(i, 300 + i) for i in range(100)}
    assert len(right & set(found)) >= 95
    assert set(found) <= right


def test_everything_wrong_with_a_file_is_told_at_once() -> None:
    broken = (
        BOOKS.replace("kind: text", "kind: prose")
        .replace("l.isbn = r.isbn, per", "l.ean = r.ean, per")
        .replace("frequency: author_key", "frequency: author_token")
        .replace("witness: title", "witness: cover")
    )
    with pytest.raises(ValueError, match="prose") as problem:
        Schema.read(broken)
    for told in ("'prose'", "'ean'", "'author_token'", "'cover'", "'title'"):
        assert told in str(problem.value)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("      - {label: other}\n  - name: title", "  - name: title", "the last none"),
        ("length: 13", "digits: 13", "knows no digits"),
        ("l.title = r.title}", "'{same_title}'}", "unknown phrase"),
        ("{label: nearly", "{label: same", "two levels of one label"),
        ("candidates:", "candidate:", "needs name"),
        (
            "witness: title",
            "never_by_machine: [{code: two, borne_by_two: [title]}]",
            "same_person_key, which is missing",
        ),
    ],
)
def test_a_wrong_line_is_named(old: str, new: str, told: str) -> None:
    assert old in BOOKS
    with pytest.raises(ValueError, match=told):
        Schema.read(BOOKS.replace(old, new))


def test_the_shipped_schema_has_indonesian_words_for_all_that_people_see() -> None:
    schema = shipped_schema()
    seen = {c.title for c in schema.comparisons} | {level.label for c in schema.comparisons for level in c.levels}
    seen |= {veto.code for veto in schema.vetoes}
    assert seen <= set(schema.translations)
