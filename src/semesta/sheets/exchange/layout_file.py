"""Read a layout from YAML: either the layout, or every mistake of the file at once, with its line and the remedy."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import yaml

from semesta.kernel.exchange_layout import (
    ANSWER_FIELDS,
    CODES,
    DATE_FORMATS,
    ENROLMENT_FIELDS,
    MONTH_FORMATS,
    ExchangeLayout,
    FieldKind,
    LayoutColumn,
)
from semesta.kernel.finding import Finding, Language
from semesta.sheets.columns import heading_key
from semesta.sheets.exchange.layout_tree import Entry, Mistakes, parsed
from semesta.sheets.exchange.refusal_reason import refusal_reasons

_COLUMN_KEYS = ("heading", "field", "format", "required", "codes", "synonyms", "constant")
_TRUE, _FALSE = ("true", "yes", "ya"), ("false", "no", "tidak")


class LayoutError(ValueError):
    """The layout cannot be used; `findings` lists every mistake with its line."""

    def __init__(self, findings: list[Finding]) -> None:
        self.findings = tuple(findings)
        super().__init__(self.report("en"))

    def report(self, language: Language) -> str:
        """Return all mistakes, one a line: `file:line: what is wrong and what to do`."""
        return "\n".join(in_words(finding, language) for finding in self.findings)


def in_words(finding: Finding, language: Language) -> str:
    """Return a finding as `file sheet cell: what is wrong and what to do`; of `a / b` the reader's half."""
    place = finding.place
    half = {
        "before": finding.before,
        "after": _half(finding.after, language),
        "detail": _half(finding.detail, language),
    }
    row = place.cell or (str(place.row) if place.row is not None else "")
    where = " ".join(part for part in (f"{place.file}:{row}" if row and not place.sheet else place.file,
                                       place.sheet, row if place.sheet else "") if part)  # fmt: skip
    return f"{where}: {finding.kind.message(language, **half)} {finding.kind.remedy(language, **half)}"


def _half(text: str, language: Language) -> str:
    indonesian, sign, english = text.partition(" / ")
    return english if sign and language == "en" else indonesian


def shipped_layout_text() -> str:
    """Return the shipped layout file, to be copied and changed."""
    return files("semesta.sheets.exchange").joinpath("layout.yaml").read_text(encoding="utf-8")


@cache
def shipped_layout() -> ExchangeLayout:
    """Return the shipped layout."""
    return read_layout(shipped_layout_text(), file="layout.yaml")


def layout_of_file(path: Path) -> ExchangeLayout:
    """Return the layout of a file; LayoutError with all its mistakes, OSError when it cannot be read at all."""
    return read_layout(path.read_bytes().decode("utf-8", errors="replace"), file=path.name)


def read_layout(text: str, *, file: str) -> ExchangeLayout:
    """Return the layout that a YAML text describes; LayoutError with every mistake at once."""
    mistakes = Mistakes(file)
    root = parsed(text, mistakes)
    top = mistakes.mapping(root, file, known=("name", "enrolment", "answer"))
    name = mistakes.text(mistakes.needed(top, "name", root), "name") if root else ""
    told = mistakes.mapping(
        mistakes.needed(top, "enrolment", root) if root else None, "enrolment", known=("sheet", "columns")
    )
    sheet = mistakes.text(told["sheet"][1], "sheet") if "sheet" in told else "PESERTA"
    enrolment = _columns(mistakes, top.get("enrolment"), told, ENROLMENT_FIELDS)
    heard = mistakes.mapping(
        mistakes.needed(top, "answer", root) if root else None, "answer", known=("columns", "reasons")
    )
    answer = _columns(mistakes, top.get("answer"), heard, ANSWER_FIELDS)
    if root is not None and not mistakes.found:
        _require(mistakes, top["enrolment"], enrolment, ("line", "entry", "nik", "name", "first_month"))
        _require(mistakes, top["answer"], answer, ("outcome",))
        if not {"line", "nik"} & {column.field for column in answer}:
            mistakes.tell("layout_field_needed", top["answer"][0], before="line / nik", after="line")
    reasons = mistakes.mapping(heard["reasons"][1], "reasons") if "reasons" in heard else {}
    named = {code: mistakes.text(value, code) for code, (_, value) in reasons.items()}
    for code, reason in named.items():
        if reason not in refusal_reasons():
            mistakes.tell("layout_unknown_code", reasons[code][1], before=reason, after=", ".join(refusal_reasons()))
    if mistakes.found:
        raise LayoutError(mistakes.found)
    return ExchangeLayout(name, sheet, enrolment, answer, named, text)


def _columns(
    mistakes: Mistakes, section: Entry | None, entries: Mapping[str, Entry], fields: Mapping[str, FieldKind]
) -> tuple[LayoutColumn, ...]:
    if section is None:
        return ()
    columns: list[LayoutColumn] = []
    seen: set[str] = set()
    for item in mistakes.items(mistakes.needed(dict(entries), "columns", section[0]), "columns"):
        column = _column(mistakes, item, fields)
        if column is None:
            continue
        keys = [*map(heading_key, (column.heading, *column.synonyms))]
        used = [column.field] * (column.field != "constant") + [f"#{key}" for key in dict.fromkeys(keys)]
        for mark in used:
            if mark in seen:
                mistakes.tell("layout_twice", item, before=mark.lstrip("#"))
        seen.update(used)
        columns.append(column)
    return tuple(columns)


def _column(mistakes: Mistakes, item: yaml.Node, fields: Mapping[str, FieldKind]) -> LayoutColumn | None:
    entries = mistakes.mapping(item, "columns", known=_COLUMN_KEYS)
    if not entries:
        return None
    heading = mistakes.text(mistakes.needed(entries, "heading", item), "heading")
    synonyms = mistakes.texts(entries["synonyms"][1], "synonyms") if "synonyms" in entries else ()
    if "constant" in entries and "field" not in entries and "constant" in fields:
        constant = mistakes.text(entries["constant"][1], "constant")
        return LayoutColumn(heading, "constant", "text", synonyms=synonyms, constant=constant)
    name = mistakes.text(mistakes.needed(entries, "field", item), "field")
    if name and name not in fields:
        known = ", ".join(each for each in fields if each != "constant")
        mistakes.tell("layout_unknown_field", entries["field"][1], before=name, after=known)
    if name not in fields:
        return None
    kind = fields[name]
    return LayoutColumn(
        heading, name, kind, _required(mistakes, entries), _pattern(mistakes, entries, kind),
        _codes(mistakes, entries, name, item), synonyms,
    )  # fmt: skip


def _required(mistakes: Mistakes, entries: Mapping[str, Entry]) -> bool:
    if "required" not in entries:
        return False
    node = entries["required"][1]
    text = str(node.value).lower() if isinstance(node, yaml.ScalarNode) else ""
    if text not in (*_TRUE, *_FALSE):
        mistakes.tell("layout_wrong_type", node, before="required", after="true | false")
    return text in _TRUE


def _pattern(mistakes: Mistakes, entries: Mapping[str, Entry], kind: FieldKind) -> str:
    formats = {"date": DATE_FORMATS, "month": MONTH_FORMATS}.get(kind, {})
    if "format" not in entries:
        return next(iter(formats.values()), "")
    node = entries["format"][1]
    written = mistakes.text(node, "format").lower()
    if written and written not in (formats or {kind}):
        mistakes.tell("layout_unknown_format", node, before=written, after=", ".join(formats or {kind}))
    return dict(formats).get(written, "")


def _codes(mistakes: Mistakes, entries: Mapping[str, Entry], name: str, item: yaml.Node) -> dict[str, tuple[str, ...]]:
    if name not in CODES:
        if "codes" in entries:
            mistakes.tell("layout_unknown_key", entries["codes"][0], before="codes", after=", ".join(_COLUMN_KEYS[:4]))
        return {}
    given = mistakes.mapping(entries["codes"][1], "codes") if "codes" in entries else {}
    for code, (key, _) in given.items():
        if code not in CODES[name]:
            mistakes.tell("layout_unknown_code", key, before=code, after=", ".join(CODES[name]))
    codes = {code: mistakes.texts(value, code) for code, (_, value) in given.items()}
    for code in CODES[name]:
        if code not in codes:
            mistakes.tell("layout_code_missing", entries["codes"][0] if "codes" in entries else item, before=code)
    return codes


def _require(mistakes: Mistakes, section: Any, columns: tuple[LayoutColumn, ...], fields: tuple[str, ...]) -> None:
    there = {column.field for column in columns}
    for name in fields:
        if name not in there:
            mistakes.tell("layout_field_needed", section[0], before=name, after=name)
