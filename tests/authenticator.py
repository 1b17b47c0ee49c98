"""A passkey authenticator in software, for tests without a browser: what `navigator.credentials` would return."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import cbor2
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec

USER_PRESENT, USER_VERIFIED, ATTESTED = 0x01, 0x04, 0x40
ES256, EDDSA = -7, -8


def base64url(data: bytes) -> str:
    return urlsafe_b64encode(data).rstrip(b"=").decode()


@dataclass
class Authenticator:
    """Holds one passkey. `rp_id` overrides the relying party of the options, `algorithm` the key's label."""

    origin: str = "http://localhost:5173"
    rp_id: str | None = None
    algorithm: int = ES256
    verifies_user: bool = True
    sign_count: int = 0
    user_handle: str = ""
    credential_id: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def create(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """RegistrationResponseJSON for CredentialCreationOptions."""
        self.user_handle = options["user"]["id"]
        data = self._authenticator_data(options["rp"]["id"], self._attested_credential())
        attestation = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        response = {
            "clientDataJSON": base64url(self._client_data("webauthn.create", options["challenge"])),
            "attestationObject": base64url(attestation),
            "authenticatorData": base64url(data),
            "publicKeyAlgorithm": self.algorithm,
            "transports": ["internal", "hybrid"],
        }
        return self._credential(response)

    def get(self, options: Mapping[str, Any]) -> dict[str, Any]:
        """AuthenticationResponseJSON for a request's options."""
        self.sign_count += 1
        data = self._authenticator_data(options["rpId"])
        client_data = self._client_data("webauthn.get", options["challenge"])
        signed = data + hashlib.sha256(client_data).digest()
        response = {
            "clientDataJSON": base64url(client_data),
            "authenticatorData": base64url(data),
            "signature": base64url(self.key.sign(signed, ec.ECDSA(hashes.SHA256()))),
            "userHandle": self.user_handle,
        }
        return self._credential(response)

    def _credential(self, response: Mapping[str, Any]) -> dict[str, Any]:
        return {
            "id": base64url(self.credential_id),
            "rawId": base64url(self.credential_id),
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "clientExtensionResults": {},
            "response": dict(response),
        }

    def _client_data(self, kind: str, challenge: str) -> bytes:
        return json.dumps({"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False}).encode()

    def _authenticator_data(self, rp_id: str, attested: bytes = b"") -> bytes:
        flags = USER_PRESENT | (USER_VERIFIED if self.verifies_user else 0) | (ATTESTED if attested else 0)
        rp_id_hash = hashlib.sha256((self.rp_id or rp_id).encode()).digest()
        return rp_id_hash + bytes([flags]) + self.sign_count.to_bytes(4, "big") + attested

    def _attested_credential(self) -> bytes:
        numbers = self.key.public_key().public_numbers()
        point = {-2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}
        key = cbor2.dumps({1: 2, 3: self.algorithm, -1: 1} | point)
        return bytes(16) + len(self.credential_id).to_bytes(2, "big") + self.credential_id + key
