"""Debian's Chromium for the tests of pages, with no connection to the database left over from another test."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

from django.db import connection
from playwright.sync_api import Browser, sync_playwright

ARGUMENTS = ["--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"]


@contextmanager
def a_chromium(path: str) -> Iterator[Browser]:
    """Start the browser; its loop gives this thread a connection of its own, which must not outlive the test.

    While Playwright's loop runs, Django keeps a connection apart for it. It is opened to the database of the test that
    asks first; left open, the next test would write its session there and be shown the page to sign in.
    The loop is also no reason not to ask the database from this thread.
    """
    with patch.dict(os.environ, DJANGO_ALLOW_ASYNC_UNSAFE="1"), sync_playwright() as playwright:
        connection.close()
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        try:
            yield browser
        finally:
            connection.close()
            browser.close()
