"""Redirects to an identity provider and back: GET and POST /oauth2/idpresponse."""

from __future__ import annotations

from collections.abc import Mapping

from starlette.responses import Response

from local_cognito.errors import CognitoError, OAuthError
from local_cognito.http.oauth import fake_provider, oidc_client
from local_cognito.http.oauth.authorization_request import AuthorizationError, AuthorizationRequest
from local_cognito.http.oauth.exchange import Exchange
from local_cognito.http.oauth.handlers import for_browsers
from local_cognito.http.oauth.pending import BROWSER_COOKIE, CALLBACK, PendingSignIn, pending_sign_in
from local_cognito.http.oauth.redirects import PageError, redirect, with_query
from local_cognito.http.oauth.sign_in_results import signed_in
from local_cognito.model import provider_requests
from local_cognito.model.identity_providers import IdentityProvider
from local_cognito.operations import federation


def to_provider(exchange: Exchange, request: AuthorizationRequest, provider: IdentityProvider) -> Response:
    """A redirect to the provider's page."""
    browser = exchange.random_cookie(BROWSER_COOKIE)
    with exchange.context.storage.write() as db:
        state, nonce = provider_requests.create(
            db, request.client.id, provider.name, request.parameters, browser, exchange.context.now
        )
    parameters: dict[str, str | None] = {
        "client_id": provider.details["client_id"],
        "redirect_uri": f"{exchange.url}{CALLBACK}",
        "response_type": "code",
        "scope": provider.details["authorize_scopes"],
        "state": state,
        "nonce": nonce,
        "login_hint": request.parameters.get("login_hint"),
        "prompt": " ".join(sorted(request.prompts)) or None,
    }
    response = redirect(with_query(_authorize_url(request, provider), parameters))
    exchange.set_cookie(response, BROWSER_COOKIE, browser, provider_requests.VALIDITY_SECONDS)
    return response


@for_browsers
def idp_response(exchange: Exchange) -> Response:
    """Finish the sign-in with the provider's response."""
    returned = exchange.form or exchange.query
    pending = pending_sign_in(exchange, returned.get("state", ""), take=True)
    if pending is None:
        raise PageError("invalid_request")
    request = pending.request
    if returned.get("iss", _issuer(pending)) != _issuer(pending):  # the response of another provider (RFC 9207)
        raise AuthorizationError(request, "invalid_request", "The response is of another provider.")
    if error := returned.get("error"):
        raise AuthorizationError(request, _known(error), returned.get("error_description", error))
    try:
        claims = _claims(exchange, pending, returned.get("code", ""))
        user = federation.sign_in(exchange.context, request.client, pending.provider, claims)
    except OAuthError as refused:
        raise AuthorizationError(request, refused.error, str(refused)) from refused
    except CognitoError as refused:
        raise AuthorizationError(request, "invalid_request", str(refused)) from refused
    return signed_in(exchange, request, user, pending.provider.name)


def _issuer(pending: PendingSignIn) -> str | None:
    return pending.provider.details.get("oidc_issuer")


def _authorize_url(request: AuthorizationRequest, provider: IdentityProvider) -> str:
    if provider.is_built_in:
        return fake_provider.authorize_url(provider)
    try:
        url = oidc_client.urls_of(provider).authorize
    except OAuthError as error:
        raise AuthorizationError(request, error.error, str(error)) from error
    if not url.startswith(("https://", "http://")):
        raise AuthorizationError(request, "invalid_request", "The provider has no authorization endpoint.")
    return url


def _claims(exchange: Exchange, pending: PendingSignIn, code: str) -> Mapping[str, object]:
    """What the provider says of the user; raises OAuthError."""
    provider, nonce = pending.provider, pending.stored.nonce
    if provider.is_built_in:
        return fake_provider.claims(exchange.context, pending.stored, code)
    return oidc_client.claims(provider, code, f"{exchange.url}{CALLBACK}", nonce, exchange.context.now)


def _known(error: str) -> str:
    """Apps are notified that the user refused; every other error of a provider is `invalid_request`."""
    return error if error == "access_denied" else "invalid_request"
