"""`vestibule token`: verify a token and print its claims."""

import asyncio
import dataclasses
import json
import sys
from typing import Annotated

import typer

from vestibule.errors import AppError
from vestibule.services import build_services
from vestibule.settings import load_settings
from vestibule.tokens.claims import AccessClaims

app = typer.Typer(help="Inspect tokens.", no_args_is_help=True)


@app.callback()
def token() -> None:
    """Inspect tokens."""


@app.command()
def inspect(
    file: Annotated[typer.FileText, typer.Argument(help="The file with the access token; - for standard input.")] = (
        sys.stdin  # type: ignore[assignment]
    ),
) -> None:
    """Verify an access token as the API does, and print its claims.

    The token is read from a file, because the command line is visible to other users of the machine.
    A token that is revoked in the store of STORE_URL is refused.
    """
    try:
        claims = asyncio.run(_verify(file.read().strip()))
    except AppError as error:
        typer.echo(f"{error.code}: {error.detail or error.title}", err=True)
        raise typer.Exit(1) from error
    typer.echo(json.dumps(dataclasses.asdict(claims), indent=2, default=list))


async def _verify(text: str) -> AccessClaims:
    services = build_services(load_settings())
    try:
        await services.start()
        return await services.verifier.verify_access(text.encode())
    finally:
        await services.aclose()
