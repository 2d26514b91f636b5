#!/usr/bin/env python3
"""Photograph the main pages of this installation, on a phone and a desk, light and dark, and printed.

python scripts/take_screenshots.py [FOLDER]

Serves the installation that SEMESTA_VAR and DATABASE_URL name (make screenshots takes the made-up regency) and writes
FOLDER (default var/screenshots): PAGE-WIDTH-SCHEME.png and PAGE-print.pdf. Needs Chromium.
"""

from __future__ import annotations

import shutil
import socket
import subprocess
import sys
import time
from pathlib import Path
from urllib.request import urlopen

from playwright.sync_api import Browser, sync_playwright

SIZES = {360: 740, 1280: 900}
SCHEMES = ("light", "dark")


def main() -> None:
    """Serve, photograph, stop."""
    folder = Path(sys.argv[1] if len(sys.argv) > 1 else "var/screenshots")
    folder.mkdir(parents=True, exist_ok=True)
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        sys.exit("No Chromium on this machine (apt install chromium).")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    server = subprocess.Popen([Path(sys.executable).with_name("semesta"), "serve", "--port", str(port)])
    try:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address, server)
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(
                executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]
            )
            _photograph(browser, address, folder)
            browser.close()
    finally:
        server.terminate()
        server.wait(timeout=30)
    print(f"{len(list(folder.iterdir()))} pictures in {folder}")


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


def _photograph(browser: Browser, address: str, folder: Path) -> None:
    """Photograph the pages that an installation with data has; the busiest submission is found on its list."""
    for width, height in SIZES.items():
        for scheme in SCHEMES:
            page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme, locale="id-ID")
            page.goto(f"{address}/kiriman/")
            links = page.locator("table a").evaluate_all("found => found.map(link => link.getAttribute('href'))")
            pages = {
                "home": "/",
                "home-english": "/?lang=en",
                "district": "/wilayah/52.03.05/?lang=id",
                "village": "/wilayah/52.03.05.2001/",
                "submissions": "/kiriman/",
                "submission": links[len(links) // 2] if links else "/kiriman/1/",
                "not-found": "/tidak-ada/",
                "not-counted": "/?month=2020-01",
            }
            for name, path in pages.items():
                page.goto(address + path)
                page.screenshot(path=folder / f"{name}-{width}-{scheme}.png", full_page=True)
                if (width, scheme) == (1280, "light"):
                    page.pdf(path=folder / f"{name}-print.pdf", format="A4")
            page.close()


if __name__ == "__main__":
    main()
