"""HostedUi: sign-in by redirect, at the pool's domain (managed login) or at a provider through it."""

import base64
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast
from urllib.parse import urlencode

import structlog
from pydantic import SecretStr

from vestibule import errors
from vestibule.cognito.app.app_client import AppClient
from vestibule.cognito.app.outcome import signed_in_of
from vestibule.cognito.errors import RETRY_AFTER_THROTTLING, cognito_errors
from vestibule.cognito.id_token import claims_of
from vestibule.cognito.identities import Identity, identities_in_claims
from vestibule.cognito.models import SignedIn
from vestibule.cognito.scopes import SIGN_IN_SCOPES
from vestibule.cognito.transport.domain import DomainClient, DomainResponse
from vestibule.errors import AppError
from vestibule.strict_json import NotStrictJson, parse_object

log = structlog.get_logger(__name__)

COGNITO = "COGNITO"
"""The provider that is the pool itself: the domain's own sign-in page."""

TOKEN_ERRORS: dict[str, type[AppError]] = {
    "invalid_grant": errors.OAuthStateInvalid,
    "invalid_request": errors.OAuthStateInvalid,
    "invalid_client": errors.Misconfigured,
    "unauthorized_client": errors.Misconfigured,
    "unsupported_grant_type": errors.Misconfigured,
    "invalid_scope": errors.Misconfigured,
}
"""By the member `error` of a refusal (RFC 6749, section 5.2)."""


@dataclass(frozen=True)
class RedirectSignIn:
    """A session that began at the domain, and the identities of its user. Its tokens are not verified yet."""

    session: SignedIn
    identities: tuple[Identity, ...]


@dataclass(frozen=True)
class HostedUi:
    """The pool's domain at `url`, for our app client. None of it needs AWS credentials."""

    url: str
    app: AppClient
    http: DomainClient

    def authorize_url(
        self, *, redirect_uri: str, state: str, nonce: str, verifier: str, provider: str, again: bool = False
    ) -> str:
        """Where a browser begins a sign-in (/oauth2/authorize). `again`: also if it has a session at the domain."""
        query = {
            "response_type": "code",
            "client_id": self.app.client_id,
            "redirect_uri": redirect_uri,
            "scope": " ".join(SIGN_IN_SCOPES),
            "state": state,
            "nonce": nonce,
            "code_challenge": code_challenge(verifier),
            "code_challenge_method": "S256",
            "identity_provider": provider,
        }
        return f"{self.url}/oauth2/authorize?{urlencode(query | ({'prompt': 'login'} if again else {}))}"

    def logout_url(self, logout_uri: str) -> str:
        """Where a browser ends its session at the domain (/logout); the domain then sends it to `logout_uri`."""
        return f"{self.url}/logout?{urlencode({'client_id': self.app.client_id, 'logout_uri': logout_uri})}"

    def exchange(self, code: SecretStr, verifier: str, redirect_uri: str) -> RedirectSignIn:
        """Tokens for a code (/oauth2/token). OAuthStateInvalid if it is not valid, or no longer."""
        form = {
            "grant_type": "authorization_code",
            "code": code.get_secret_value(),
            "redirect_uri": redirect_uri,
            "code_verifier": verifier,
        }
        form, headers = self._authenticated(form)
        with cognito_errors():
            response = self.http.post("OAuth2Token", "/oauth2/token", form, headers)
        if response.status != 200:
            raise _refusal(response)
        with cognito_errors():
            tokens = _read(response)
            session = signed_in_of(cast("Any", tokens))
            return RedirectSignIn(session, identities_in_claims(claims_of(session.id_token)))

    def _authenticated(self, form: Mapping[str, str]) -> tuple[dict[str, str], dict[str, str]]:
        """The form and the headers with the app client's id, and with its secret if it has one."""
        if self.app.secret is None:
            return {**form, "client_id": self.app.client_id}, {}
        pair = f"{self.app.client_id}:{self.app.secret.get_secret_value()}"
        return {**form}, {"Authorization": f"Basic {base64.b64encode(pair.encode()).decode()}"}


def code_challenge(verifier: str) -> str:
    """The PKCE challenge of a verifier, by S256 (RFC 7636)."""
    return base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()


def _read(response: DomainResponse) -> dict[str, Any]:
    """The tokens as Cognito's API names them. LookupError, TypeError or ValueError if they are not there."""
    body: dict[str, Any] = parse_object(response.body)
    if body["token_type"].lower() != "bearer":
        raise ValueError("not bearer tokens")
    tokens = {"AccessToken": body["access_token"], "IdToken": body["id_token"], "ExpiresIn": body["expires_in"]}
    return tokens | ({"RefreshToken": body["refresh_token"]} if "refresh_token" in body else {})


def _refusal(response: DomainResponse) -> AppError:
    if response.status == errors.TooManyRequests.status:
        return errors.TooManyRequests(retry_after=RETRY_AFTER_THROTTLING)
    try:
        name = parse_object(response.body).get("error")
    except NotStrictJson:
        name = None
    refused = response.status in (400, 401)
    found = TOKEN_ERRORS.get(name, errors.CognitoUnavailable) if refused and isinstance(name, str) else None
    if found is not errors.OAuthStateInvalid:
        log.error("domain.request_refused", status=response.status, error=name if found else None)
    return (found or errors.CognitoUnavailable)()
