"""The command line: `vestibule --help`."""

from importlib.metadata import version
from typing import Annotated

import typer

from vestibule.cli import check, dev, openapi, pool, revoke, token, users
from vestibule.server import serve

EPILOG = """
Settings come from the environment and from .env, which .env.example explains.
Exit status, unless a command says otherwise: 0 success; 1 an error, with its reason on standard error; 2 wrong usage.
"""
RUN, OPERATE, DEVELOP = "Run", "Operate", "Develop"

app = typer.Typer(
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


app.command(rich_help_panel=RUN, epilog=serve.EPILOG)(serve.serve)
app.command(rich_help_panel=RUN, epilog=dev.EPILOG)(dev.dev)
app.command(rich_help_panel=OPERATE, epilog=check.EPILOG)(check.check)
app.add_typer(pool.app, name="pool", rich_help_panel=OPERATE)
app.add_typer(users.app, name="users", rich_help_panel=OPERATE)
app.add_typer(revoke.app, name="revoke", rich_help_panel=OPERATE)
app.add_typer(token.app, name="token", rich_help_panel=DEVELOP)
app.command(rich_help_panel=DEVELOP, epilog=openapi.EPILOG)(openapi.openapi)
