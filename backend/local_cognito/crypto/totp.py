"""Time-based one-time passwords (RFC 6238) as Cognito accepts them: SHA-1, six digits, 30 seconds."""

import base64
import hmac
import secrets

from cryptography.hazmat.primitives.hashes import SHA1
from cryptography.hazmat.primitives.twofactor.totp import TOTP

DIGITS = 6
STEP_SECONDS = 30
SECRET_BYTES = 32
# The step before and the step after the present one count too, for clocks that drift.
DRIFT = (0, -1, 1)


def new_secret() -> str:
    """A secret in base32 without padding: 52 characters."""
    return base64.b32encode(secrets.token_bytes(SECRET_BYTES)).rstrip(b"=").decode()


def code(secret: str, moment: float) -> str:
    """The code that an authenticator app shows at a moment, in seconds since 1970."""
    key = base64.b32decode(secret + "=" * (-len(secret) % 8))
    return TOTP(key, DIGITS, SHA1(), STEP_SECONDS, enforce_key_length=False).generate(moment).decode()  # noqa: S303


def matching_step(secret: str, given: str, now: float) -> int | None:
    """The step whose code was given, so that its second use can be refused; None when none matches."""
    step = int(now) // STEP_SECONDS
    matches = [
        step + offset
        for offset in DRIFT
        if hmac.compare_digest(code(secret, (step + offset) * STEP_SECONDS).encode(), given.encode())
    ]
    return matches[0] if matches else None
