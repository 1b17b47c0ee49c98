"""`vestibule pool embedded`: what local Cognito's embedded pool is made of."""

import json
from pathlib import Path

import typer

from vestibule.cli.environment import environment
from vestibule.cli.pool import rendering
from vestibule.cli.pool.plan import DEFAULT_FILE
from vestibule.cli.pool.target import FileOption
from vestibule.cognito.provisioning.documents.managed_login import Sources
from vestibule.cognito.provisioning.embedded import embedded_requests
from vestibule.pool_file import load_pool_file


def embedded(file: FileOption = DEFAULT_FILE) -> None:
    """Print the requests that create local Cognito's embedded pool, as JSON.

    `make generate` writes them into backend/local_cognito/embedded_pool.json, and `make run` compiles the file anew.
    """
    with rendering.errors_shown():
        typer.echo(embedded_json(file))


def embedded_json(file: Path) -> str:
    """The requests as JSON. Raises PoolFileError."""
    requests = embedded_requests(load_pool_file(file, local=True), Sources(environment(), file.parent))
    return json.dumps(requests, indent=2, ensure_ascii=False)
