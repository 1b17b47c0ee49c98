"""The command line: `vestibule --help`."""

import typer

from vestibule.cli import check, dev, openapi, pool, revoke, token, users
from vestibule.server import serve

app = typer.Typer(help="Complete user accounts on AWS Cognito.", no_args_is_help=True, add_completion=False)
app.command()(serve.serve)
app.command()(dev.dev)
app.command()(check.check)
app.command()(openapi.openapi)
app.add_typer(token.app, name="token")
app.add_typer(pool.app, name="pool")
app.add_typer(users.app, name="users")
app.add_typer(revoke.app, name="revoke")
