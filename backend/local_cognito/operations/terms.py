"""Terms: links to an app client's terms of use and privacy policy."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from local_cognito.context import Context, Output
from local_cognito.errors import InvalidParameterException, ResourceNotFoundException, TermsExistsException
from local_cognito.model import client_documents, clients, pools
from local_cognito.model.client_documents import TERMS, ClientDocument
from local_cognito.model.pagination import next_page, page

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Mapping

    from mypy_boto3_cognito_idp import type_defs as t

DEFAULT_LINK = "cognito:default"


def create_terms(context: Context, request: t.CreateTermsRequestTypeDef) -> Output:
    """CreateTerms."""
    content = {name: request[name] for name in ("TermsSource", "Enforcement")} | {"Links": _links(request.get("Links"))}
    with context.storage.write() as db:
        client = clients.find(db, request["ClientId"], request["UserPoolId"])
        _check_available(db, client.id, request["TermsName"])
        terms = client_documents.new(client.pool.id, client.id, request["TermsName"], content, context.now)
        client_documents.save(db, terms)
    return {"Terms": _describe(terms)}


def describe_terms(context: Context, request: t.DescribeTermsRequestTypeDef) -> Output:
    """DescribeTerms."""
    with context.storage.read() as db:
        pool = pools.find(db, request["UserPoolId"])
        return {"Terms": _describe(client_documents.get(db, pool.id, request["TermsId"], TERMS))}


def describe_terms_by_client(context: Context, request: t.DescribeTermsByClientRequestTypeDef) -> Output:
    """DescribeTermsByClient."""
    with context.storage.read() as db:
        client = clients.find(db, request["ClientId"], request["UserPoolId"])
        terms = client_documents.of_client(db, client.id, request["TermsName"])
    if terms is None:
        raise ResourceNotFoundException(f"App client {client.id} has no {request['TermsName']}.")
    return {"Terms": _describe(terms)}


def update_terms(context: Context, request: t.UpdateTermsRequestTypeDef) -> Output:
    """UpdateTerms. Keeps what the request omits."""
    with context.storage.write() as db:
        pool = pools.find(db, request["UserPoolId"])
        old = client_documents.get(db, pool.id, request["TermsId"], TERMS)
        name = request.get("TermsName", old.kind)
        if name != old.kind:
            _check_available(db, old.client_id, name)
        given: dict[str, object] = {
            member: request[member] for member in ("TermsSource", "Enforcement") if member in request
        }
        if "Links" in request:
            given["Links"] = _links(request["Links"])
        terms = replace(old, kind=name, content={**old.content, **given}, modified=context.now)
        client_documents.save(db, terms)
    return {"Terms": _describe(terms)}


def delete_terms(context: Context, request: t.DeleteTermsRequestTypeDef) -> Output:
    """DeleteTerms."""
    with context.storage.write() as db:
        pool = pools.find(db, request["UserPoolId"])
        client_documents.delete(db, client_documents.get(db, pool.id, request["TermsId"], TERMS))
    return {}


def list_terms(context: Context, request: t.ListTermsRequestTypeDef) -> Output:
    """ListTerms: those of all app clients."""
    with context.storage.read() as db:
        pool = pools.find(db, request["UserPoolId"])
        found = [_describe(document) for document in client_documents.of_pool(db, pool.id) if document.kind in TERMS]
    shown, token = page(found, request.get("MaxResults"), request.get("NextToken"))
    members = ("TermsId", "TermsName", "Enforcement", "CreationDate", "LastModifiedDate")
    summaries = [{member: terms[member] for member in members} for terms in shown]
    return {"Terms": summaries} | next_page(token)


def _check_available(db: sqlite3.Connection, client_id: str, name: str) -> None:
    if client_documents.of_client(db, client_id, name):
        raise TermsExistsException(f"App client {client_id} has {name} already.")


def _links(links: Mapping[str, str] | None) -> dict[str, str]:
    if not links or DEFAULT_LINK not in links:
        raise InvalidParameterException(f"Links must have a link for {DEFAULT_LINK}.")
    return dict(links)


def _describe(terms: ClientDocument) -> dict[str, object]:
    return {
        **terms.content,
        "TermsId": terms.id,
        "UserPoolId": terms.pool_id,
        "ClientId": terms.client_id,
        "TermsName": terms.kind,
        "CreationDate": terms.created,
        "LastModifiedDate": terms.modified,
    }
