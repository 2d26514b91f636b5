"""Every address states who may see it, and nothing that pages are made of lies unused."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.urls import URLPattern, URLResolver, get_resolver

from semesta.web.permission import permission_of
from tests.architecture.house import SOURCE, tracked_files

VENDORED = SOURCE / "web" / "static" / "vendor"
NOT_REFERRED_TO = {"LICENSE.txt", "SHA256SUMS"}  # they go with what is vendored

OF_DJANGO = {"400.html", "403.html", "403_csrf.html", "404.html", "500.html"}  # found by their names


def addresses(patterns: list[URLPattern | URLResolver]) -> Iterator[URLPattern]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns)
        else:
            yield pattern


def all_addresses() -> list[URLPattern]:
    """Return the addresses of pages. The operations of `api` state what they need in `tests/api/test_permission.py`."""
    return [one for one in addresses(get_resolver().url_patterns) if not is_of_api(one)]


def is_of_api(address: URLPattern) -> bool:
    return bool(getattr(address.callback, "__module__", "").startswith(("ninja.", "semesta.api.")))


def files_of(kind: str) -> list[str]:
    """Return the tracked templates or static files, by the names they are referred to with."""
    found = []
    for path in tracked_files():
        inside = path.relative_to(SOURCE).parts if path.is_relative_to(SOURCE) else ()
        if inside[1:2] == (kind,):
            found.append("/".join(inside[2:]))
    return found


def source_text(*suffixes: str) -> str:
    """Return the text of the program's own files of these kinds: what may refer to something."""
    own = [path for path in tracked_files() if path.is_relative_to(SOURCE) and not path.is_relative_to(VENDORED)]
    return "\n".join(path.read_text() for path in own if path.suffix in suffixes)


def test_every_address_states_who_may_see_it() -> None:
    silent = [str(address.pattern) for address in all_addresses() if permission_of(address.callback) is None]
    assert silent == []


def test_every_address_has_a_name_that_is_used() -> None:
    text = source_text(".py", ".html", ".txt", ".js")
    for address in all_addresses():
        assert address.name, str(address.pattern)
        local = re.escape(address.name)
        assert re.search(rf"(url|reverse|redirect|resolve_url|Entry)\W+(\w+:)?{local}\b", text), address.name


def test_every_template_is_used() -> None:
    text = source_text(".py", ".html", ".txt")
    named_by_us = [name for name in files_of("templates") if name not in OF_DJANGO]
    unused = [name for name in named_by_us if f'"{name}"' not in text and f"'{name}'" not in text]
    assert unused == []


def test_every_static_file_is_used() -> None:
    text = source_text(".py", ".html", ".css", ".js", ".svg")
    unused = []
    for file in files_of("static"):
        name = file.rpartition("/")[2]
        if name not in NOT_REFERRED_TO and name.removesuffix(".gz") not in text:
            unused.append(file)
    assert unused == []
