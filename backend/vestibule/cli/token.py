"""`vestibule token`: verify a token and print its claims."""

import asyncio
import dataclasses
import json

import typer

from vestibule.cli.token_file import STANDARD_INPUT, TokenFile, read_token
from vestibule.errors import AppError
from vestibule.services import build_services
from vestibule.settings import load_settings
from vestibule.tokens.claims import AccessClaims

app = typer.Typer(help="Verify a token as the API does, and read it.", no_args_is_help=True)
EPILOG = "Exit status: 0 the API accepts the token; 1 it does not. Example: vestibule token inspect token.txt | jq .sub"


@app.callback()
def token() -> None:
    """Verify a token as the API does, and read it."""


@app.command(epilog=EPILOG)
def inspect(file: TokenFile = STANDARD_INPUT) -> None:
    """Verify an access token as the API does, and print its claims.

    The token is read from a file, because the command line is visible to other users of the machine.
    A token that is revoked in the store of STORE_URL is refused.
    """
    try:
        claims = asyncio.run(_verify(read_token(file)))
    except AppError as error:
        typer.echo(f"{error.code}: {error.detail or error.title}", err=True)
        raise typer.Exit(1) from error
    typer.echo(json.dumps(dataclasses.asdict(claims), indent=2, default=list))


async def _verify(text: str) -> AccessClaims:
    services = build_services(load_settings())
    try:
        await services.start()
        return await services.verifiers.access.verify_access(text.encode())
    finally:
        await services.aclose()
