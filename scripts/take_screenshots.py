#!/usr/bin/env python3
"""Photograph the main pages of every reader of a rehearsal, on a phone and a desk, light, dark and printed.

python scripts/take_screenshots.py [FOLDER] [READER ...]

Serves the installation that SEMESTA_VAR and DATABASE_URL name (make screenshots takes the made-up regency) and writes
FOLDER (default var/screenshots): READER-PAGE-WIDTH-SCHEME.png and READER-PAGE-print.pdf. `screenshot_pages.yaml` says
which. Whatever the browser's console complains of, and every page that does not open or reaches beyond the window, is
told at the end and fails. Needs Chromium.
"""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urljoin
from urllib.request import urlopen

import yaml
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Response, sync_playwright
from pypdf import PdfReader

SIZES = {360: 740, 1280: 900}
_PATIENCE_MS = 180_000
PAGES = Path(__file__).with_name("screenshot_pages.yaml")


@dataclass
class Reader:
    """Who looks: the session of a rehearsal account (none for everybody and citizens), and the places to look at."""

    name: str
    session: str
    places: dict[str, str]


@dataclass
class Album:
    """Where pictures go, and what went wrong while they were taken."""

    folder: Path
    wrong: list[str] = field(default_factory=list)
    missing: set[str] = field(default_factory=set)


def main() -> None:
    """Sign in, serve, photograph, stop."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "var/screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    pages: dict[str, list[dict[str, Any]]] = yaml.safe_load(PAGES.read_text())
    readers = [reader for reader in _readers(pages) if reader.name in (sys.argv[2:] or pages)]
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        sys.exit("No Chromium on this machine (apt install chromium).")
    album = Album(folder)
    arguments = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
    with _served() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=arguments)
        for reader in readers:
            for width in SIZES:
                for scheme in ("light", "dark"):
                    _photograph(browser, address, reader, pages[reader.name], width, scheme, album)
        browser.close()
    print(f"{len(list(folder.iterdir()))} pictures in {folder}")
    for name in sorted(album.missing):
        print(f"not there to photograph: {name}")
    if album.wrong:
        sys.exit("\n".join(["Something is wrong:", *album.wrong]))


def _readers(pages: dict[str, list[dict[str, Any]]]) -> Iterator[Reader]:
    """Open a session for the rehearsal account of every role; an installation of real people has none."""
    os.environ["SEMESTA_SECOND_FACTOR"] = "optional"  # of the rehearsal that is served here, for these pictures
    from semesta.cli.demo import DEMO_TODAY
    from semesta.cli.show import open_rooms

    os.environ.setdefault("SEMESTA_TODAY", DEMO_TODAY)
    os.environ["SEMESTA_SECOND_FACTOR"] = "optional"  # of the rehearsal that is served here, for these pictures
    open_rooms()
    from django.conf import settings
    from django.test import Client

    from semesta.accounts.models import User
    from semesta.regions.queries import regions_at
    from semesta.staff.queries import rehearsal_accounts

    village = str(regions_at("village", within=settings.REGENCY)[0]["code"])
    places = {"regency": settings.REGENCY, "district": village.rpartition(".")[0], "village": village}
    accounts = {role: name for name, role in rehearsal_accounts()}
    for name in pages:
        session = ""
        if name in accounts:
            client = Client()
            client.force_login(User.objects.get(username=accounts[name]))
            session = client.cookies["sessionid"].value
        elif name not in ("everybody", "citizen"):
            sys.exit(f"no rehearsal account for {name}: make the rehearsal anew (semesta demo)")
        yield Reader(name, session, places)


@contextmanager
def _served() -> Iterator[str]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    command = [Path(sys.executable).with_name("semesta"), "serve", "--no-work", "--port", str(port)]
    server = subprocess.Popen(command)
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, server)
        yield address
    finally:
        server.terminate()
        server.wait(timeout=30)


def _wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    for _ in range(120):
        if server.poll() is not None:
            break
        try:
            urlopen(address).close()
            return
        except OSError:
            time.sleep(0.5)
    sys.exit(f"{address} did not answer")


def _photograph(
    browser: Browser, address: str, reader: Reader, pages: list[dict[str, Any]], width: int, scheme: str, album: Album
) -> None:
    context = browser.new_context(
        viewport={"width": width, "height": SIZES[width]},
        color_scheme=scheme,  # type: ignore[arg-type]
        locale="id-ID",
    )
    if reader.session:
        context.add_cookies([{"name": "sessionid", "value": reader.session, "url": address}])
    for one in pages:
        _take(context, address, reader, one, f"{reader.name}-{one['name']}-{width}-{scheme}", album)
    context.close()


def _take(context: BrowserContext, address: str, reader: Reader, one: dict[str, Any], name: str, album: Album) -> None:
    page = context.new_page()
    told: list[str] = []
    _listen(page, told, is_missing=one.get("missing", False))
    if _opened(page, address, reader, one):
        page.screenshot(path=album.folder / f"{name}.png", full_page=True)
        if not page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"):
            told.append("reaches beyond the window")
        if one.get("print") and name.endswith("1280-light"):
            told += _printed(page, album.folder / f"{reader.name}-{one['name']}-print.pdf", one["print"])
    else:
        album.missing.add(f"{reader.name}-{one['name']}")
    album.wrong += [f"{name}: {line}" for line in told]
    page.close()


def _printed(page: Page, path: Path, most: int | bool) -> list[str]:
    """Print a page as its style says; tell when it takes more sheets of paper than `most`, where that is a number."""
    page.pdf(path=path, prefer_css_page_size=True)
    sheets = len(PdfReader(path).pages)
    return [f"prints on {sheets} sheets, not {most}"] if most is not True and sheets > most else []


def _opened(page: Page, address: str, reader: Reader, one: dict[str, Any]) -> bool:
    """Open a page by its address and the links that lead on; False when a link is not there.

    There is no hurry: a machine that does other work at the same time answers late.
    """
    page.set_default_timeout(_PATIENCE_MS)
    page.goto(address + one["at"].format(**reader.places))
    for selector in one.get("follow", []):
        found = page.locator(selector)
        if not found.count():
            return False
        page.goto(urljoin(page.url, found.first.get_attribute("href") or ""))
    return True


def _listen(page: Page, told: list[str], *, is_missing: bool) -> None:
    """Keep what the browser complains of; a page that is not to be found may say so."""

    def on_console(message: ConsoleMessage) -> None:
        if message.type in ("error", "warning") and not is_missing:
            told.append(message.text)

    def on_response(response: Response) -> None:
        if response.status >= 400 and not is_missing:
            told.append(f"{response.status} {response.url}")

    page.on("console", on_console)
    page.on("response", on_response)
    page.on("pageerror", lambda error: told.append(str(error)))
    page.on("requestfailed", lambda request: told.append(f"failed: {request.url}"))


if __name__ == "__main__":
    main()
