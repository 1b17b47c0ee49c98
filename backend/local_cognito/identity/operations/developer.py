"""Developer identities: users whom the developer's own backend signs in."""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from local_cognito.context import Context, Output
from local_cognito.errors import InvalidParameterException, NotAuthorizedException, ResourceNotFoundException
from local_cognito.identity.errors import DeveloperUserAlreadyRegisteredException, ResourceConflictException
from local_cognito.identity.model import identities, logins, openid_tokens, pools, resolution
from local_cognito.identity.model.identities import Login
from local_cognito.identity.model.logins import VerifiedLogin
from local_cognito.model.pagination import next_page, page

if TYPE_CHECKING:
    from mypy_boto3_cognito_identity import type_defs as t

    from local_cognito.identity.model.identities import Identity

TOKEN_SECONDS = 900


def get_open_id_token_for_developer_identity(
    context: Context, request: t.GetOpenIdTokenForDeveloperIdentityInputTypeDef
) -> Output:
    """GetOpenIdTokenForDeveloperIdentity: sign a user in whom the caller vouches for."""
    with context.storage.write() as db:
        pool = pools.find(db, request["IdentityPoolId"])
        provider = pool.developer_provider
        if provider is None or provider not in request["Logins"]:
            raise InvalidParameterException("Please provide a login of the developer provider of this identity pool.")
        others = {name: token for name, token in request["Logins"].items() if name != provider}
        own = VerifiedLogin(Login(provider, request["Logins"][provider]))
        verified = [own, *logins.verify(context, db, pool, others)]
        if "IdentityId" in request:
            identity = identities.find(db, request["IdentityId"], pool.id)
            _check_not_registered(db, identity, own.login)
            identity = resolution.as_user(db, pool, identity, verified, context.now)
        else:
            identity = resolution.with_logins(db, pool, verified, context.now)
    methods = ["authenticated", provider, f"{provider}:{pool.id}:{own.login.subject}"]
    seconds = request.get("TokenDuration", TOKEN_SECONDS)
    token = openid_tokens.issue(context, identity, methods, seconds=seconds, tags=request.get("PrincipalTags"))
    return {"IdentityId": identity.id, "Token": token}


def lookup_developer_identity(context: Context, request: t.LookupDeveloperIdentityInputTypeDef) -> Output:
    """LookupDeveloperIdentity: the identity of a user, or the users of an identity."""
    with context.storage.read() as db:
        pool = pools.find(db, request["IdentityPoolId"])
        provider = pool.developer_provider or ""
        identity_id, user = request.get("IdentityId"), request.get("DeveloperUserIdentifier")
        if identity_id is not None:
            identity = identities.find(db, identity_id, pool.id)
        elif user is not None:
            identity = _owner(db, pool.id, Login(provider, user))
        else:
            raise InvalidParameterException("Please provide an IdentityId or a DeveloperUserIdentifier.")
        if user is not None and Login(provider, user) not in identity.logins:
            raise ResourceConflictException
    users = [login.subject for login in identity.logins if login.provider == provider]
    shown, token = page(users, request.get("MaxResults"), request.get("NextToken"))
    output: Output = {"IdentityId": identity.id, "DeveloperUserIdentifierList": shown}
    return {**output, **next_page(token)}


def merge_developer_identities(context: Context, request: t.MergeDeveloperIdentitiesInputTypeDef) -> Output:
    """MergeDeveloperIdentities. The destination may then have several users of the developer provider."""
    with context.storage.write() as db:
        pool = pools.find(db, request["IdentityPoolId"])
        provider = request["DeveloperProviderName"]
        source = _owner(db, pool.id, Login(provider, request["SourceUserIdentifier"]))
        destination = _owner(db, pool.id, Login(provider, request["DestinationUserIdentifier"]))
        if source.id != destination.id:
            identities.merge(db, source, destination, context.now)
    return {"IdentityId": destination.id}


def unlink_developer_identity(context: Context, request: t.UnlinkDeveloperIdentityInputTypeDef) -> Output:
    """UnlinkDeveloperIdentity."""
    login = Login(request["DeveloperProviderName"], request["DeveloperUserIdentifier"])
    with context.storage.write() as db:
        identity = identities.find(db, request["IdentityId"], request["IdentityPoolId"])
        if login not in identity.logins:
            raise NotAuthorizedException("The developer user is not linked to this identity.")
        identities.unlink(db, identity, [login], context.now)
    return {}


def _owner(db: sqlite3.Connection, pool_id: str, login: Login) -> Identity:
    found = identities.owners(db, pool_id, [login])
    if not found:
        raise ResourceNotFoundException(f"The developer user '{login.subject}' was not found.")
    return found[0]


def _check_not_registered(db: sqlite3.Connection, identity: Identity, login: Login) -> None:
    if any(owner.id != identity.id for owner in identities.owners(db, identity.pool_id, [login])):
        raise DeveloperUserAlreadyRegisteredException
