"""Pools of local Cognito with one fault each, and the check that finds it."""

from typing import Any

import pytest
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests.doctor.pools import APP, Pool, Variant, build
from tests.doctor.texts import described, documented
from vestibule.cognito.doctor.report import Report

LAMBDA = "arn:aws:lambda:us-east-1:000000000000:function:trigger"


def custom(name: str, *, mutable: bool = True) -> dict[str, Any]:
    return {"Schema": [{"Name": name, "AttributeDataType": "String", "Mutable": mutable}]}


def by(*names: str) -> dict[str, Any]:
    mechanisms = [{"Name": name, "Priority": priority} for priority, name in enumerate(names, 1)]
    return {"AccountRecoverySetting": {"RecoveryMechanisms": mechanisms}}


def without_admins(pool: Pool) -> None:
    pool.client.delete_group(UserPoolId=pool.id, GroupName="admins")


def automatic_group_with_role(pool: Pool) -> None:
    role = "arn:aws:iam::000000000000:role/admin"
    pool.client.create_group(UserPoolId=pool.id, GroupName=f"{pool.id}_Google", RoleArn=role)


def without_branding(pool: Pool) -> None:
    found = pool.client.describe_managed_login_branding_by_client(UserPoolId=pool.id, ClientId=pool.client_id)
    branding = found["ManagedLoginBranding"]["ManagedLoginBrandingId"]
    pool.client.delete_managed_login_branding(UserPoolId=pool.id, ManagedLoginBrandingId=branding)


def without_domain(pool: Pool) -> None:
    domain = pool.client.describe_user_pool(UserPoolId=pool.id)["UserPool"]["Domain"]
    pool.client.delete_user_pool_domain(UserPoolId=pool.id, Domain=domain)


def without_session_duration(pool: Pool) -> None:
    tracking: Any = {"UserPoolId": pool.id, "UserSessionTracking": "DISABLED", "TokenSession": {"MaxPerUser": 10}}
    pool.client.set_user_pool_session_configuration(**tracking)


def without_logs(pool: Pool) -> None:
    pool.client.set_log_delivery_configuration(UserPoolId=pool.id, LogConfigurations=[])


def add_client(pool: Pool, **settings: Any) -> None:
    pool.client.create_user_pool_client(UserPoolId=pool.id, ClientName="other", **settings)


def machine_client_for_users(pool: Pool) -> None:
    pool.client.create_resource_server(
        UserPoolId=pool.id, Identifier="api", Name="api", Scopes=[{"ScopeName": "read", "ScopeDescription": "Read"}]
    )
    add_client(
        pool,
        GenerateSecret=True,
        AllowedOAuthFlowsUserPoolClient=True,
        AllowedOAuthFlows=["client_credentials"],
        AllowedOAuthScopes=["api/read"],
        ExplicitAuthFlows=["ALLOW_USER_PASSWORD_AUTH", "ALLOW_REFRESH_TOKEN_AUTH"],
        AccessTokenValidity=5,
        TokenValidityUnits={"AccessToken": "minutes"},
    )


def implicit_client(pool: Pool) -> None:
    add_client(
        pool,
        AllowedOAuthFlowsUserPoolClient=True,
        AllowedOAuthFlows=["implicit"],
        AllowedOAuthScopes=["openid"],
        CallbackURLs=[f"{APP}/old"],
        SupportedIdentityProviders=["COGNITO"],
    )


def app_client_with_secret(pool: Pool) -> None:
    add_client(pool, GenerateSecret=True, CallbackURLs=["myapp://callback"], SupportedIdentityProviders=["COGNITO"])


OF_CLIENT = {
    "auth-flows": Variant(client={"ExplicitAuthFlows": ["ALLOW_USER_AUTH"]}),
    "no-refresh": Variant(client={"RefreshTokenRotation": None}),
    "token-revocation": Variant(client={"EnableTokenRevocation": False}),
    "user-enumeration": Variant(client={"PreventUserExistenceErrors": "LEGACY"}),
    "client-secret (not set)": Variant(client={"GenerateSecret": True}),
    "client-secret (wrong)": Variant(client={"GenerateSecret": True}, settings={"cognito_client_secret": "wrong"}),
    "client-secret (not needed)": Variant(settings={"cognito_client_secret": "needless"}),
    "pool-exists (client)": Variant(settings={"cognito_client_id": "nosuchclient"}),
    "pool-exists (pool)": Variant(settings={"cognito_user_pool_id": "us-east-1_NoSuchPool"}),
    "issuer": Variant(settings={"cognito_issuer": "https://issuer-cognito-idp.us-east-1.amazonaws.com/us-east-1_X"}),
    "issuer (keys of another pool)": Variant(
        settings={"cognito_jwks_url": "http://127.0.0.1:9/us-east-1_Other/.well-known/jwks.json"}
    ),
    "callback-url": Variant(client={"CallbackURLs": [f"{APP}/elsewhere"]}),
    "callback-url (slash)": Variant(client={"CallbackURLs": [f"{APP}/auth/callback/"]}),
    "callback-url (sign-out)": Variant(client={"LogoutURLs": [f"{APP}/goodbye"]}),
    "oauth-not-enabled": Variant(client={"AllowedOAuthFlowsUserPoolClient": False}),
    "unreadable-scope": Variant(client={"ReadAttributes": ["email", "name"]}),
    "profile-scope": Variant(client={"AllowedOAuthScopes": ["openid", "email"]}),
    "token-validity (access too long)": Variant(
        client={"AccessTokenValidity": 2, "TokenValidityUnits": {"AccessToken": "hours"}}
    ),
    "token-validity (refresh too long)": Variant(client={"RefreshTokenValidity": 91}),
    "offered-providers (not offered)": Variant(client={"SupportedIdentityProviders": ["COGNITO"]}),
    "self-sign-up": Variant(settings={"self_sign_up": False}),
}
OF_POOL = {
    "auth-flows (choice)": Variant(
        pool={
            "Policies": {
                "PasswordPolicy": {"MinimumLength": 8},
                "SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "EMAIL_OTP"]},
            }
        },
    ),
    "auth-flows (custom challenge)": Variant(pool={"LambdaConfig": {"DefineAuthChallenge": LAMBDA}}),
    "public-client-with-secret": Variant(then=app_client_with_secret),
    "device-tracking (another app)": Variant(
        pool={"DeviceConfiguration": {"ChallengeRequiredOnNewDevice": True}},
        then=lambda pool: add_client(pool, ExplicitAuthFlows=["ALLOW_USER_SRP_AUTH"]),
    ),
    "device-tracking (of no use)": Variant(pool={"DeviceConfiguration": {"ChallengeRequiredOnNewDevice": False}}),
    "default-mail": Variant(pool={"EmailConfiguration": None}),
    "auto-verification": Variant(
        pool={"AutoVerifiedAttributes": None, "UserAttributeUpdateSettings": None}, also={"address-change"}
    ),
    "recovery (missing)": Variant(pool={"AccountRecoverySetting": None}),
    "recovery (by an administrator)": Variant(pool=by("admin_only")),
    "recovery (phone first)": Variant(pool=by("verified_phone_number", "verified_email")),
    "address-change": Variant(pool={"UserAttributeUpdateSettings": None}),
    "case-sensitive-names": Variant(pool={"UsernameConfiguration": None}),
    "email-alias": Variant(pool={"UsernameAttributes": None, "AliasAttributes": ["email"]}),
    "writable-privileges": Variant(pool=custom("isAdmin"), client={"WriteAttributes": ["email", "custom:isAdmin"]}),
    "writable-privileges (not set)": Variant(pool=custom("tenant_id"), client={"WriteAttributes": None}),
    "writable-privileges (recovery codes)": Variant(
        pool=custom("recovery_codes"), client={"WriteAttributes": ["email", "name", "custom:recovery_codes"]}
    ),
    "immutable-mapping": Variant(
        pool=custom("badge", mutable=False),
        provider={"AttributeMapping": {"email": "email", "email_verified": "email_verified", "custom:badge": "no"}},
        client={"WriteAttributes": ["email", "name", "custom:badge"]},
    ),
    "unwritable-mapping": Variant(
        provider={"AttributeMapping": {"email": "email", "email_verified": "email_verified", "nickname": "nick"}}
    ),
    "unwritable-mapping (required)": Variant(
        pool={"Schema": [{"Name": "name", "AttributeDataType": "String", "Required": True, "Mutable": True}]}
    ),
    "unverified-federated-mail": Variant(provider={"AttributeMapping": {"email": "email"}}),
    "implicit-flow": Variant(then=implicit_client),
    "domain": Variant(then=without_domain),
    "branding": Variant(then=without_branding),
    "unused-domain": Variant(
        client={
            "AllowedOAuthFlowsUserPoolClient": False,
            "AllowedOAuthFlows": None,
            "AllowedOAuthScopes": None,
            "SupportedIdentityProviders": ["COGNITO"],
        },
        also={"offered-providers"},
    ),
    "managed-session": Variant(then=without_session_duration),
    "delivery-logs": Variant(then=without_logs),
    "deletion-protection": Variant(pool={"DeletionProtection": "INACTIVE"}),
    "password-policy": Variant(pool={"Policies": {"PasswordPolicy": {"MinimumLength": 6}}}),
    "password-policy (temporary)": Variant(
        pool={"Policies": {"PasswordPolicy": {"MinimumLength": 8, "TemporaryPasswordValidityDays": 30}}}
    ),
    "second-factor": Variant(
        pool={"Policies": {"PasswordPolicy": {"MinimumLength": 12}}},
        mfa={"MfaConfiguration": "OFF", "SoftwareTokenMfaConfiguration": None},
    ),
    "pre-sign-up-trigger": Variant(pool={"LambdaConfig": {"PreSignUp": LAMBDA}}),
    "client-ip": Variant(
        pool={"UserPoolTier": "PLUS", "UserPoolAddOns": {"AdvancedSecurityMode": "AUDIT"}},
    ),
    "threat-protection": Variant(pool={"UserPoolTier": "PLUS"}),
    "admins-group": Variant(then=without_admins),
    "admins-group (automatic)": Variant(then=automatic_group_with_role),
    "machine-client": Variant(then=machine_client_for_users),
    "passkey-host": Variant(
        pool={
            "Policies": {
                "PasswordPolicy": {"MinimumLength": 8},
                "SignInPolicy": {"AllowedFirstAuthFactors": ["PASSWORD", "WEB_AUTHN"]},
            }
        },
        client={"ExplicitAuthFlows": ["ALLOW_USER_PASSWORD_AUTH", "ALLOW_USER_AUTH"]},
        mfa={"WebAuthnConfiguration": {"RelyingPartyId": "example.org", "UserVerification": "required"}},
    ),
}


class TestAppClient:
    @pytest.mark.parametrize("fault", OF_CLIENT)
    def test_faulty_app_client_is_found(
        self, cognito: CognitoIdentityProviderClient, healthy: Pool, fault: str
    ) -> None:
        report = build(cognito, OF_CLIENT[fault], healthy.id).examine()

        assert found_by(report) == {check_of(fault)} | OF_CLIENT[fault].also
        assert described(report) == documented("app_client", fault)


class TestPool:
    @pytest.mark.parametrize("fault", OF_POOL)
    def test_faulty_pool_is_found(self, cognito: CognitoIdentityProviderClient, fault: str) -> None:
        report = build(cognito, OF_POOL[fault]).examine()

        assert found_by(report) == {check_of(fault)} | OF_POOL[fault].also
        assert described(report) == documented("pool", fault)


def check_of(fault: str) -> str:
    """A fault is named after its check, with the kind of fault behind it."""
    return fault.partition(" ")[0]


def found_by(report: Report) -> set[str]:
    return {finding.check.id for finding in report.findings}
