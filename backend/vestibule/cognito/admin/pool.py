"""Pool: read the pool's description."""

from typing import Any, cast

from vestibule.cognito.admin.role import AdminTopic, role_errors
from vestibule.cognito.attributes import from_cognito_name
from vestibule.cognito.models import PasswordPolicy, PoolAttribute, PoolDescription

_TYPES = {"String": "string", "Number": "number", "Boolean": "boolean", "DateTime": "date_time"}
_MFA = {"OFF": "off", "OPTIONAL": "optional", "ON": "required"}


class Pool(AdminTopic):
    """Read the pool's description."""

    def describe(self) -> PoolDescription:
        """What the pool allows (DescribeUserPool, GetUserPoolMfaConfig)."""
        with role_errors():
            pool = cast("dict[str, Any]", self.client.describe_user_pool(UserPoolId=self.pool_id)["UserPool"])
            mfa = cast("dict[str, Any]", self.client.get_user_pool_mfa_config(UserPoolId=self.pool_id))
            return PoolDescription(
                password_policy=_password_policy(pool["Policies"]["PasswordPolicy"]),
                attributes=[_attribute(schema) for schema in pool["SchemaAttributes"]],
                mfa=_MFA[mfa.get("MfaConfiguration", "OFF")],
                mfa_methods=_methods(mfa),
                self_sign_up=not pool.get("AdminCreateUserConfig", {}).get("AllowAdminCreateUserOnly", False),
            )


def _password_policy(policy: dict[str, Any]) -> PasswordPolicy:
    return PasswordPolicy(
        minimum_length=policy.get("MinimumLength", 8),
        require_lowercase=policy.get("RequireLowercase", False),
        require_uppercase=policy.get("RequireUppercase", False),
        require_numbers=policy.get("RequireNumbers", False),
        require_symbols=policy.get("RequireSymbols", False),
    )


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


def _methods(mfa: dict[str, Any]) -> list[str]:
    methods = {
        "totp": mfa.get("SoftwareTokenMfaConfiguration", {}).get("Enabled", False),
        "sms": "SmsConfiguration" in mfa.get("SmsMfaConfiguration", {}),
        "email_otp": bool(mfa.get("EmailMfaConfiguration")),
    }
    return [method for method, enabled in methods.items() if enabled]
