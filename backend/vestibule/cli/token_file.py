"""A token as an argument: in a file, because the command line is visible to other users of the machine."""

import sys
from typing import Annotated, cast

import typer

TokenFile = Annotated[
    typer.FileText,
    typer.Argument(help="The file with the token; - for standard input, the default.", show_default=False),
]
STANDARD_INPUT = cast("typer.FileText", sys.stdin)


def read_token(file: typer.FileText) -> str:
    """The token, without the scheme of an Authorization header. Says what to do if nothing is piped in."""
    if file.isatty():
        typer.echo("Paste the token, then press Enter and Ctrl-D.", err=True)
    text = file.read().strip()
    scheme, _, token = text.partition(" ")
    return token.strip() if scheme.lower() == "bearer" else text
