"""`vestibule users`: users in and out of a pool."""

import typer

from vestibule.cli.users import convert, export, import_users

app = typer.Typer(help="Export and import users.", no_args_is_help=True)


@app.callback()
def users() -> None:
    """Export and import users."""


app.command(epilog=export.EPILOG)(export.export)
app.command("import", epilog=import_users.EPILOG)(import_users.import_users)
app.command(epilog=convert.EPILOG)(convert.convert)
