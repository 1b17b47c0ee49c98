"""The client of real OIDC providers: discovery, the exchange of the code, and the check of the ID token."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from local_cognito.errors import OAuthError
from local_cognito.http.oauth.provider_http import fetch_json
from local_cognito.model.identity_providers import IdentityProvider

# Only signatures by the provider's private key: our secret is known to us as well.
ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512")
# The clocks of two machines differ.
LEEWAY_SECONDS = 60

Claims = Mapping[str, object]


@dataclass(frozen=True)
class ProviderUrls:
    """Where a provider is. `userinfo` is empty if it has no such endpoint."""

    authorize: str
    token: str
    keys: str
    userinfo: str


def urls_of(provider: IdentityProvider) -> ProviderUrls:
    """The URLs in the provider's details, else those that it publishes; raises OAuthError."""
    details = provider.details
    if all(details.get(name) for name in ("authorize_url", "token_url", "jwks_uri")):
        urls = (details["authorize_url"], details["token_url"], details["jwks_uri"], details.get("attributes_url", ""))
        return ProviderUrls(*urls)
    issuer = details["oidc_issuer"]
    found = fetch_json("GET", f"{issuer}/.well-known/openid-configuration", "openid-configuration")
    if found.get("issuer") != issuer:
        raise OAuthError("invalid_request", "The provider's issuer does not match its configuration.")
    names = ("authorization_endpoint", "token_endpoint", "jwks_uri", "userinfo_endpoint")
    return ProviderUrls(*(str(found.get(name) or "") for name in names))


def claims(provider: IdentityProvider, code: str, redirect_uri: str, nonce: str, now: float) -> Claims:
    """The claims of the user who signed in: those of the ID token, and of the userinfo endpoint; raises OAuthError."""
    urls = urls_of(provider)
    body = {
        "grant_type": "authorization_code",
        "code": code,
        "redirect_uri": redirect_uri,
        "client_id": provider.details["client_id"],
        "client_secret": provider.details.get("client_secret", ""),
    }
    tokens = fetch_json("POST", urls.token, "IdP token endpoint", fields=body)
    keys = fetch_json("GET", urls.keys, "jwks uri")
    identity = _verified(provider, str(tokens.get("id_token") or ""), keys, nonce, now)
    if not urls.userinfo or not tokens.get("access_token"):
        return identity
    headers = {"Authorization": f"Bearer {tokens['access_token']}"}
    method = provider.details.get("attributes_request_method", "GET")
    info = fetch_json(method, urls.userinfo, "IdP userinfo endpoint", headers=headers)
    if info.get("sub") != identity["sub"]:
        raise OAuthError("invalid_request", "The provider's user info is of another user.")
    return {**info, **identity}


def _verified(
    provider: IdentityProvider, id_token: str, keys: Mapping[str, object], nonce: str, now: float
) -> dict[str, object]:
    """The claims of an ID token for us and for this sign-in (OpenID Connect Core 3.1.3.7)."""
    expected = jwt.JWTClaimsRegistry(
        now=int(now),
        leeway=LEEWAY_SECONDS,
        iss={"essential": True, "value": provider.details["oidc_issuer"]},
        aud={"essential": True, "value": provider.details["client_id"]},
        sub={"essential": True},
        exp={"essential": True},
        nonce={"essential": True, "value": nonce},
    )
    try:
        token = jwt.decode(id_token, KeySet.import_key_set(dict(keys)), algorithms=ALGORITHMS)  # type: ignore[arg-type]
        expected.validate(token.claims)
    except (JoseError, ValueError, TypeError, KeyError) as error:
        raise OAuthError("invalid_request", f"The provider's ID token is invalid: {type(error).__name__}.") from error
    return token.claims
