"""SecretReference: where a secret is; the file never has the secret itself."""

from collections.abc import Mapping
from pathlib import Path

from pydantic import Field, model_validator

from vestibule.pool_file.table import Table


class SecretUnavailable(Exception):
    """The environment variable is not set, or the file cannot be read. The message says which."""


class SecretReference(Table):
    """Where a secret is. Exactly one key."""

    env: str | None = Field(None, pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")
    """The environment variable that holds it. `.env` counts too."""
    file: str | None = Field(None, min_length=1)
    """The file that holds it, relative to this one."""
    value: str | None = Field(None, min_length=1)
    """The secret of a provider that is only simulated; in `[local]` only."""

    @model_validator(mode="after")
    def _one(self) -> "SecretReference":
        if len([one for one in (self.env, self.file, self.value) if one is not None]) != 1:
            raise ValueError('names either a variable, { env = "NAME" }, or a file, { file = "path" }')
        return self

    def read(self, environment: Mapping[str, str], directory: Path) -> str:
        """The secret. Raises SecretUnavailable."""
        if self.value is not None:
            return self.value
        if self.env is not None:
            if not (value := environment.get(self.env, "")):
                raise SecretUnavailable(f"the environment variable {self.env} is not set")
            return value
        path = directory / str(self.file)
        try:
            return path.read_text("utf-8").strip()
        except (OSError, UnicodeError) as error:
            raise SecretUnavailable(f"{path}: {getattr(error, 'strerror', None) or 'is not UTF-8'}") from error
