"""The parameters of /oauth2/authorize: what they may be, and where their errors go."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from starlette.responses import Response

from local_cognito.errors import ResourceNotFoundException
from local_cognito.http.oauth.redirects import PageError, redirect, with_query
from local_cognito.model import clients, domains, identity_providers, resource_servers
from local_cognito.model.authorization_codes import Grant
from local_cognito.model.clients import Client
from local_cognito.model.identity_providers import NATIVE, IdentityProvider

CHALLENGE = re.compile(r"[A-Za-z0-9_-]{43}")
# What may stand in a Content-Security-Policy.
HOST_AND_PORT = re.compile(r"(?:[A-Za-z0-9.-]+|\[[0-9A-Fa-f:]+\])(?::\d+)?")
PROMPTS = {"none", "login", "select_account", "consent"}


class AuthorizationError(Exception):
    """An error that the app gets at its redirect URI."""

    def __init__(self, request: AuthorizationRequest, error: str, description: str = "") -> None:
        super().__init__(description or error)
        self.request = request
        self.error = error
        self.description = description


@dataclass(frozen=True)
class AuthorizationRequest:
    """A request whose client and redirect URI are valid. `parameters` are all that were sent."""

    client: Client
    parameters: Mapping[str, str]
    scope: str = ""
    provider: IdentityProvider | None = None

    @property
    def redirect_uri(self) -> str:
        """Where the response is sent."""
        return self.parameters["redirect_uri"]

    @property
    def prompts(self) -> set[str]:
        """The values of `prompt`."""
        return set(self.parameters.get("prompt", "").split())

    @property
    def only_native(self) -> bool:
        """Whether the app asked for sign-in with a password or the like."""
        return self.parameters.get("identity_provider") == NATIVE

    @property
    def redirect_origin(self) -> str:
        """The origin of the redirect URI, or its scheme if that is an app's own, as a CSP source."""
        parts = urlsplit(self.redirect_uri)
        is_web = parts.scheme in ("http", "https") and HOST_AND_PORT.fullmatch(parts.netloc)
        return f"{parts.scheme}://{parts.netloc}" if is_web else f"{parts.scheme}:"

    def grant(self, auth_time: float) -> Grant:
        """The grant that is stored for a code of this request."""
        given = self.parameters.get
        challenge, nonce = given("code_challenge"), given("nonce")
        return Grant(self.redirect_uri, self.scope, auth_time, challenge, nonce, given("resource") or None)

    def respond(self, parameters: Mapping[str, str | None]) -> Response:
        """A redirect to the app, with `state`."""
        return redirect(with_query(self.redirect_uri, {**parameters, "state": self.parameters.get("state")}))


def error_response(error: AuthorizationError) -> Response:
    """The redirect that reports the error to the app."""
    return error.request.respond({"error": error.error, "error_description": error.description or None})


def parse(db: sqlite3.Connection, parameters: Mapping[str, str]) -> AuthorizationRequest:
    """The request; raises PageError for an unknown client or redirect URI, AuthorizationError for anything else."""
    request = AuthorizationRequest(find_client(db, parameters), parameters)
    client = request.client
    if parameters.get("redirect_uri") not in client.settings.get("CallbackURLs", ()):
        raise PageError("redirect_mismatch", client.id)
    if not parameters.get("response_type"):
        raise AuthorizationError(request, "invalid_request", "response_type is missing")
    if parameters["response_type"] != "code" or "code" not in client.settings.get("AllowedOAuthFlows", ()):
        raise AuthorizationError(request, "unauthorized_client")
    _check_challenge(request)
    if not request.prompts <= PROMPTS or ("none" in request.prompts and len(request.prompts) > 1):
        raise AuthorizationError(request, "invalid_request", "prompt is invalid")
    _check_resource(request)
    scope = _scope(request, resource_servers.scopes(db, client.pool.id))
    return AuthorizationRequest(client, parameters, scope, _provider(db, request))


def find_client(db: sqlite3.Connection, parameters: Mapping[str, str]) -> Client:
    """The client, if it and its pool allow sign-in by redirect; raises PageError."""
    client_id = parameters.get("client_id", "")
    try:
        client = clients.find(db, client_id)
    except ResourceNotFoundException as error:
        raise PageError("Client does not exist.", client_id) from error
    if not client.settings.get("AllowedOAuthFlowsUserPoolClient"):
        raise PageError("Client is not enabled for OAuth2.0 flows.", client_id)
    if not domains.of_pool(db, client.pool.id):
        raise PageError("The user pool has no domain.", client_id)
    return client


def _check_challenge(request: AuthorizationRequest) -> None:
    challenge, method = (request.parameters.get(name) for name in ("code_challenge", "code_challenge_method"))
    if challenge is None and method is None:
        return
    if method != "S256":
        raise AuthorizationError(request, "invalid_request", "code_challenge_method must be S256")
    if not CHALLENGE.fullmatch(challenge or ""):
        raise AuthorizationError(request, "invalid_request", "code_challenge is invalid")


def _check_resource(request: AuthorizationRequest) -> None:
    """`resource` is one absolute URI without a fragment (RFC 8707)."""
    resource = request.parameters.get("resource")
    if resource and (not _is_absolute(resource) or "#" in resource):
        raise AuthorizationError(request, "invalid_request", "resource is invalid")


def _is_absolute(uri: str) -> bool:
    try:
        return bool(urlsplit(uri).scheme)
    except ValueError:
        return False


def _scope(request: AuthorizationRequest, existing: set[str]) -> str:
    """The granted scopes: those asked for, or all that the client has."""
    allowed = [scope for scope in request.client.settings.get("AllowedOAuthScopes", ()) if scope in existing]
    asked: Sequence[str] = request.parameters.get("scope", "").split() or allowed
    of_openid = {"email", "phone", "profile"}.intersection(asked)
    if not set(asked) <= set(allowed) or (of_openid and "openid" not in asked):
        raise AuthorizationError(request, "invalid_request", "invalid_scope")
    return " ".join(dict.fromkeys(asked))


def _provider(db: sqlite3.Connection, request: AuthorizationRequest) -> IdentityProvider | None:
    """The provider that the request names; None for the pool itself and for a choice on the sign-in page."""
    name, identifier = (request.parameters.get(key) for key in ("identity_provider", "idp_identifier"))
    if not name and not identifier:
        return None
    supported = supported_providers(db, request.client)
    if name == NATIVE and supports(request.client, NATIVE):
        return None
    for provider in supported:
        if provider.name == name or (not name and identifier and _has(provider, identifier)):
            return provider
    raise AuthorizationError(request, "invalid_request", "The identity provider is not supported by this client.")


def _has(provider: IdentityProvider, identifier: str) -> bool:
    return identifier.casefold() in {known.casefold() for known in provider.identifiers}


def supported_providers(db: sqlite3.Connection, client: Client) -> list[IdentityProvider]:
    """The providers of the pool that the client supports, in the client's order."""
    providers = {provider.name: provider for provider in identity_providers.of_pool(db, client.pool.id)}
    names = client.settings.get("SupportedIdentityProviders", ())
    return [providers[name] for name in names if name in providers]


def supports(client: Client, provider: str) -> bool:
    """Whether users of the client can sign in with this provider. COGNITO is the pool itself."""
    return provider in client.settings.get("SupportedIdentityProviders", (NATIVE,))
