"""`NAME_FILE` names a file with the value of `NAME`, as Docker and Kubernetes provide secrets."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from dotenv import dotenv_values
from pydantic.fields import FieldInfo
from pydantic_settings import BaseSettings, EnvSettingsSource, PydanticBaseSettingsSource

SUFFIX = "_file"
ENV_FILE = Path(".env")


class SecretFiles(PydanticBaseSettingsSource):
    """Values from files that the environment or `.env` name; an empty file counts as unset. Raises OSError."""

    def __init__(self, settings: type[BaseSettings], *named_in: EnvSettingsSource) -> None:
        super().__init__(settings)
        self._named_in = named_in

    def get_field_value(self, field: FieldInfo, field_name: str) -> tuple[str | None, str, bool]:  # noqa: ARG002  inherited
        """The value, its name, and that it is a plain one."""
        for source in self._named_in:
            if path := source.env_vars.get(f"{source.env_prefix}{field_name}{SUFFIX}".lower()):
                return Path(path).read_text().strip() or None, field_name, False
        return None, field_name, False

    def __call__(self) -> dict[str, str]:
        """Every value that a file gives."""
        found = {name: self.get_field_value(field, name)[0] for name, field in self.settings_cls.model_fields.items()}
        return {name: value for name, value in found.items() if value is not None}


def files_of(names: Iterable[str]) -> Iterator[Path]:
    """The files that may have the values of these settings, under any prefix: `.env`, and those that are named."""
    yield ENV_FILE
    variables = tuple(f"{name}{SUFFIX}".upper() for name in names)
    in_file = dotenv_values(ENV_FILE, encoding="utf-8-sig") if ENV_FILE.is_file() else {}
    for variable, path in {**in_file, **os.environ}.items():
        if path and variable.upper().endswith(variables):
            yield Path(path)
