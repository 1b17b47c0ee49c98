"""A pool of local Cognito without a fault, and pools with one."""

import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.apps import settings_for
from vestibule.cognito.doctor.build import build_facts
from vestibule.cognito.doctor.registry import CHECKS
from vestibule.cognito.doctor.report import Report, examine
from vestibule.cognito.transport.client import AwsSessions
from vestibule.settings import Settings

APP = "https://app.example.com"
Changes = Mapping[str, Any]

POOL: Changes = {
    "UsernameAttributes": ["email"],
    "UsernameConfiguration": {"CaseSensitive": False},
    "AutoVerifiedAttributes": ["email"],
    "UserAttributeUpdateSettings": {"AttributesRequireVerificationBeforeUpdate": ["email"]},
    "AccountRecoverySetting": {"RecoveryMechanisms": [{"Name": "verified_email", "Priority": 1}]},
    "EmailConfiguration": {
        "EmailSendingAccount": "DEVELOPER",
        "SourceArn": "arn:aws:ses:us-east-1:000000000000:identity/example.com",
    },
    "DeletionProtection": "ACTIVE",
    "Policies": {"PasswordPolicy": {"MinimumLength": 8}, "SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD"]}},
}
MFA: Changes = {"MfaConfiguration": "OPTIONAL", "SoftwareTokenMfaConfiguration": {"Enabled": True}}
CLIENT: Changes = {
    "ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH"],
    "RefreshTokenRotation": {"Feature": "ENABLED", "RetryGracePeriodSeconds": 10},
    "PreventUserExistenceErrors": "ENABLED",
    "EnableTokenRevocation": True,
    "AccessTokenValidity": 15,
    "TokenValidityUnits": {"AccessToken": "minutes"},
    "WriteAttributes": ["email", "name"],
    "ReadAttributes": ["email", "email_verified", "name"],
    "AllowedOAuthFlowsUserPoolClient": True,
    "AllowedOAuthFlows": ["code"],
    "AllowedOAuthScopes": ["openid", "email", "aws.cognito.signin.user.admin"],
    "CallbackURLs": [f"{APP}/auth/callback"],
    "LogoutURLs": [f"{APP}/auth/signout"],
    "SupportedIdentityProviders": ["COGNITO", "Google"],
}
PROVIDER: Changes = {
    "ProviderName": "Google",
    "ProviderType": "Google",
    "ProviderDetails": {"client_id": "1", "client_secret": "2", "authorize_scopes": "openid email"},
    "AttributeMapping": {"email": "email", "email_verified": "email_verified", "username": "sub"},
}
LOGS: Any = {
    "LogLevel": "ERROR",
    "EventSource": "userNotification",
    "CloudWatchLogsConfiguration": {"LogGroupArn": "arn:aws:logs:us-east-1:000000000000:log-group:cognito"},
}
SESSIONS = AwsSessions()  # loading the service model takes longer than all checks
UNCHECKED_HERE = {"ses-identity", "permissions", "firewall"}
"""They ask other services, which do not exist beside local Cognito."""


@dataclass(frozen=True)
class Pool:
    """A user pool, one of its app clients, and the settings of an API for both."""

    client: CognitoIdentityProviderClient
    id: str
    client_id: str
    settings: Settings

    def examine(self) -> Report:
        """Run every check."""
        return examine(build_facts(self.settings, sessions=SESSIONS), CHECKS)


@dataclass(frozen=True)
class Variant:
    """What differs from the healthy pool; a value of None removes a member.

    `also` are the other checks that cannot but find it too.
    """

    pool: Changes = field(default_factory=dict)
    mfa: Changes = field(default_factory=dict)
    client: Changes = field(default_factory=dict)
    provider: Changes = field(default_factory=dict)
    settings: Changes = field(default_factory=dict)
    then: Callable[[Pool], None] | None = None
    also: set[str] = field(default_factory=set)


def build(cognito: CognitoIdentityProviderClient, variant: Variant, pool_id: str | None = None) -> Pool:
    """Create a pool, or an app client in an existing one, and the settings for it."""
    pool_id = pool_id or _new_pool(cognito, variant)
    client = cognito.create_user_pool_client(UserPoolId=pool_id, ClientName="app", **_changed(CLIENT, variant.client))
    client_id = client["UserPoolClient"]["ClientId"]
    if cognito.describe_user_pool(UserPoolId=pool_id)["UserPool"].get("Domain"):
        cognito.create_managed_login_branding(UserPoolId=pool_id, ClientId=client_id, UseCognitoProvidedValues=True)
        session = {"UserPoolId": pool_id, "ClientId": client_id, "SSOSession": {"MaxValidityMinutes": 15}}
        _untyped(cognito).set_user_pool_client_session_configuration(**session)
    values = {"cognito_user_pool_id": pool_id, "cognito_client_id": client_id, "cors_origins": APP}
    settings = settings_for(cognito.meta.endpoint_url, **{**values, **variant.settings})
    pool = Pool(cognito, pool_id, client_id, settings)
    if variant.then:
        variant.then(pool)
    return pool


def _untyped(cognito: Any) -> Any:
    """The same client, for operations that are newer than its type stubs."""
    return cognito


def _new_pool(cognito: CognitoIdentityProviderClient, variant: Variant) -> str:
    pool = cognito.create_user_pool(PoolName="doctor", **_changed(POOL, variant.pool))["UserPool"]
    cognito.set_user_pool_mfa_config(UserPoolId=pool["Id"], **_changed(MFA, variant.mfa))
    cognito.create_group(UserPoolId=pool["Id"], GroupName="admins")
    cognito.create_identity_provider(UserPoolId=pool["Id"], **_changed(PROVIDER, variant.provider))
    cognito.create_user_pool_domain(UserPoolId=pool["Id"], Domain=f"d{secrets.token_hex(6)}", ManagedLoginVersion=2)
    tracking = {"UserPoolId": pool["Id"], "UserSessionTracking": "ENABLED", "TokenSession": {"MaxPerUser": 10}}
    _untyped(cognito).set_user_pool_session_configuration(**tracking)
    cognito.set_log_delivery_configuration(UserPoolId=pool["Id"], LogConfigurations=[LOGS])
    return pool["Id"]


def _changed(members: Changes, changes: Changes) -> dict[str, Any]:
    return {name: value for name, value in {**members, **changes}.items() if value is not None}
