"""Selects the keys of a JWK Set (RFC 7517) that may verify tokens.

python-jose ignores use, alg, key_ops, key size and private parts, so each member is checked before a key is built from
it. Unusable members are skipped; the good ones in the same set work.
"""

from collections.abc import Callable
from functools import lru_cache
from math import gcd, isqrt, prod

from jose import jwk
from jose.backends.base import Key
from jose.exceptions import JOSEError

from vestibule.strict_json import NotStrictJson, parse_object
from vestibule.tokens import base64url

ALGORITHM = "RS256"

MAX_KEYS = 1000
"""Further keys are ignored: vetting one takes some 20 ms, in a thread."""

MAX_BRACKETS = 5000
"""More would hold the interpreter lock for longer than requests may wait."""
MODULUS_BITS = range(2048, 8192 + 1)
FERMAT_BITS = 2048
"""The size of Cognito's keys. A larger power would hold the interpreter lock for too long."""
EXPONENTS = range(65537, 2**32, 2)

_PRIVATE_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_SMALL_PRIMES = prod(n for n in range(3, 1000, 2) if all(n % divisor for divisor in range(3, int(n**0.5) + 1, 2)))


class MalformedKeySet(ValueError):
    """The document is not a JWK Set, or has no usable key."""


class VerificationKey:
    """A checked RSA public key, built once."""

    __slots__ = ("material", "verify")

    def __init__(self, modulus: str, exponent: str) -> None:
        self.material = (modulus, exponent)
        key: Key = jwk.construct({"kty": "RSA", "n": modulus, "e": exponent}, ALGORITHM)
        self.verify: Callable[[bytes, bytes], bool] = key.verify
        """`verify(message, signature)` (RSASSA-PKCS1-v1_5 with SHA-256)."""


KeySet = dict[str, VerificationKey]
"""Keys by their `kid`."""


def read_key_set(document: bytes) -> KeySet:
    """Return the usable keys of a JWK Set. MalformedKeySet if there is none."""
    keys: KeySet = {}
    ambiguous: set[str] = set()
    for member in _members(document):
        if not _is_for_verification(member):
            continue
        kid, key = str(member["kid"]), _build(member)
        if key is None:
            continue
        if keys.setdefault(kid, key).material != key.material:
            ambiguous.add(kid)
        if len(keys) == MAX_KEYS:
            break
    usable = {kid: key for kid, key in keys.items() if kid not in ambiguous}
    if not usable:
        raise MalformedKeySet("no usable key")
    return usable


def _members(document: bytes) -> list[dict[str, object]]:
    if document.count(b"{") + document.count(b"[") > MAX_BRACKETS:
        raise MalformedKeySet("too many objects")
    try:
        members = parse_object(document).get("keys")
    except NotStrictJson as error:
        raise MalformedKeySet(str(error)) from error
    if not isinstance(members, list):
        raise MalformedKeySet("no list of keys")
    return [member for member in members if isinstance(member, dict)]


def _is_for_verification(member: dict[str, object]) -> bool:
    """Whether `use`, `alg` and `key_ops` are absent or permit RS256 verification."""
    kid, operations = member.get("kid"), member.get("key_ops", ["verify"])
    return (
        member.get("kty") == "RSA"
        and isinstance(kid, str)
        and kid != ""
        and member.get("use", "sig") == "sig"
        and member.get("alg", ALGORITHM) == ALGORITHM
        and isinstance(operations, list)
        and "verify" in operations
        and _PRIVATE_MEMBERS.isdisjoint(member)
    )


def _build(member: dict[str, object]) -> VerificationKey | None:
    """Build the key, or return None if its numbers are weak or malformed."""
    modulus, exponent = member.get("n"), member.get("e")
    if not isinstance(modulus, str) or not isinstance(exponent, str):
        return None
    try:
        if not _is_sound(_number(modulus), _number(exponent)):
            return None
        return VerificationKey(modulus, exponent)
    except (ValueError, JOSEError):
        return None


@lru_cache(MAX_KEYS)
def _is_sound(modulus: int, exponent: int) -> bool:
    """Whether the modulus can be a product of two large primes: odd, no small factor, no square, no prime."""
    return (
        modulus.bit_length() in MODULUS_BITS
        and modulus % 2 == 1
        and gcd(modulus, _SMALL_PRIMES) == 1
        and exponent in EXPONENTS
        and isqrt(modulus) ** 2 != modulus
        and not _is_probably_prime(modulus)
    )


def _is_probably_prime(modulus: int) -> bool:
    """Fermat's test. If the modulus is a prime, everybody can compute the private exponent."""
    return modulus.bit_length() <= FERMAT_BITS and pow(2, modulus - 1, modulus) == 1


def _number(text: str) -> int:
    """A Base64urlUInt (RFC 7518, section 2): big-endian, in the minimum number of octets."""
    octets = base64url.decode(text.encode("ascii"))
    if not octets or octets[0] == 0:
        raise ValueError("not the minimal encoding of the number")
    return int.from_bytes(octets)
