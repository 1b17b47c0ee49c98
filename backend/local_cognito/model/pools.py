"""A user pool: how it was set up, and what that means."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, cast

from local_cognito.model import attribute_schema as schema

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

REGION = "us-east-1"

DEFAULT_POLICY = {
    "MinimumLength": 8,
    "RequireUppercase": True,
    "RequireLowercase": True,
    "RequireNumbers": True,
    "RequireSymbols": True,
    "TemporaryPasswordValidityDays": 7,
}

DEFAULTS: dict[str, object] = {
    "DeletionProtection": "INACTIVE",
    "LambdaConfig": {},
    "VerificationMessageTemplate": {"DefaultEmailOption": "CONFIRM_WITH_CODE"},
    "MfaConfiguration": "OFF",
    "EmailConfiguration": {"EmailSendingAccount": "COGNITO_DEFAULT"},
    "AdminCreateUserConfig": {"AllowAdminCreateUserOnly": False, "UnusedAccountValidityDays": 7},
    "UserPoolTags": {},
    "UserPoolTier": "ESSENTIALS",
}


@dataclass(frozen=True)
class Pool:
    """A user pool; `settings` is what CreateUserPool was sent."""

    id: str
    settings: t.CreateUserPoolRequestTypeDef
    mfa: dict[str, object]
    created: float
    modified: float

    @property
    def issuer(self) -> str:
        """What its tokens say in `iss`; never depends on where this server listens."""
        return f"https://cognito-idp.{REGION}.amazonaws.com/{self.id}"

    @cached_property
    def policy(self) -> t.PasswordPolicyTypeTypeDef:
        """The password policy, whole."""
        policies = self.settings.get("Policies")
        given = {} if policies is None else policies.get("PasswordPolicy", {})
        return cast("t.PasswordPolicyTypeTypeDef", DEFAULT_POLICY | dict(given))

    @cached_property
    def attributes(self) -> dict[str, schema.Attribute]:
        """The attributes that users may have, by name."""
        return {entry.name: entry for entry in map(schema.attribute, self._schema_description())}

    @property
    def username_attributes(self) -> tuple[str, ...]:
        """The attributes that are used in place of a username."""
        return tuple(self.settings.get("UsernameAttributes", ()))

    @property
    def alias_attributes(self) -> tuple[str, ...]:
        """The attributes that sign in beside the username."""
        return tuple(self.settings.get("AliasAttributes", ()))

    @property
    def auto_verified(self) -> tuple[str, ...]:
        """The attributes that are sent a code unasked."""
        return tuple(self.settings.get("AutoVerifiedAttributes", ()))

    @property
    def verified_before_update(self) -> tuple[str, ...]:
        """The attributes whose new value waits for its verification."""
        settings = self.settings.get("UserAttributeUpdateSettings")
        return () if settings is None else tuple(settings["AttributesRequireVerificationBeforeUpdate"])

    @property
    def admin_only(self) -> bool:
        """Whether users may not sign themselves up."""
        return self.settings.get("AdminCreateUserConfig", {}).get("AllowAdminCreateUserOnly", False)

    def key(self, name: str) -> str:
        """A username or alias, as it is compared."""
        sensitive = self.settings.get("UsernameConfiguration", {"CaseSensitive": True})["CaseSensitive"]
        return name if sensitive else name.casefold()

    def describe(self, users: int) -> dict[str, object]:
        """In the shape of UserPoolType."""
        left_out = ("PoolName", "Schema", "Policies")
        return (
            DEFAULTS
            | {name: value for name, value in self.settings.items() if name not in left_out}
            | {
                "Id": self.id,
                "Name": self.settings["PoolName"],
                "Arn": f"arn:aws:cognito-idp:{REGION}:000000000000:userpool/{self.id}",
                "Policies": dict(self.settings.get("Policies", {})) | {"PasswordPolicy": self.policy},
                "SchemaAttributes": self._schema_description(),
                "CreationDate": self.created,
                "LastModifiedDate": self.modified,
                "EstimatedNumberOfUsers": users,
            }
            | ({"MfaConfiguration": self.mfa["MfaConfiguration"]} if "MfaConfiguration" in self.mfa else {})
        )

    def _schema_description(self) -> list[schema.Description]:
        return schema.describe([cast("schema.Description", entry) for entry in self.settings.get("Schema", ())])
