"""Domains of user pools: a pool without one has no OAuth endpoints."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from local_cognito.errors import InvalidParameterException

CLASSIC, MANAGED_LOGIN = 1, 2
RESERVED_WORDS = ("aws", "amazon", "cognito")


@dataclass(frozen=True)
class Domain:
    """A prefix or, with CustomDomainConfig, a host name. `settings` are the members of the request that set it."""

    name: str
    pool_id: str
    settings: Mapping[str, object]

    @property
    def is_custom(self) -> bool:
        """Whether it is a host name of the pool's owner."""
        return "CustomDomainConfig" in self.settings

    @property
    def managed_login_version(self) -> object:
        """1 for the classic hosted UI, 2 for managed login. Pages are the same here."""
        return self.settings.get("ManagedLoginVersion", CLASSIC)

    def summary(self) -> dict[str, object]:
        """The response to creating and updating it."""
        cloud_front = {"CloudFrontDomain": "d111111abcdef8.cloudfront.net"} if self.is_custom else {}
        return {"ManagedLoginVersion": self.managed_login_version, **cloud_front}

    def describe(self) -> dict[str, object]:
        """DomainDescriptionType."""
        return {
            **self.settings,
            "UserPoolId": self.pool_id,
            "AWSAccountId": "000000000000",
            "Domain": self.name,
            "S3Bucket": "local-cognito",
            "CloudFrontDistribution": "d111111abcdef8.cloudfront.net",
            "Version": "1",
            "Status": "ACTIVE",
            "ManagedLoginVersion": self.managed_login_version,
        }


def check_name(domain: Domain) -> None:
    """Raise InvalidParameterException for a prefix with a dot, or with a word that AWS reserves."""
    if not domain.is_custom and "." in domain.name:
        raise InvalidParameterException("Domain can contain dots only with CustomDomainConfig.")
    for word in RESERVED_WORDS:
        if not domain.is_custom and word in domain.name:
            raise InvalidParameterException(f"Domain cannot contain reserved word: {word}")


def find(db: sqlite3.Connection, name: str) -> Domain | None:
    """The domain of this name."""
    row = db.execute("SELECT * FROM domains WHERE domain = ?", (name,)).fetchone()
    return None if row is None else _from_row(row)


def of_pool(db: sqlite3.Connection, pool_id: str) -> list[Domain]:
    """A pool's domains: at most one prefix and one custom domain."""
    rows = db.execute("SELECT * FROM domains WHERE pool_id = ? ORDER BY domain", (pool_id,))
    return [_from_row(row) for row in rows]


def description_of_pool(db: sqlite3.Connection, pool_id: str) -> dict[str, str]:
    """The members of UserPoolType that name the domains."""
    return {"CustomDomain" if domain.is_custom else "Domain": domain.name for domain in of_pool(db, pool_id)}


def save(db: sqlite3.Connection, domain: Domain) -> None:
    """Insert or update a domain."""
    row = (domain.name, domain.pool_id, json.dumps(domain.settings))
    db.execute("INSERT OR REPLACE INTO domains (domain, pool_id, settings) VALUES (?, ?, ?)", row)


def delete(db: sqlite3.Connection, domain: Domain) -> None:
    """Delete a domain."""
    db.execute("DELETE FROM domains WHERE domain = ?", (domain.name,))


def _from_row(row: sqlite3.Row) -> Domain:
    return Domain(row["domain"], row["pool_id"], json.loads(row["settings"]))
