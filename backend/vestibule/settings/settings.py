"""All settings in one frozen, typed object, read once from the environment and `.env`."""

import difflib
from collections.abc import Iterable, Iterator
from typing import Self

from pydantic import model_validator
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from vestibule.settings.brand import BrandSettings
from vestibule.settings.mail import MailSettings
from vestibule.settings.network import NetworkSettings
from vestibule.settings.pool import PoolSettings
from vestibule.settings.secret_files import SecretFiles
from vestibule.settings.security import SecuritySettings
from vestibule.settings.server import ServerSettings
from vestibule.settings.store import StoreSettings


class Settings(
    PoolSettings,
    NetworkSettings,
    SecuritySettings,
    StoreSettings,
    MailSettings,
    ServerSettings,
    BrandSettings,
    BaseSettings,
):
    """Every setting, by its environment name in lower case. `.env.example` explains each."""

    # utf-8-sig reads UTF-8 with and without a byte order mark.
    model_config = SettingsConfigDict(
        env_file=".env", env_file_encoding="utf-8-sig", extra="ignore", frozen=True, env_ignore_empty=True
    )

    @property
    def secure_cookies(self) -> bool:
        """Whether the cookies are for https only: always in production."""
        return self.is_production if self.cookie_secure is None else self.cookie_secure

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  pydantic's own, a directory, is not used
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """The sources, by precedence; last, the files that `NAME_FILE` names."""
        _check_names(init_settings())
        named_in = [s for s in (env_settings, dotenv_settings) if isinstance(s, EnvSettingsSource)]
        return init_settings, env_settings, dotenv_settings, SecretFiles(settings_cls, *named_in)

    @model_validator(mode="after")
    def _consistent(self) -> Self:
        faults = [*self._inconsistent(), *(self._unsafe() if self.is_production else ())]
        if faults:
            raise ValueError("\n".join(faults))
        return self

    def _inconsistent(self) -> Iterator[str]:
        yield from self.inconsistent_pool_settings()
        if self.api_workers > 1 and not self.store_is_durable:
            yield "API_WORKERS: several workers cannot share memory://; set STORE_URL to sqlite:// or redis://"

    def _unsafe(self) -> Iterator[str]:
        yield from self.unsafe_pool_settings()
        yield from self.unsafe_security_settings()
        yield from self.unsafe_store_settings()
        yield from self.unsafe_mail_settings()


def _check_names(names: Iterable[str]) -> None:
    """Raise TypeError for a name that is no setting. Pydantic ignores it, because `.env` may have names of others."""
    for name in names:
        if name not in Settings.model_fields:
            similar = difflib.get_close_matches(name, Settings.model_fields, 1)
            hint = f"; did you mean {similar[0]!r}?" if similar else ""
            raise TypeError(f"{name!r} is not a setting{hint}")
