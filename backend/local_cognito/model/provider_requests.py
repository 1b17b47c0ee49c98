"""Requests to identity providers: what is stored for `state` while the browser is at the provider."""

from __future__ import annotations

import json
import secrets
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from local_cognito.crypto.digests import digest

# A sign-in that takes longer is dropped.
VALIDITY_SECONDS = 300


@dataclass(frozen=True)
class ProviderRequest:
    """A redirect of a browser to a provider. `parameters` are those of /oauth2/authorize, to which it returns.

    `nonce` is ours, for the provider's ID token.
    """

    client_id: str
    provider: str
    parameters: Mapping[str, str]
    nonce: str


def create(
    db: sqlite3.Connection, client_id: str, provider: str, parameters: Mapping[str, str], browser: str, now: float
) -> tuple[str, str]:
    """Store a request. Returns `state` and `nonce`. `browser` is a cookie that the same browser must bring back."""
    db.execute("DELETE FROM provider_requests WHERE expires <= ?", (now,))
    state, nonce = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
    row = (digest(state), client_id, provider, json.dumps(parameters), digest(browser), nonce, now + VALIDITY_SECONDS)
    db.execute("INSERT INTO provider_requests VALUES (?, ?, ?, ?, ?, ?, ?)", row)
    return state, nonce


def find(db: sqlite3.Connection, state: str, browser: str, now: float) -> ProviderRequest | None:
    """The request of this `state`, if it is of this browser and recent."""
    row = db.execute(
        "SELECT * FROM provider_requests WHERE digest = ? AND browser = ? AND expires > ?",
        (digest(state), digest(browser), now),
    ).fetchone()
    if row is None:
        return None
    return ProviderRequest(row["client_id"], row["provider"], json.loads(row["request"]), row["nonce"])


def take(db: sqlite3.Connection, state: str, browser: str, now: float) -> ProviderRequest | None:
    """Find a request, and delete it: a provider responds once."""
    found = find(db, state, browser, now)
    if found:
        db.execute("DELETE FROM provider_requests WHERE digest = ?", (digest(state),))
    return found
