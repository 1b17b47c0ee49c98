"""Identity providers of a pool: their rows, and the details that Cognito adds to those given."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from local_cognito.errors import DuplicateProviderException, InvalidParameterException, ResourceNotFoundException
from local_cognito.model.oauth_settings import LOOPBACK_HOSTS

NATIVE = "COGNITO"
OIDC = "OIDC"
# Local Cognito itself simulates an OIDC provider with this issuer.
BUILT_IN_ISSUER = "https://provider.localhost"


@dataclass(frozen=True)
class ProviderType:
    """What a type of provider needs and adds. `subject` is the claim that identifies its users."""

    required: Sequence[str]
    subject: str
    defaults: Mapping[str, str] = field(default_factory=dict)


TYPES: Mapping[str, ProviderType] = {
    "Facebook": ProviderType(
        ("client_id", "client_secret", "authorize_scopes"),
        "id",
        {
            "api_version": "v17.0",
            "attributes_url": "https://graph.facebook.com/v17.0/me?fields=",
            "attributes_url_add_attributes": "true",
            "authorize_url": "https://www.facebook.com/v17.0/dialog/oauth",
            "token_request_method": "GET",
            "token_url": "https://graph.facebook.com/v17.0/oauth/access_token",
        },
    ),
    "Google": ProviderType(
        ("client_id", "client_secret", "authorize_scopes"),
        "sub",
        {
            "attributes_url": "https://people.googleapis.com/v1/people/me?personFields=",
            "attributes_url_add_attributes": "true",
            "authorize_url": "https://accounts.google.com/o/oauth2/v2/auth",
            "oidc_issuer": "https://accounts.google.com",
            "token_request_method": "POST",
            "token_url": "https://www.googleapis.com/oauth2/v4/token",
        },
    ),
    "LoginWithAmazon": ProviderType(
        ("client_id", "client_secret", "authorize_scopes"),
        "user_id",
        {
            "attributes_url": "https://api.amazon.com/user/profile",
            "attributes_url_add_attributes": "false",
            "authorize_url": "https://www.amazon.com/ap/oa",
            "token_request_method": "POST",
            "token_url": "https://api.amazon.com/auth/o2/token",
        },
    ),
    "SignInWithApple": ProviderType(
        ("client_id", "team_id", "key_id", "private_key", "authorize_scopes"),
        "sub",
        {
            "attributes_url_add_attributes": "false",
            "authorize_url": "https://appleid.apple.com/auth/authorize",
            "oidc_issuer": "https://appleid.apple.com",
            "token_request_method": "POST",
            "token_url": "https://appleid.apple.com/auth/token",
        },
    ),
    OIDC: ProviderType(
        ("client_id", "authorize_scopes", "oidc_issuer", "attributes_request_method"),
        "sub",
        {"attributes_url_add_attributes": "false"},
    ),
}


@dataclass(frozen=True)
class IdentityProvider:
    """A provider. `details`, `mapping` and `identifiers` are ProviderDetails, AttributeMapping and IdpIdentifiers."""

    pool_id: str
    name: str
    type: str
    details: Mapping[str, str]
    mapping: Mapping[str, str]
    identifiers: Sequence[str]
    created: float
    modified: float

    @property
    def subject_claim(self) -> str:
        """The claim that identifies the provider's users."""
        return self.mapping.get("username", TYPES[self.type].subject)

    @property
    def is_built_in(self) -> bool:
        """Whether local Cognito simulates the provider: all but OIDC providers with an issuer of their own."""
        return self.type != OIDC or self.details["oidc_issuer"] == BUILT_IN_ISSUER

    def describe(self) -> dict[str, object]:
        """IdentityProviderType. A private key is not returned."""
        shown = {name: value for name, value in self.details.items() if name != "private_key"}
        return {
            **self.summary(),
            "UserPoolId": self.pool_id,
            "ProviderDetails": {**TYPES[self.type].defaults, **shown},
            "AttributeMapping": dict(self.mapping),
            "IdpIdentifiers": list(self.identifiers),
        }

    def summary(self) -> dict[str, object]:
        """ProviderDescription."""
        dates = {"CreationDate": self.created, "LastModifiedDate": self.modified}
        return {"ProviderName": self.name, "ProviderType": self.type, **dates}


def check_details(provider: IdentityProvider) -> None:
    """Raise InvalidParameterException if details are missing, or a social provider has a name of its own."""
    if provider.type != OIDC and provider.name != provider.type:
        raise InvalidParameterException(
            f"Invalid provider name: a provider of type {provider.type} has the name {provider.type}."
        )
    if provider.name.casefold() == NATIVE.casefold():
        raise InvalidParameterException(f"{provider.name} cannot be the name of a provider.")
    missing = [name for name in TYPES[provider.type].required if not provider.details.get(name)]
    if missing:
        raise InvalidParameterException(f"{missing[0]} is required in the details of a {provider.type} provider.")
    _check_issuer(provider.details.get("oidc_issuer", BUILT_IN_ISSUER))


def _check_issuer(issuer: str) -> None:
    """Raise InvalidParameterException unless it is an https URL without a slash at its end. Loopback may use http."""
    try:
        parts = urlsplit(issuer)
        scheme, host = parts.scheme, parts.hostname
    except ValueError:
        scheme, host = "", None
    is_allowed = scheme == "https" or (scheme == "http" and host in LOOPBACK_HOSTS)
    if not is_allowed or not host or issuer.endswith("/"):
        raise InvalidParameterException("oidc_issuer must be an https URL, and not end with a slash.")


def find(db: sqlite3.Connection, pool_id: str, name: str) -> IdentityProvider:
    """The provider of this name; raises ResourceNotFoundException."""
    row = db.execute("SELECT * FROM identity_providers WHERE pool_id = ? AND name = ?", (pool_id, name)).fetchone()
    if row is None:
        raise ResourceNotFoundException(f"Identity provider {name} does not exist.")
    return _from_row(row)


def of_pool(db: sqlite3.Connection, pool_id: str) -> list[IdentityProvider]:
    """All providers of a pool, by name."""
    rows = db.execute("SELECT * FROM identity_providers WHERE pool_id = ? ORDER BY name", (pool_id,))
    return [_from_row(row) for row in rows]


def by_identifier(db: sqlite3.Connection, pool_id: str, identifier: str) -> IdentityProvider:
    """The provider with this identifier, in any case of letters; raises ResourceNotFoundException."""
    for provider in of_pool(db, pool_id):
        if identifier.casefold() in {known.casefold() for known in provider.identifiers}:
            return provider
    raise ResourceNotFoundException(f"No identity provider has the identifier {identifier}.")


def insert(db: sqlite3.Connection, provider: IdentityProvider) -> None:
    """Store a new provider; raises DuplicateProviderException."""
    if provider.name in {other.name for other in of_pool(db, provider.pool_id)}:
        raise DuplicateProviderException(f"A provider already exists with the name {provider.name}.")
    save(db, provider)


def save(db: sqlite3.Connection, provider: IdentityProvider) -> None:
    """Insert or update a provider; raises DuplicateProviderException if another has one of its identifiers."""
    others = [other for other in of_pool(db, provider.pool_id) if other.name != provider.name]
    taken = {identifier.casefold() for other in others for identifier in other.identifiers}
    if taken & {identifier.casefold() for identifier in provider.identifiers}:
        raise DuplicateProviderException("Another provider has one of these identifiers.")
    settings = {"details": provider.details, "mapping": provider.mapping, "identifiers": provider.identifiers}
    row = (provider.pool_id, provider.name, provider.type, json.dumps(settings), provider.created, provider.modified)
    db.execute("INSERT OR REPLACE INTO identity_providers VALUES (?, ?, ?, ?, ?, ?)", row)


def delete(db: sqlite3.Connection, provider: IdentityProvider) -> None:
    """Delete a provider. Its users stay, but cannot sign in with it."""
    db.execute("DELETE FROM identity_providers WHERE pool_id = ? AND name = ?", (provider.pool_id, provider.name))


def check_supported(db: sqlite3.Connection, pool_id: str, names: Iterable[str]) -> None:
    """Raise InvalidParameterException if an app client's SupportedIdentityProviders has an unknown one."""
    known = {NATIVE, *(provider.name for provider in of_pool(db, pool_id))}
    for name in names:
        if name not in known:
            raise InvalidParameterException(f"The provider {name} does not exist for User Pool {pool_id}.")


def _from_row(row: sqlite3.Row) -> IdentityProvider:
    settings = json.loads(row["settings"])
    parts = (settings["details"], settings["mapping"], settings["identifiers"])
    return IdentityProvider(row["pool_id"], row["name"], row["type"], *parts, row["created"], row["modified"])
