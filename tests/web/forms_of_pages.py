"""The forms that stand on pages, found by walking every address and the links that lead on."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from django.http import HttpResponse
from django.test import Client
from django.urls import Resolver404, resolve

LETTERS = ("text", "search", "password", "hidden", "textarea", "")
PLAIN = {"date": "2026-01-20", "month": "2026-01", "datetime-local": "2026-01-20T10:00", "number": "1"}


@dataclass
class Field:
    """A field as the page has it: kind (an input's type, select or textarea), the value it would send, and choices."""

    name: str
    kind: str
    value: str
    choices: list[str] = field(default_factory=list)


@dataclass
class Form:
    """A form: the page it stands on, where it goes, how, and its fields; submit buttons that have a name are fields."""

    page: str
    action: str
    method: str
    fields: list[Field]

    @property
    def key(self) -> tuple[str, str, tuple[str, ...]]:
        """Return what makes it the same form on another page: its address, method and fields."""
        return (name_of(self.action), self.method, tuple(sorted({one.name for one in self.fields})))

    def filled(self) -> dict[str, str]:
        """Return what somebody sends who writes something sensible where the page leaves a field open."""
        sent = {}
        for one in self.fields:
            first = next((choice for choice in one.choices if choice), "")
            sent.setdefault(one.name, one.value or first or PLAIN.get(one.kind, "uji 2026"))
        return sent


def name_of(address: str) -> str:
    """Return the name of an address, empty for one that is none of ours."""
    try:
        return resolve(urlsplit(address).path).url_name or ""
    except Resolver404:
        return ""


def walk(client: Client, starts: list[str], *, but: Collection[str] = ()) -> tuple[dict[str, HttpResponse], list[Form]]:
    """Open pages and the links on them, every named address once for each set of parameters; return pages and forms.

    Addresses whose name is among `but` stay closed.
    """
    waiting, seen, pages, forms = list(starts), set(), {}, {}
    while waiting:
        address = waiting.pop(0)
        parts = urlsplit(address)
        names = tuple(sorted(re.findall(r"(?:^|&)(\w+)=", parts.query)))
        key = (name_of(address), names)
        if not key[0] or key in seen or key[0] == "sign-out" or key[0] in but:
            continue
        seen.add(key)
        answer = client.get(address)
        if answer.status_code != 200:
            continue
        pages[address] = answer
        if not answer.headers["Content-Type"].startswith("text/html"):
            continue
        read = _Reader(address)
        read.feed(answer.content.decode())
        waiting += read.links
        for form in read.forms:
            forms.setdefault(form.key, form)
    return pages, list(forms.values())


class _Reader(HTMLParser):
    """Reads links and forms of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.page, self.links, self.forms = page, [], []
        self._form: Form | None = None
        self._select: Field | None = None

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "a" and told.get("href", "").startswith(("/", "?")):
            self.links.append(urljoin(self.page, told["href"]).partition("#")[0])
        elif tag == "form":
            action = urljoin(self.page, told.get("action", "")).partition("#")[0]
            self._form = Form(self.page, action, told.get("method", "get").lower(), [])
            self.forms.append(self._form)
        elif tag == "option" and self._select is not None:
            self._select.choices.append(told.get("value", ""))
            if "selected" in told:
                self._select.value = told.get("value", "")
        elif self._form is not None and tag in ("input", "select", "textarea", "button") and told.get("name"):
            self._keep(tag, told)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = None

    def _keep(self, tag: str, told: dict[str, str]) -> None:
        assert self._form is not None
        kind = told.get("type", "text") if tag == "input" else tag
        found = Field(told["name"], kind, told.get("value", ""))
        if kind not in ("checkbox", "radio") or "checked" in told or found.name not in self._form.filled():
            self._form.fields.append(found)
        if tag == "select":
            self._select = found
