"""UserAdmin: what the backend may do with its IAM role. Every call is signed."""

from collections.abc import Callable
from threading import Lock
from typing import TYPE_CHECKING, Any, cast

from vestibule.cognito.attributes import outside
from vestibule.cognito.errors import cognito_errors
from vestibule.cognito.models import PasswordPolicy, PoolAttribute, PoolDescription

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

_TYPES = {"String": "string", "Number": "number", "Boolean": "boolean", "DateTime": "date_time"}
_MFA = {"OFF": "off", "OPTIONAL": "optional", "ON": "required"}


class UserAdmin:
    """The pool, as its administrator sees it.

    The client is made at its first use: to make it is to look for the role's credentials, over the network if need be.
    """

    def __init__(self, connect: "Callable[[], CognitoIdentityProviderClient]", pool_id: str) -> None:
        self._connect = connect
        self._pool_id = pool_id
        self._client: CognitoIdentityProviderClient | None = None
        self._lock = Lock()

    @property
    def client(self) -> "CognitoIdentityProviderClient":
        """boto3's client, the same for every thread."""
        with self._lock:
            if self._client is None:
                self._client = self._connect()
            return self._client

    def close(self) -> None:
        """Let go of connections."""
        with self._lock:
            if self._client is not None:
                self._client.close()

    def describe(self) -> PoolDescription:
        """What the pool allows (DescribeUserPool, GetUserPoolMfaConfig)."""
        with cognito_errors():
            pool = cast("dict[str, Any]", self.client.describe_user_pool(UserPoolId=self._pool_id)["UserPool"])
            mfa = cast("dict[str, Any]", self.client.get_user_pool_mfa_config(UserPoolId=self._pool_id))
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
    return PoolAttribute(
        name=outside(schema["Name"]),
        type=_TYPES[schema["AttributeDataType"]],
        required=schema.get("Required", False),
        editable=schema.get("Mutable", True),
        min_length=_whole(lengths.get("MinLength")),
        max_length=_whole(lengths.get("MaxLength")),
    )


def _whole(number: str | None) -> int | None:
    return None if number is None else int(number)


def _methods(mfa: dict[str, Any]) -> list[str]:
    methods = {
        "totp": mfa.get("SoftwareTokenMfaConfiguration", {}).get("Enabled", False),
        "sms": "SmsConfiguration" in mfa.get("SmsMfaConfiguration", {}),
        "email_otp": bool(mfa.get("EmailMfaConfiguration")),
    }
    return [method for method, enabled in methods.items() if enabled]
