"""User pools: their rows, and what their settings mean."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, cast

from local_cognito.errors import ResourceNotFoundException
from local_cognito.model import attribute_schema
from local_cognito.model.tiers import DEFAULT_TIER

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

DAY = 86400
ACCOUNT_ID = "000000000000"
RECOVERY = {"verified_email": "email", "verified_phone_number": "phone_number"}

DEFAULT_POLICY = {
    "MinimumLength": 8,
    "RequireUppercase": True,
    "RequireLowercase": True,
    "RequireNumbers": True,
    "RequireSymbols": True,
    "TemporaryPasswordValidityDays": 7,
}


@dataclass(frozen=True)
class Pool:
    """A user pool. `settings` are those of CreateUserPool, `mfa` those of SetUserPoolMfaConfig."""

    id: str
    settings: t.CreateUserPoolRequestTypeDef
    mfa: dict[str, object]
    created: float
    modified: float

    def with_settings(self, changes: Mapping[str, object], now: float) -> Pool:
        """A copy in which some settings are changed."""
        settings = cast("t.CreateUserPoolRequestTypeDef", {**self.settings, **changes})
        return replace(self, settings=settings, modified=now)

    @property
    def region(self) -> str:
        """The region, with which the id begins."""
        return self.id.partition("_")[0]

    @property
    def arn(self) -> str:
        """The pool's ARN."""
        return f"arn:aws:cognito-idp:{self.region}:{ACCOUNT_ID}:userpool/{self.id}"

    @property
    def issuer_type(self) -> str:
        """IssuerConfiguration: ORIGINAL or UPDATED."""
        return self.settings.get("IssuerConfiguration", {}).get("Type", "ORIGINAL")

    @cached_property
    def policy(self) -> t.PasswordPolicyTypeTypeDef:
        """The password policy, with defaults filled in."""
        policies = self.settings.get("Policies")
        given = {} if policies is None else policies.get("PasswordPolicy", {})
        return cast("t.PasswordPolicyTypeTypeDef", DEFAULT_POLICY | dict(given))

    @cached_property
    def attributes(self) -> dict[str, attribute_schema.Attribute]:
        """The schema, by attribute name."""
        return {entry.name: entry for entry in map(attribute_schema.attribute, self.schema_description())}

    @property
    def username_attributes(self) -> tuple[str, ...]:
        """The attributes that are used as usernames (email, phone_number)."""
        return tuple(self.settings.get("UsernameAttributes", ()))

    @property
    def alias_attributes(self) -> tuple[str, ...]:
        """The attributes that sign in as well as the username does."""
        return tuple(self.settings.get("AliasAttributes", ()))

    @property
    def auto_verified(self) -> tuple[str, ...]:
        """The attributes to which a code is sent at sign-up and after a change."""
        return tuple(self.settings.get("AutoVerifiedAttributes", ()))

    @property
    def verified_before_update(self) -> tuple[str, ...]:
        """The attributes whose new value stays pending until it is verified."""
        settings = self.settings.get("UserAttributeUpdateSettings")
        return () if settings is None else tuple(settings.get("AttributesRequireVerificationBeforeUpdate", ()))

    @property
    def mfa_mode(self) -> str:
        """OFF, OPTIONAL or ON. SetUserPoolMfaConfig overrides what the pool was created with."""
        return str(self.mfa.get("MfaConfiguration") or self.settings.get("MfaConfiguration", "OFF"))

    @property
    def tier(self) -> str:
        """The feature plan: LITE, ESSENTIALS or PLUS."""
        return self.settings.get("UserPoolTier", DEFAULT_TIER)

    @property
    def recovery_attributes(self) -> tuple[str, ...]:
        """The attributes of AccountRecoverySetting, in order; empty if it is unset or `admin_only`."""
        setting = self.settings.get("AccountRecoverySetting")
        given = () if setting is None else setting.get("RecoveryMechanisms", ())
        mechanisms = sorted(given, key=lambda mechanism: mechanism["Priority"])
        return tuple(RECOVERY[mechanism["Name"]] for mechanism in mechanisms if mechanism["Name"] in RECOVERY)

    @property
    def recovers_by_admin_only(self) -> bool:
        """Whether users cannot reset a forgotten password themselves."""
        setting = self.settings.get("AccountRecoverySetting")
        return setting is not None and "admin_only" in {item["Name"] for item in setting.get("RecoveryMechanisms", ())}

    @property
    def first_auth_factors(self) -> tuple[str, ...]:
        """AllowedFirstAuthFactors: what may start a choice-based sign-in."""
        policies = cast("dict[str, dict[str, list[str]]]", self.settings.get("Policies", {}))
        return tuple(policies.get("SignInPolicy", {}).get("AllowedFirstAuthFactors", ("PASSWORD",)))

    @property
    def tracks_devices(self) -> bool:
        """Whether sign-ins are bound to devices: any member of DeviceConfiguration turns it on."""
        return bool(self.settings.get("DeviceConfiguration"))

    @property
    def devices_replace_mfa(self) -> bool:
        """Whether a remembered device replaces the second factor."""
        return self.settings.get("DeviceConfiguration", {}).get("ChallengeRequiredOnNewDevice", False)

    @property
    def asks_to_remember_devices(self) -> bool:
        """Whether devices are remembered only when the user says so, and not always."""
        return self.settings.get("DeviceConfiguration", {}).get("DeviceOnlyRememberedOnUserPrompt", False)

    @property
    def has_own_mail_sender(self) -> bool:
        """Whether mail goes through Amazon SES, which e-mail MFA needs."""
        return self.settings.get("EmailConfiguration", {}).get("EmailSendingAccount") == "DEVELOPER"

    @property
    def admin_create_only(self) -> bool:
        """Whether SignUp is disabled."""
        return self.settings.get("AdminCreateUserConfig", {}).get("AllowAdminCreateUserOnly", False)

    @property
    def temporary_password_seconds(self) -> int:
        """How long a temporary password is valid; 0 days means the default of 7."""
        return DAY * (self.policy.get("TemporaryPasswordValidityDays") or 7)

    def key(self, name: str) -> str:
        """The form in which usernames and aliases are compared."""
        sensitive = self.settings.get("UsernameConfiguration", {"CaseSensitive": True})["CaseSensitive"]
        return name if sensitive else name.casefold()

    def schema_description(self) -> list[attribute_schema.Description]:
        """SchemaAttributes."""
        return attribute_schema.describe(
            [cast("attribute_schema.Description", entry) for entry in self.settings.get("Schema", ())]
        )


def find(db: sqlite3.Connection, pool_id: str) -> Pool:
    """The pool with this id; raises ResourceNotFoundException."""
    row = db.execute("SELECT * FROM pools WHERE id = ?", (pool_id,)).fetchone()
    if row is None:
        raise ResourceNotFoundException(f"User pool {pool_id} does not exist.")
    return _from_row(row)


def every(db: sqlite3.Connection) -> list[Pool]:
    """All pools, oldest first."""
    return [_from_row(row) for row in db.execute("SELECT * FROM pools ORDER BY created, id")]


def insert(db: sqlite3.Connection, pool: Pool) -> None:
    """Store a new pool."""
    row = (pool.id, json.dumps(pool.settings), json.dumps(pool.mfa), pool.created, pool.modified)
    db.execute("INSERT INTO pools (id, settings, mfa, created, modified) VALUES (?, ?, ?, ?, ?)", row)


def save(db: sqlite3.Connection, pool: Pool) -> None:
    """Update a pool's settings."""
    row = (json.dumps(pool.settings), json.dumps(pool.mfa), pool.modified, pool.id)
    db.execute("UPDATE pools SET settings = ?, mfa = ?, modified = ? WHERE id = ?", row)


def delete(db: sqlite3.Connection, pool: Pool) -> None:
    """Delete a pool with its keys, clients, users and groups."""
    db.execute("DELETE FROM pools WHERE id = ?", (pool.id,))


def count_users(db: sqlite3.Connection, pool_id: str) -> int:
    """The number of users in a pool."""
    (count,) = db.execute("SELECT count(*) FROM users WHERE pool_id = ?", (pool_id,)).fetchone()
    return int(count)


def _from_row(row: sqlite3.Row) -> Pool:
    return Pool(row["id"], json.loads(row["settings"]), json.loads(row["mfa"]), row["created"], row["modified"])
