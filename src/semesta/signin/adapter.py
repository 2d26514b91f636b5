"""How allauth keeps and names second factors here: secrets encrypted by a key that no dump of the database holds."""

from __future__ import annotations

import base64
import hashlib

from allauth.mfa.adapter import DefaultMFAAdapter
from cryptography.fernet import Fernet
from django.conf import settings


class EncryptingAdapter(DefaultMFAAdapter):  # type: ignore[misc,unused-ignore]
    """Encrypt with a key derived from the installation's secret key: another key needs new factors."""

    def encrypt(self, text: str) -> str:
        """Return the text as the database keeps it."""
        return _cipher().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Return what was encrypted. Errors: InvalidToken under another secret key."""
        return _cipher().decrypt(encrypted_text.encode()).decode()


def _cipher() -> Fernet:
    derived = hashlib.blake2b(b"second factor", key=settings.SECRET_KEY.encode()[:64], digest_size=32).digest()
    return Fernet(base64.urlsafe_b64encode(derived))
