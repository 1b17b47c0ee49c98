"""The command line: `vestibule --help`."""

from importlib.metadata import version
from typing import Annotated

import typer

from vestibule.cli.lazy_commands import LazyCommand, LazyGroup

EPILOG = """
Settings come from the environment and from .env, which .env.example explains.
Exit status, unless a command says otherwise: 0 success; 1 an error, with its reason on standard error; 2 wrong usage.
"""
RUN, OPERATE, DEVELOP = "Run", "Operate", "Develop"


class Commands(LazyGroup):
    """The commands, in the order of the help."""

    lazy_commands = {
        "serve": LazyCommand("vestibule.server.serve", RUN),
        "dev": LazyCommand("vestibule.cli.dev", RUN),
        "check": LazyCommand("vestibule.cli.check", OPERATE),
        "pool": LazyCommand("vestibule.cli.pool", OPERATE),
        "users": LazyCommand("vestibule.cli.users", OPERATE),
        "revoke": LazyCommand("vestibule.cli.revoke", OPERATE),
        "openapi": LazyCommand("vestibule.cli.openapi", DEVELOP),
        "token": LazyCommand("vestibule.cli.token", DEVELOP),
    }


app = typer.Typer(
    cls=Commands,
    help="Complete user accounts on AWS Cognito.",
    epilog=EPILOG,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",  # paragraphs of docstrings are wrapped to the terminal
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _print_version(wanted: bool) -> None:
    if wanted:
        typer.echo(version("vestibule"))
        raise typer.Exit


@app.callback()
def vestibule(
    _version: Annotated[
        bool, typer.Option("--version", help="Print the version.", callback=_print_version, is_eager=True)
    ] = False,
) -> None:
    """Complete user accounts on AWS Cognito."""
