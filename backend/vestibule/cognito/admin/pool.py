"""Pool: read the pool's description."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from vestibule.cognito.admin.role import AdminTopic, role_errors
from vestibule.cognito.attributes import from_cognito_name
from vestibule.cognito.models import PasswordPolicy, PoolAttribute, PoolDescription
from vestibule.cognito.token_validity import validity_seconds

_TYPES = {"String": "string", "Number": "number", "Boolean": "boolean", "DateTime": "date_time"}
_FIRST_FACTORS = {"WEB_AUTHN": "passkey", "EMAIL_OTP": "email_otp"}
_CUSTOM_TRIGGERS = {"DefineAuthChallenge", "CreateAuthChallenge", "VerifyAuthChallengeResponse"}
_MFA = {"OFF": "off", "OPTIONAL": "optional", "ON": "required"}

PASSWORD_FLOWS = frozenset({"ALLOW_USER_PASSWORD_AUTH", "USER_PASSWORD_AUTH", "ALLOW_USER_AUTH"})
"""The flows of our own sign-in screen; the second name is an old one."""


@dataclass(frozen=True)
class Pool(AdminTopic):
    """Read the pool's description."""

    client_id: str

    def describe(self) -> PoolDescription:
        """What the pool and the app client allow.

        (DescribeUserPool, GetUserPoolMfaConfig, DescribeUserPoolClient.)
        """
        with role_errors():
            pool = cast("dict[str, Any]", self.client.describe_user_pool(UserPoolId=self.pool_id)["UserPool"])
            mfa = cast("dict[str, Any]", self.client.get_user_pool_mfa_config(UserPoolId=self.pool_id))
            app = cast(
                "dict[str, Any]",
                self.client.describe_user_pool_client(UserPoolId=self.pool_id, ClientId=self.client_id)[
                    "UserPoolClient"
                ],
            )
            return PoolDescription(
                password_policy=_password_policy(pool["Policies"]["PasswordPolicy"]),
                attributes=[_attribute(schema) for schema in pool["SchemaAttributes"]],
                mfa=_MFA[mfa.get("MfaConfiguration", "OFF")],
                mfa_methods=enabled_methods(mfa),
                factors=_first_factors(pool, app),
                device_tracking=_remembers_devices(pool),
                self_sign_up=not pool.get("AdminCreateUserConfig", {}).get("AllowAdminCreateUserOnly", False),
                password_sign_in=not PASSWORD_FLOWS.isdisjoint(app.get("ExplicitAuthFlows", [])),
                identity_providers=_identity_providers(app),
                refresh_token_seconds=validity_seconds(app, "RefreshToken"),
            )


def _identity_providers(app: dict[str, Any]) -> list[str]:
    by_redirect = app.get("AllowedOAuthFlowsUserPoolClient", False) and "code" in app.get("AllowedOAuthFlows", [])
    return app.get("SupportedIdentityProviders", []) if by_redirect else []


def _password_policy(policy: dict[str, Any]) -> PasswordPolicy:
    return PasswordPolicy(
        minimum_length=policy.get("MinimumLength", 8),
        require_lowercase=policy.get("RequireLowercase", False),
        require_uppercase=policy.get("RequireUppercase", False),
        require_numbers=policy.get("RequireNumbers", False),
        require_symbols=policy.get("RequireSymbols", False),
    )


def _first_factors(pool: dict[str, Any], app: dict[str, Any]) -> list[str]:
    """The factors that a sign-in can begin with: passkeys and codes by USER_AUTH, custom ones by CUSTOM_AUTH."""
    flows = app.get("ExplicitAuthFlows", [])
    allowed = pool["Policies"].get("SignInPolicy", {}).get("AllowedFirstAuthFactors", [])
    chosen = [factor for name, factor in _FIRST_FACTORS.items() if name in allowed and "ALLOW_USER_AUTH" in flows]
    has_triggers = pool.get("LambdaConfig", {}).keys() >= _CUSTOM_TRIGGERS
    custom = ["custom"] if has_triggers and "ALLOW_CUSTOM_AUTH" in flows else []
    return ["password", *chosen, *custom]


def _remembers_devices(pool: dict[str, Any]) -> bool:
    """Whether a remembered device replaces the second factor."""
    return bool(pool.get("DeviceConfiguration", {}).get("ChallengeRequiredOnNewDevice", False))


def _attribute(schema: dict[str, Any]) -> PoolAttribute:
    lengths = schema.get("StringAttributeConstraints", {})
    values = schema.get("NumberAttributeConstraints", {})
    return PoolAttribute(
        name=from_cognito_name(schema["Name"]),
        type=_TYPES[schema["AttributeDataType"]],
        required=schema.get("Required", False),
        editable=schema.get("Mutable", True),
        min_length=_integer(lengths.get("MinLength")),
        max_length=_integer(lengths.get("MaxLength")),
        min_value=_integer(values.get("MinValue")),
        max_value=_integer(values.get("MaxValue")),
    )


def _integer(number: str | None) -> int | None:
    return None if number is None else int(number)


def enabled_methods(mfa: Mapping[str, Any]) -> list[str]:
    """The second factors that are switched on in the response to GetUserPoolMfaConfig."""
    methods = {
        "totp": mfa.get("SoftwareTokenMfaConfiguration", {}).get("Enabled", False),
        "sms": "SmsConfiguration" in mfa.get("SmsMfaConfiguration", {}),
        "email_otp": "EmailMfaConfiguration" in mfa,  # it may be empty: the texts are then Cognito's
    }
    return [method for method, enabled in methods.items() if enabled]
