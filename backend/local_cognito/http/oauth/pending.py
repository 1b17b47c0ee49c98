"""The sign-in that a browser has begun at an identity provider."""

from __future__ import annotations

from dataclasses import dataclass

from local_cognito.http.oauth import authorization_request
from local_cognito.http.oauth.authorization_request import AuthorizationError, AuthorizationRequest
from local_cognito.http.oauth.exchange import Exchange
from local_cognito.model import provider_requests
from local_cognito.model.identity_providers import IdentityProvider
from local_cognito.model.provider_requests import ProviderRequest

CALLBACK = "/oauth2/idpresponse"
# Binds `state` to the browser that was sent to the provider, so that nobody can finish a sign-in in another's browser.
BROWSER_COOKIE = "cognito-browser"


@dataclass(frozen=True)
class PendingSignIn:
    """What was stored before the browser was redirected, the app's request, and the provider."""

    stored: ProviderRequest
    request: AuthorizationRequest
    provider: IdentityProvider


def pending_sign_in(exchange: Exchange, state: str, *, take: bool = False) -> PendingSignIn | None:
    """The sign-in of this `state`, if this browser began it. `take` ends it: a provider responds once.

    Raises AuthorizationError if the client has lost the provider meanwhile.
    """
    browser, context = exchange.cookies.get(BROWSER_COOKIE, ""), exchange.context
    with context.storage.write() as db:
        find = provider_requests.take if take else provider_requests.find
        stored = find(db, state, browser, context.now)
    if stored is None:
        return None
    with context.storage.read() as db:
        request = authorization_request.parse(db, stored.parameters)
        providers = authorization_request.supported_providers(db, request.client)
    for provider in providers:
        if provider.name == stored.provider:
            return PendingSignIn(stored, request, provider)
    raise AuthorizationError(request, "invalid_request", "The identity provider is not supported by this client.")
