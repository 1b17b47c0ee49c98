"""Resource servers, and the scopes that app clients can have."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from local_cognito.errors import InvalidParameterException, ResourceNotFoundException, ScopeDoesNotExistException
from local_cognito.model.claims import SELF_SERVICE_SCOPE

OPENID_SCOPES = ("openid", "email", "phone", "profile")
STANDARD_SCOPES = (*OPENID_SCOPES, SELF_SERVICE_SCOPE)


@dataclass(frozen=True)
class ResourceServer:
    """An API with scopes of its own. `scopes` are ResourceServerScopeTypes."""

    pool_id: str
    identifier: str
    name: str
    scopes: Sequence[Mapping[str, object]]

    @property
    def scope_names(self) -> set[str]:
        """The scopes as tokens name them, such as `https://api.example.com/read`."""
        return {f"{self.identifier}/{scope['ScopeName']}" for scope in self.scopes}

    def describe(self) -> dict[str, object]:
        """ResourceServerType."""
        named = {"UserPoolId": self.pool_id, "Identifier": self.identifier, "Name": self.name}
        return {**named, "Scopes": list(self.scopes)}


def find(db: sqlite3.Connection, pool_id: str, identifier: str) -> ResourceServer:
    """The resource server with this identifier; raises ResourceNotFoundException."""
    for server in of_pool(db, pool_id):
        if server.identifier == identifier:
            return server
    raise ResourceNotFoundException("Resource server doesn't exist.")


def of_pool(db: sqlite3.Connection, pool_id: str) -> list[ResourceServer]:
    """All resource servers of a pool, by identifier."""
    rows = db.execute("SELECT * FROM resource_servers WHERE pool_id = ? ORDER BY identifier", (pool_id,))
    return [ResourceServer(row["pool_id"], row["identifier"], row["name"], json.loads(row["scopes"])) for row in rows]


def insert(db: sqlite3.Connection, server: ResourceServer) -> None:
    """Store a new resource server; raises InvalidParameterException if there is one with its identifier."""
    if server.identifier in {other.identifier for other in of_pool(db, server.pool_id)}:
        raise InvalidParameterException(f"{server.identifier} already exists in user pool {server.pool_id}.")
    save(db, server)


def save(db: sqlite3.Connection, server: ResourceServer) -> None:
    """Insert or update a resource server."""
    row = (server.pool_id, server.identifier, server.name, json.dumps(server.scopes))
    db.execute("INSERT OR REPLACE INTO resource_servers VALUES (?, ?, ?, ?)", row)


def delete(db: sqlite3.Connection, server: ResourceServer) -> None:
    """Delete a resource server. Clients keep its scopes, but get no tokens for them."""
    db.execute("DELETE FROM resource_servers WHERE pool_id = ? AND identifier = ?", (server.pool_id, server.identifier))


def scopes(db: sqlite3.Connection, pool_id: str) -> set[str]:
    """Every scope that exists in a pool."""
    return set(STANDARD_SCOPES).union(*(server.scope_names for server in of_pool(db, pool_id)))


def check_scopes(db: sqlite3.Connection, pool_id: str, wanted: Iterable[str]) -> None:
    """Raise ScopeDoesNotExistException for a scope that does not exist in the pool."""
    if unknown := sorted(set(wanted) - scopes(db, pool_id)):
        raise ScopeDoesNotExistException(f"Invalid scope requested: {unknown[0]}")
