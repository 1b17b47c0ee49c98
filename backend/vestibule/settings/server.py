"""Settings of the server process: addresses, workers, docs, logs."""

from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, Field

from vestibule.settings.types import Switch

LogLevel = Annotated[Literal["DEBUG", "INFO", "WARNING", "ERROR"], BeforeValidator(lambda value: str(value).upper())]


class ServerSettings(BaseModel):
    """The server process."""

    environment: Literal["development", "production"] = "development"
    api_host: str = "127.0.0.1"
    api_port: int = Field(default=8000, ge=1, le=65_535)
    api_workers: int = Field(default=1, ge=1, le=64)
    api_threads: int = Field(default=100, ge=1, le=1000)
    api_docs: Switch | None = None
    log_level: LogLevel = "INFO"
    log_format: Literal["console", "json"] | None = None

    @property
    def is_production(self) -> bool:
        """Whether unsafe settings are refused."""
        return self.environment == "production"

    @property
    def json_logs(self) -> bool:
        """Whether log lines are JSON: by default in production."""
        return (self.log_format or ("json" if self.is_production else "console")) == "json"

    @property
    def serves_docs(self) -> bool:
        """Whether /api/docs and /api/openapi.json are served: by default not in production."""
        return not self.is_production if self.api_docs is None else self.api_docs
