"""Logins: the tokens of sign-in providers, and whom they prove."""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from local_cognito.context import Context
from local_cognito.errors import NotAuthorizedException
from local_cognito.identity.errors import ExternalServiceException
from local_cognito.identity.model import facebook, openid_tokens, user_pool_tokens
from local_cognito.identity.model.identities import Login
from local_cognito.identity.model.pools import PUBLIC_PROVIDERS, USER_POOLS

if TYPE_CHECKING:
    from local_cognito.identity.model.pools import IdentityPool

UNSUPPORTED = "Token is not from a supported provider of this identity pool."
NO_MATCH = "Logins don't match. Please include at least one valid login for this identity or identity pool."


@dataclass(frozen=True)
class VerifiedLogin:
    """A login whose token was verified, and the token's claims."""

    login: Login
    claims: Mapping[str, object] = field(default_factory=dict)

    @property
    def role_mapping_key(self) -> str:
        """The key of its role mapping."""
        provider = self.login.provider
        return f"{provider}:{self.claims['aud']}" if provider.startswith(USER_POOLS) else provider

    @property
    def authentication_methods(self) -> list[str]:
        """Its entries in the claim `amr` of an OpenID token."""
        provider = self.login.provider
        detail = [f"{provider}:CognitoSignIn:{self.login.subject}"] if provider.startswith(USER_POOLS) else []
        return [provider, *detail]


def verify(
    context: Context, db: sqlite3.Connection, pool: IdentityPool, logins: Mapping[str, str]
) -> list[VerifiedLogin]:
    """Verify the member Logins of a request: tokens by provider. Raises NotAuthorizedException."""
    if logins and not pool.has_providers:
        raise NotAuthorizedException(NO_MATCH)
    return [_verify(context, db, pool, provider, token) for provider, token in logins.items()]


def _verify(context: Context, db: sqlite3.Connection, pool: IdentityPool, provider: str, token: str) -> VerifiedLogin:
    if provider.startswith(USER_POOLS):
        return _verify_user_pool(context, db, pool, provider, token)
    if provider == openid_tokens.PROVIDER:
        claims = openid_tokens.verify(context, db, pool.id, token)
        return VerifiedLogin(Login(provider, str(claims["sub"])), claims)
    if provider == facebook.PROVIDER and provider in pool.login_providers:
        subject = facebook.subject(context, pool.login_providers[provider], token)
        return VerifiedLogin(Login(provider, subject))
    if provider in pool.login_providers or pool.trusts_openid_provider(provider):
        raise ExternalServiceException(f"local_cognito cannot verify tokens of {provider}.")
    raise NotAuthorizedException(UNSUPPORTED if provider in PUBLIC_PROVIDERS else NO_MATCH)


def _verify_user_pool(
    context: Context, db: sqlite3.Connection, pool: IdentityPool, provider: str, token: str
) -> VerifiedLogin:
    clients = pool.app_clients(provider)
    if not clients:
        raise NotAuthorizedException(UNSUPPORTED)
    claims = user_pool_tokens.verify(context, db, provider, token)
    if claims["aud"] not in clients:
        raise NotAuthorizedException(UNSUPPORTED)
    if clients[str(claims["aud"])]:
        user_pool_tokens.check_not_revoked(db, claims)
    return VerifiedLogin(Login(provider, str(claims["sub"])), claims)
