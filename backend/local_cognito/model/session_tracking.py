"""Session tracking: whether a pool lists its users' sessions, and how many a user may have."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from local_cognito.model import configurations

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from local_cognito.model.clients import Client

KIND: configurations.Kind = "sessions"
DEFAULT_MAX_PER_USER = 20
# Of an app client that has no configuration.
DEFAULT_SSO_SESSION = {"MaxValidityMinutes": 60}


@dataclass(frozen=True)
class SessionTracking:
    """A pool's configuration."""

    is_enabled: bool = False
    max_per_user: int = DEFAULT_MAX_PER_USER

    def describe(self) -> dict[str, object]:
        """The members of GetUserPoolSessionConfigurationResponse."""
        return {
            "UserSessionTracking": "ENABLED" if self.is_enabled else "DISABLED",
            "TokenSession": {"MaxPerUser": self.max_per_user},
        }


def of_pool(db: sqlite3.Connection, pool_id: str) -> SessionTracking:
    """The pool's configuration; off unless it was set."""
    stored = configurations.find(db, KIND, pool_id)
    if stored is None:
        return SessionTracking()
    session = cast("Mapping[str, int]", stored.document["TokenSession"])
    return SessionTracking(stored.document["UserSessionTracking"] == "ENABLED", session["MaxPerUser"])


def browser_session_seconds(db: sqlite3.Connection, client: Client) -> int:
    """How long a browser gets codes for this client without another sign-in: an hour without tracking."""
    is_tracked = of_pool(db, client.pool.id).is_enabled
    stored = configurations.find(db, KIND, client.pool.id, client.id) if is_tracked else None
    session = cast("Mapping[str, int]", stored.document["SSOSession"]) if stored else DEFAULT_SSO_SESSION
    return 60 * session["MaxValidityMinutes"]
