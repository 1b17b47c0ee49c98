"""Revocation of tokens before they expire."""

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Protocol

from vestibule.errors import StoreUnavailable
from vestibule.revocations.entries import Entries, Entry

ACCESS_TOKEN_SECONDS = 24 * 60 * 60
"""The longest lifetime of Cognito's access tokens."""
REFRESH_TOKEN_SECONDS = 30 * 24 * 60 * 60
"""Cognito's default lifetime of a refresh token."""
MICROSECONDS = 1_000_000


class TokenClaims(Protocol):
    """The claims that identify a token, its session and its user."""

    @property
    def sub(self) -> str: ...  # noqa: D102
    @property
    def jti(self) -> str | None: ...  # noqa: D102
    @property
    def origin_jti(self) -> str | None: ...  # noqa: D102
    @property
    def auth_time(self) -> float | None: ...  # noqa: D102
    @property
    def issued_at(self) -> float | None: ...  # noqa: D102


class RevocationList(Protocol):
    """Numbers under keys, known to every worker. A read is a look-up in memory; a write returns when it is durable.

    If a key has two values, the larger one applies, in any order.
    """

    @property
    def connected(self) -> bool:
        """Whether entries that other workers write arrive here immediately."""
        ...

    @property
    def ready(self) -> bool:
        """Whether this worker knows enough to serve requests."""
        ...

    def __len__(self) -> int:
        """How many entries this process knows."""
        ...

    def current(self) -> Entries:
        """What is known now, with everything that any worker has put."""
        ...

    def put(self, *entries: Entry) -> None:
        """Write the entries. From any thread. StoreUnavailable: they hold here, but other workers may not know."""
        ...

    async def start(self) -> None:
        """Load what is known, and follow it until `aclose`."""
        ...

    async def aclose(self) -> None:
        """Stop following, and close what was opened."""
        ...


class Revocations:
    """Sessions that were signed out, and users all of whose earlier sessions have ended.

    A *session* is a sign-in with the tokens that it and its refreshes gave: Cognito's `origin_jti`. Where the pool has
    token revocation off, tokens do not name it, and each token (`jti`) counts as its own.

    A user's sessions are revoked by time: those whose `auth_time`, which refreshes keep, is not later. `auth_time` has
    whole seconds and is by Cognito's clock. So a session that began right after the revocation can seem to be an
    earlier one; `admit_session` makes an exception for it.

    Entries of sessions live as long as an access token can, since Cognito revokes the refresh token. Entries of users
    live as long as a refresh token can: without AWS credentials, Cognito was not asked to end the sessions.
    """

    def __init__(
        self,
        revocation_list: RevocationList,
        *,
        access_token_seconds: float = ACCESS_TOKEN_SECONDS,
        refresh_token_seconds: Callable[[], float] = lambda: REFRESH_TOKEN_SECONDS,
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._list = revocation_list
        self._current = revocation_list.current
        self._access_token_seconds = access_token_seconds
        self._refresh_token_seconds = refresh_token_seconds
        self._clock = clock

    def is_revoked(self, claims: TokenClaims) -> bool:
        """Whether the token's session has ended. A token without times counts as old."""
        entries = self._current()
        known, session = entries.by_key, claims.origin_jti or claims.jti
        if f"session:{session}" not in known and f"user:{claims.sub}" not in known:  # nearly every token
            return False
        if session is not None and entries.get(f"session:{session}") is not None:
            return True
        ended = entries.get(f"user:{claims.sub}")
        return ended is not None and _is_earlier(claims, ended) and not _is_excepted(entries, session, ended)

    def revoke_session(self, claims: TokenClaims, *, for_good: bool = False) -> None:
        """Refuse all tokens of the session, immediately in every worker.

        `for_good`: Cognito is not asked to revoke the refresh token, so what comes from it must be refused as well.
        A token that names neither its session nor itself revokes all of its user's. Raises StoreUnavailable when they
        are refused here, but other workers may not know yet.
        """
        session = claims.origin_jti or claims.jti
        if session is None:
            self.revoke_user(claims.sub)
            return
        now = self._clock()
        lifetime = self._session_seconds() if for_good else self._access_token_seconds
        self._list.put(Entry(f"session:{session}", int(now), now + lifetime))

    def revoke_user(self, sub: str, *, keep: TokenClaims | None = None) -> None:
        """Refuse all tokens of the user's sessions that have begun by now, immediately in every worker.

        `keep` is a token of the one session that continues. Raises StoreUnavailable, as `revoke_session` does.
        """
        now = self._clock()
        moment, expires_at = int(now * MICROSECONDS), now + self._session_seconds()
        entries = [Entry(f"user:{sub}", moment, expires_at)]
        if keep is not None and (session := keep.origin_jti or keep.jti):
            entries.insert(0, Entry(f"kept:{session}", moment, expires_at))
        self._list.put(*entries)

    def admit_session(self, claims: TokenClaims, *, started_at: float) -> None:
        """Accept a session that has just begun, though its user's sessions were revoked in the same second.

        `started_at` is when we asked Cognito for it (seconds since the epoch, by our clock): only a sign-in that was
        begun after the revocation is excepted from it. Costs nothing unless the user's sessions were revoked lately.
        """
        session, started = claims.origin_jti or claims.jti, int(started_at * MICROSECONDS)
        ended = self._current().get(f"user:{claims.sub}")
        if ended is None or session is None or not _is_earlier(claims, ended) or started < ended:
            return
        with suppress(StoreUnavailable):  # it applies here, and other workers receive it later
            self._list.put(Entry(f"kept:{session}", started, self._clock() + self._session_seconds()))

    def _session_seconds(self) -> float:
        """How long a session can last: as long as its refresh token, and the last access token from it."""
        return max(self._refresh_token_seconds(), self._access_token_seconds)


def _is_earlier(claims: TokenClaims, ended: int) -> bool:
    """Whether the session began by then. The whole second counts, so that no earlier session slips through."""
    began = claims.auth_time if claims.auth_time is not None else claims.issued_at
    return began is None or began * MICROSECONDS <= ended


def _is_excepted(entries: Entries, session: str | None, ended: int) -> bool:
    until = entries.get(f"kept:{session}") if session is not None else None
    return until is not None and until >= ended
