"""What commands about a pool read from the environment and `.env`, and the option that overrides it."""

import os
from pathlib import Path
from typing import Annotated

import typer

from vestibule.settings import read_env_file

ENV_FILE = Path(".env")

EndpointOption = Annotated[
    str,
    typer.Option(
        help="Cognito's endpoint if it is not AWS's: http://localhost:9229 for local Cognito. By default"
        " COGNITO_ENDPOINT_URL.",
        show_default=False,
    ),
]


def environment() -> dict[str, str]:
    """The environment's variables that are not empty; they override those of `.env`."""
    return {**read_env_file(ENV_FILE), **{name: value for name, value in os.environ.items() if value}}
