"""Where sign-outs, records and shared limits are stored."""

from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, SecretStr

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
        """Whether a restart forgets no sign-out."""
        return self.store_url.get_secret_value() != "memory://"

    @property
    def closed_on_store_failure(self) -> bool:
        """Whether to refuse rather than to guess while the store is unavailable."""
        return self.store_failure == "closed"
