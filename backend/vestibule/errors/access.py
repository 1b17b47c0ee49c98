"""Authentication and authorization errors (401, 403)."""

from typing import ClassVar

from vestibule.errors.base import AppError


class NotAuthenticated(AppError):
    """The request is not authenticated."""

    status = 401
    code = "not-authenticated"
    title = "Please sign in."


class InvalidCredentials(NotAuthenticated):
    """Wrong username or password. One error for both, to prevent user enumeration."""

    code = "invalid-credentials"
    title = "Incorrect username or password."


class InvitationExpired(NotAuthenticated):
    """The temporary password of the invitation is correct, but no longer valid."""

    code = "invitation-expired"
    title = "Your invitation has expired. Ask for a new one."


class SessionEnded(NotAuthenticated):
    """The refresh token is missing, expired, revoked or already used."""

    code = "session-ended"
    title = "Your session has ended. Please sign in again."


class RefreshTokenReused(SessionEnded):
    """The refresh token was replaced by rotation, its grace period is over, and somebody used it again."""


class BearerError(NotAuthenticated):
    """A bearer token is missing or rejected (RFC 6750, section 3)."""

    challenge: ClassVar[str] = "Bearer"

    @property
    def headers(self) -> dict[str, str]:
        """`WWW-Authenticate` as in RFC 6750."""
        return super().headers | {"WWW-Authenticate": self.challenge}


class TokenMissing(BearerError):
    """No bearer token was sent."""

    code = "token-missing"
    title = "A bearer token is required."


class TokenInvalid(BearerError):
    """The token is malformed, forged, of another issuer or client, or not an access token."""

    code = "token-invalid"
    title = "The token is not valid."
    challenge = 'Bearer error="invalid_token"'


class TokenExpired(TokenInvalid):
    """The token is valid except that it has expired."""

    code = "token-expired"
    title = "The token has expired."


class TokenRevoked(TokenInvalid):
    """The token was revoked before it expired."""

    code = "token-revoked"
    title = "The token was revoked."


class Forbidden(AppError):
    """The request is authenticated, but not allowed."""

    status = 403
    code = "forbidden"
    title = "You are not allowed to do this."


class MissingGroup(Forbidden):
    """The user is not in a group that the endpoint requires."""

    code = "missing-group"
    title = "You are not a member of a required group."


class InsufficientScope(Forbidden):
    """The token lacks a scope that the endpoint requires (RFC 6750, section 3.1)."""

    code = "insufficient-scope"
    title = "The token lacks a required scope."

    def __init__(self, *scopes: str) -> None:
        super().__init__()
        self.scopes = scopes

    @property
    def headers(self) -> dict[str, str]:
        """`WWW-Authenticate` with the required scopes."""
        needed = f' scope="{" ".join(self.scopes)}"' if self.scopes else ""
        return {"WWW-Authenticate": f'Bearer error="insufficient_scope"{needed and "," + needed}'}


class OriginRefused(Forbidden):
    """A page of another origin sent a request that uses the refresh cookie."""

    code = "origin-refused"
    title = "Requests from this origin are not allowed."


class StepUpRequired(Forbidden):
    """The session holds no proof of identity that is fresh enough; `methods` are those that would do."""

    code = "step-up-required"
    title = "Please confirm that it is you."

    def __init__(self, *methods: str) -> None:
        super().__init__()
        self.methods = methods


class FeatureUnavailable(Forbidden):
    """The pool or the API's AWS credentials do not allow this feature."""

    code = "feature-unavailable"
    title = "This is not available here."


class SignUpDisabled(Forbidden):
    """Only administrators create users in this pool."""

    code = "sign-up-disabled"
    title = "Signing up is not open to everyone here."


class NotAllowed(Forbidden):
    """Cognito does not allow this for this user or app client."""

    code = "not-allowed"
    title = "This is not allowed."


class TokenTooLarge(Forbidden):
    """Cognito issued an access token that is larger than servers accept in a header: too many or too long groups."""

    code = "token-too-large"
    title = "This account is in too many groups to be used here. Please ask an administrator."
