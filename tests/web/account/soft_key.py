"""A passkey in software: makes a key pair and signs challenges as a browser's authenticator does."""

from __future__ import annotations

import hashlib
import html
import json
import re
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData, CollectedClientData

HERE = "http://testserver"
_SEEN = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV


def wanted_in(page: str) -> dict[str, Any]:
    """Return what a page asks of the browser."""
    found = re.search(r'data-passkey="([^"]+)"', page)
    assert found is not None
    wanted: dict[str, Any] = json.loads(html.unescape(found.group(1)))["publicKey"]
    return wanted


class SoftKey:
    """One authenticator with one key; `counter` is the number of signatures it tells of."""

    def __init__(self, name: bytes = b"kunci-uji", counter: int = 0) -> None:
        self.name, self.counter = name, counter
        self.key = ec.generate_private_key(ec.SECP256R1())

    def made(self, wanted: dict[str, Any], origin: str = HERE) -> str:
        """Answer a request to make a key."""
        public = ES256.from_cryptography_key(self.key.public_key())
        credential = AttestedCredentialData.create(bytes(16), self.name, public)
        data = AuthenticatorData.create(
            _site(wanted["rp"]["id"]), _SEEN | AuthenticatorData.FLAG.AT, self.counter, bytes(credential)
        )
        told = CollectedClientData.create("webauthn.create", wanted["challenge"], origin)
        return self._answer(told, attestationObject=AttestationObject.create("none", data, {}))

    def shown(self, wanted: dict[str, Any], origin: str = HERE) -> str:
        """Answer a request to show the key."""
        self.counter += 1 if self.counter else 0
        data = AuthenticatorData.create(_site(wanted["rpId"]), _SEEN, self.counter)
        told = CollectedClientData.create("webauthn.get", wanted["challenge"], origin)
        signature = self.key.sign(data + told.hash, ec.ECDSA(hashes.SHA256()))
        return self._answer(told, authenticatorData=data, signature=signature)

    def _answer(self, told: CollectedClientData, **parts: bytes) -> str:
        response = {name: websafe_encode(part) for name, part in {"clientDataJSON": told, **parts}.items()}
        name = websafe_encode(self.name)
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": response})


def _site(name: str) -> bytes:
    return hashlib.sha256(name.encode()).digest()
