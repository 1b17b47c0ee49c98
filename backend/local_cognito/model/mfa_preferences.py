"""A user's second factors: which are enabled, which one is preferred, and which challenge a sign-in needs."""

from __future__ import annotations

import json
import sqlite3
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from local_cognito.model import mfa_config, software_tokens
from local_cognito.model.mfa_config import ATTRIBUTES, EMAIL, FACTORS, TOTP

if TYPE_CHECKING:
    from local_cognito.model.pools import Pool
    from local_cognito.model.users import User

SELECT_MFA_TYPE, MFA_SETUP = "SELECT_MFA_TYPE", "MFA_SETUP"


@dataclass(frozen=True)
class MfaPreferences:
    """What SetUserMFAPreference stores. `webauthn` is whether a passkey counts as two factors."""

    enabled: tuple[str, ...] = ()
    preferred: str | None = None
    webauthn: bool = False

    def with_factor(self, factor: str, *, enabled: bool, preferred: bool) -> MfaPreferences:
        """A copy with one factor changed. Only one factor can be preferred."""
        others = tuple(name for name in self.enabled if name != factor)
        names = (*others, factor) if enabled else others
        kept = None if self.preferred == factor else self.preferred
        return replace(
            self,
            enabled=tuple(name for name in FACTORS if name in names),
            preferred=factor if preferred else kept,
        )

    def describe(self) -> dict[str, object]:
        """The members of GetUser and GetUserAuthFactors; empty ones are left out."""
        listed = {"UserMFASettingList": list(self.enabled)} if self.enabled else {}
        return listed | ({"PreferredMfaSetting": self.preferred} if self.preferred else {})


def find(db: sqlite3.Connection, sub: str) -> MfaPreferences:
    """A user's preferences; the default if none are stored."""
    row = db.execute("SELECT * FROM mfa_settings WHERE sub = ?", (sub,)).fetchone()
    if row is None:
        return MfaPreferences()
    return MfaPreferences(tuple(json.loads(row["enabled"])), row["preferred"], bool(row["webauthn"]))


def save(db: sqlite3.Connection, sub: str, preferences: MfaPreferences) -> None:
    """Store a user's preferences."""
    db.execute(
        "INSERT OR REPLACE INTO mfa_settings (sub, enabled, preferred, webauthn) VALUES (?, ?, ?, ?)",
        (sub, json.dumps(preferences.enabled), preferences.preferred, preferences.webauthn),
    )


def enable(db: sqlite3.Connection, sub: str, factor: str) -> None:
    """Enable a factor and prefer it, as its set-up during a sign-in does."""
    save(db, sub, find(db, sub).with_factor(factor, enabled=True, preferred=True))


def disable(db: sqlite3.Connection, sub: str, factor: str) -> None:
    """Disable a factor that the user no longer has."""
    save(db, sub, find(db, sub).with_factor(factor, enabled=False, preferred=False))


def is_set_up(db: sqlite3.Connection, pool: Pool, user: User, factor: str) -> bool:
    """Whether the pool offers the factor and the user has what it needs: an app, a phone number, an e-mail."""
    if factor not in mfa_config.allowed_factors(pool):
        return False
    if factor == TOTP:
        return software_tokens.is_registered(db, user.sub)
    return ATTRIBUTES[factor] in user.attributes


def eligible(db: sqlite3.Connection, pool: Pool, user: User) -> list[str]:
    """The factors that a sign-in can ask for.

    With required MFA every factor that is set up counts, otherwise only those that the user enabled. An address that
    is the primary recovery channel is no second factor: anyone who reads that mailbox could reset the password too.
    """
    enabled = FACTORS if pool.mfa_mode == "ON" else find(db, user.sub).enabled
    recovery = pool.recovery_attributes[:1]
    return [
        factor
        for factor in enabled
        if is_set_up(db, pool, user, factor) and (factor == TOTP or ATTRIBUTES[factor] not in recovery)
    ]


def is_required(db: sqlite3.Connection, pool: Pool, user: User) -> bool:
    """Whether this user's sign-in needs a second factor."""
    return pool.mfa_mode == "ON" or (pool.mfa_mode == "OPTIONAL" and bool(eligible(db, pool, user)))


def next_challenge(db: sqlite3.Connection, pool: Pool, user: User) -> str | None:
    """The challenge after a correct first factor; None if no second factor is needed."""
    if not is_required(db, pool, user):
        return None
    choices = eligible(db, pool, user)
    preferred = find(db, user.sub).preferred
    if preferred in choices:
        return preferred
    if len(choices) > 1:
        return SELECT_MFA_TYPE
    return choices[0] if choices else MFA_SETUP


def can_set_up(pool: Pool, user: User) -> list[str]:
    """The factors that a user without one can set up during a sign-in."""
    allowed = mfa_config.allowed_factors(pool)
    has_address = any(name in user.attributes for name in ATTRIBUTES.values())
    by_email = EMAIL in allowed and not has_address and "email" not in pool.recovery_attributes[:1]
    return [TOTP] * (TOTP in allowed) + [EMAIL] * by_email
