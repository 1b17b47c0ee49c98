"""SessionCredentials: a cache of the AWS credentials of signed-in sessions, in memory only."""

import hashlib
import json
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import Lock

from cachetools import LRUCache
from pydantic import SecretStr

from vestibule import errors
from vestibule.cognito.identity_pool import AwsCredentials, IdentityPool
from vestibule.revocations.revocations import TokenClaims

MAX_SESSIONS = 1000
RENEW_SHARE = 0.75  # of the credentials' life
MAX_WAIT_SECONDS = 2.0  # for another request of the same session
# Claims that differ between the ID tokens of one session, and decide no role.
VARYING_CLAIMS = {"exp", "iat", "nbf", "jti", "at_hash", "nonce", "auth_time", "event_id"}
TEMPORARY = (errors.Unavailable, errors.CognitoTimeout, errors.TooManyRequests)

Claims = Mapping[str, object]


@dataclass
class _Entry:
    """What is known of one session. `fingerprint` is of the claims that the credentials were issued for."""

    user: TokenClaims
    lock: Lock = field(default_factory=Lock, repr=False)
    credentials: AwsCredentials | None = field(default=None, repr=False)
    fingerprint: str = ""
    renew_at: float = 0.0


class SessionCredentials:
    """Credentials by session. They are dropped when the session ends, and when a claim of the ID token changes.

    A changed claim, such as a group, can mean another role. A session that we revoked is dropped at the next call for
    any session, and cannot ask for its credentials before that.
    """

    def __init__(
        self,
        pool: IdentityPool,
        *,
        is_revoked: Callable[[TokenClaims], bool],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self._pool = pool
        self._is_revoked = is_revoked
        self._clock = clock
        self._lock = Lock()
        self._entries: LRUCache[tuple[str, str], _Entry] = LRUCache(MAX_SESSIONS)

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, user: TokenClaims, claims: Claims, id_token: SecretStr) -> AwsCredentials:
        """The credentials of a session, renewed after 75 % of their life. `claims` are those of the ID token.

        While Cognito is unavailable, the present ones are returned until they expire.
        """
        with self._exclusive(self._entry(user)) as entry:
            fingerprint = _fingerprint(claims)
            if entry.credentials is None or entry.fingerprint != fingerprint:
                return self._fetch(entry, fingerprint, id_token)
            if self._clock() < entry.renew_at:
                return entry.credentials
            try:
                return self._fetch(entry, fingerprint, id_token)
            except TEMPORARY:
                if entry.credentials.expires_at.timestamp() <= self._clock():
                    raise
                return entry.credentials

    def _fetch(self, entry: _Entry, fingerprint: str, id_token: SecretStr) -> AwsCredentials:
        """New credentials. Those of other claims are dropped first, because the user may have lost their role."""
        if entry.fingerprint != fingerprint:
            entry.credentials = None
        issued = self._pool.credentials(self._pool.identity_of(id_token), id_token)
        now = self._clock()
        entry.credentials, entry.fingerprint = issued, fingerprint
        entry.renew_at = now + RENEW_SHARE * (issued.expires_at.timestamp() - now)
        return issued

    def _entry(self, user: TokenClaims) -> _Entry:
        key = (user.sub, user.origin_jti or user.jti or "")
        with self._lock:
            for ended in [known for known, entry in self._entries.items() if self._is_over(entry)]:
                del self._entries[ended]
            return self._entries.setdefault(key, _Entry(user))

    def _is_over(self, entry: _Entry) -> bool:
        expired = entry.credentials is not None and entry.credentials.expires_at.timestamp() <= self._clock()
        return expired or self._is_revoked(entry.user)

    @contextmanager
    def _exclusive(self, entry: _Entry) -> Iterator[_Entry]:
        """One request of a session fetches; the others wait for it, but do not occupy threads during an outage."""
        if not entry.lock.acquire(timeout=MAX_WAIT_SECONDS):
            raise errors.CognitoTimeout
        try:
            yield entry
        finally:
            entry.lock.release()


def _fingerprint(claims: Claims) -> str:
    kept = {name: value for name, value in claims.items() if name not in VARYING_CLAIMS}
    return hashlib.sha256(json.dumps(kept, sort_keys=True).encode()).hexdigest()
