"""Signing keys: two per pool, one for access tokens and one for ID tokens, generated when the pool is created."""

import base64
import secrets
import sqlite3
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock
from typing import Literal, get_args

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    load_pem_private_key,
)

Purpose = Literal["access", "id"]
PURPOSES: tuple[Purpose, ...] = get_args(Purpose)


@dataclass(frozen=True)
class Key:
    """An RSA key pair and its key id."""

    kid: str
    private: rsa.RSAPrivateKey

    def sign(self, data: bytes) -> bytes:
        """An RS256 signature."""
        return self.private.sign(data, padding.PKCS1v15(), hashes.SHA256())

    def verify(self, signature: bytes, data: bytes) -> None:
        """Raise cryptography's InvalidSignature unless this key made the signature."""
        self.private.public_key().verify(signature, data, padding.PKCS1v15(), hashes.SHA256())

    def jwk(self) -> dict[str, str]:
        """The public key as a JWK (RFC 7517)."""
        numbers = self.private.public_key().public_numbers()
        return {
            "alg": "RS256",
            "e": _base64url_integer(numbers.e),
            "kid": self.kid,
            "kty": "RSA",
            "n": _base64url_integer(numbers.n),
            "use": "sig",
        }


def generate() -> bytes:
    """A new RSA-2048 private key in PEM. Takes up to half a second, so call it outside a transaction."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


class Keyring:
    """Cache of the parsed keys of every pool. `generate` makes new ones, as the function of that name does."""

    def __init__(self, generate: Callable[[], bytes] = generate) -> None:
        self.generate = generate
        self._keys: dict[str, dict[str, Key]] = {}
        self._lock = Lock()

    def of_pool(self, db: sqlite3.Connection, pool_id: str) -> dict[str, Key]:
        """A pool's keys by purpose; empty if there is no such pool."""
        with self._lock:
            if pool_id not in self._keys and (keys := _load(db, pool_id)):
                self._keys[pool_id] = keys
            return self._keys.get(pool_id, {})

    def forget(self, pool_id: str) -> None:
        """Drop the keys of a pool that was deleted."""
        with self._lock:
            self._keys.pop(pool_id, None)


def insert(db: sqlite3.Connection, pool_id: str, pems: dict[Purpose, bytes]) -> None:
    """Store a pool's keys, each with a random key id."""
    rows = [
        (pool_id, purpose, base64.b64encode(secrets.token_bytes(32)).decode(), pem) for purpose, pem in pems.items()
    ]
    db.executemany("INSERT INTO keys (pool_id, purpose, kid, pem) VALUES (?, ?, ?, ?)", rows)


def _load(db: sqlite3.Connection, pool_id: str) -> dict[str, Key]:
    rows = db.execute("SELECT purpose, kid, pem FROM keys WHERE pool_id = ?", (pool_id,))
    return {row["purpose"]: Key(row["kid"], parse(row["pem"])) for row in rows}


def parse(pem: bytes) -> rsa.RSAPrivateKey:
    """The private key in PEM. It is not validated, which takes 27 ms: `generate` has made it."""
    key = load_pem_private_key(pem, password=None, unsafe_skip_rsa_key_validation=True)
    if not isinstance(key, rsa.RSAPrivateKey):
        raise TypeError("The stored signing key is not an RSA key.")
    return key


def _base64url_integer(value: int) -> str:
    size = (value.bit_length() + 7) // 8
    return base64.urlsafe_b64encode(value.to_bytes(size, "big")).rstrip(b"=").decode()
