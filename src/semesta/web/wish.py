"""The key of a form: one wish, however often the form is sent; a form without one is stale and is asked for again."""

from __future__ import annotations

import re
import uuid

from semesta.web.language import say

_WISH = re.compile(r"[0-9a-f]{32}")


def fresh_wish() -> str:
    """Return a key that no form has had yet."""
    return uuid.uuid4().hex


def is_wish(text: str) -> bool:
    """Say whether a text is the key of a form of these pages."""
    return _WISH.fullmatch(text) is not None


def stale_wish() -> str:
    """Return what to say of a form without its key."""
    return say(
        "Formulir ini usang dan belum melakukan apa pun; kirim sekali lagi.",
        "This form is stale and has done nothing; send it once more.",
    )
