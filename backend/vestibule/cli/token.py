"""`vestibule token`: what a token says, and whether it is good."""

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

app = typer.Typer(help="Look at tokens.", no_args_is_help=True)


@app.callback()
def token() -> None:
    """Look at tokens."""


@app.command()
def inspect(
    file: Annotated[typer.FileText, typer.Argument(help="Where the access token stands; - for standard input.")] = (
        sys.stdin  # type: ignore[assignment]
    ),
) -> None:
    """Verify an access token as the API does, and print its claims. It is read, never taken as an argument.

    A token that was signed out is told too, by the store that STORE_URL names.
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
