"""Passkeys: a user's registered credentials, and the registrations that are under way."""

from __future__ import annotations

import json
import secrets
import sqlite3
from dataclasses import dataclass
from typing import TYPE_CHECKING, cast

from local_cognito.crypto.webauthn import CHALLENGE_BYTES, RegisteredCredential, RelyingParty
from local_cognito.errors import (
    WebAuthnChallengeNotFoundException,
    WebAuthnClientMismatchException,
    WebAuthnConfigurationMissingException,
    WebAuthnNotEnabledException,
)
from local_cognito.model.mfa_config import MULTI_FACTOR

if TYPE_CHECKING:
    from local_cognito.model.pools import Pool

MAX_PER_USER = 20
REGISTRATION_SECONDS = 300


@dataclass(frozen=True)
class Passkey:
    """A registered credential. `id` is base64url, `public_key` is COSE."""

    id: str
    sub: str
    rp_id: str
    public_key: bytes
    sign_count: int
    transports: tuple[str, ...]
    attachment: str | None
    name: str
    created: float

    def describe(self) -> dict[str, object]:
        """WebAuthnCredentialDescription."""
        return {
            "CredentialId": self.id,
            "FriendlyCredentialName": self.name,
            "RelyingPartyId": self.rp_id,
            "AuthenticatorTransports": list(self.transports),
            "CreatedAt": self.created,
        } | ({"AuthenticatorAttachment": self.attachment} if self.attachment else {})


def relying_party(pool: Pool) -> RelyingParty:
    """Whom the pool's passkeys are for.

    Raises WebAuthnNotEnabledException, or WebAuthnConfigurationMissingException without a relying party id.
    """
    config = cast("dict[str, str]", pool.mfa.get("WebAuthnConfiguration", {}))
    if not config and "WEB_AUTHN" not in pool.first_auth_factors:
        raise WebAuthnNotEnabledException
    if "RelyingPartyId" not in config:
        raise WebAuthnConfigurationMissingException
    verification = "required" if are_multi_factor(pool) else config.get("UserVerification", "preferred")
    return RelyingParty(config["RelyingPartyId"], verification)


def are_multi_factor(pool: Pool) -> bool:
    """Whether a passkey with user verification can count as two factors."""
    config = cast("dict[str, str]", pool.mfa.get("WebAuthnConfiguration", {}))
    return config.get("FactorConfiguration") == MULTI_FACTOR


def of_user(db: sqlite3.Connection, sub: str) -> list[Passkey]:
    """A user's passkeys, oldest first."""
    return [_from_row(row) for row in db.execute("SELECT * FROM passkeys WHERE sub = ? ORDER BY created, id", (sub,))]


def find(db: sqlite3.Connection, pool_id: str, credential_id: str) -> Passkey | None:
    """The passkey with this credential id."""
    row = db.execute("SELECT * FROM passkeys WHERE pool_id = ? AND id = ?", (pool_id, credential_id)).fetchone()
    return None if row is None else _from_row(row)


def insert(
    db: sqlite3.Connection, pool: Pool, sub: str, credential: RegisteredCredential, rp_id: str, now: float
) -> None:
    """Store a new passkey."""
    row = (
        pool.id, credential.id, sub, rp_id, credential.public_key, credential.sign_count,
        json.dumps(credential.transports), credential.attachment, f"Passkey {len(of_user(db, sub)) + 1}", now,
    )  # fmt: skip
    db.execute(
        "INSERT INTO passkeys (pool_id, id, sub, rp_id, public_key, sign_count, transports, attachment, name, created)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        row,
    )


def update_sign_count(db: sqlite3.Connection, passkey: Passkey, sign_count: int) -> None:
    """Store the signature counter of the last sign-in."""
    db.execute("UPDATE passkeys SET sign_count = ? WHERE sub = ? AND id = ?", (sign_count, passkey.sub, passkey.id))


def delete(db: sqlite3.Connection, sub: str, credential_id: str) -> bool:
    """Delete a user's passkey. Returns whether there was one."""
    return db.execute("DELETE FROM passkeys WHERE sub = ? AND id = ?", (sub, credential_id)).rowcount == 1


def start_registration(db: sqlite3.Connection, sub: str, client_id: str, now: float) -> bytes:
    """A new challenge, which replaces the user's earlier one."""
    challenge = secrets.token_bytes(CHALLENGE_BYTES)
    db.execute(
        "INSERT OR REPLACE INTO passkey_registrations (sub, client_id, challenge, expires) VALUES (?, ?, ?, ?)",
        (sub, client_id, challenge, now + REGISTRATION_SECONDS),
    )
    return challenge


def pending_registration(db: sqlite3.Connection, sub: str, client_id: str, now: float) -> bytes:
    """The challenge of the user's registration.

    Raises WebAuthnChallengeNotFoundException if it expired, was completed or never began, and
    WebAuthnClientMismatchException if another client began it.
    """
    row = db.execute("SELECT * FROM passkey_registrations WHERE sub = ?", (sub,)).fetchone()
    if row is None or row["expires"] <= now:
        raise WebAuthnChallengeNotFoundException
    if row["client_id"] != client_id:
        raise WebAuthnClientMismatchException
    return bytes(row["challenge"])


def end_registration(db: sqlite3.Connection, sub: str) -> None:
    """Use up the challenge."""
    db.execute("DELETE FROM passkey_registrations WHERE sub = ?", (sub,))


def _from_row(row: sqlite3.Row) -> Passkey:
    return Passkey(
        row["id"], row["sub"], row["rp_id"], row["public_key"], row["sign_count"],
        tuple(json.loads(row["transports"])), row["attachment"], row["name"], row["created"],
    )  # fmt: skip
