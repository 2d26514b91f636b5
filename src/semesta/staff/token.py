"""The token of a one-time link, and what is kept of it."""

from __future__ import annotations

import hashlib


def fingerprint(token: str) -> str:
    """Return the SHA-256 of a link's token, in hexadecimal: all that is kept of it."""
    return hashlib.sha256(token.encode()).hexdigest()
