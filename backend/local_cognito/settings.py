"""Settings from environment variables."""

import os
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

REGION = "us-east-1"
ISSUER_URL = f"https://cognito-idp.{REGION}.amazonaws.com"
DOMAIN = "LOCAL_COGNITO_DOMAIN"
PORTS = range(65536)
NUMBER = re.compile(r"[0-9]{1,9}")
HOST_NAME = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9._-]*[A-Za-z0-9])?")
# The app of `make run`, and of `docker compose up`.
APP_URLS = ("http://localhost:5173", "http://localhost:8080")
# The service's name in docker-compose.yml.
ALLOWED_HOSTS = ("cognito",)
# The pool that `pool.toml` declares, compiled by `vestibule pool embedded`.
POOL_FILE = Path(__file__).with_name("embedded_pool.json")
TRIGGERS = (
    "PreSignUp",
    "PostConfirmation",
    "PreAuthentication",
    "PostAuthentication",
    "PreTokenGeneration",
    "CustomMessage",
    "UserMigration",
    "DefineAuthChallenge",
    "CreateAuthChallenge",
    "VerifyAuthChallengeResponse",
)
# A stand-in hashes for many quick sign-ins on a small machine: this takes about 0.1 ms. A data file that other people
# could obtain needs more: OWASP recommends 19456.
DEFAULT_PASSWORD_HASH_KIB = 256


class SettingsError(Exception):
    """An invalid setting; the message names it."""


@dataclass(frozen=True)
class Settings:
    """Address and port of the server, its data file, and how it behaves.

    `access_token_seconds` applies to the embedded pool's client. `mfa_attempts` is how many wrong codes of a second
    factor start a lockout. `password_hash_kib` is the memory cost of password hashes (argon2id). Tokens have the issuer
    `<issuer_url>/<pool id>`; the default is AWS's. `triggers` are the URLs of Lambda triggers.
    `smtp_port` accepts mails for the outbox; None: no mails.
    `track_devices` makes the embedded pool track devices.
    `domain_url` is where browsers reach the pool's domain. `app_urls` are the app's origins, to which the domain may
    send users back. `allowed_hosts` are names under which browsers reach the pages, besides localhost and IP addresses.
    `pool_file` has the requests that make the embedded pool.
    """

    host: str = "127.0.0.1"
    port: int = 9229
    data: Path = Path(".data/local_cognito.sqlite3")
    access_token_seconds: int = 3600
    mfa_attempts: int = 5
    password_hash_kib: int = DEFAULT_PASSWORD_HASH_KIB
    issuer_url: str = ISSUER_URL
    triggers: Mapping[str, str] = field(default_factory=dict)
    smtp_port: int | None = None
    domain_url: str | None = None
    track_devices: bool = False
    app_urls: Sequence[str] = APP_URLS
    allowed_hosts: Sequence[str] = ALLOWED_HOSTS
    pool_file: Path = POOL_FILE


def from_environment(environment: Mapping[str, str] = os.environ) -> Settings:
    """Settings named LOCAL_COGNITO_…; raises SettingsError."""
    variables = {name: value for name, value in environment.items() if name.startswith("LOCAL_COGNITO_") and value}
    defaults = Settings()
    return Settings(
        host=variables.get("LOCAL_COGNITO_HOST", defaults.host),
        port=_number(variables, "LOCAL_COGNITO_PORT", defaults.port, PORTS),
        data=Path(variables.get("LOCAL_COGNITO_DATA", defaults.data)),
        access_token_seconds=_number(
            variables, "LOCAL_COGNITO_ACCESS_TOKEN_SECONDS", defaults.access_token_seconds, range(1, 86401)
        ),
        mfa_attempts=_number(variables, "LOCAL_COGNITO_MFA_ATTEMPTS", defaults.mfa_attempts, range(1, 1001)),
        password_hash_kib=_number(
            variables, "LOCAL_COGNITO_PASSWORD_HASH_KIB", defaults.password_hash_kib, range(8, 1024 * 1024 + 1)
        ),
        issuer_url=_url(variables, "LOCAL_COGNITO_ISSUER", defaults.issuer_url),
        triggers=_triggers(variables, "LOCAL_COGNITO_TRIGGERS"),
        smtp_port=(
            _number(variables, "LOCAL_COGNITO_SMTP_PORT", 0, PORTS) if "LOCAL_COGNITO_SMTP_PORT" in variables else None
        ),
        track_devices=_switch(variables, "LOCAL_COGNITO_DEVICES", "off"),
        domain_url=_url(variables, DOMAIN, "") if DOMAIN in variables else None,
        app_urls=_urls(variables, "LOCAL_COGNITO_APP_URLS", defaults.app_urls),
        allowed_hosts=_hosts(variables, "LOCAL_COGNITO_ALLOWED_HOSTS", defaults.allowed_hosts),
        pool_file=Path(variables.get("LOCAL_COGNITO_POOL_FILE", defaults.pool_file)),
    )


def _triggers(variables: Mapping[str, str], name: str) -> dict[str, str]:
    """One URL for all triggers, or `<trigger>=<URL>` separated by commas."""
    text = variables.get(name, "")
    if not text:
        return {}
    if "=" not in text.partition("://")[0]:
        return dict.fromkeys(TRIGGERS, _url(variables, name, ""))
    pairs = [entry.strip().partition("=")[::2] for entry in text.split(",")]
    unknown = [trigger for trigger, _ in pairs if trigger not in TRIGGERS]
    if unknown:
        raise SettingsError(f"{name} must name triggers ({', '.join(TRIGGERS)}), not {unknown[0]!r}.")
    return {trigger: _url({name: url}, name, "") for trigger, url in pairs}


def _urls(variables: Mapping[str, str], name: str, defaults: Sequence[str]) -> tuple[str, ...]:
    """URLs, separated by commas."""
    given = [url.strip() for url in variables[name].split(",")] if name in variables else defaults
    return tuple(_url({name: url}, name, "") for url in given)


def _hosts(variables: Mapping[str, str], name: str, defaults: Sequence[str]) -> tuple[str, ...]:
    """Host names without ports, separated by commas, in addition to the defaults."""
    given = [host.strip() for host in variables[name].split(",")] if name in variables else []
    for host in given:
        if not HOST_NAME.fullmatch(host):
            raise SettingsError(f"{name} must be host names without ports, not {host!r}.")
    return (*defaults, *given)


def _url(variables: Mapping[str, str], name: str, default: str) -> str:
    text = variables.get(name, default).rstrip("/")
    if not _is_base_url(text):
        raise SettingsError(f"{name} must be an http or https URL without query, not {text!r}.")
    return text


def _is_base_url(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc) and not (parts.query or parts.fragment)


def _switch(variables: Mapping[str, str], name: str, default: str) -> bool:
    text = variables.get(name, default)
    if text.lower() not in ("on", "off"):
        raise SettingsError(f"{name} must be on or off, not {text!r}.")
    return text.lower() == "on"


def _number(variables: Mapping[str, str], name: str, default: int, allowed: range) -> int:
    text = variables.get(name, str(default))
    if not NUMBER.fullmatch(text) or int(text) not in allowed:
        raise SettingsError(f"{name} must be a whole number from {allowed[0]} to {allowed[-1]}, not {text!r}.")
    return int(text)
