"""`vestibule revoke user`: end all sessions of a user."""

import asyncio
from functools import partial
from typing import Annotated
from uuid import UUID

import typer

from vestibule.cli.revoke.session_end import end_sessions
from vestibule.errors import AppError, InvalidRequest, Misconfigured, NotFound
from vestibule.services import Services
from vestibule.session_ends import end_all_sessions, refuse_all_sessions

WITHOUT_CREDENTIALS = "AWS credentials to look up the user are missing: give the sub, which is in the user's tokens."


def user(
    name: Annotated[str, typer.Argument(help="The user's sub, user name, or e-mail address.", metavar="USER")],
) -> None:
    """End all sessions of a user.

    The API refuses the access tokens at once, and trusts none of the user's browsers. With AWS credentials, Cognito
    revokes the refresh tokens too; without, the API also refuses all tokens that come from them, and USER must be the
    sub.

    Example: `vestibule revoke user ann@example.com`
    """
    end_sessions(lambda services: asyncio.to_thread(_end, services, name))


def _end(services: Services, name: str) -> str:
    known = _is_sub(name)
    if known:
        refuse_all_sessions(services, name, name)  # at once, whatever Cognito says
    admin = services.cognito.admin
    try:
        profile = admin.users.read(name)
        at_cognito = partial(admin.recovery.end_sessions, name)
        end_all_sessions(services, profile.sub, profile.username, at_cognito=at_cognito)
    except Misconfigured as error:
        if not known:
            raise InvalidRequest(WITHOUT_CREDENTIALS) from error
        reason = "AWS credentials are missing or lack rights"
        return f"All sessions of {name} have ended here. Cognito was not notified: {reason}."
    except NotFound as error:
        if not known:
            raise NotFound(f"The pool has no user {name}.") from error
        return f"All sessions of {name} have ended. Cognito has no such user any more."
    except AppError as error:
        if not known:
            raise
        raise type(error)(
            f"All sessions of {name} have ended here, but Cognito was not notified. Try again."
        ) from error
    return f"All sessions of {profile.sub} have ended, at Cognito too."


def _is_sub(name: str) -> bool:
    try:
        return str(UUID(name)) == name
    except ValueError:
        return False
