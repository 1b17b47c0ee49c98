"""App clients: making, finding, changing and listing them."""

from __future__ import annotations

import json
import secrets
import sqlite3
import string
from typing import TYPE_CHECKING

from local_cognito.errors import ResourceNotFoundException
from local_cognito.model import client_settings
from local_cognito.model.clients import Client
from local_cognito.model.pagination import page
from local_cognito.operations import pools

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

    from local_cognito.context import Answer, Context

CLIENT_ID_ALPHABET = string.ascii_lowercase + string.digits


def find(db: sqlite3.Connection, client_id: str, pool_id: str | None = None) -> Client:
    """The client of that id, of a given pool where one is named; raises ResourceNotFoundException."""
    row = db.execute("SELECT * FROM clients WHERE id = ?", (client_id,)).fetchone()
    if row is None or pool_id not in (None, row["pool_id"]):
        raise ResourceNotFoundException(f"User pool client {client_id} does not exist.")
    pool = pools.find(db, row["pool_id"])
    return Client(row["id"], pool, row["secret"], json.loads(row["settings"]), row["created"], row["modified"])


def save(db: sqlite3.Connection, client: Client) -> None:
    """Keep a client, new or changed."""
    row = (client.id, client.pool.id, client.secret, json.dumps(client.settings), client.created, client.modified)
    db.execute(
        "INSERT INTO clients (id, pool_id, secret, settings, created, modified) VALUES (?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET settings = excluded.settings, modified = excluded.modified",
        row,
    )


def create_user_pool_client(context: Context, request: t.CreateUserPoolClientRequestTypeDef) -> Answer:
    """CreateUserPoolClient."""
    settings = client_settings.from_request({**request})
    client_id = "".join(secrets.choice(CLIENT_ID_ALPHABET) for _ in range(26))
    secret = secrets.token_hex(26)[:51] if request.get("GenerateSecret") else request.get("ClientSecret")
    with context.storage.write() as db:
        pool = pools.find(db, request["UserPoolId"])
        client = Client(client_id, pool, secret, settings, context.now, context.now)
        save(db, client)
    return {"UserPoolClient": client.describe()}


def update_user_pool_client(context: Context, request: t.UpdateUserPoolClientRequestTypeDef) -> Answer:
    """UpdateUserPoolClient: what is left out falls back to its default, as in AWS."""
    with context.storage.write() as db:
        old = find(db, request["ClientId"], request["UserPoolId"])
        settings = client_settings.from_request({"ClientName": old.settings.get("ClientName", ""), **request})
        client = Client(old.id, old.pool, old.secret, settings, old.created, context.now)
        save(db, client)
    return {"UserPoolClient": client.describe()}


def describe_user_pool_client(context: Context, request: t.DescribeUserPoolClientRequestTypeDef) -> Answer:
    """DescribeUserPoolClient."""
    with context.storage.read() as db:
        return {"UserPoolClient": find(db, request["ClientId"], request["UserPoolId"]).describe()}


def list_user_pool_clients(context: Context, request: t.ListUserPoolClientsRequestTypeDef) -> Answer:
    """ListUserPoolClients."""
    with context.storage.read() as db:
        pool = pools.find(db, request["UserPoolId"])
        rows = db.execute(
            "SELECT id, settings FROM clients WHERE pool_id = ? ORDER BY created, id", (pool.id,)
        ).fetchall()
    shown, after = page(rows, request.get("MaxResults"), request.get("NextToken"))
    summaries = [
        {"ClientId": row["id"], "UserPoolId": pool.id, "ClientName": json.loads(row["settings"])["ClientName"]}
        for row in shown
    ]
    return {"UserPoolClients": summaries} | ({"NextToken": after} if after else {})
