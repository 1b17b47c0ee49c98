"""RecoveryCodes: codes that replace a lost second factor, each of which works once.

Cognito has none. The pool keeps keyed digests of them in an attribute of the user, so that they are deleted with the
user, and so that neither the pool's administrators nor the app client can read a code.
"""

import secrets
from dataclasses import dataclass

from vestibule import errors
from vestibule.cognito.admin.mfa import Mfa, StoredCodes
from vestibule.cognito.models import MfaMethod
from vestibule.records import TEN_YEARS, Kind, Mark, Records
from vestibule.storage.keyed_digest import KeyedDigest

NUMBER = 10
ALPHABET = "abcdefghjkmnpqrstvwxyz0123456789"
"""32 characters, 5 bits each. Without i, l, o and u, which are easily mistaken."""
LENGTH = 16
GROUP = 4


USED = Kind("used-recovery-code", Mark, lifetime=TEN_YEARS)


@dataclass(frozen=True)
class RecoveryCodes:
    """Make and use recovery codes. FeatureUnavailable if the API may not manage users."""

    mfa: Mfa
    records: Records
    digest: KeyedDigest

    def replace(self, username: str) -> list[str]:
        """Ten new codes, in groups with hyphens; earlier ones stop working."""
        codes = [_new_code() for _ in range(NUMBER)]
        sub = self._read(username).sub
        try:
            self.mfa.set_recovery_codes(username, [self.digest(sub, code) for code in codes])
        except (errors.Misconfigured, errors.InvalidRequest) as error:  # no permission, or no such attribute
            raise errors.FeatureUnavailable from error
        return ["-".join(code[start : start + GROUP] for start in range(0, LENGTH, GROUP)) for code in codes]

    def remaining(self, username: str) -> int:
        """How many codes can still be used."""
        return len(self._read(username).digests)

    def use(self, username: str, code: str, lost: MfaMethod) -> None:
        """Turn off the lost method. CodeMismatch unless the code is one of the user's; of parallel uses one succeeds.

        The record of the use decides, because Cognito cannot compare and set an attribute.
        """
        stored = self._read(username)
        used = next((digest for digest in self.digest.all(stored.sub, code) if digest in stored.digests), None)
        if used is None:
            raise errors.CodeMismatch(field="recovery_code")
        if not self.records.create(USED, stored.sub, Mark(), item=used):
            raise errors.CodeMismatch(field="recovery_code")
        try:
            self.mfa.turn_off(username, lost)
        except errors.AppError as error:
            self.records.delete(USED, stored.sub, item=used)
            if isinstance(error, errors.InvalidRequest):  # the pool requires this method
                raise errors.FeatureUnavailable from error
            raise
        self.mfa.set_recovery_codes(username, [digest for digest in stored.digests if digest != used])

    def _read(self, username: str) -> StoredCodes:
        try:
            return self.mfa.recovery_codes(username)
        except errors.Misconfigured as error:
            raise errors.FeatureUnavailable from error


def _new_code() -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(LENGTH))
