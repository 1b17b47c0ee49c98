"""Managed login branding: the style of an app client's pages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from local_cognito.context import Context, Output
from local_cognito.errors import (
    InvalidParameterException,
    ManagedLoginBrandingExistsException,
    ResourceNotFoundException,
)
from local_cognito.model import client_documents, clients, pools
from local_cognito.model.client_documents import BRANDING, ClientDocument

if TYPE_CHECKING:
    from mypy_boto3_cognito_idp import type_defs as t

Content = Mapping[str, object]
MEMBERS = ("UseCognitoProvidedValues", "Settings", "Assets")


def create_managed_login_branding(context: Context, request: t.CreateManagedLoginBrandingRequestTypeDef) -> Output:
    """CreateManagedLoginBranding. A client has one style."""
    content = _content({**request})
    with context.storage.write() as db:
        client = clients.find(db, request["ClientId"], request["UserPoolId"])
        if client_documents.of_client(db, client.id, BRANDING):
            raise ManagedLoginBrandingExistsException(f"App client {client.id} has a managed login branding already.")
        branding = client_documents.new(client.pool.id, client.id, BRANDING, content, context.now)
        client_documents.save(db, branding)
    return {"ManagedLoginBranding": _describe(branding)}


def describe_managed_login_branding(context: Context, request: t.DescribeManagedLoginBrandingRequestTypeDef) -> Output:
    """DescribeManagedLoginBranding. Cognito's own default values are not known here, so none are merged."""
    with context.storage.read() as db:
        pool = pools.find(db, request["UserPoolId"])
        branding = client_documents.get(db, pool.id, request["ManagedLoginBrandingId"], (BRANDING,))
    return {"ManagedLoginBranding": _describe(branding)}


def describe_managed_login_branding_by_client(
    context: Context, request: t.DescribeManagedLoginBrandingByClientRequestTypeDef
) -> Output:
    """DescribeManagedLoginBrandingByClient."""
    with context.storage.read() as db:
        client = clients.find(db, request["ClientId"], request["UserPoolId"])
        branding = client_documents.of_client(db, client.id, BRANDING)
    if branding is None:
        raise ResourceNotFoundException(f"App client {client.id} has no managed login branding.")
    return {"ManagedLoginBranding": _describe(branding)}


def update_managed_login_branding(context: Context, request: t.UpdateManagedLoginBrandingRequestTypeDef) -> Output:
    """UpdateManagedLoginBranding. Settings and assets that are not in the request are kept."""
    if "UserPoolId" not in request or "ManagedLoginBrandingId" not in request:
        raise InvalidParameterException("UserPoolId and ManagedLoginBrandingId are required.")
    given = _content({**request})
    with context.storage.write() as db:
        pool = pools.find(db, request["UserPoolId"])
        old = client_documents.get(db, pool.id, request["ManagedLoginBrandingId"], (BRANDING,))
        content = given if given["UseCognitoProvidedValues"] else _merge(old.content, given)
        branding = replace(old, content=content, modified=context.now)
        client_documents.save(db, branding)
    return {"ManagedLoginBranding": _describe(branding)}


def delete_managed_login_branding(context: Context, request: t.DeleteManagedLoginBrandingRequestTypeDef) -> Output:
    """DeleteManagedLoginBranding."""
    with context.storage.write() as db:
        pool = pools.find(db, request["UserPoolId"])
        found = client_documents.get(db, pool.id, request["ManagedLoginBrandingId"], (BRANDING,))
        client_documents.delete(db, found)
    return {}


def _content(request: Content) -> Content:
    given = {name: request[name] for name in MEMBERS if name in request}
    if given.get("UseCognitoProvidedValues") and len(given) > 1:
        raise InvalidParameterException("Settings and Assets must be omitted if UseCognitoProvidedValues is true.")
    if not isinstance(given.get("Settings", {}), dict):
        raise InvalidParameterException("Settings must be a JSON object.")
    return {"UseCognitoProvidedValues": False} | given


def _merge(old: Content, given: Content) -> Content:
    merged = {**old, **given}
    if "Settings" in given:
        merged["Settings"] = _merge_settings(_mapping(old, "Settings"), _mapping(given, "Settings"))
    if "Assets" in given:
        assets = [*_assets(old), *_assets(given)]
        merged["Assets"] = list({(asset["Category"], asset["ColorMode"]): asset for asset in assets}.values())
    return merged


def _merge_settings(old: Content, given: Content) -> dict[str, object]:
    inner = {
        name: _merge_settings(_mapping(old, name), _mapping(given, name))
        for name in old.keys() & given.keys()
        if isinstance(old[name], dict) and isinstance(given[name], dict)
    }
    return {**old, **given, **inner}


def _mapping(content: Content, name: str) -> Content:
    return cast("Content", content.get(name, {}))


def _assets(content: Content) -> list[dict[str, str]]:
    return cast("list[dict[str, str]]", content.get("Assets", []))


def _describe(branding: ClientDocument) -> dict[str, object]:
    return {
        **branding.content,
        "ManagedLoginBrandingId": branding.id,
        "UserPoolId": branding.pool_id,
        "CreationDate": branding.created,
        "LastModifiedDate": branding.modified,
    }
