"""App clients."""

from __future__ import annotations

import secrets
import sqlite3
import string
from typing import TYPE_CHECKING

from local_cognito.context import Context, Output
from local_cognito.model import (
    client_secrets,
    client_settings,
    clients,
    identity_providers,
    pools,
    resource_servers,
)
from local_cognito.model.clients import Client
from local_cognito.model.pagination import next_page, page

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

    from local_cognito.model.pools import Pool

CLIENT_ID_ALPHABET = string.ascii_lowercase + string.digits


def create_user_pool_client(context: Context, request: t.CreateUserPoolClientRequestTypeDef) -> Output:
    """CreateUserPoolClient."""
    return create(context, request, "".join(secrets.choice(CLIENT_ID_ALPHABET) for _ in range(26)))


def create(context: Context, request: t.CreateUserPoolClientRequestTypeDef, client_id: str) -> Output:
    """Create a client with this id."""
    value = client_secrets.generate() if request.get("GenerateSecret") else request.get("ClientSecret")
    owned = (client_secrets.create(client_id, value, context.now),) if value else ()
    with context.storage.write() as db:
        pool = pools.find(db, request["UserPoolId"])
        settings = client_settings.from_request({**request}, pool, has_secret=bool(owned))
        _check_references(db, pool, settings)
        client = Client(client_id, pool, owned, settings, context.now, context.now)
        clients.save(db, client)
    return {"UserPoolClient": client.describe()}


def update_user_pool_client(context: Context, request: t.UpdateUserPoolClientRequestTypeDef) -> Output:
    """UpdateUserPoolClient. Settings that the request omits are reset to their defaults, as in AWS."""
    with context.storage.write() as db:
        old = clients.find(db, request["ClientId"], request["UserPoolId"])
        given = {"ClientName": old.settings.get("ClientName", ""), **request}
        settings = client_settings.from_request(given, old.pool, has_secret=old.is_confidential)
        _check_references(db, old.pool, settings)
        client = Client(old.id, old.pool, old.secrets, settings, old.created, context.now)
        clients.save(db, client)
    return {"UserPoolClient": client.describe()}


def delete_user_pool_client(context: Context, request: t.DeleteUserPoolClientRequestTypeDef) -> Output:
    """DeleteUserPoolClient. Deletes the client's sessions as well."""
    with context.storage.write() as db:
        clients.delete(db, clients.find(db, request["ClientId"], request["UserPoolId"]))
    return {}


def describe_user_pool_client(context: Context, request: t.DescribeUserPoolClientRequestTypeDef) -> Output:
    """DescribeUserPoolClient."""
    with context.storage.read() as db:
        return {"UserPoolClient": clients.find(db, request["ClientId"], request["UserPoolId"]).describe()}


def list_user_pool_clients(context: Context, request: t.ListUserPoolClientsRequestTypeDef) -> Output:
    """ListUserPoolClients."""
    with context.storage.read() as db:
        pool = pools.find(db, request["UserPoolId"])
        found = clients.of_pool(db, pool)
    shown, token = page(found, request.get("MaxResults"), request.get("NextToken"))
    summaries = [
        {"ClientId": client.id, "UserPoolId": pool.id, "ClientName": client.settings["ClientName"]} for client in shown
    ]
    return {"UserPoolClients": summaries} | next_page(token)


def _check_references(db: sqlite3.Connection, pool: Pool, settings: t.UpdateUserPoolClientRequestTypeDef) -> None:
    """Raise InvalidParameterException or ScopeDoesNotExistException for a provider or scope that does not exist."""
    identity_providers.check_supported(db, pool.id, settings.get("SupportedIdentityProviders", ()))
    resource_servers.check_scopes(db, pool.id, settings.get("AllowedOAuthScopes", ()))
