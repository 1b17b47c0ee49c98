"""Secrets of an app client. Two are valid at a time, so that they can be rotated without a pause."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from local_cognito.context import Context, Output
from local_cognito.errors import InvalidParameterException, LimitExceededException, ResourceNotFoundException
from local_cognito.model import client_secrets, clients

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t


def add_user_pool_client_secret(context: Context, request: t.AddUserPoolClientSecretRequestTypeDef) -> Output:
    """AddUserPoolClientSecret. Only a generated secret is in the response."""
    own = request.get("ClientSecret")
    value = own or client_secrets.generate()
    with context.storage.write() as db:
        client = clients.find(db, request["ClientId"], request["UserPoolId"])
        if not client.is_confidential:
            raise InvalidParameterException("A public app client cannot have a client secret.")
        if len(client.secrets) >= client_secrets.MAX_SECRETS:
            raise LimitExceededException(f"An app client has at most {client_secrets.MAX_SECRETS} client secrets.")
        added = client_secrets.create(client.id, value, context.now, client.secrets)
        clients.save(db, replace(client, secrets=(*client.secrets, added), modified=context.now))
    return {"ClientSecretDescriptor": added.describe() | ({} if own else {"ClientSecretValue": value})}


def list_user_pool_client_secrets(context: Context, request: t.ListUserPoolClientSecretsRequestTypeDef) -> Output:
    """ListUserPoolClientSecrets. Never shows their values; there are no pages."""
    with context.storage.read() as db:
        client = clients.find(db, request["ClientId"], request["UserPoolId"])
    return {"ClientSecrets": [secret.describe() for secret in client.secrets]}


def delete_user_pool_client_secret(context: Context, request: t.DeleteUserPoolClientSecretRequestTypeDef) -> Output:
    """DeleteUserPoolClientSecret. The last secret stays."""
    with context.storage.write() as db:
        client = clients.find(db, request["ClientId"], request["UserPoolId"])
        kept = tuple(secret for secret in client.secrets if secret.id != request["ClientSecretId"])
        if len(kept) == len(client.secrets):
            raise ResourceNotFoundException("The app client has no such client secret.")
        if not kept:
            raise InvalidParameterException("The last client secret of an app client cannot be deleted.")
        clients.save(db, replace(client, secrets=kept, modified=context.now))
    return {}
