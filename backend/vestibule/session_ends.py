"""How sessions end, here and at Cognito: for sign-outs, resets of a password, and `vestibule revoke`."""

from collections.abc import Callable
from contextlib import suppress

from pydantic import SecretStr

from vestibule.cognito.app.refresh import Refresh
from vestibule.errors import RESPONSE_LOST, AppError, SessionEnded
from vestibule.revocations import TokenClaims
from vestibule.services import Services
from vestibule.tokens.issued import issued_claims


def run_all(*steps: Callable[[], object]) -> None:
    """Run every step, also after one that raised an AppError; then raise the first one's.

    A store that fails must not keep Cognito from ending sessions, nor the other way round.
    """
    errors: list[AppError] = []
    for step in steps:
        try:
            step()
        except AppError as error:
            errors.append(error)
    if errors:
        raise errors[0]


def refuse_session(services: Services, claims: TokenClaims, *, for_good: bool = False) -> None:
    """Refuse the session's tokens, and take it off the list of the user's sessions.

    `for_good`: Cognito is not asked to revoke the refresh token, so what comes from it is refused too.
    """
    services.revocations.revoke_session(claims, for_good=for_good)
    if claims.origin_jti is not None:
        services.records.sessions.end(claims.sub, claims.origin_jti)


def end_session_of(services: Services, refresh: Refresh, refresh_token: SecretStr) -> TokenClaims:
    """End the session of a refresh token, access tokens included: new ones name the session.

    Raises SessionEnded if Cognito has no such session any more.
    """
    try:
        tokens = refresh.exchange(refresh_token)
    except SessionEnded:  # for a disabled user, too, who may be enabled again
        refresh.revoke(refresh_token)
        raise
    except RESPONSE_LOST:  # the token may be replaced, and nobody has the new one
        with suppress(AppError):
            refresh.revoke(refresh_token)
        raise
    claims = issued_claims(tokens.access_token)
    try:
        refuse_session(services, claims)
    finally:
        refresh.revoke(tokens.refresh_token or refresh_token)
    return claims


def refuse_all_sessions(services: Services, sub: str, *usernames: str) -> None:
    """Refuse the tokens of all the user's sessions, empty their list, and trust none of the user's browsers.

    `usernames` are the names of the user that are known, of which Cognito's should be one.
    """
    run_all(
        lambda: services.revocations.revoke_user(sub),
        lambda: services.records.trust_endings.end(*usernames),
        lambda: services.records.sessions.end_all(sub),
    )


def end_all_sessions(services: Services, sub: str, username: str, *, at_cognito: Callable[[], None]) -> None:
    """End all sessions of a user. `at_cognito` ends them there; its errors are raised.

    Refuse tokens before that call, because Cognito may be unavailable, and after it, for those issued meanwhile.
    """
    run_all(
        lambda: services.revocations.revoke_user(sub),
        at_cognito,
        lambda: refuse_all_sessions(services, sub, username),
    )
