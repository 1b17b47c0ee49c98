"""Secure Remote Password (SRP-6a, RFC 5054) with Cognito's parameters, padding and key derivation.

Cognito differs from RFC 5054 in three ways: SHA-256 with a two's-complement padding of every number, HKDF with
the info "Caldera Derived Key" for the session key, and a signature over a timestamp instead of the proof M1.
The same exchange proves a user's password (realm: the pool's name, identity: the username) and a device's
password (realm: the device group key, identity: the device key).
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass
from functools import cache

# RFC 3526, group 15: 3072-bit MODP.
N = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DD"
    "EF9519B3CD3A431B302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7ED"
    "EE386BFB5A899FA5AE9F24117C4B1FE649286651ECE45B3DC2007CB8A163BF0598DA48361C55D39A69163FA8FD24CF5F"
    "83655D23DCA3AD961C62F356208552BB9ED529077096966D670C354E4ABC9804F1746C08CA18217C32905E462E36CE3B"
    "E39E772C180E86039B2783A2EC07A28FB5C55DF06F4C52C9DE2BCBF6955817183995497CEA956AE515D2261898FA0510"
    "15728E5A8AAAC42DAD33170D04507A33A85521ABDF1CBA64ECFB850458DBEF0A8AEA71575D060C7DB3970F85A6E1E4C7"
    "ABF5AE8CDB0933D71E8C94E04A25619DCEE3D2261AD2EE6BF12FFA06D98A0864D87602733EC86A64521F2B18177B200C"
    "BBE117577A615D6C770988C0BAD946E208E24FA074E5AB3143DB5BFCE0FD108E4B82D120A93AD2CAFFFFFFFFFFFFFFFF",
    16,
)
G = 2
INFO = b"Caldera Derived Key"
SALT_BYTES = 16
PRIVATE_BYTES = 32
DIGEST_BITS = 256


def pad(number: int) -> bytes:
    """Big-endian two's complement of a non-negative number: a leading zero byte keeps the sign bit clear."""
    return number.to_bytes(number.bit_length() // 8 + 1, "big")


def _hash(*parts: bytes) -> int:
    return int.from_bytes(hashlib.sha256(b"".join(parts)).digest(), "big")


MULTIPLIER = _hash(pad(N), pad(G))


@dataclass(frozen=True)
class Verifier:
    """What a server keeps of a password: it checks proofs, and does not reveal the password."""

    salt: int
    value: int

    def encode(self) -> str:
        """As text, for storage."""
        return f"{self.salt:x}:{self.value:x}"

    @classmethod
    def decode(cls, text: str) -> "Verifier":
        """The inverse of `encode`."""
        salt, _, value = text.partition(":")
        return cls(int(salt, 16), int(value, 16))


@cache
def _powers() -> list[list[int]]:
    """`G ** (digit * 16**place) % N` by place and hexadecimal digit, for 256 bits: 400 kB, made in 16 ms."""
    powers, base = [], G
    for _ in range(DIGEST_BITS // 4):
        row = [1]
        for _ in range(15):
            row.append(row[-1] * base % N)
        powers.append(row)
        base = row[-1] * base % N
    return powers


def _power(digest: int) -> int:
    """`G ** digest % N` in a quarter of the time of `pow`, which begins anew each time."""
    product = 1
    for place, row in enumerate(_powers()):
        product = product * row[digest >> 4 * place & 15] % N
    return product


def create_verifier(realm: str, identity: str, password: str, salt: int | None = None) -> Verifier:
    """The verifier of a new password; takes a millisecond."""
    chosen = int.from_bytes(secrets.token_bytes(SALT_BYTES), "big") if salt is None else salt
    inner = hashlib.sha256(f"{realm}{identity}:{password}".encode()).digest()
    return Verifier(chosen, _power(_hash(pad(chosen), inner)))


def parse_public(text: str) -> int | None:
    """The client's public number A from its hexadecimal text; None where RFC 5054 has the server abort."""
    try:
        number = int(text, 16)
    except ValueError:
        return None
    return number if number > 0 and number % N else None


@dataclass(frozen=True)
class Exchange:
    """The server's half of one exchange, after the client's public number is known."""

    client_public: int
    private: int
    verifier: Verifier

    @classmethod
    def start(cls, client_public: int, verifier: Verifier) -> "Exchange":
        """Begin with a fresh private number."""
        return cls(client_public, int.from_bytes(secrets.token_bytes(PRIVATE_BYTES), "big"), verifier)

    def public(self) -> int:
        """The server's public number, B."""
        return (MULTIPLIER * self.verifier.value + pow(G, self.private, N)) % N

    def key(self) -> bytes:
        """The 16-byte session key that both sides arrive at."""
        scrambler = _hash(pad(self.client_public), pad(self.public()))
        base = self.client_public * pow(self.verifier.value, scrambler, N) % N
        extracted = hmac.digest(pad(scrambler), pad(pow(base, self.private, N)), "sha256")
        return hmac.digest(extracted, INFO + b"\x01", "sha256")[:16]

    def proves(self, realm: str, identity: str, secret_block: bytes, timestamp: str, signature: str) -> bool:
        """Whether the signature shows that the client knows the password."""
        expected = sign(self.key(), realm, identity, secret_block, timestamp)
        return hmac.compare_digest(expected.encode(), signature.encode())


def sign(key: bytes, realm: str, identity: str, secret_block: bytes, timestamp: str) -> str:
    """PASSWORD_CLAIM_SIGNATURE."""
    message = f"{realm}{identity}".encode() + secret_block + timestamp.encode()
    return base64.b64encode(hmac.digest(key, message, "sha256")).decode()


def decoy_verifier(secret: bytes, realm: str, identity: str) -> Verifier:
    """A verifier for a user who does not exist: the same at every try (RFC 5054, section 2.5.1.3)."""
    salt = hmac.digest(secret, f"salt:{realm}:{identity}".encode(), "sha256")[:SALT_BYTES]
    exponent = hmac.digest(secret, f"verifier:{realm}:{identity}".encode(), "sha256")
    return Verifier(int.from_bytes(salt, "big"), _power(int.from_bytes(exponent, "big")))
