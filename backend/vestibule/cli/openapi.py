"""`vestibule openapi`: print the OpenAPI document, for client generators."""

import json

import typer
from pydantic import SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from vestibule.main import create_app
from vestibule.settings import Settings

EPILOG = "Example: vestibule openapi > openapi.json"


class DefaultSettings(Settings):
    """Settings from arguments and defaults only: the environment and `.env` may be those of a production system."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003
        init_settings: PydanticBaseSettingsSource,
        *_: PydanticBaseSettingsSource,
        **_others: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Use the arguments only."""
        return (init_settings,)


def openapi() -> None:
    """Print the API's OpenAPI document, for client generators. It does not depend on the settings."""
    settings = DefaultSettings(
        cognito_user_pool_id="us-east-1_Vestibule",
        cognito_client_id=("vestibulelocal",),
        store_url=SecretStr("memory://"),
    )
    app = create_app(settings)
    typer.echo(json.dumps(app.openapi(), indent=2, sort_keys=True, ensure_ascii=False))
