"""`vestibule openapi`: the API's description, for clients that are typed from it."""

import json

import typer
from pydantic import SecretStr
from pydantic_settings import BaseSettings, PydanticBaseSettingsSource

from vestibule.main import create_app
from vestibule.settings import Settings


class NobodysSettings(Settings):
    """What is given, and the defaults: neither the environment nor `.env` is read, for they may be a production's."""

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],  # noqa: ARG003
        init_settings: PydanticBaseSettingsSource,
        *_: PydanticBaseSettingsSource,
        **_others: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """Where values come from."""
        return (init_settings,)


def openapi() -> None:
    """Print the OpenAPI document; it does not depend on the settings."""
    settings = NobodysSettings(
        cognito_user_pool_id="us-east-1_Vestibule",
        cognito_client_id=("vestibulelocal",),
        store_url=SecretStr("memory://"),
    )
    app = create_app(settings)
    typer.echo(json.dumps(app.openapi(), indent=2, sort_keys=True, ensure_ascii=False))
