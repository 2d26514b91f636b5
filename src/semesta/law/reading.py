"""Reads the files of the law folder into parameters, sources, questions, purses and regional regulations.

Everything is checked while it is read: keys, dates, numbers, order of rows, and that each name points to something.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise
from typing import cast

from semesta.law import mistakes
from semesta.law.document import Node
from semesta.law.fields import NOTHING, FileReader, nearest
from semesta.law.parameter import (
    CLASSES,
    CONFIDENCES,
    UNITS,
    Cell,
    Confidence,
    Dated,
    Parameter,
    Question,
    Reference,
    Regulation,
    Row,
    Standing,
    Unit,
    Value,
)
from semesta.law.words import Words

STANDING_KEYS = ("source", "article", "seen", "confidence", "unverified", "question", "note")
_ROW_STANDING_KEYS = ("article", "seen", "confidence", "unverified", "question", "note")
_REFERENCE_KINDS = ("law", "official", "press", "web", "code", "form")
SEEN_SOMEWHERE: tuple[Confidence, ...] = ("A", "B", "C")
AFFECTED = (*CLASSES, "heirs", "children", "purses", "everybody")
NO_REGULATION = Regulation("", "", "", None, {})


@dataclass(slots=True)
class Catalogue:
    """Sources and questions by name, which every other file points to."""

    regulations: dict[str, Regulation] = field(default_factory=dict)
    references: dict[str, Reference] = field(default_factory=dict)
    questions: dict[str, Question] = field(default_factory=dict)


def read_sources(reader: FileReader, root: Node, catalogue: Catalogue) -> None:
    """Read sources.yaml: regulations with their articles, and references (where something was seen)."""
    keys = reader.mapping(root, "", required=("regulations", "references"))
    for key, node in reader.mapping(keys.get("regulations", NOTHING), "regulations", optional=None).items():
        fields = reader.mapping(node, key, required=("number", "title", "in_force_from", "articles"))
        if len(fields) < len(("number", "title", "in_force_from", "articles")):
            continue
        since = fields["in_force_from"]
        articles = reader.mapping(fields["articles"], f"{key}.articles", optional=None)
        catalogue.regulations[key] = Regulation(
            key,
            reader.text(fields["number"], f"{key}.number"),
            reader.text(fields["title"], f"{key}.title"),
            None if since.is_null else reader.day(since, f"{key}.in_force_from"),
            {article: reader.words(says, f"{key}.{article}") for article, says in articles.items()},
        )
    for code, node in reader.mapping(keys.get("references", NOTHING), "references", optional=None).items():
        fields = reader.mapping(node, code, required=("kind", "says", "where"))
        catalogue.references[code] = Reference(
            code,
            reader.choice(fields.get("kind", NOTHING), f"{code}.kind", _REFERENCE_KINDS),
            reader.text(fields.get("says", NOTHING), f"{code}.says"),
            reader.text(fields.get("where", NOTHING), f"{code}.where"),
        )


def read_questions(reader: FileReader, root: Node, catalogue: Catalogue) -> None:
    """Read questions.yaml: what is not settled, and where it matters the readings one may choose from."""
    for key, node in reader.mapping(root, "", optional=None).items():
        fields = reader.mapping(node, key, required=("asks",), optional=("matters", "seen", "alternatives", "default"))
        alternatives = {
            name: reader.words(words, f"{key}.{name}")
            for name, words in (
                reader.mapping(fields["alternatives"], key, optional=None).items() if "alternatives" in fields else ()
            )
        }
        default = None
        if alternatives and "default" not in fields:
            reader.wrong(mistakes.MISSING_KEY, node, key, before="default")
        elif alternatives:
            default = reader.choice(fields["default"], f"{key}.default", tuple(alternatives))
        catalogue.questions[key] = Question(
            key,
            reader.words(fields.get("asks", NOTHING), f"{key}.asks"),
            reader.words(fields["matters"], f"{key}.matters") if "matters" in fields else None,
            read_seen(reader, fields.get("seen"), key, catalogue),
            alternatives,
            default,
        )


def read_seen(reader: FileReader, node: Node | None, where: str, catalogue: Catalogue) -> tuple[Reference, ...]:
    """Return the references that a `seen: [..]` list names."""
    seen: list[Reference] = []
    for item in reader.items(node, f"{where}.seen") if node is not None else ():
        code = item.text or ""
        if code in catalogue.references:
            seen.append(catalogue.references[code])
        else:
            reader.wrong(
                mistakes.UNKNOWN_NAME,
                item,
                f"{where}.seen",
                before=code,
                detail="sources.yaml: references",
                after=nearest(code, tuple(catalogue.references)),
            )
    return tuple(seen)


def read_standing(
    reader: FileReader, node: Node, where: str, catalogue: Catalogue, *, inherited: Standing | None = None
) -> Standing:
    """Return what a value stands on; a row inherits what it does not say itself."""
    fields = node.mapping or {}
    source = inherited.source if inherited else NO_REGULATION
    if "source" in fields:
        name = fields["source"].text or ""
        source = catalogue.regulations.get(name, NO_REGULATION)
        if source is NO_REGULATION:
            reader.wrong(
                mistakes.UNKNOWN_NAME,
                fields["source"],
                f"{where}.source",
                before=name,
                detail="sources.yaml: regulations",
                after=nearest(name, tuple(catalogue.regulations)),
            )
    elif inherited is None:
        reader.wrong(mistakes.MISSING_KEY, node, where, before="source")
    article = inherited.article if inherited else ""
    if "article" in fields:
        article = reader.text(fields["article"], f"{where}.article")
        if source is not NO_REGULATION and article not in source.articles:
            reader.wrong(
                mistakes.UNKNOWN_NAME,
                fields["article"],
                f"{where}.article",
                before=article,
                detail=f"sources.yaml: {source.key}.articles",
                after=", ".join(source.articles) or "-",
            )
    elif inherited is None:
        reader.wrong(mistakes.MISSING_KEY, node, where, before="article")
    confidence: Confidence = inherited.confidence if inherited else "M"
    if "confidence" in fields:
        confidence = cast(Confidence, reader.choice(fields["confidence"], f"{where}.confidence", CONFIDENCES))
    elif inherited is None:
        reader.wrong(mistakes.MISSING_KEY, node, where, before="confidence")
    fresh = "confidence" in fields or inherited is None
    unverified = False if fresh or inherited is None else inherited.unverified
    if "unverified" in fields:
        unverified = reader.yes(fields["unverified"], f"{where}.unverified")
    question = None if fresh or inherited is None else inherited.question
    if "question" in fields:
        name = fields["question"].text or ""
        question = catalogue.questions.get(name)
        if question is None:
            reader.wrong(
                mistakes.UNKNOWN_NAME,
                fields["question"],
                f"{where}.question",
                before=name,
                detail="questions.yaml",
                after=nearest(name, tuple(catalogue.questions)),
            )
    elif unverified and question is None:
        reader.wrong(mistakes.NO_QUESTION, node, where)
    if confidence == "M" and not unverified and "confidence" in fields:
        reader.wrong(mistakes.UNMARKED, fields["confidence"], where)
    note = (
        reader.words(fields["note"], f"{where}.note") if "note" in fields else (inherited.note if inherited else None)
    )
    inherited_seen = inherited.seen if inherited else ()
    seen = read_seen(reader, fields["seen"], where, catalogue) if "seen" in fields else inherited_seen
    if confidence in SEEN_SOMEWHERE and not seen and node is not NOTHING:
        reader.wrong(mistakes.NOT_SEEN, node, where, before=confidence)
    return Standing(source, article, seen, confidence, unverified, question, note)


def read_parameter(reader: FileReader, root: Node, path: str, catalogue: Catalogue) -> Parameter:
    """Read one parameter file; `path` is its place below parameters/ without the ending."""
    fields = reader.mapping(
        root, "", required=("description", "unit", "affects", "values"), optional=("columns", "key", "labels", "words")
    )
    unit = cast(Unit, reader.choice(fields.get("unit", NOTHING), "unit", UNITS))
    columns: dict[str, Unit] = {}
    for name, node in (
        reader.mapping(fields["columns"], "columns", optional=None) if "columns" in fields else {}
    ).items():
        columns[name] = cast(Unit, reader.choice(node, f"columns.{name}", UNITS))
    key = reader.choice(fields["key"], "key", tuple(columns) or ("-",)) if "key" in fields else None
    if unit == "table" and (not columns or key is None):
        reader.wrong(mistakes.MISSING_KEY, root, "", before="columns, key")
    affects = reader.names(fields.get("affects", NOTHING), "affects")
    for name in affects:
        reader.choice(Node(fields["affects"].line, text=name), "affects", AFFECTED)
    labels = _named(reader, fields.get("labels"), "labels")
    for name in labels:
        reader.choice(Node(fields["labels"].line, text=name), "labels", tuple(columns) or ("-",))
    head = Parameter(
        path,
        reader.words(fields.get("description", NOTHING), "description"),
        unit,
        affects,
        columns,
        key,
        (),
        labels,
        _named(reader, fields.get("words"), "words"),
    )
    return _with_values(reader, head, fields.get("values", NOTHING), catalogue)


def _named(reader: FileReader, node: Node | None, field_name: str) -> dict[str, Words]:
    """Return a mapping of codes to their words in both languages; empty where it is not written."""
    found = reader.mapping(node, field_name, optional=None) if node is not None else {}
    return {code: reader.words(child, f"{field_name}.{code}") for code, child in found.items()}


def read_changed_values(reader: FileReader, node: Node, national: Parameter, catalogue: Catalogue) -> tuple[Dated, ...]:
    """Return the values a regional regulation gives a parameter, oldest first."""
    return _with_values(reader, national, node, catalogue).values


def laid_over(national: Parameter, local: tuple[Dated, ...]) -> Parameter:
    """Return the parameter with local values laid over it, date by date."""
    by_date = {dated.since: dated for dated in (*national.values, *local)}
    return with_ends(national, [by_date[since] for since in sorted(by_date)])


def with_ends(parameter: Parameter, values: list[Dated]) -> Parameter:
    """Return the parameter with these values, oldest first, each ending where the next one begins."""
    closed = [
        replace(d, until=after.since if after else None)
        for d, after in [*pairwise(values), *([(values[-1], None)] if values else [])]
    ]
    return replace(parameter, values=tuple(closed))


def _with_values(reader: FileReader, head: Parameter, node: Node, catalogue: Catalogue) -> Parameter:
    values: list[Dated] = []
    for written, child in reader.mapping(node, "values", optional=None).items():
        since = reader.day(child, f"values.{written}", written=written)
        where = f"values.{written}"
        content = "rows" if head.unit == "table" else "value"
        fields = reader.mapping(child, where, required=(content,), optional=STANDING_KEYS)
        standing = read_standing(reader, child, where, catalogue)
        value = _value(reader, head, fields.get(content, NOTHING), where, standing, catalogue)
        values.append(
            Dated(
                head.path,
                head.description,
                head.unit,
                since,
                None,
                value,
                standing,
                reader.file,
                child.line,
                head.words,
            )
        )
    if not values:
        reader.wrong(mistakes.MISSING_KEY, node, "values", before="TTTT-BB-HH")
    return with_ends(head, sorted(values, key=lambda dated: dated.since))


def _value(
    reader: FileReader, head: Parameter, node: Node, where: str, standing: Standing, catalogue: Catalogue
) -> Value:
    if node.is_null:
        return None
    if head.unit == "table":
        rows = [_row(reader, head, item, where, standing, catalogue) for item in reader.items(node, f"{where}.rows")]
        _check_order(reader, head, rows, where)
        return tuple(rows)
    if head.unit == "codes":
        return tuple(_code(reader, head, item, f"{where}.value") for item in reader.items(node, f"{where}.value"))
    return _cell(reader, head, head.unit, node, f"{where}.value")


def _row(reader: FileReader, head: Parameter, node: Node, where: str, standing: Standing, catalogue: Catalogue) -> Row:
    fields = reader.mapping(node, where, required=tuple(head.columns), optional=_ROW_STANDING_KEYS)
    cells: dict[str, Cell] = {}
    for column, unit in head.columns.items():
        child = fields.get(column, NOTHING)
        cells[column] = None if child.is_null else _cell(reader, head, unit, child, f"{where}.{column}")
    inherit_only = not any(key in fields for key in _ROW_STANDING_KEYS)
    own = standing if inherit_only else read_standing(reader, node, where, catalogue, inherited=standing)
    return Row(cells, own, node.line)


def _code(reader: FileReader, head: Parameter, node: Node, field_name: str) -> str:
    """Return a text; where the parameter has `words`, it must be one of their codes."""
    code = reader.text(node, field_name)
    if head.words and code not in head.words:
        reader.wrong(mistakes.UNKNOWN_NAME, node, field_name, before=code, detail="words", after=", ".join(head.words))
    return code


def _cell(reader: FileReader, head: Parameter, unit: Unit, node: Node, field_name: str) -> Cell:
    if unit == "percent":
        return reader.share(node, field_name)
    if unit == "yes_no":
        return reader.yes(node, field_name)
    if unit == "day_of_month":
        return reader.day_of_month(node, field_name)
    if unit == "text":
        return reader.text(node, field_name) if head.unit == "table" else _code(reader, head, node, field_name)
    return reader.whole(node, field_name)


def _check_order(reader: FileReader, head: Parameter, rows: list[Row], where: str) -> None:
    keys = [row.cells[head.key] for row in rows] if head.key else []
    seen: set[Cell] = set()
    for position, (key, row) in enumerate(zip(keys, rows, strict=False)):
        before = keys[position - 1] if position else None
        falls = isinstance(key, int | Fraction) and isinstance(before, int | Fraction) and key <= before
        if falls or key in seen:
            reader.wrong(mistakes.DISORDER, Node(row.line), where, before=str(key))
        seen.add(key)
