"""The sessions of a user: where they are signed in. Cognito lists them only in pools with session tracking."""

from collections.abc import Callable
from typing import NamedTuple
from zlib import crc32

from vestibule.records.records import DAY, Kind, RecordModel, Records
from vestibule.storage.text_cipher import TextCipher

MAX_SESSIONS = 100  # per user; there may be a few more until those used least recently are forgotten
LOOK_AT_ONE_IN = 16  # sessions: to know whether there are too many, all of the user's have to be read
USE_SECONDS = 600  # how precisely the last use is known


class StoredSession(RecordModel):
    """A session as it is stored: the client IP is encrypted. Times are in seconds since 1970."""

    id: str
    auth_time: float
    last_used_at: float
    browser: str
    client_ip: str


# Not durable: a session that a power failure removed from the list comes back when it is refreshed.
SESSION = Kind("session", StoredSession, lifetime=30 * DAY, durable=False)


class Session(NamedTuple):
    """A session by its `origin_jti`: when it began, when it was used last, from which browser and client IP."""

    id: str
    auth_time: float
    last_used_at: float
    browser: str
    client_ip: str


class Origin(NamedTuple):
    """Where a request comes from."""

    browser: str
    client_ip: str


class Sessions:
    """By user (`sub`) and session, for as long as a refresh token lives. Every method may raise StoreUnavailable."""

    def __init__(
        self, records: Records, cipher: TextCipher, *, lifetime: Callable[[], float], clock: Callable[[], float]
    ) -> None:
        self._records = records
        self._cipher = cipher
        self._lifetime = lifetime
        self._clock = clock

    def begin(self, sub: str, session_id: str, auth_time: float, origin: Origin) -> None:
        """Note a session that has just begun."""
        if crc32(session_id.encode()) % LOOK_AT_ONE_IN == 0:
            self._make_room(sub)
        self._put(sub, session_id, auth_time, origin)

    def use(self, sub: str, session_id: str, auth_time: float, origin: Origin) -> None:
        """Note that the session was used, unless that was noted a moment ago."""
        stored = self._records.get(SESSION, sub, item=session_id)
        if stored is None:
            self.begin(sub, session_id, auth_time, origin)
        elif self._clock() - stored.last_used_at >= USE_SECONDS:
            self._put(sub, session_id, auth_time, origin)

    def _put(self, sub: str, session_id: str, auth_time: float, origin: Origin) -> None:
        now = self._clock()
        session = StoredSession(
            id=session_id,
            auth_time=auth_time,
            last_used_at=now,
            browser=origin.browser,
            client_ip=self._cipher.encrypt(origin.client_ip),
        )
        lifetime = auth_time + self._lifetime() - now
        if lifetime > 0:
            self._records.put(SESSION, sub, session, item=session_id, lifetime=lifetime)

    def _make_room(self, sub: str) -> None:
        """Forget the sessions used least recently: a program may sign in a thousand times a day."""
        surplus = self._by_last_use(sub)[MAX_SESSIONS - LOOK_AT_ONE_IN :]
        if surplus:
            self._records.delete_items(SESSION, sub, [session.id for session in surplus])

    def of_user(self, sub: str) -> list[Session]:
        """The user's sessions, the one used last first."""
        return [
            Session(**dict(session) | {"client_ip": self._cipher.decrypt(session.client_ip) or ""})
            for session in self._by_last_use(sub)[:MAX_SESSIONS]
        ]

    def _by_last_use(self, sub: str) -> list[StoredSession]:
        """The user's sessions, the one used last first."""
        return sorted(self._records.all_of(SESSION, sub), key=lambda session: session.last_used_at, reverse=True)

    def end(self, sub: str, session_id: str) -> None:
        """Forget a session."""
        self._records.delete(SESSION, sub, item=session_id)

    def end_all(self, sub: str) -> None:
        """Forget all sessions of a user."""
        self._records.delete_all_of(SESSION, sub)
