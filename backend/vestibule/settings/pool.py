"""Settings of the user pool: its ids, its URLs, and its policies."""

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field, SecretStr, field_validator, model_validator
from pydantic_settings import NoDecode

from vestibule.settings.domain import Domain, domain_url
from vestibule.settings.hosts import host_of, is_cognito, is_https, is_loopback
from vestibule.settings.types import Names, Switch, Url, is_http_url, split_commas

POOL_ID = r"[\w-]+_[0-9a-zA-Z]+"
CLIENT_ID = r"\w{1,128}"
IDENTITY_POOL_ID = r"[a-z0-9-]+:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}"
JWKS_PATH = ".well-known/jwks.json"


class PoolDefaults(BaseModel):
    """What the pool allows, for when its description may not be read (no AWS credentials)."""

    password_minimum_length: int = Field(default=8, ge=6, le=99)
    password_requires: Annotated[
        frozenset[Literal["lowercase", "uppercase", "numbers", "symbols"]], NoDecode, BeforeValidator(split_commas)
    ] = frozenset({"lowercase", "uppercase", "numbers", "symbols"})
    required_attributes: Names = ("email",)
    editable_attributes: Names = ("email", "name", "given_name", "family_name", "phone_number", "locale", "agentName")
    self_sign_up: Switch = True
    mfa: Literal["off", "optional", "required"] = "off"
    mfa_methods: Annotated[tuple[Literal["totp", "sms", "email_otp"], ...], NoDecode, BeforeValidator(split_commas)] = (
        "totp",
    )
    first_factors: Annotated[
        tuple[Literal["password", "passkey", "email_otp", "custom"], ...], NoDecode, BeforeValidator(split_commas)
    ] = ("password",)
    identity_providers: Names = ()
    password_sign_in: Switch = True
    device_tracking: Switch = False
    refresh_token_seconds: int = Field(default=30 * 86_400, ge=3600, le=3650 * 86_400)


class TrustedPool(BaseModel, frozen=True):
    """A pool whose access tokens are accepted: its issuer, its key URL, and the app clients."""

    issuer: str
    jwks_url: str
    client_ids: tuple[str, ...]


class PoolSettings(PoolDefaults):
    """Which pool it is, and where Cognito and its keys are. Region, issuer and key URL follow from the pool's id."""

    cognito_user_pool_id: str
    cognito_client_id: Names
    cognito_client_secret: SecretStr | None = None
    cognito_identity_pool_id: str | None = None
    cognito_region: str = ""
    cognito_endpoint_url: Url | None = None
    cognito_domain: Domain | None = None
    cognito_admin: Switch = True
    check_pool_at_start: Switch = True
    cognito_timeout_seconds: float = Field(default=7, gt=0, le=7.5)  # clients are promised a response within 8
    cognito_issuer: Url = ""
    cognito_jwks_url: Url = ""
    additional_pools: Names = ()
    jwks_ttl_seconds: int = Field(default=3600, ge=10, le=86_400)

    @property
    def client_id(self) -> str:
        """The app client of this API; tokens of all `cognito_client_id`s are accepted."""
        return self.cognito_client_id[0]

    @property
    def trusted_pools(self) -> tuple[TrustedPool, ...]:
        """The pools whose access tokens are accepted, our own first."""
        own = TrustedPool(issuer=self.cognito_issuer, jwks_url=self.cognito_jwks_url, client_ids=self.cognito_client_id)
        return own, *(self._additional_pool(entry) for entry in self.additional_pools)

    def _additional_pool(self, entry: str) -> TrustedPool:
        pool_id, *client_ids = entry.split(":")
        region = pool_id.partition("_")[0]
        issuer = f"https://cognito-idp.{region}.amazonaws.com/{pool_id}"
        keys_at = f"{self.cognito_endpoint_url}/{pool_id}" if self.cognito_endpoint_url else issuer
        return TrustedPool(issuer=issuer, jwks_url=f"{keys_at}/{JWKS_PATH}", client_ids=tuple(client_ids))

    @property
    def cognito_url(self) -> str:
        """The URL of Cognito's API."""
        return self.cognito_endpoint_url or f"https://cognito-idp.{self.cognito_region}.amazonaws.com"

    @property
    def cognito_domain_api(self) -> str | None:
        """The URL at which this API calls the domain. Local Cognito serves it on the port of its API.

        The domain's own URL is for browsers: inside a container, `localhost` is another machine.
        """
        if self.cognito_domain and self.is_local_cognito and is_loopback(self.cognito_domain):
            return self.cognito_endpoint_url
        return self.cognito_domain

    @property
    def identity_pool_region(self) -> str:
        """The region of the identity pool; it need not be that of the user pool."""
        return (self.cognito_identity_pool_id or "").partition(":")[0]

    @property
    def identity_pool_endpoint(self) -> str | None:
        """The endpoint of cognito-identity, if it is not AWS's usual one: local Cognito serves both."""
        return self.cognito_endpoint_url if self.is_local_cognito else None

    @property
    def identity_pool_url(self) -> str:
        """The URL of cognito-identity."""
        return self.identity_pool_endpoint or f"https://cognito-identity.{self.identity_pool_region}.amazonaws.com"

    @property
    def login_provider(self) -> str:
        """The user pool's name as a sign-in provider of identity pools."""
        return f"cognito-idp.{self.cognito_region}.amazonaws.com/{self.cognito_user_pool_id}"

    @property
    def is_local_cognito(self) -> bool:
        """Whether the pool is not at AWS, but is local Cognito on this machine or network."""
        return self.cognito_endpoint_url is not None and not is_cognito(self.cognito_endpoint_url)

    @field_validator("cognito_user_pool_id")
    @classmethod
    def _pool_id(cls, value: str) -> str:
        if not re.fullmatch(POOL_ID, value):
            raise ValueError("is not a user pool id such as eu-west-1_AbCdEf123")
        return value

    @field_validator("cognito_identity_pool_id")
    @classmethod
    def _identity_pool_id(cls, value: str | None) -> str | None:
        if value is not None and not re.fullmatch(IDENTITY_POOL_ID, value):
            raise ValueError("is not an identity pool id such as eu-west-1:11111111-2222-4333-8444-555555555555")
        return value

    @field_validator("additional_pools")
    @classmethod
    def _additional_pools(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not all(re.fullmatch(rf"{POOL_ID}(:{CLIENT_ID})+", entry) for entry in value):
            raise ValueError("each is a pool id and its app client ids, such as eu-west-1_AbCdEf123:client1:client2")
        return value

    @field_validator("cognito_client_id")
    @classmethod
    def _client_ids(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not value or not all(re.fullmatch(CLIENT_ID, client_id) for client_id in value):
            raise ValueError("is not an app client id, or several with commas between them")
        return value

    @model_validator(mode="before")
    @classmethod
    def _derive(cls, values: dict[str, object]) -> dict[str, object]:
        pool_id = str(values.get("cognito_user_pool_id", ""))
        region = values.get("cognito_region") or pool_id.partition("_")[0]
        cognito = f"https://cognito-idp.{region}.amazonaws.com"
        endpoint = str(values.get("cognito_endpoint_url") or cognito)
        # An invalid endpoint is reported once, as itself, and not again as a key URL.
        keys_at = endpoint.rstrip("/") if is_http_url(endpoint) else cognito
        if domain := values.get("cognito_domain"):
            values = values | {"cognito_domain": domain_url(str(domain), str(region))}
        derived = {
            "cognito_region": region,
            "cognito_issuer": f"{cognito}/{pool_id}",
            "cognito_jwks_url": f"{keys_at}/{pool_id}/{JWKS_PATH}",
        }
        return derived | {name: value for name, value in values.items() if value or name not in derived}

    def inconsistent_pool_settings(self) -> Iterator[str]:
        """One line for each pool setting that contradicts another."""
        if not self.cognito_user_pool_id.startswith(f"{self.cognito_region}_"):
            yield "COGNITO_REGION: is not the region that COGNITO_USER_POOL_ID begins with"
        issuers = [pool.issuer for pool in self.trusted_pools]
        if len({*issuers}) != len(issuers):  # one of the entries would be ignored
            yield "ADDITIONAL_POOLS: names a pool twice, or the pool of COGNITO_USER_POOL_ID"

    def unsafe_pool_settings(self) -> Iterator[str]:
        """One line for each pool setting that production must not have."""
        endpoint = self.cognito_endpoint_url
        if endpoint and (not is_https(endpoint) or is_loopback(endpoint)):
            yield "COGNITO_ENDPOINT_URL: production talks to AWS over https, never to the stand-in"
        if self.cognito_domain and is_loopback(self.cognito_domain):
            yield "COGNITO_DOMAIN: production sends browsers to an https URL, never to the stand-in"
        trusted = {host_of(endpoint)} if endpoint else set()
        for name, url in (("COGNITO_ISSUER", self.cognito_issuer), ("COGNITO_JWKS_URL", self.cognito_jwks_url)):
            if not is_https(url) or not (is_cognito(url) or host_of(url) in trusted):
                yield f"{name}: production trusts https URLs of Cognito, or of COGNITO_ENDPOINT_URL's host, only"
