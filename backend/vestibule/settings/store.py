"""Where sign-outs, records and shared limits are stored."""

from collections.abc import Iterator
from typing import Annotated, Literal
from urllib.parse import parse_qs, urlsplit

from pydantic import AfterValidator, BaseModel, SecretStr

from vestibule.settings.hosts import host_of, is_loopback

EMBEDDED = "sqlite:///.data/vestibule.sqlite3"
REDIS_SCHEMES = ("redis", "rediss", "valkey")


def _store_url(value: SecretStr) -> SecretStr:
    if fault := _fault(value.get_secret_value()):
        raise ValueError(fault)
    return value


def _fault(url: str) -> str | None:
    scheme, _, rest = url.partition("://")
    if scheme in REDIS_SCHEMES:
        return None if urlsplit(url).hostname else "names no host"
    if scheme == "sqlite":
        return None if _is_file(rest) else f"does not name a file as {EMBEDDED} does"
    return None if url == "memory://" else "is not a sqlite:///PATH, redis://, rediss:// or valkey:// URL"


def _is_file(rest: str) -> bool:
    path = rest.removeprefix("/")
    names_file = path != "" and not path.endswith("/") and not path.startswith(":")
    return rest.startswith("/") and names_file and set(path).isdisjoint("?#\0")


class StoreSettings(BaseModel):
    """`sqlite:///relative/path` or `sqlite:////absolute/path` for one machine, `redis://…` for several."""

    store_url: Annotated[SecretStr, AfterValidator(_store_url)] = SecretStr(EMBEDDED)
    store_failure: Literal["open", "closed"] = "open"

    @property
    def store_is_durable(self) -> bool:
        """Whether sign-outs survive a restart."""
        return self.store_url.get_secret_value() != "memory://"

    @property
    def closed_on_store_failure(self) -> bool:
        """Whether requests that need the store are refused while it is unavailable (STORE_FAILURE=closed)."""
        return self.store_failure == "closed"

    def unsafe_store_settings(self) -> Iterator[str]:
        """One line for each store setting that production must not have."""
        if not self.store_is_durable:
            yield "STORE_URL: production needs a durable store, sqlite:// or redis://; memory:// forgets sign-outs"
        if _sends_password_in_clear(self.store_url.get_secret_value()):
            yield "STORE_URL: production sends the store's password to another host over rediss:// only"


def _sends_password_in_clear(url: str) -> bool:
    """Whether a password is sent unencrypted to a remote host. A name without dots is in the same container network."""
    parts = urlsplit(url)
    is_remote = not {".", ":"}.isdisjoint(host_of(url))
    has_password = bool(parts.password) or "password" in parse_qs(parts.query)
    return parts.scheme in ("redis", "valkey") and has_password and is_remote and not is_loopback(url)
