"""Where Django keeps sessions here (SESSION_ENGINE): rows that only whoever holds the cookie finds.

A row is named by the SHA-256 of a proof, itself the SHA-256 of the key: a function of the database gives the content to
whoever has the proof, which no row tells; it is written while the transaction holds its fingerprint (`row_sight.py`).
The content is signed together with the fingerprint: copied to another row it is worth nothing.
"""

from __future__ import annotations

import hashlib
from datetime import datetime
from typing import Any

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import SessionBase, UpdateError
from django.db.models.functions import Now

from semesta.accounts.scope import holding
from semesta.bulk import read_lines
from semesta.signin.models import Session

BROWSER = "browser"
"""The session's note of the browser it was begun in, as `browser.py` names it."""

_HELD = "SELECT sight.held_session(%s) AS content"


def proof_of(key: str) -> str:
    """Return what opens the row of a session's key, and is kept nowhere."""
    return hashlib.sha256(key.encode()).hexdigest()


def fingerprint_of(key: str) -> str:
    """Return what names the row of a session's key, and opens nothing."""
    return hashlib.sha256(proof_of(key).encode()).hexdigest()


class SessionStore(SessionBase):
    """One browser's session."""

    @property
    def key_salt(self) -> str:
        """Return what the content is signed with besides the secret key."""
        return f"semesta.signin.{fingerprint_of(self.session_key or '')}"

    def load(self) -> dict[str, Any]:
        """Return the content, nothing for a session that ended."""
        content = read_lines(_HELD, [proof_of(self.session_key or "")])[0]["content"]
        if content is None:
            self._session_key = None
            return {}
        kept: dict[str, Any] = self.decode(content)
        return kept

    def exists(self, session_key: str) -> bool:
        """Say whether a session of this key is alive."""
        return read_lines(_HELD, [proof_of(session_key)])[0]["content"] is not None

    def create(self) -> None:
        """Begin a session under a new key."""
        self._session_key = self._get_new_session_key()  # type: ignore[attr-defined]
        self.save(must_create=True)
        self.modified = True

    def save(self, must_create: bool = False) -> None:
        """Keep the content. Errors: UpdateError for a session that was ended meanwhile."""
        if self.session_key is None:
            self.create()
            return
        content: dict[str, Any] = self._get_session(no_load=must_create)  # type: ignore[attr-defined]
        fingerprint = fingerprint_of(self.session_key)
        expires_at: datetime = self.get_expiry_date()
        row = {
            "user_id": content.get(SESSION_KEY),
            "browser": content.get(BROWSER, ""),
            "content": self.encode(content),
            "expires_at": expires_at,
        }
        with holding("session", fingerprint):
            if must_create:
                Session.objects.create(fingerprint=fingerprint, **row)
            elif not Session.objects.filter(fingerprint=fingerprint).update(**row):
                raise UpdateError

    def delete(self, session_key: str | None = None) -> None:
        """End the session of a key, or this one."""
        key = session_key or self.session_key
        if key is not None:
            fingerprint = fingerprint_of(key)
            with holding("session", fingerprint):
                Session.objects.filter(fingerprint=fingerprint).delete()

    @classmethod
    def clear_expired(cls) -> None:
        """Remove what nobody can use any more; `sight.held_session` does so now and then by itself."""
        Session.objects.filter(expires_at__lte=Now()).delete()
