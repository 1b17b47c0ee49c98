"""Sessions: sign in, answer challenges, refresh, sign out."""

from typing import Annotated

from fastapi import APIRouter, Depends, Request

from vestibule.api.deps import LimitsDep, RevocationsDep, UserPoolDep, account_of
from vestibule.api.http.models import AttributeName, AttributeValue, Body, Code, OpaqueToken, PasswordStr, Username
from vestibule.api.http.problems import problems
from vestibule.api.http.strict_route import StrictRoute
from vestibule.api.routes.auth.config import NewUserAttributes
from vestibule.api.security.bearer import current_user
from vestibule.api.security.issued_sessions import IssuedSessionsDep
from vestibule.api.security.refresh_cookie import RefreshCookieDep
from vestibule.api.security.same_origin import same_origin
from vestibule.api.services import ServicesDep
from vestibule.cognito.attributes import refuse_unknown
from vestibule.cognito.challenges.sessions import Answers
from vestibule.cognito.models import NextStep, SignedIn, Tokens
from vestibule.cognito.models import Password as CodeAccepted
from vestibule.cognito.user.account import Account
from vestibule.errors import (
    BearerError,
    CodeExpired,
    CodeMismatch,
    CognitoUnavailable,
    InvalidAttribute,
    InvalidCredentials,
    OriginRefused,
    PasswordTooWeak,
    SessionEnded,
    SessionInvalid,
    TokenInvalid,
    TokenMissing,
    TooManyAttempts,
    TooManyRequests,
    UnknownAttribute,
)
from vestibule.revocations import Revocations
from vestibule.tokens.claims import AccessClaims

# Seconds that a sign-in from an address the account knows waits for Cognito's lockout to end.
OWNERS_PATIENCE = 2

router = APIRouter(prefix="/auth", tags=["session"], route_class=StrictRoute, dependencies=[Depends(same_origin)])


class Credentials(Body):
    """What a user types to sign in. `email` may be any name that the pool signs in."""

    email: Username
    password: PasswordStr


class ChallengeAnswer(Body):
    """The session of a challenge, and what its kind asks for."""

    session: OpaqueToken
    code: Code | None = None
    password: PasswordStr | None = None
    new_password: PasswordStr | None = None
    attributes: dict[AttributeName, AttributeValue] = {}


class SignOut(Body):
    """`everywhere` ends every session of the user, not only this one.

    `refresh_token` is for clients that keep it themselves; browsers have it in the cookie.
    """

    everywhere: bool = False
    refresh_token: OpaqueToken | None = None


@router.post("/sign-in", responses=problems(InvalidCredentials, OriginRefused, TooManyAttempts, CognitoUnavailable))
def sign_in(
    credentials: Credentials,
    user_pool: UserPoolDep,
    limits: LimitsDep,
    sessions: IssuedSessionsDep,
    cookie: RefreshCookieDep,
) -> NextStep:
    """Start a session: answers with tokens, or with what is still to be done."""
    with limits.attempt("sign-in", credentials.email) as attempt:
        patience = OWNERS_PATIENCE if attempt.known_address else 0
        step = user_pool.sign_in(credentials.email, credentials.password, patience=patience)
        if not isinstance(step, SignedIn):
            attempt.not_proof()
    return cookie.keep(sessions.admit(step))


@router.post(
    "/challenge",
    responses=problems(
        SessionInvalid,
        UnknownAttribute,
        InvalidAttribute,
        CodeMismatch,
        CodeExpired,
        PasswordTooWeak,
        InvalidCredentials,
        OriginRefused,
        TooManyAttempts,
        CognitoUnavailable,
    ),
)
def answer_challenge(
    answer: ChallengeAnswer,
    user_pool: UserPoolDep,
    allowed: NewUserAttributes,
    limits: LimitsDep,
    sessions: IssuedSessionsDep,
    cookie: RefreshCookieDep,
) -> NextStep:
    """Take the step that a challenge asked for; the answer is the next step."""
    refuse_unknown(answer.attributes, allowed)
    session = answer.session.get_secret_value()
    answers = Answers(**answer.model_dump(exclude={"session"}))
    guessed = "challenge" if answer.code else "password"
    with limits.attempt(guessed, user_pool.username_of(session)) as attempt:
        step = user_pool.answer(session, answers)
        if not isinstance(step, SignedIn | CodeAccepted):
            attempt.not_proof()
    return cookie.keep(sessions.admit(step))


@router.post("/refresh", responses=problems(SessionEnded, OriginRefused, TooManyRequests, CognitoUnavailable))
def refresh(user_pool: UserPoolDep, limits: LimitsDep, sessions: IssuedSessionsDep, cookie: RefreshCookieDep) -> Tokens:
    """Fresh tokens for the refresh token of the cookie. `session-ended` is the one answer that ends a session."""
    limits.admit("refresh")
    try:
        tokens = user_pool.refresh(cookie.need())
        sessions.check(tokens)
        return cookie.keep(tokens)
    except SessionEnded:
        cookie.clear()
        raise


async def leaving_user(request: Request, cookie: RefreshCookieDep) -> AccessClaims | BearerError:
    """Who signs out: a token that is over is no reason to stay, where the cookie still says whose session it is."""
    try:
        return await current_user(request)
    except (TokenMissing, TokenInvalid) as error:
        if cookie.token is None:
            raise
        return error


@router.post(
    "/sign-out", status_code=204, responses=problems(TokenMissing, TokenInvalid, OriginRefused, CognitoUnavailable)
)
def sign_out(
    request: Request,
    user: Annotated[AccessClaims | BearerError, Depends(leaving_user)],
    cookie: RefreshCookieDep,
    user_pool: UserPoolDep,
    services: ServicesDep,
    revocations: RevocationsDep,
    wish: SignOut | None = None,
) -> None:
    """End this session, or all of the user's. Their access tokens are refused from now on, by every replica.

    A 503 or 504 tells that Cognito, or another replica, does not know yet: here the session is over all the same.
    """
    wish = wish or SignOut()
    if wish.everywhere and isinstance(user, BearerError):
        raise user
    cookie.clear()
    try:
        if wish.everywhere and not isinstance(user, BearerError):
            _end_all(user, account_of(request, services), revocations)
        else:
            _end_one(user, revocations)
    finally:  # that some replicas cannot be told is no reason to keep it from Cognito
        for refresh_token in filter(None, (cookie.token, wish.refresh_token)):
            user_pool.revoke(refresh_token)


def _end_one(user: AccessClaims | BearerError, revocations: Revocations) -> None:
    if not isinstance(user, BearerError):
        revocations.revoke_session(user)


def _end_all(user: AccessClaims, account: Account, revocations: Revocations) -> None:
    """Refuse the tokens before Cognito is asked, which may be away; and after, those it gave out in between."""
    try:
        revocations.revoke_user(user.sub)
    finally:
        account.sign_out_everywhere()
    revocations.revoke_user(user.sub)
