"""MFA: a pool's configuration, a user's preference, and the list of a user's factors."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from local_cognito.context import Context, Output
from local_cognito.errors import InvalidParameterException
from local_cognito.model import auth_factors, mfa_config, mfa_preferences, passkeys, pools, tokens, users
from local_cognito.model.mfa_config import EMAIL, SMS, TOTP
from local_cognito.model.mfa_preferences import MfaPreferences

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

    from local_cognito.model.pools import Pool
    from local_cognito.model.users import User

MEMBERS = {"SMSMfaSettings": SMS, "SoftwareTokenMfaSettings": TOTP, "EmailMfaSettings": EMAIL}


def set_user_pool_mfa_config(context: Context, request: t.SetUserPoolMfaConfigRequestTypeDef) -> Output:
    """SetUserPoolMfaConfig. Replaces the whole configuration: an omitted MfaConfiguration turns MFA off."""
    config = {"MfaConfiguration": "OFF"} | {name: value for name, value in request.items() if name != "UserPoolId"}
    with context.storage.write() as db:
        pool = pools.find(db, request["UserPoolId"])
        mfa_config.check(pool, config)
        pools.save(db, replace(pool, mfa=config, modified=context.now))
    return config


def get_user_pool_mfa_config(context: Context, request: t.GetUserPoolMfaConfigRequestTypeDef) -> Output:
    """GetUserPoolMfaConfig."""
    with context.storage.read() as db:
        pool = pools.find(db, request["UserPoolId"])
    return {"MfaConfiguration": pool.mfa_mode} | pool.mfa


def set_user_mfa_preference(context: Context, request: t.SetUserMFAPreferenceRequestTypeDef) -> Output:
    """SetUserMFAPreference."""
    with context.storage.write() as db:
        bearer = tokens.authenticate(context, db, request["AccessToken"])
        _set_preference(db, bearer.client.pool, bearer.user, request)
    return {}


def admin_set_user_mfa_preference(context: Context, request: t.AdminSetUserMFAPreferenceRequestTypeDef) -> Output:
    """AdminSetUserMFAPreference."""
    with context.storage.write() as db:
        pool, user = users.get(db, request["UserPoolId"], request["Username"])
        _set_preference(db, pool, user, request)
    return {}


def get_user_auth_factors(context: Context, request: t.GetUserAuthFactorsRequestTypeDef) -> Output:
    """GetUserAuthFactors."""
    with context.storage.read() as db:
        user = tokens.authenticate(context, db, request["AccessToken"]).user
        return _describe_factors(db, user)


def admin_get_user_auth_factors(context: Context, request: t.AdminGetUserAuthFactorsRequestTypeDef) -> Output:
    """AdminGetUserAuthFactors."""
    with context.storage.read() as db:
        _, user = users.get(db, request["UserPoolId"], request["Username"])
        return _describe_factors(db, user)


def _describe_factors(db: sqlite3.Connection, user: User) -> Output:
    preferences = mfa_preferences.find(db, user.sub)
    return {
        "Username": user.username,
        "ConfiguredUserAuthFactors": auth_factors.configured(db, user),
        **preferences.describe(),
    }


def _set_preference(db: sqlite3.Connection, pool: Pool, user: User, request: Mapping[str, object]) -> None:
    """Change the factors that the request names; the others stay as they are."""
    preferences = mfa_preferences.find(db, user.sub)
    changes = {factor: cast("Mapping[str, bool]", request[name]) for name, factor in MEMBERS.items() if name in request}
    _check_preferred(changes)
    for factor, change in changes.items():
        enabled = change.get("Enabled", False)
        if enabled and not mfa_preferences.is_set_up(db, pool, user, factor):
            raise InvalidParameterException(f"User does not have delivery config set to turn on {factor}")
        preferences = preferences.with_factor(factor, enabled=enabled, preferred=change.get("PreferredMfa", False))
    if "WebAuthnMfaSettings" in request:
        wanted = cast("Mapping[str, bool]", request["WebAuthnMfaSettings"]).get("Enabled", False)
        preferences = replace(preferences, webauthn=wanted)
    _check_remaining(db, pool, user, preferences)
    mfa_preferences.save(db, user.sub, preferences)


def _check_preferred(changes: Mapping[str, Mapping[str, bool]]) -> None:
    preferred = [factor for factor, change in changes.items() if change.get("PreferredMfa")]
    if len(preferred) > 1:
        raise InvalidParameterException("Only one MFA factor can be preferred.")
    if any(not changes[factor].get("Enabled") for factor in preferred):
        raise InvalidParameterException(f"{preferred[0]} cannot be preferred because it is not enabled.")


def _check_remaining(db: sqlite3.Connection, pool: Pool, user: User, changed: MfaPreferences) -> None:
    """Refuse to turn off factors where MFA is required, and a passkey as MFA without another factor."""
    before = mfa_preferences.find(db, user.sub)
    if pool.mfa_mode == "ON" and set(before.enabled) - set(changed.enabled):
        raise InvalidParameterException("MFA factors cannot be turned off in a user pool that requires MFA.")
    if not changed.webauthn:
        return
    mfa_config.check_tier(pool, "Passkey")
    if not passkeys.are_multi_factor(pool):
        raise InvalidParameterException(
            "WebAuthn MFA needs the factor configuration MULTI_FACTOR_WITH_USER_VERIFICATION."
        )
    if not changed.enabled:
        raise InvalidParameterException("WebAuthn MFA needs another MFA factor that is enabled.")
