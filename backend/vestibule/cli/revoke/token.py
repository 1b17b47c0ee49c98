"""`vestibule revoke token`: end the session of a token."""

import asyncio

from pydantic import SecretStr

from vestibule.cli.revoke.session_end import end_sessions
from vestibule.cli.token_file import STANDARD_INPUT, TokenFile, read_token
from vestibule.errors import InvalidRequest, SessionEnded, TokenExpired, TokenRevoked
from vestibule.services import Services
from vestibule.session_ends import end_session_of, refuse_session

JWT_PARTS = 3  # an access token is a JWT, a refresh token is not


def token(file: TokenFile = STANDARD_INPUT) -> None:
    """End the session that an access token or a refresh token belongs to.

    The token is read from a file, because the command line is visible to other users of the machine. An access token
    is verified first. Its session's refresh token is unknown, so Cognito is not notified; the API refuses what comes
    from it.

    Example: `vestibule revoke token leaked-token.txt`
    """
    text = read_token(file)
    end_sessions(lambda services: _end(services, text))


async def _end(services: Services, text: str) -> str:
    if not text:
        raise InvalidRequest("The file is empty.")
    if text.count(".") + 1 != JWT_PARTS:
        return await asyncio.to_thread(_end_by_refresh_token, services, SecretStr(text))
    try:
        claims = await services.verifiers.access.verify_access(text.encode())
    except TokenRevoked:
        return "The session has ended already."
    except TokenExpired:
        return "The token has expired. If its session should end too, run: vestibule revoke user"
    await asyncio.to_thread(refuse_session, services, claims, for_good=True)
    return f"The session of {claims.sub} has ended."


def _end_by_refresh_token(services: Services, refresh_token: SecretStr) -> str:
    try:
        claims = end_session_of(services, services.cognito.app.refresh, refresh_token)
    except SessionEnded:
        return "Cognito has no session of this refresh token, or none any more."
    return f"The session of {claims.sub} has ended, at Cognito too."
