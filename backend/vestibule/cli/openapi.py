"""`vestibule openapi`: the API's description, for clients that are typed from it."""

import json

import typer

from vestibule.main import create_app
from vestibule.settings import Settings


def openapi() -> None:
    """Print the OpenAPI document; it does not depend on the settings."""
    app = create_app(Settings(cognito_user_pool_id="us-east-1_Vestibule", cognito_client_id=("vestibulelocal",)))
    typer.echo(json.dumps(app.openapi(), indent=2, sort_keys=True, ensure_ascii=False))
