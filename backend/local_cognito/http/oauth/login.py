"""GET /login: the sign-in page."""

from __future__ import annotations

from starlette.responses import Response

from local_cognito.http.oauth import authorization_request
from local_cognito.http.oauth.authorization_request import AuthorizationRequest
from local_cognito.http.oauth.exchange import Exchange
from local_cognito.http.oauth.handlers import of_request
from local_cognito.http.oauth.pages import page
from local_cognito.http.oauth.redirects import with_query

# What users call the social providers.
LABELS = {"SignInWithApple": "Apple", "LoginWithAmazon": "Amazon"}


@of_request
def login(exchange: Exchange, request: AuthorizationRequest) -> Response:
    """Offer the ways to sign in that the client supports."""
    with exchange.context.storage.read() as db:
        providers = authorization_request.supported_providers(db, request.client)
    offered = [
        {"label": LABELS.get(provider.name, provider.name), "url": _url(request, provider.name)}
        for provider in ([] if request.only_native else providers)
    ]
    return page(exchange, "login", {"providers": offered}, form_targets=[request.redirect_origin])


def _url(request: AuthorizationRequest, provider: str) -> str:
    return with_query("/oauth2/authorize", {**request.parameters, "identity_provider": provider})
