"""Tokens that were signed out before they expire."""

import time
from collections.abc import Callable
from typing import Protocol

from vestibule.revocations import Store


class TokenClaims(Protocol):
    """What identifies a token, its session and its user."""

    @property
    def sub(self) -> str: ...  # noqa: D102
    @property
    def jti(self) -> str | None: ...  # noqa: D102
    @property
    def origin_jti(self) -> str | None: ...  # noqa: D102
    @property
    def issued_at(self) -> float | None: ...  # noqa: D102


TOKEN_LIFETIME_SECONDS = 24 * 60 * 60


class Revocations:
    """Sessions that were signed out, and users who were signed out everywhere.

    An entry lives for `lifetime` seconds: as long as a token that was issued before it could have lived. The default
    is the longest life that Cognito gives an access token. Asking costs two looks into the store's local copy.
    """

    def __init__(
        self, store: Store, *, lifetime: float = TOKEN_LIFETIME_SECONDS, clock: Callable[[], float] = time.time
    ) -> None:
        self._store = store
        self._lifetime = lifetime
        self._clock = clock

    def is_revoked(self, claims: TokenClaims) -> bool:
        """Whether the token was signed out. A token that does not say when it was issued counts as old."""
        session = claims.origin_jti or claims.jti
        if session is not None and self._store.get(f"session:{session}") is not None:
            return True
        signed_out = self._store.get(f"user:{claims.sub}")
        return signed_out is not None and (claims.issued_at is None or claims.issued_at <= signed_out)

    def revoke_session(self, claims: TokenClaims) -> None:
        """Refuse the tokens of one sign-in and of its refreshes, here at once and in every replica.

        Where the pool has token revocation off, they do not tell what they have in common, and this one alone is
        refused; or, where it does not even tell itself apart, all of the user's. Raises StoreUnavailable when the
        others cannot be told and the settings want to know.
        """
        session = claims.origin_jti or claims.jti
        if session is None:
            self.revoke_user(claims.sub)
            return
        now = self._clock()
        self._store.put(f"session:{session}", int(now), until=now + self._lifetime)

    def revoke_user(self, sub: str) -> float:
        """Refuse all tokens that the user has; answers for how many seconds (at most 1) to hold the answer back.

        `iat` has whole seconds, so of two tokens of this very second it does not say which is the older. All of this
        second are refused, so none slips through; and the endpoint answers when the second is over, so that whoever
        signs in again after the answer gets a token of a later one.

        `iat` is Cognito's clock and the second is ours, so clocks must be in step (see docs/decisions/0006).
        """
        now = self._clock()
        second = int(now)
        self._store.put(f"user:{sub}", second, until=second + self._lifetime)
        return second + 1 - now
