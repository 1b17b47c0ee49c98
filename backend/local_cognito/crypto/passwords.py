"""Passwords: how they are kept, and what a pool's policy asks of them."""

from __future__ import annotations

import re
import secrets
import string
from typing import TYPE_CHECKING

from argon2 import PasswordHasher
from argon2.exceptions import VerificationError

from local_cognito.errors import InvalidPasswordException

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp.type_defs import PasswordPolicyTypeTypeDef

# About 20 ms a password on a small machine: this is a stand-in, where many sign in at once on two cores.
ROUNDS, KIBIBYTES = 2, 16 * 1024

SYMBOLS = r"^$*.[]{}()?\"!@#%&/\\,><':;|_~`=+-"
# rule of the policy: (what satisfies it, Cognito's words when nothing does)
CHARACTERS = {
    "RequireLowercase": (re.compile("[a-z]"), "Password must have lowercase characters"),
    "RequireUppercase": (re.compile("[A-Z]"), "Password must have uppercase characters"),
    "RequireNumbers": (re.compile("[0-9]"), "Password must have numeric characters"),
    "RequireSymbols": (re.compile(f"[{re.escape(SYMBOLS)} ]"), "Password must have symbol characters"),
}


class Passwords:
    """Argon2id hashes. Verifying takes as long for users who are not there."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=ROUNDS, memory_cost=KIBIBYTES, parallelism=1)
        self._nobodys = self.hash(secrets.token_hex())

    def hash(self, password: str) -> str:
        """What is kept of a password."""
        return self._hasher.hash(password)

    def verify(self, kept: str | None, password: str) -> bool:
        """Whether this is the password; never, when none is kept."""
        try:
            self._hasher.verify(kept or self._nobodys, password)
        except VerificationError:
            return False
        return kept is not None


def check_policy(policy: PasswordPolicyTypeTypeDef, password: str) -> None:
    """Raise InvalidPasswordException, in Cognito's words, unless the password satisfies the policy."""
    if len(password) < policy.get("MinimumLength", 8):
        raise _nonconformity("Password not long enough")
    for rule, (wanted, fault) in CHARACTERS.items():
        if policy.get(rule) and not wanted.search(password):
            raise _nonconformity(fault)


def temporary(policy: PasswordPolicyTypeTypeDef) -> str:
    """A random password that satisfies every policy of at most its length."""
    letters = [
        secrets.choice(alphabet)
        for alphabet in (string.ascii_lowercase, string.ascii_uppercase, string.digits, "!@#%&")
    ]
    rest = [secrets.choice(string.ascii_letters + string.digits) for _ in range(policy.get("MinimumLength", 8))]
    return "".join(letters + rest)


def _nonconformity(fault: str) -> InvalidPasswordException:
    return InvalidPasswordException(f"Password did not conform with policy: {fault}")
