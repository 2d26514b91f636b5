"""A layout file as YAML nodes that remember their lines; whatever has the wrong shape is told and left aside."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import yaml

from semesta.kernel.finding import Finding, Place
from semesta.sheets.catalogue import kind

_LOADER = yaml.CSafeLoader if yaml.__with_libyaml__ else yaml.SafeLoader
Entry = tuple[yaml.Node, yaml.Node]
"""Key and value."""


@dataclass
class Mistakes:
    """The mistakes of one file, as they are met."""

    file: str
    found: list[Finding] = field(default_factory=list)

    def tell(
        self, code: str, node: yaml.Node | None, *, before: object = "", after: object = "", detail: object = ""
    ) -> None:
        """Add a mistake at the line of a node (None: the file as a whole)."""
        row = node.start_mark.line + 1 if node is not None else None
        place = Place(self.file, row=row)
        self.found.append(Finding(kind(code), place, before=str(before), after=str(after), detail=str(detail)))

    def mapping(self, node: yaml.Node | None, name: str, *, known: Sequence[str] = ()) -> dict[str, Entry]:
        """Return the entries of a mapping by key; what is no mapping, a key twice and keys not `known` are told."""
        if not isinstance(node, yaml.MappingNode):
            if node is not None:
                self.tell("layout_wrong_type", node, before=name, after="kunci: nilai / key: value")
            return {}
        entries: dict[str, Entry] = {}
        for key, value in node.value:
            text = str(key.value)
            if text in entries:
                self.tell("layout_key_twice", key, before=text)
            elif known and text not in known:
                self.tell("layout_unknown_key", key, before=text, after=", ".join(known))
            else:
                entries[text] = (key, value)
        return entries

    def items(self, node: yaml.Node | None, name: str) -> list[yaml.Node]:
        """Return the items of a list; what is no list is told."""
        if isinstance(node, yaml.SequenceNode):
            return list(node.value)
        if node is not None:
            self.tell("layout_wrong_type", node, before=name, after="daftar / a list: [a, b]")
        return []

    def texts(self, node: yaml.Node | None, name: str) -> tuple[str, ...]:
        """Return one text or a list of texts."""
        if isinstance(node, yaml.ScalarNode):
            return (self.text(node, name),)
        return tuple(text for item in self.items(node, name) if (text := self.text(item, name)))

    def text(self, node: yaml.Node | None, name: str) -> str:
        """Return a text that is not empty; anything else is told and comes back empty."""
        value = str(node.value).strip() if isinstance(node, yaml.ScalarNode) else ""
        if node is not None and not value:
            self.tell("layout_wrong_type", node, before=name, after="teks / a text")
        return value

    def needed(self, entries: dict[str, Entry], key: str, at: yaml.Node | None) -> yaml.Node | None:
        """Return the value of a key that must be there; a missing one is told."""
        if key not in entries:
            self.tell("layout_missing_key", at, before=key)
            return None
        return entries[key][1]


def parsed(text: str, mistakes: Mistakes) -> yaml.Node | None:
    """Return the root of the file, None (and a mistake) when it is no YAML or uses aliases."""
    try:
        root = yaml.compose(text, Loader=_LOADER)
        if "*" in text and any(isinstance(token, yaml.AliasToken) for token in yaml.scan(text, Loader=_LOADER)):
            mistakes.tell("layout_unreadable", None, detail="*alias")
            return None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        place = Place(mistakes.file, row=mark.line + 1 if mark is not None else None)
        detail = str(getattr(error, "problem", None) or error)
        mistakes.found.append(Finding(kind("layout_unreadable"), place, detail=detail))
        return None
    if root is None:
        mistakes.tell("layout_unreadable", None, detail="kosong / empty")
    return root
