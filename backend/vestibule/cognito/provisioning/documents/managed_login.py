"""The documents of managed login: domain, identity providers, resource servers, branding."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from vestibule.cognito.transport.aws import Document
from vestibule.pool_file import PoolFile, PoolFileError, SecretReference, SecretUnavailable
from vestibule.pool_file.managed_login import (
    AppleProvider,
    Domain,
    OidcProvider,
    Provider,
    ResourceServer,
    SamlProvider,
    SocialProvider,
)


@dataclass(frozen=True)
class Sources:
    """Where the secrets and files are that `pool.toml` refers to."""

    environment: Mapping[str, str] = field(repr=False)
    directory: Path

    def secret(self, value: str | SecretReference | None) -> str | None:
        """The value; None if its source does not have it, so that the pool keeps the one that it has."""
        if not isinstance(value, SecretReference):
            return value
        try:
            return value.read(self.environment, self.directory)
        except SecretUnavailable:
            return None

    def text(self, key: str, name: str) -> str:
        """The content of a file. Raises PoolFileError, which names the key."""
        path = self.directory / name
        try:
            return path.read_text("utf-8")
        except (OSError, UnicodeError) as error:
            raise PoolFileError(f"{key}: {path}: {getattr(error, 'strerror', None) or 'is not UTF-8'}") from error

    def json(self, key: str, name: str) -> Document:
        """The content of a JSON file. Raises PoolFileError, which names the key."""
        try:
            content = json.loads(self.text(key, name))
        except ValueError as error:
            raise PoolFileError(f"{key}: {name} is not JSON: {error}") from error
        if not isinstance(content, dict):
            raise PoolFileError(f"{key}: {name} is not a JSON object")
        return content


def missing_secrets(file: PoolFile, sources: Sources, existing: Collection[str]) -> Iterator[str]:
    """One line for each secret that is unavailable, though its provider does not exist yet and needs it."""
    for name, table in file.providers.items():
        if name in existing:
            continue
        for member, value in table:
            if isinstance(value, SecretReference):
                try:
                    value.read(sources.environment, sources.directory)
                except SecretUnavailable as error:
                    yield f"providers.{name}.{member}: {error}"


def domain(domain_table: Domain) -> Document:
    """CreateUserPoolDomain."""
    custom = {"CustomDomainConfig": {"CertificateArn": domain_table.certificate_arn}} if domain_table.custom else {}
    return {
        "Domain": domain_table.prefix or domain_table.custom,
        "ManagedLoginVersion": domain_table.managed_login_version,
        **custom,
    }


def resource_server(name: str, server: ResourceServer) -> Document:
    """CreateResourceServer and UpdateResourceServer."""
    scopes = [{"ScopeName": scope, "ScopeDescription": text} for scope, text in server.scopes.items()]
    return {"Identifier": server.identifier, "Name": name, "Scopes": scopes}


def provider(name: str, table: Provider, sources: Sources) -> Document:
    """CreateIdentityProvider. Members of ProviderDetails that are unknown here are left out."""
    details = _details(f"providers.{name}", table, sources)
    return {
        "ProviderName": name,
        "ProviderType": table.type,
        "ProviderDetails": {key: value for key, value in details.items() if value is not None},
        "AttributeMapping": table.attribute_mapping,
        "IdpIdentifiers": table.identifiers,
    }


def _details(key: str, table: Provider, sources: Sources) -> dict[str, str | None]:
    if isinstance(table, SamlProvider):
        metadata = table.metadata_file and sources.text(f"{key}.metadata_file", table.metadata_file)
        return {
            "MetadataURL": table.metadata_url,
            "MetadataFile": metadata,
            "IDPSignout": "true" if table.sign_out else "false",
        }
    shared = {"client_id": sources.secret(table.client_id), "authorize_scopes": _scopes(table)}
    if isinstance(table, AppleProvider):
        return {
            **shared,
            "team_id": table.team_id,
            "key_id": table.key_id,
            "private_key": sources.secret(table.private_key),
        }
    if isinstance(table, OidcProvider):
        return {
            **shared,
            "client_secret": sources.secret(table.client_secret),
            "oidc_issuer": table.issuer,
            "attributes_request_method": table.attributes_request_method,
        }
    return {**shared, "client_secret": sources.secret(table.client_secret)}


def _scopes(table: SocialProvider | AppleProvider | OidcProvider) -> str:
    """Facebook separates scopes by commas, the others by spaces."""
    return ("," if table.type == "Facebook" else " ").join(table.scopes)
