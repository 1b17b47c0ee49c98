"""User pools: what they are made with, and what they are described as."""

from __future__ import annotations

import json
import secrets
import sqlite3
import string
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, cast

from local_cognito import keys, schema
from local_cognito.errors import ResourceNotFoundException
from local_cognito.pages import page

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

    from local_cognito.context import Answer, Context

REGION = "us-east-1"
ID_ALPHABET = string.ascii_letters + string.digits

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


def find(db: sqlite3.Connection, pool_id: str) -> Pool:
    """The pool of that id; raises ResourceNotFoundException."""
    row = db.execute("SELECT * FROM pools WHERE id = ?", (pool_id,)).fetchone()
    if row is None:
        raise ResourceNotFoundException(f"User pool {pool_id} does not exist.")
    return _pool(row)


def insert(db: sqlite3.Connection, pool: Pool) -> None:
    """Keep a new pool."""
    row = (pool.id, json.dumps(pool.settings), json.dumps(pool.mfa), pool.created, pool.modified)
    db.execute("INSERT INTO pools (id, settings, mfa, created, modified) VALUES (?, ?, ?, ?, ?)", row)


def create_user_pool(context: Context, request: t.CreateUserPoolRequestTypeDef) -> Answer:
    """CreateUserPool."""
    pool_id = f"{REGION}_{''.join(secrets.choice(ID_ALPHABET) for _ in range(9))}"
    pool = Pool(pool_id, request, {}, context.now, context.now)
    _ = pool.attributes  # a schema that cannot be read is refused here, not at the first sign-up
    pems = {purpose: keys.generate() for purpose in keys.PURPOSES}
    with context.storage.write() as db:
        insert(db, pool)
        keys.insert(db, pool.id, pems)
    return {"UserPool": pool.describe(users=0)}


def describe_user_pool(context: Context, request: t.DescribeUserPoolRequestTypeDef) -> Answer:
    """DescribeUserPool."""
    with context.storage.read() as db:
        pool = find(db, request["UserPoolId"])
        (users,) = db.execute("SELECT count(*) FROM users WHERE pool_id = ?", (pool.id,)).fetchone()
    return {"UserPool": pool.describe(users)}


def list_user_pools(context: Context, request: t.ListUserPoolsRequestTypeDef) -> Answer:
    """ListUserPools."""
    with context.storage.read() as db:
        found = [_pool(row) for row in db.execute("SELECT * FROM pools ORDER BY created, id")]
    shown, after = page(found, request["MaxResults"], request.get("NextToken"))
    return {"UserPools": [_summary(pool) for pool in shown]} | ({"NextToken": after} if after else {})


def _summary(pool: Pool) -> dict[str, object]:
    return {
        "Id": pool.id,
        "Name": pool.settings["PoolName"],
        "LambdaConfig": dict(pool.settings.get("LambdaConfig", {})),
        "CreationDate": pool.created,
        "LastModifiedDate": pool.modified,
    }


def _pool(row: sqlite3.Row) -> Pool:
    return Pool(row["id"], json.loads(row["settings"]), json.loads(row["mfa"]), row["created"], row["modified"])
