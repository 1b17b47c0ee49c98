"""Password hashes that an import job brings: what they look like, and whether a password has one.

AWS documents the names of the algorithms, not the encodings. These are the ones that their libraries write:
bcrypt's modular crypt format, and the PHC string format for the others.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass

import bcrypt
from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

# bcrypt reads no more of a password; the library refuses longer ones.
BCRYPT_BYTES = 72
B64 = r"[A-Za-z0-9+/.]+={0,2}"
# Costs beyond these would stop the server for minutes at each sign-in.
MAX_BCRYPT_COST = 16
MAX_SCRYPT_BYTES = 256 * 1024 * 1024
MAX_PBKDF2_ITERATIONS = 10_000_000
MAX_ARGON2_KIB = 1024 * 1024
MAX_ARGON2_PASSES = 64


@dataclass(frozen=True)
class Algorithm:
    """`pattern` is the encoding, `is_affordable` bounds its costs, and `verify` raises ValueError for a broken hash."""

    pattern: re.Pattern[str]
    is_affordable: Callable[[re.Match[str]], bool]
    verify: Callable[[re.Match[str], bytes], bool]


def is_valid(algorithm: str, encoded: str) -> bool:
    """Whether a hash has the encoding of the algorithm, and can be verified in a reasonable time."""
    match = ALGORITHMS[algorithm].pattern.fullmatch(encoded)
    return match is not None and ALGORITHMS[algorithm].is_affordable(match) and _is_base64(match)


def verify(encoded: str, password: str) -> bool | None:
    """Whether the password has this hash; None if the hash has none of the encodings."""
    for known in ALGORITHMS.values():
        if match := known.pattern.fullmatch(encoded):
            try:
                return known.verify(match, password.encode())
            except ValueError:
                return False
    return None


def _is_base64(match: re.Match[str]) -> bool:
    try:
        for name in {"salt", "hash"} & match.groupdict().keys():
            _decode(match[name])
    except ValueError:
        return False
    return True


def _verify_bcrypt(match: re.Match[str], password: bytes) -> bool:
    return bcrypt.checkpw(password[:BCRYPT_BYTES], match[0].encode())


def _verify_argon2(match: re.Match[str], password: bytes) -> bool:
    try:
        return PasswordHasher().verify(match[0], password)
    except VerificationError:
        return False


def _verify_scrypt(match: re.Match[str], password: bytes) -> bool:
    cost, block, parallel = (int(match[name]) for name in ("ln", "r", "p"))
    salt, expected = _decode(match["salt"]), _decode(match["hash"])
    found = hashlib.scrypt(
        password, salt=salt, n=2**cost, r=block, p=parallel, maxmem=2 * MAX_SCRYPT_BYTES, dklen=len(expected)
    )
    return hmac.compare_digest(found, expected)


def _verify_pbkdf2(match: re.Match[str], password: bytes) -> bool:
    salt, expected = _decode(match["salt"]), _decode(match["hash"])
    found = hashlib.pbkdf2_hmac("sha256", password, salt, int(match["i"]), len(expected))
    return hmac.compare_digest(found, expected)


def _decode(text: str) -> bytes:
    """Base64 without padding, in which passlib writes `.` for `+`."""
    return base64.b64decode(text.replace(".", "+") + "=" * (-len(text) % 4))


ALGORITHMS = {
    "BCRYPT": Algorithm(
        re.compile(r"\$2[aby]\$(?P<cost>\d{2})\$[./A-Za-z0-9]{53}"),
        lambda match: 4 <= int(match["cost"]) <= MAX_BCRYPT_COST,
        _verify_bcrypt,
    ),
    "ARGON2ID": Algorithm(
        re.compile(
            rf"\$argon2id\$v=\d+\$m=(?P<m>\d{{1,8}}),t=(?P<t>\d{{1,3}}),p=\d{{1,3}}\$(?P<salt>{B64})\$(?P<hash>{B64})"
        ),
        lambda match: int(match["m"]) <= MAX_ARGON2_KIB and int(match["t"]) <= MAX_ARGON2_PASSES,
        _verify_argon2,
    ),
    "SCRYPT": Algorithm(
        re.compile(
            rf"\$scrypt\$ln=(?P<ln>\d{{1,2}}),r=(?P<r>\d{{1,3}}),p=(?P<p>\d{{1,2}})\$(?P<salt>{B64})\$(?P<hash>{B64})"
        ),
        lambda match: (
            min(int(match[name]) for name in ("ln", "r", "p")) > 0
            and 128 * int(match["r"]) * 2 ** int(match["ln"]) <= MAX_SCRYPT_BYTES
        ),
        _verify_scrypt,
    ),
    "PBKDF2_SHA256": Algorithm(
        re.compile(rf"\$pbkdf2-sha256\$(?:i=)?(?P<i>\d{{1,8}})(?:,l=\d{{1,4}})?\$(?P<salt>{B64})\$(?P<hash>{B64})"),
        lambda match: 1 <= int(match["i"]) <= MAX_PBKDF2_ITERATIONS,
        _verify_pbkdf2,
    ),
}
