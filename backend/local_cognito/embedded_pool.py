"""What exists from the first start, and Vestibule uses by default: a user pool, a client, a group, an identity pool."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from local_cognito import embedded_domain
from local_cognito.context import Context
from local_cognito.crypto import keys
from local_cognito.identity.model import pools as identity_pools
from local_cognito.identity.model.pools import IdentityPool
from local_cognito.identity.model.user_pool_tokens import provider_name
from local_cognito.model import client_settings, clients, groups, pools
from local_cognito.model.attribute_schema import STANDARD_STRINGS
from local_cognito.model.clients import Client
from local_cognito.model.groups import Group
from local_cognito.model.pools import Pool
from local_cognito.settings import APP_URLS

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import type_defs as identity
    from mypy_boto3_cognito_idp import type_defs as t

POOL_ID = "us-east-1_Vestibule"
CLIENT_ID = "vestibulelocal"
ADMINS = "admins"
AGENT_NAME = "custom:agentName"
# Digests of recovery codes. The client can neither read nor write them.
RECOVERY_CODES: t.SchemaAttributeTypeTypeDef = {
    "Name": "recovery_codes",
    "AttributeDataType": "String",
    "Mutable": True,
    "StringAttributeConstraints": {"MinLength": "0", "MaxLength": "2048"},
}

POOL: t.CreateUserPoolRequestTypeDef = {
    "PoolName": "vestibule",
    "UsernameAttributes": ["email"],
    "UsernameConfiguration": {"CaseSensitive": False},
    "AutoVerifiedAttributes": ["email"],
    "UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": ["email"]},
    # By phone first: Cognito refuses e-mail MFA where e-mail is the only or the primary recovery channel.
    "AccountRecoverySetting": {
        "RecoveryMechanisms": [
            {"Priority": 1, "Name": "verified_phone_number"},
            {"Priority": 2, "Name": "verified_email"},
        ]
    },
    "EmailConfiguration": {
        "EmailSendingAccount": "DEVELOPER",
        "SourceArn": "arn:aws:ses:us-east-1:000000000000:identity/localhost",
    },
    "MfaConfiguration": "OFF",
    "Policies": {"SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP", "WEB_AUTHN"]}},
    "Schema": [
        {"Name": "email", "AttributeDataType": "String", "Required": True, "Mutable": True},
        {
            "Name": "agentName",
            "AttributeDataType": "String",
            "Mutable": True,
            "StringAttributeConstraints": {"MinLength": "1", "MaxLength": "64"},
        },
        RECOVERY_CODES,
    ],
}
WEBAUTHN = {
    "RelyingPartyId": "localhost",
    "UserVerification": "required",
    "FactorConfiguration": "MULTI_FACTOR_WITH_USER_VERIFICATION",
}
MFA: dict[str, object] = {
    "MfaConfiguration": "OPTIONAL",
    "SoftwareTokenMfaConfiguration": {"Enabled": True},
    "EmailMfaConfiguration": {"Message": "Your sign-in code is {####}", "Subject": "Your sign-in code"},
    "WebAuthnConfiguration": WEBAUTHN,
}
WRITABLE = [*STANDARD_STRINGS, "birthdate", "updated_at", AGENT_NAME]
CLIENT: client_settings.Settings = {
    "ClientName": "vestibule",
    "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_AUTH"],
    "PreventUserExistenceErrors": "ENABLED",
    "EnableTokenRevocation": True,
    "RefreshTokenRotation": {"Feature": "ENABLED", "RetryGracePeriodSeconds": 10},
    "TokenValidityUnits": {"AccessToken": "seconds", "IdToken": "seconds", "RefreshToken": "days"},
    "RefreshTokenValidity": 30,
    "WriteAttributes": WRITABLE,
    "ReadAttributes": [*WRITABLE, "email_verified", "phone_number_verified"],
}


IDENTITY_POOL_ID = "us-east-1:00000000-0000-4000-8000-000000000001"
PROVIDER = provider_name(POOL_ID)
IDENTITY_POOL: Mapping[str, object] = {
    "IdentityPoolName": "vestibule",
    "AllowUnauthenticatedIdentities": False,
    "AllowClassicFlow": False,
    "CognitoIdentityProviders": [{"ProviderName": PROVIDER, "ClientId": CLIENT_ID, "ServerSideTokenCheck": True}],
}
ROLES = {"authenticated": "arn:aws:iam::000000000000:role/vestibule-user"}
ROLE_MAPPINGS: Mapping[str, identity.RoleMappingTypeDef] = {
    f"{PROVIDER}:{CLIENT_ID}": {"Type": "Token", "AmbiguousRoleResolution": "AuthenticatedRole"}
}


def provision(context: Context, access_token_seconds: int, app_urls: Sequence[str] = APP_URLS) -> None:
    """Create the pool, its domain, client and group unless they exist. Sets the tokens' validity at every start."""
    with context.storage.read() as db:
        exists = POOL_ID in {pool.id for pool in pools.every(db)}
    pems = {} if exists else {purpose: keys.generate() for purpose in keys.PURPOSES}
    now = context.now
    with context.storage.write() as db:
        if not exists:
            pools.insert(db, Pool(POOL_ID, POOL, MFA, now, now))
            keys.insert(db, POOL_ID, pems)
            groups.insert(db, Group(POOL_ID, ADMINS, "May administer users.", None, 0, now, now))
        _upgrade(db, now)
        pool = pools.find(db, POOL_ID)
        # The client, too, may have been deleted since the last start.
        client = {client.id: client for client in clients.of_pool(db, pool)}.get(CLIENT_ID)
        settings = _client_settings({**client.settings} if client else {}, access_token_seconds)
        if embedded_domain.provision(db, pool.id, now) or client is None:
            settings = embedded_domain.with_oauth(settings)
        settings = embedded_domain.with_app_urls(settings, app_urls)
        client = client or Client(CLIENT_ID, pool, (), settings, now, now)
        clients.save(db, replace(client, settings=settings))
        if IDENTITY_POOL_ID not in {pool.id for pool in identity_pools.every(db)}:
            identity_pools.save(db, IdentityPool(IDENTITY_POOL_ID, IDENTITY_POOL, ROLES, ROLE_MAPPINGS, {}, now))


def _upgrade(db: sqlite3.Connection, now: float) -> None:
    """Give the pool of an earlier data file the settings that second factors, passkeys and recovery codes need."""
    pool = pools.find(db, POOL_ID)
    if "WebAuthnConfiguration" in pool.mfa:
        _add_recovery_codes(db, pool, now)
        return
    settings = cast("t.CreateUserPoolRequestTypeDef", {**pool.settings, **POOL})
    pools.save(db, replace(pool, settings=settings, mfa=MFA, modified=now))
    client = clients.find(db, CLIENT_ID)
    flows = {"ExplicitAuthFlows": CLIENT["ExplicitAuthFlows"]}
    changed = cast("t.UpdateUserPoolClientRequestTypeDef", {**client.settings, **flows})
    clients.save(db, replace(client, settings=changed, modified=now))


def _add_recovery_codes(db: sqlite3.Connection, pool: Pool, now: float) -> None:
    schema = [*pool.settings.get("Schema", [])]
    if RECOVERY_CODES["Name"] not in {entry.get("Name", "").removeprefix("custom:") for entry in schema}:
        settings = cast("t.CreateUserPoolRequestTypeDef", {**pool.settings, "Schema": [*schema, RECOVERY_CODES]})
        pools.save(db, replace(pool, settings=settings, modified=now))


def _client_settings(
    stored: client_settings.Settings, access_token_seconds: int
) -> t.UpdateUserPoolClientRequestTypeDef:
    validity = {"AccessTokenValidity": access_token_seconds, "IdTokenValidity": access_token_seconds}
    units = {"TokenValidityUnits": CLIENT["TokenValidityUnits"]}
    settings = client_settings.DEFAULTS | CLIENT | stored | units | validity
    return cast("t.UpdateUserPoolClientRequestTypeDef", settings)
