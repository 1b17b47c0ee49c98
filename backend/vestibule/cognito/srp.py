"""The client's half of Secure Remote Password (SRP-6a, RFC 5054), with which a trusted browser proves its password.

Cognito's variant: SHA-256, every number padded as a positive two's complement, and HKDF with its own info. A user's
password is never proven like this: it is sent over TLS.
"""

import base64
import hashlib
import hmac
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime

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
INFO = b"Caldera Derived Key\x01"
SALT_BYTES = 16
PRIVATE_BYTES = 32
DAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def pad(number: int) -> bytes:
    """The number in big-endian bytes; a leading zero byte keeps the sign bit clear."""
    return number.to_bytes(number.bit_length() // 8 + 1, "big")


def _hash(*parts: bytes) -> int:
    return int.from_bytes(hashlib.sha256(b"".join(parts)).digest(), "big")


MULTIPLIER = _hash(pad(N), pad(G))


def _exponent(salt: int, realm: str, name: str, password: str) -> int:
    inner = hashlib.sha256(f"{realm}{name}:{password}".encode()).digest()
    return _hash(pad(salt), inner)


@dataclass(frozen=True)
class Verifier:
    """What the server keeps of a password, as ConfirmDevice takes it: padded numbers in base64."""

    salt: str
    verifier: str = field(repr=False)


def create_verifier(realm: str, name: str, password: str, salt: int | None = None) -> Verifier:
    """The verifier of a password. For a device, `realm` is its group key and `name` its key."""
    salt = int.from_bytes(secrets.token_bytes(SALT_BYTES), "big") if salt is None else salt
    value = pow(G, _exponent(salt, realm, name, password), N)
    return Verifier(base64.b64encode(pad(salt)).decode(), base64.b64encode(pad(value)).decode())


class Exchange:
    """One proof: send `public`, then `sign` the server's answer. An exponentiation takes about 10 ms."""

    def __init__(self, private: int | None = None) -> None:
        self._private = private or int.from_bytes(secrets.token_bytes(PRIVATE_BYTES), "big")
        self._public = pow(G, self._private, N)

    @property
    def public(self) -> str:
        """SRP_A."""
        return f"{self._public:x}"

    def key(self, realm: str, name: str, password: str, *, salt: str, server_public: str) -> bytes:
        """The session key of 16 bytes. ValueError if the server's numbers are not valid."""
        theirs = int(server_public, 16)
        scrambler = _hash(pad(self._public), pad(theirs % N))
        if theirs % N == 0 or scrambler == 0:
            raise ValueError("not a public number of SRP")
        exponent = _exponent(int(salt, 16), realm, name, password)
        base = (theirs - MULTIPLIER * pow(G, exponent, N)) % N
        shared = pow(base, self._private + scrambler * exponent, N)
        return hmac.digest(hmac.digest(pad(scrambler), pad(shared), "sha256"), INFO, "sha256")[:16]


def sign(key: bytes, realm: str, name: str, secret_block: str, timestamp: str) -> str:
    """PASSWORD_CLAIM_SIGNATURE. ValueError if the block is not base64."""
    message = f"{realm}{name}".encode() + base64.b64decode(secret_block, validate=True) + timestamp.encode()
    return base64.b64encode(hmac.digest(key, message, "sha256")).decode()


def timestamp_of(now: float) -> str:
    """TIMESTAMP: in English whatever the locale, and without a leading zero of the day."""
    time = datetime.fromtimestamp(now, UTC)
    return f"{DAYS[time.weekday()]} {MONTHS[time.month - 1]} {time.day} {time:%H:%M:%S} UTC {time.year}"
