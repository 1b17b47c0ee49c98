"""The first factors that a user has, and those that a choice-based sign-in can offer."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from local_cognito.model import mfa_preferences, passkeys, software_tokens

if TYPE_CHECKING:
    from local_cognito.model.pools import Pool
    from local_cognito.model.users import User

PASSWORDS = ("PASSWORD", "PASSWORD_SRP")
# First factors by what AllowedFirstAuthFactors calls them.
BY_POOL_SETTING = {
    "PASSWORD": PASSWORDS,
    "EMAIL_OTP": ("EMAIL_OTP",),
    "SMS_OTP": ("SMS_OTP",),
    "WEB_AUTHN": ("WEB_AUTHN",),
}
FIRST_FACTORS = tuple(name for names in BY_POOL_SETTING.values() for name in names)
ATTRIBUTES = {"EMAIL_OTP": "email", "SMS_OTP": "phone_number"}


def configured(db: sqlite3.Connection, user: User) -> list[str]:
    """ConfiguredUserAuthFactors: what the user has, whatever the pool allows. Addresses count when verified."""
    has = {
        "PASSWORD": user.password is not None,
        "EMAIL_OTP": user.is_verified("email"),
        "SMS_OTP": user.is_verified("phone_number"),
        "WEB_AUTHN": bool(passkeys.of_user(db, user.sub)),
        "SOFTWARE_TOKEN": software_tokens.is_registered(db, user.sub),
    }
    return [name for name, present in has.items() if present]


def available(db: sqlite3.Connection, pool: Pool, user: User) -> list[str]:
    """AvailableChallenges: what the pool allows and the user has.

    Codes cannot be followed by MFA, so a user with MFA has only passwords, and passkeys that count as two factors.
    An external user signs in with the provider only.
    """
    if user.is_external:
        return []
    allowed = _allowed(pool)
    if user.status == "FORCE_CHANGE_PASSWORD":
        return [name for name in allowed if name in PASSWORDS]
    has_mfa = mfa_preferences.is_required(db, pool, user)
    multi_factor = passkeys.are_multi_factor(pool) and mfa_preferences.find(db, user.sub).webauthn
    usable = {
        **dict.fromkeys(PASSWORDS, user.password is not None),
        **{name: not has_mfa and _receives_codes(user, attribute) for name, attribute in ATTRIBUTES.items()},
        "WEB_AUTHN": (not has_mfa or multi_factor) and bool(passkeys.of_user(db, user.sub)),
    }
    return [name for name in allowed if usable[name]]


def allows_codes(pool: Pool) -> bool:
    """Whether users can sign in with a code alone, and so may have no password."""
    return any(name in pool.first_auth_factors for name in ATTRIBUTES)


def allows_passwords(pool: Pool) -> bool:
    """Whether users can sign in with a password."""
    return "PASSWORD" in pool.first_auth_factors


def simulated(pool: Pool, name: str) -> list[str]:
    """AvailableChallenges for a user who does not exist: those of a user with a password and this address."""
    impossible = {"SMS_OTP", "WEB_AUTHN"} if "@" in name else {"EMAIL_OTP", "WEB_AUTHN"}
    if pool.mfa_mode == "ON":
        impossible |= set(ATTRIBUTES)
    return [factor for factor in _allowed(pool) if factor not in impossible]


def _allowed(pool: Pool) -> list[str]:
    settings = pool.first_auth_factors
    return [name for setting, names in BY_POOL_SETTING.items() if setting in settings for name in names]


def _receives_codes(user: User, attribute: str) -> bool:
    """Whether codes can be sent there: a verified address, or one that the code itself would verify."""
    verifies = user.status == "UNCONFIRMED" or user.password is None
    return attribute in user.attributes and (user.is_verified(attribute) or verifies)
