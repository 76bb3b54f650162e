"""A device with passkeys, as software: what a browser would answer for it."""

import hashlib
import json
import secrets
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from webauthn.helpers import base64url_to_bytes, bytes_to_base64url

from tests.support.browser import ORIGIN

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40
WIDTH = 32


class Authenticator:
    """Holds one passkey. `verifies` off: anybody who holds it, not only who knows its PIN."""

    def __init__(self, origin: str = ORIGIN, host: str = "localhost") -> None:
        self.origin, self.host = origin, host
        self.verifies = True
        self.count = 0
        self.id = secrets.token_bytes(16)
        self.handle = b""
        self._key = ec.generate_private_key(ec.SECP256R1())

    def makes(self, options: str) -> str:
        """The answer to being asked to make a passkey."""
        asked = json.loads(options)
        self.handle = base64url_to_bytes(asked["user"]["id"])
        attested = bytes(16) + len(self.id).to_bytes(2) + self.id + cbor2.dumps(self._public)
        data = self._data(ATTESTED) + attested
        return self._answer(
            clientDataJSON=self._client("webauthn.create", asked["challenge"]),
            attestationObject=cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data}),
        )

    def uses(self, options: str, **changed: bytes) -> str:
        """The answer to being asked who this is."""
        self.count += 1
        said = self._client("webauthn.get", json.loads(options)["challenge"])
        data = self._data()
        signed = self._key.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(SHA256()))
        usual = {"authenticatorData": data, "signature": signed, "userHandle": self.handle}
        return self._answer(clientDataJSON=said, **usual | changed)

    @property
    def _public(self) -> dict[int, Any]:
        numbers = self._key.public_key().public_numbers()
        x, y = numbers.x.to_bytes(WIDTH), numbers.y.to_bytes(WIDTH)
        return {1: 2, 3: -7, -1: 1, -2: x, -3: y}

    def _data(self, flags: int = 0) -> bytes:
        held = PRESENT | (VERIFIED if self.verifies else 0) | flags
        return hashlib.sha256(self.host.encode()).digest() + bytes([held]) + self.count.to_bytes(4)

    def _client(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin}).encode()

    def _answer(self, **response: bytes) -> str:
        name = bytes_to_base64url(self.id)
        said = {key: bytes_to_base64url(value) for key, value in response.items()}
        return json.dumps({"id": name, "rawId": name, "type": "public-key", "response": said})
