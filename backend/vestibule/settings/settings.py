"""The settings: read once from the environment and `.env`, typed, frozen, and refused at start when they are unsafe."""

import re
from ipaddress import IPv4Network, IPv6Network
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    SecretStr,
    ValidationError,
    field_validator,
    model_validator,
)
from pydantic_settings import (
    BaseSettings,
    EnvSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

from vestibule.settings.secret_files import SecretFiles
from vestibule.settings.store import StoreSettings

DEVELOPMENT_SECRET = "a-well-known-secret-for-development-only"  # noqa: S105  production refuses it

MINIMUM_SECRET_LENGTH = 32


def _split(value: object) -> object:
    """`a, b` → `("a", "b")`: lists are written with commas in the environment."""
    if not isinstance(value, str):
        return value
    return tuple(part for part in (piece.strip() for piece in value.split(",")) if part)


def _on_or_off(value: object) -> object:
    return {"on": True, "off": False}.get(value.lower(), value) if isinstance(value, str) else value


def _http_url(value: str) -> str:
    parts = urlsplit(value)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.query or parts.fragment:
        raise ValueError("is not an http(s) address")
    return value.rstrip("/")


def _origin(value: str) -> str:
    parts = urlsplit(value)
    if value == "*":
        raise ValueError("'*' would let every site use the API with its users' cookies: name the origins")
    if parts.scheme not in ("http", "https") or value != f"{parts.scheme}://{parts.netloc}" or "@" in value:
        raise ValueError(f"{value!r} is not an origin such as https://app.example.com")
    return value


Commas = (NoDecode, BeforeValidator(_split))
Names = Annotated[tuple[str, ...], *Commas]
Url = Annotated[str, AfterValidator(_http_url)]
Switch = Annotated[bool, BeforeValidator(_on_or_off)]


class SettingsError(SystemExit):
    """The settings cannot be used; its text has one readable line per fault."""


class PoolFacts(BaseSettings):
    """What the pool allows, for when its description may not be read (no AWS credentials)."""

    model_config = SettingsConfigDict(env_file=".env", extra="ignore", frozen=True, env_ignore_empty=True)

    password_minimum_length: int = Field(8, ge=6, le=99)
    password_requires: Annotated[
        frozenset[Literal["lowercase", "uppercase", "numbers", "symbols"]], NoDecode, BeforeValidator(_split)
    ] = frozenset({"lowercase", "uppercase", "numbers", "symbols"})
    required_attributes: Names = ("email",)
    editable_attributes: Names = ("email", "name", "given_name", "family_name", "phone_number", "locale", "agentName")
    self_sign_up: Switch = True
    mfa: Literal["off", "optional", "required"] = "off"


class Settings(PoolFacts, StoreSettings):
    """Every setting, by its environment name in lower case. `.env.example` explains each."""

    environment: Literal["development", "production"] = "development"

    cognito_user_pool_id: str
    cognito_client_id: Names
    cognito_client_secret: SecretStr | None = None
    cognito_region: str = ""
    cognito_endpoint_url: Url | None = None
    cognito_timeout_seconds: float = Field(7, gt=0, le=7.5)
    cognito_issuer: Url = ""
    cognito_jwks_url: Url = ""

    jwks_ttl_seconds: int = Field(3600, ge=10, le=86_400)
    token_leeway_seconds: int = Field(60, ge=0, le=60)
    secret_key: SecretStr = SecretStr(DEVELOPMENT_SECRET)
    cookie_secure: Switch | None = None

    rate_limits: Switch = True
    cors_origins: Annotated[tuple[Annotated[str, AfterValidator(_origin)], ...], *Commas] = ()
    trusted_proxies: Annotated[tuple[IPv4Network | IPv6Network, ...], *Commas] = ()

    reveal_existing_users: Switch = False
    resend_wait_seconds: int = Field(30, ge=0, le=3600)

    api_host: str = "127.0.0.1"
    api_port: int = Field(8000, ge=1, le=65_535)
    api_workers: int = Field(1, ge=1, le=64)
    api_threads: int = Field(100, ge=1, le=1000)
    log_level: Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(lambda v: str(v).upper())] = (
        "INFO"
    )
    log_format: Literal["console", "json"] | None = None

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  pydantic's own, a directory, is not used
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Where values come from, the first that has one wins; last, the files that `NAME_FILE` names."""
        named_in = [s for s in (env_settings, dotenv_settings) if isinstance(s, EnvSettingsSource)]
        return init_settings, env_settings, dotenv_settings, SecretFiles(settings_cls, *named_in)

    @field_validator("cognito_user_pool_id")
    @classmethod
    def _pool_id(cls, value: str) -> str:
        if not re.fullmatch(r"[\w-]+_[0-9a-zA-Z]+", value):
            raise ValueError("is not a user pool's id such as eu-west-1_AbCdEf123")
        return value

    @field_validator("cognito_client_id")
    @classmethod
    def _client_ids(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        if not value or not all(re.fullmatch(r"\w{1,128}", client_id) for client_id in value):
            raise ValueError("is not an app client's id, or several with commas between them")
        return value

    @model_validator(mode="before")
    @classmethod
    def _derive(cls, values: dict[str, object]) -> dict[str, object]:
        """Fill in what follows from the pool's id: its region, its issuer and where its keys are."""
        pool_id = str(values.get("cognito_user_pool_id", ""))
        region = values.get("cognito_region") or pool_id.partition("_")[0]
        cognito = f"https://cognito-idp.{region}.amazonaws.com"
        endpoint = str(values.get("cognito_endpoint_url") or cognito)
        keys_at = (endpoint if endpoint.startswith("http") else cognito).rstrip("/")  # one fault is told once
        derived = {
            "cognito_region": region,
            "cognito_issuer": f"{cognito}/{pool_id}",
            "cognito_jwks_url": f"{keys_at}/{pool_id}/.well-known/jwks.json",
        }
        return derived | {name: value for name, value in values.items() if value or name not in derived}

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        if not self.cognito_user_pool_id.startswith(f"{self.cognito_region}_"):
            raise ValueError("COGNITO_REGION: is not the region that COGNITO_USER_POOL_ID begins with")
        if self.api_workers > 1 and not self.store_is_durable:
            raise ValueError(
                "API_WORKERS: several workers cannot share memory://; set STORE_URL to sqlite:// or redis://"
            )
        if self.environment == "production" and (faults := self._unsafe()):
            raise ValueError("\n".join(faults))
        return self

    def _unsafe(self) -> list[str]:
        """One line for each setting that a production must not start with."""
        secret = self.secret_key.get_secret_value()
        unsafe = {
            "COGNITO_ENDPOINT_URL: production talks to AWS over https, never to the stand-in": (
                _is_insecure(self.cognito_endpoint_url) or _is_here(self.cognito_endpoint_url)
            ),
            "COGNITO_ISSUER: production believes an https issuer only": _is_insecure(self.cognito_issuer),
            "COGNITO_JWKS_URL: production fetches keys over https only": _is_insecure(self.cognito_jwks_url),
            "COOKIE_SECURE: production never sends the refresh token over plain http": self.cookie_secure is False,
            f"SECRET_KEY: production needs a secret of its own, at least {MINIMUM_SECRET_LENGTH} characters": (
                secret == DEVELOPMENT_SECRET or len(secret) < MINIMUM_SECRET_LENGTH
            ),
            "TRUSTED_PROXIES: production does not believe everybody": any(
                network.prefixlen == 0 for network in self.trusted_proxies
            ),
            "STORE_URL: production needs a durable store, sqlite:// or redis://; memory:// forgets sign-outs": (
                not self.store_is_durable
            ),
            "CORS_ORIGINS: production allows https origins only": any(map(_is_insecure, self.cors_origins)),
        }
        return [fault for fault, found in unsafe.items() if found]

    @property
    def client_id(self) -> str:
        """The app client that we are; tokens of all `cognito_client_id`s are accepted."""
        return self.cognito_client_id[0]

    @property
    def secure_cookies(self) -> bool:
        """Whether the refresh token's cookie is for https only: always in production."""
        return self.environment == "production" if self.cookie_secure is None else self.cookie_secure

    @property
    def json_logs(self) -> bool:
        """Whether log lines are JSON, for machines: in production unless said otherwise."""
        return (self.log_format or ("json" if self.environment == "production" else "console")) == "json"


def _is_here(url: str | None) -> bool:
    return url is not None and urlsplit(url).hostname in ("localhost", "127.0.0.1", "::1")


def _is_insecure(url: str | None) -> bool:
    return url is not None and urlsplit(url).scheme != "https"


def load_settings() -> Settings:
    """Read the settings, or stop with one readable line per fault (`SettingsError`)."""
    try:
        return Settings()
    except ValidationError as exc:
        raise SettingsError("\n".join(["The settings cannot be used:", *_lines(exc)])) from None
    except OSError as exc:
        raise SettingsError(f"The settings cannot be used:\n  {exc.filename}: {exc.strerror}") from None


def _lines(exc: ValidationError) -> list[str]:
    lines: list[str] = []
    for error in exc.errors(include_url=False, include_input=False, include_context=False):
        name = str(error["loc"][0]).upper() if error["loc"] else ""
        reason = error["msg"].removeprefix("Value error, ")
        if error["type"] == "missing":
            reason = "is missing; .env.example tells where to find it"
        lines += [f"{name}: {reason}"] if name else reason.split("\n")
    once = {line.partition(": ")[0]: line for line in reversed(lines)}
    return [f"  {line}" for line in reversed(once.values())]
