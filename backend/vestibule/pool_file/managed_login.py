"""Managed login: its domain and branding, identity providers, and resource servers."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from vestibule.pool_file.secret import SecretReference
from vestibule.pool_file.table import Arn, AttributeName, Table, Url

RESERVED = ("aws", "amazon", "cognito")


class Domain(Table):
    """Where managed login is. It cannot be renamed: a new one replaces it, with downtime."""

    prefix: str | None = Field(None, pattern=r"^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$")
    """`<prefix>.auth.<region>.amazoncognito.com`."""
    custom: str | None = Field(None, pattern=r"^[a-z0-9.-]+\.[a-z0-9-]+$", max_length=63)
    """A host name of your own, whose parent has a DNS record."""
    certificate_arn: Arn | None = None
    """The certificate of the custom domain, in us-east-1."""
    managed_login_version: Literal[1, 2] = 2
    """2 is managed login, 1 the classic hosted UI."""

    @model_validator(mode="after")
    def _one(self) -> "Domain":
        if (self.prefix is None) == (self.custom is None):
            raise ValueError("has either prefix or custom")
        if (self.custom is None) != (self.certificate_arn is None):
            raise ValueError("custom and certificate_arn go together")
        if self.prefix and (word := next((word for word in RESERVED if word in self.prefix), None)):
            raise ValueError(f"prefix must not contain {word!r}")
        return self


class Branding(Table):
    """The branding of managed login. Without settings, Cognito's own."""

    settings_file: str | None = Field(None, min_length=1)
    """A JSON file with the settings of managed login (version 2), as the console exports them."""
    css_file: str | None = Field(None, min_length=1)
    """A style sheet for the classic hosted UI (version 1)."""


class _Provider(Table):
    attribute_mapping: dict[AttributeName, str]
    """The provider's claim for each attribute; `username` is mapped by Cognito."""
    identifiers: list[str] = []
    """Other names of the provider, such as mail domains."""


class SocialProvider(_Provider):
    """Google, Facebook or Amazon."""

    type: Literal["Google", "Facebook", "LoginWithAmazon"]
    client_id: str | SecretReference
    client_secret: SecretReference
    scopes: list[str] = Field(min_length=1)


class AppleProvider(_Provider):
    """Sign in with Apple."""

    type: Literal["SignInWithApple"]
    client_id: str | SecretReference
    team_id: str
    key_id: str
    private_key: SecretReference
    scopes: list[str] = ["email", "name"]


class OidcProvider(_Provider):
    """Any provider of OpenID Connect."""

    type: Literal["OIDC"]
    client_id: str | SecretReference
    client_secret: SecretReference | None = None
    scopes: list[str] = ["openid", "email", "profile"]
    issuer: Url
    """Where `/.well-known/openid-configuration` is."""
    attributes_request_method: Literal["GET", "POST"] = "GET"


class SamlProvider(_Provider):
    """A SAML 2.0 provider."""

    type: Literal["SAML"]
    metadata_url: Url | None = None
    metadata_file: str | None = Field(None, min_length=1)
    sign_out: bool = False

    @model_validator(mode="after")
    def _one(self) -> "SamlProvider":
        if (self.metadata_url is None) == (self.metadata_file is None):
            raise ValueError("has either metadata_url or metadata_file")
        return self


Provider = Annotated[SocialProvider | AppleProvider | OidcProvider | SamlProvider, Field(discriminator="type")]


class ResourceServer(Table):
    """An API whose scopes clients can request, as `<identifier>/<scope>`."""

    identifier: str = Field(min_length=1, max_length=256, pattern=r"^[\x21\x23-\x5B\x5D-\x7E]+$")
    """Cannot be changed later."""
    scopes: dict[Annotated[str, Field(pattern=r"^[\x21\x23-\x2E\x30-\x5B\x5D-\x7E]+$", max_length=256)], str] = {}
    """Descriptions by scope."""
