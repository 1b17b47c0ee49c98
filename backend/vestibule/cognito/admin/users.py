"""UserAdmin: what the backend may do with its IAM role. Every call is signed."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from threading import Lock
from typing import TYPE_CHECKING, Any, cast

import structlog

from vestibule import errors
from vestibule.cognito.attributes import outside
from vestibule.cognito.errors import cognito_errors
from vestibule.cognito.models import PasswordPolicy, PoolAttribute, PoolDescription

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

log = structlog.get_logger(__name__)

_TYPES = {"String": "string", "Number": "number", "Boolean": "boolean", "DateTime": "date_time"}
_MFA = {"OFF": "off", "OPTIONAL": "optional", "ON": "required"}


@contextmanager
def _as_the_backend() -> Iterator[None]:
    """What is refused here is refused to the operator, whoever is asking: it is no fault of theirs."""
    try:
        with cognito_errors():
            yield
    except (errors.TooManyRequests, errors.Unavailable, errors.CognitoTimeout, errors.Misconfigured):
        raise
    except errors.AppError as error:
        log.warning("cognito.refused_us", error=error.code)
        raise errors.Misconfigured from error


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
        with _as_the_backend():
            pool = cast("dict[str, Any]", self.client.describe_user_pool(UserPoolId=self._pool_id)["UserPool"])
            mfa = cast("dict[str, Any]", self.client.get_user_pool_mfa_config(UserPoolId=self._pool_id))
            return PoolDescription(
                password_policy=_password_policy(pool["Policies"]["PasswordPolicy"]),
                attributes=[_attribute(schema) for schema in pool["SchemaAttributes"]],
                mfa=_MFA[mfa.get("MfaConfiguration", "OFF")],
                mfa_methods=_methods(mfa),
                self_sign_up=not pool.get("AdminCreateUserConfig", {}).get("AllowAdminCreateUserOnly", False),
            )

    def sub_of(self, username: str) -> str:
        """What tokens call the user (AdminGetUser); NotFound where there is none."""
        with _about_a_user():
            user = self.client.admin_get_user(**self._named(username))
            return {pair["Name"]: pair["Value"] for pair in user["UserAttributes"]}["sub"]

    def disable(self, username: str) -> None:
        """Let nobody sign in as this user, and end their sessions at Cognito (AdminDisableUser)."""
        with _about_a_user():
            self.client.admin_disable_user(**self._named(username))

    def enable(self, username: str) -> None:
        """Let the user sign in again (AdminEnableUser)."""
        with _about_a_user():
            self.client.admin_enable_user(**self._named(username))

    def delete(self, username: str) -> None:
        """Delete the user, for good (AdminDeleteUser)."""
        with _about_a_user():
            self.client.admin_delete_user(**self._named(username))

    def _named(self, username: str) -> dict[str, Any]:
        return {"UserPoolId": self._pool_id, "Username": username}


def _about_a_user() -> AbstractContextManager[None]:
    return cognito_errors(UserNotFoundException=errors.NotFound, NotAuthorizedException=errors.Misconfigured)


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
