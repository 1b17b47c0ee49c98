"""Passwords: their hashes, and the pool's password policy."""

from __future__ import annotations

import re
import secrets
import string
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from local_cognito.crypto import imported_hashes, srp
from local_cognito.errors import InvalidPasswordException
from local_cognito.settings import DEFAULT_PASSWORD_HASH_KIB

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp.type_defs import PasswordPolicyTypeTypeDef

MAX_LENGTH = 256
SYMBOLS = r"^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+-"
# Policy member: (pattern that satisfies it, Cognito's message if it does not match)
CHARACTERS = {
    "RequireLowercase": (re.compile("[a-z]"), "Password must have lowercase characters"),
    "RequireUppercase": (re.compile("[A-Z]"), "Password must have uppercase characters"),
    "RequireNumbers": (re.compile("[0-9]"), "Password must have numeric characters"),
    "RequireSymbols": (re.compile(f"[{re.escape(SYMBOLS)} ]"), "Password must have symbol characters"),
}


class Passwords:
    """Argon2id hashes and SRP verifiers. Verification takes the same time for users without a password.

    Both are stored in one string, separated by a space, so that one cannot be changed without the other.
    """

    def __init__(self, kibibytes: int = DEFAULT_PASSWORD_HASH_KIB) -> None:
        """`kibibytes` is the memory of one new hash; time grows with it. Existing hashes keep their own cost."""
        self._hasher = PasswordHasher(time_cost=1, memory_cost=kibibytes, parallelism=1)
        self._dummy = self.hash(secrets.token_hex())

    def hash(self, password: str) -> str:
        """The hash without a verifier: USER_PASSWORD_AUTH accepts the password, USER_SRP_AUTH does not."""
        return self._hasher.hash(password)

    def hash_for(self, pool_id: str, username: str, password: str) -> str:
        """The string to store for a user's password. `username` is the real one, not an alias."""
        verifier = srp.create_verifier(srp_realm(pool_id), username, password)
        return f"{self.hash(password)} {verifier.encode()}"

    def verify(self, stored: str | None, password: str) -> bool:
        """Whether the password has this hash, own or imported; always false if there is none."""
        imported = imported_hashes.verify(stored, password) if stored and " " not in stored else None
        if imported is not None:
            return imported
        try:
            self._hasher.verify((stored or self._dummy).partition(" ")[0], password)
        except VerificationError:
            return False
        return stored is not None


def srp_verifier(stored: str | None) -> srp.Verifier | None:
    """The SRP verifier in a stored string, if it has one."""
    _, _, verifier = (stored or "").partition(" ")
    return srp.Verifier.decode(verifier) if verifier else None


def srp_realm(pool_id: str) -> str:
    """The part of a pool's id that takes part in SRP: without the region."""
    return pool_id.partition("_")[2]


def check_policy(policy: PasswordPolicyTypeTypeDef, password: str) -> None:
    """Raise InvalidPasswordException with Cognito's message unless the password satisfies the policy."""
    if len(password) > MAX_LENGTH:
        raise _violation("Password too long")
    if password != password.strip():
        raise _violation("Password must not begin or end with white space")
    if len(password) < policy.get("MinimumLength", 8):
        raise _violation("Password not long enough")
    for member, (pattern, message) in CHARACTERS.items():
        if policy.get(member) and not pattern.search(password):
            raise _violation(message)


def temporary(policy: PasswordPolicyTypeTypeDef) -> str:
    """A random password that satisfies the policy."""
    letters = [
        secrets.choice(alphabet)
        for alphabet in (string.ascii_lowercase, string.ascii_uppercase, string.digits, "!@#%&")
    ]
    rest = [secrets.choice(string.ascii_letters + string.digits) for _ in range(policy.get("MinimumLength", 8))]
    return "".join(letters + rest)


def _violation(message: str) -> InvalidPasswordException:
    return InvalidPasswordException(f"Password did not conform with policy: {message}")
