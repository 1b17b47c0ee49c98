"""The OAuth 2.0 token endpoint (RFC 6749): for clients other than browsers, and for the docs' Authorize button."""

from typing import Annotated, Literal

from fastapi import BackgroundTasks, Form, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from pydantic import BaseModel, ConfigDict, Field

from vestibule.api.deps import ChallengesDep
from vestibule.api.http.audit_record import audit_event
from vestibule.api.http.handler import Handler
from vestibule.api.http.inline_dependency import inline_dependency
from vestibule.api.http.routing import TopicRouter
from vestibule.api.http.strict_route import StrictRoute
from vestibule.api.security.audited import Audited
from vestibule.api.security.issued_sessions import IssuedSessions
from vestibule.api.security.rate_limits import Limits
from vestibule.api.security.session_devices import SessionDevices
from vestibule.api.sign_ins.ownership import OwnershipCheck
from vestibule.api.sign_ins.session_renewal import SessionRenewal
from vestibule.cognito.app.outcome import PendingChallenge
from vestibule.cognito.fields import OpaqueToken, PasswordStr, Username
from vestibule.cognito.models import SignedIn, Tokens
from vestibule.errors import Forbidden, InvalidRequest, MalformedRequest, NotAuthenticated

NO_STORE = {"Cache-Control": "no-store", "Pragma": "no-cache"}  # RFC 6749, section 5.1

ErrorName = Literal["invalid_request", "invalid_grant", "unsupported_grant_type"]


class TokenRoute(StrictRoute):
    """A route that reports unreadable requests as RFC 6749 does: its clients know no other format."""

    def strict(self, handler: Handler) -> Handler:
        """StrictRoute's checks, with their errors translated."""
        strict = super().strict(handler)

        async def translated(request: Request) -> Response:
            try:
                return await strict(request)
            except RequestValidationError as error:
                names = ", ".join(sorted({str(fault["loc"][-1]) for fault in error.errors()}))
                return _error("invalid_request", f"Invalid parameters: {names}.", InvalidRequest.code)
            except MalformedRequest as error:
                return _error("invalid_request", "The form is malformed or ambiguous.", error.code)

        return translated


router = TopicRouter(prefix="/auth", tags=["session"], route_class=TokenRoute)


class TokenRequest(BaseModel):
    """The parameters of RFC 6749, sections 4.3.2 and 6. Others (`client_id`, `scope`) are ignored: ours are fixed."""

    model_config = ConfigDict(hide_input_in_errors=True)

    grant_type: Annotated[str, Field(max_length=100)] = ""
    username: Username | None = None
    password: PasswordStr | None = None
    refresh_token: OpaqueToken | None = None


class TokenResponse(BaseModel):
    """RFC 6749, section 5.1, with the ID token of OpenID Connect."""

    access_token: str = Field(repr=False)
    id_token: str = Field(repr=False)
    refresh_token: str = Field(repr=False)
    expires_in: int
    token_type: Literal["Bearer"] = "Bearer"  # noqa: S105  the type's name in RFC 6749


class TokenError(BaseModel):
    """RFC 6749, section 5.2, with our own `code`."""

    error: ErrorName
    error_description: str
    code: str


class Grants:
    """The grant types, by their names in RFC 6749."""

    errors = (*OwnershipCheck.errors, *SessionRenewal.errors, *Limits.errors)

    def __init__(self, request: Request, response: Response, background: BackgroundTasks) -> None:
        self._ownership = OwnershipCheck(request, response)
        self._renewal = SessionRenewal(request, response, background)
        self._sessions = IssuedSessions(request, response, background)
        self._devices = SessionDevices(request, response)
        self._limits = Limits(request)
        self.by_name = {"password": self.password, "refresh_token": self.refresh_token}

    def password(self, form: TokenRequest) -> Tokens | PendingChallenge:
        """Section 4.3."""
        if form.username is None or form.password is None:
            raise InvalidRequest("username and password are required.")
        with self._limits.attempt("token", form.username) as attempt:
            outcome = self._ownership.sign_in(form.username, form.password)
            if isinstance(outcome, PendingChallenge):
                attempt.not_proof()
                if outcome.has_sent_code:
                    attempt.has_sent_message()
        outcome = self._sessions.admit(outcome)
        if isinstance(outcome, SignedIn):
            self._devices.settle(outcome, form.username)
        return outcome

    def refresh_token(self, form: TokenRequest) -> Tokens | PendingChallenge:
        """Section 6."""
        self._limits.admit("refresh")
        if form.refresh_token is None:
            raise InvalidRequest("refresh_token is required.")
        return self._renewal.renew(form.refresh_token)


@router.post(
    "/token",
    dependencies=[Audited],
    response_model=TokenResponse,
    responses={400: {"model": TokenError, "description": "RFC 6749, section 5.2"}},
)
def token(
    form: Annotated[TokenRequest, Form()],
    response: Response,
    grants: Annotated[Grants, inline_dependency(Grants)],
    challenges: ChallengesDep,
    request: Request,
) -> TokenResponse | JSONResponse:
    """Exchange a password or a refresh token for tokens (RFC 6749)."""
    response.headers.update(NO_STORE)
    if not form.grant_type:
        return _error("invalid_request", "grant_type is required.", InvalidRequest.code)
    grant = grants.by_name.get(form.grant_type)
    if grant is None:
        return _error("unsupported_grant_type", "Use password or refresh_token.", InvalidRequest.code)
    try:
        outcome = grant(form)
    except (NotAuthenticated, Forbidden) as error:
        audit_event(request).fail(error.code)
        return _error("invalid_grant", error.title, error.code)
    except InvalidRequest as error:
        return _error("invalid_request", error.detail or error.title, error.code)
    if isinstance(outcome, PendingChallenge):
        description = "This account has another step to complete: sign in to the app first."
        kind = challenges.start(outcome, form.username or "").kind
        audit_event(request).wait_for(kind)
        return _error("invalid_grant", description, kind)
    return _tokens(outcome, form)


def _tokens(tokens: Tokens, form: TokenRequest) -> TokenResponse:
    """The refresh token that was sent stays valid if Cognito did not issue another."""
    refresh_token = tokens.refresh_token or form.refresh_token
    return TokenResponse(
        access_token=tokens.access_token,
        id_token=tokens.id_token,
        refresh_token=refresh_token.get_secret_value() if refresh_token else "",
        expires_in=tokens.expires_in,
    )


def _error(error: ErrorName, description: str, code: str) -> JSONResponse:
    body = TokenError(error=error, error_description=description, code=code)
    return JSONResponse(body.model_dump(), 400, NO_STORE)
