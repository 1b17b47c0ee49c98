"""Which members of a JWK Set (RFC 7517) are fit to verify the pool's tokens with.

python-jose looks at none of use, alg, key_ops, key size or private parts, so each member is vetted here before a key is
built from it. What is unfit is left out; the fit beside it is used.
"""

from collections.abc import Callable
from math import gcd, isqrt, prod

from jose import jwk
from jose.backends.base import Key
from jose.exceptions import JOSEError

from vestibule.strict_json import NotStrictJson, parse_object
from vestibule.tokens import base64url

ALGORITHM = "RS256"

MOST_KEYS = 100
MOST_BRACKETS = 5000
"""More would keep a parser busy, and the interpreter with it, for longer than other requests may wait."""
MODULUS_BITS = range(2048, 8192 + 1)
FERMAT_BITS = 2048
"""Of Cognito's own keys. A longer power would hold the interpreter, and other requests, for too long."""
EXPONENTS = range(65537, 2**32, 2)

_PRIVATE_MEMBERS = frozenset({"d", "p", "q", "dp", "dq", "qi", "oth", "k"})
_SMALL_PRIMES = prod(n for n in range(3, 1000, 2) if all(n % divisor for divisor in range(3, int(n**0.5) + 1, 2)))


class MalformedKeySet(ValueError):
    """The document is no JWK Set, or holds no key that is fit."""


class VerificationKey:
    """An RSA public key that was vetted, and built once."""

    __slots__ = ("material", "verify")

    def __init__(self, modulus: str, exponent: str) -> None:
        self.material = (modulus, exponent)
        key: Key = jwk.construct({"kty": "RSA", "n": modulus, "e": exponent}, ALGORITHM)
        self.verify: Callable[[bytes, bytes], bool] = key.verify
        """Whether the second is this key's signature of the first (RSASSA-PKCS1-v1_5 with SHA-256)."""


KeySet = dict[str, VerificationKey]
"""Keys by their `kid`."""


def read_key_set(document: bytes) -> KeySet:
    """The fit keys of a JWK Set; MalformedKeySet where there is none."""
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
        if len(keys) > MOST_KEYS:
            raise MalformedKeySet("too many keys")
    fit = {kid: key for kid, key in keys.items() if kid not in ambiguous}
    if not fit:
        raise MalformedKeySet("no usable key")
    return fit


def _members(document: bytes) -> list[dict[str, object]]:
    if document.count(b"{") + document.count(b"[") > MOST_BRACKETS:
        raise MalformedKeySet("too much in it")
    try:
        members = parse_object(document).get("keys")
    except NotStrictJson as error:
        raise MalformedKeySet(str(error)) from error
    if not isinstance(members, list):
        raise MalformedKeySet("no list of keys")
    return [member for member in members if isinstance(member, dict)]


def _is_for_verification(member: dict[str, object]) -> bool:
    """An absent `use`, `alg` or `key_ops` permits; a present one must permit."""
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
    """The key, or None where its numbers are weak or broken."""
    modulus, exponent = member.get("n"), member.get("e")
    if not isinstance(modulus, str) or not isinstance(exponent, str):
        return None
    try:
        if not _is_sound(_number(modulus), _number(exponent)):
            return None
        return VerificationKey(modulus, exponent)
    except (ValueError, JOSEError):
        return None


def _is_sound(modulus: int, exponent: int) -> bool:
    """No product of two large primes is even, has a small factor, is a square, or passes for a prime itself."""
    return (
        modulus.bit_length() in MODULUS_BITS
        and modulus % 2 == 1
        and gcd(modulus, _SMALL_PRIMES) == 1
        and exponent in EXPONENTS
        and isqrt(modulus) ** 2 != modulus
        and not _passes_for_prime(modulus)
    )


def _passes_for_prime(modulus: int) -> bool:
    """Fermat's test: whoever knows that the modulus is prime knows the private exponent."""
    return modulus.bit_length() <= FERMAT_BITS and pow(2, modulus - 1, modulus) == 1


def _number(text: str) -> int:
    """A Base64urlUInt (RFC 7518, section 2): big-endian, in as few octets as it takes."""
    octets = base64url.decode(text.encode("ascii"))
    if not octets or octets[0] == 0:
        raise ValueError("not the shortest spelling of the number")
    return int.from_bytes(octets)
