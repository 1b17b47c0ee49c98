"""`vestibule revoke`: end sessions, as an operator."""

import typer

from vestibule.cli.revoke import token, user

app = typer.Typer(
    help="End sessions: of a user, or the one of a token. Every replica that uses the same STORE_URL refuses the "
    "access tokens at once.",
    epilog="Exit status: 0 the sessions have ended; 1 they have not, or not everywhere.",
    no_args_is_help=True,
)
app.command()(user.user)
app.command()(token.token)
