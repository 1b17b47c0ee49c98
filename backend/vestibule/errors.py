"""Every way a request can fail, each with its HTTP status and its stable code.

AppError
├── InvalidRequest 422            what was sent cannot be used; `field` names the fault
│   ├── MalformedRequest 400      not JSON that can be read unambiguously
│   ├── UnreadableRequest 400    not HTTP
│   ├── BodyTooLarge 413, HeadersTooLarge 431
│   ├── UnsupportedMediaType 415
│   ├── UnknownAttribute, InvalidAttribute
│   ├── PasswordTooWeak, PasswordReused
│   ├── WrongPassword 400         the present password, when it is to be changed
│   ├── CodeMismatch, CodeExpired 400
│   ├── SessionInvalid 400        the sealed session of a challenge
│   └── RejectedByPool 400        a Lambda trigger of the pool said no, in its own words
├── NotAuthenticated 401
│   ├── InvalidCredentials
│   ├── SessionEnded              the refresh token is no longer good
│   └── BearerError               RFC 6750: carries WWW-Authenticate
│       ├── TokenMissing
│       ├── TokenInvalid
│       │   ├── TokenExpired
│       │   └── TokenRevoked
├── Forbidden 403
│   ├── MissingGroup, InsufficientScope
│   ├── OriginRefused
│   └── SignUpDisabled, NotAllowed
├── NotFound 404, MethodNotAllowed 405
├── Conflict 409
│   ├── UserExists, AddressInUse
│   └── AlreadyConfirmed
├── TooManyRequests 429           ours or Cognito's limit; `retry_after` in seconds
│   └── TooManyAttempts           passwords or codes
├── Misconfigured 500             logged for the operator; the client learns nothing
├── CodeDeliveryFailed 502
├── Unavailable 503
│   ├── CognitoUnavailable
│   ├── KeysUnavailable
│   └── StoreUnavailable
└── CognitoTimeout 504
"""

from typing import ClassVar


class AppError(Exception):
    """A failure that a client is told about.

    `code` is stable and machine-readable; `title` is one English sentence that holds nothing of the request.
    `field` names the member at fault; `retry_after` is in whole seconds; `detail` may be shown to the user.
    """

    status: ClassVar[int] = 500
    code: ClassVar[str] = "internal-error"
    title: ClassVar[str] = "Something went wrong on our side."

    def __init__(self, detail: str | None = None, *, field: str | None = None, retry_after: int | None = None) -> None:
        super().__init__(detail or self.title)
        self.detail = detail
        self.field = field
        self.retry_after = retry_after

    @property
    def headers(self) -> dict[str, str]:
        """The headers that belong to this error's answer."""
        return {} if self.retry_after is None else {"Retry-After": str(self.retry_after)}


class InvalidRequest(AppError):
    """What was sent is well-formed, and cannot be used."""

    status = 422
    code = "invalid-request"
    title = "The request cannot be used as it is."


class MalformedRequest(InvalidRequest):
    """The body is not JSON, or not JSON that every parser would read the same way."""

    status = 400
    code = "malformed-request"
    title = "The body is not well-formed JSON."


class UnreadableRequest(InvalidRequest):
    """What was sent is no HTTP request that can be read in one way only."""

    status = 400
    code = "unreadable-request"
    title = "This is not an HTTP request that can be read."

    @property
    def headers(self) -> dict[str, str]:
        """Nothing more can be read on this connection either."""
        return super().headers | {"Connection": "close"}


class BodyTooLarge(InvalidRequest):
    """The body exceeds what an account needs."""

    status = 413
    code = "body-too-large"
    title = "The body is too large."


class HeadersTooLarge(InvalidRequest):
    """The headers exceed what any client sends."""

    status = 431
    code = "headers-too-large"
    title = "The headers are too large."


class UnsupportedMediaType(InvalidRequest):
    """A content type that a cross-site form could send does not reach a JSON endpoint."""

    status = 415
    code = "unsupported-media-type"
    title = "This endpoint takes another content type."


class UnknownAttribute(InvalidRequest):
    """An attribute that the pool does not have, or that users may not set."""

    code = "unknown-attribute"
    title = "This attribute cannot be set."


class InvalidAttribute(InvalidRequest):
    """An attribute that is missing, or whose value the pool's schema refuses."""

    code = "invalid-attribute"
    title = "This attribute is missing or has a value that cannot be used."


class PasswordTooWeak(InvalidRequest):
    """The pool's policy refuses the password."""

    code = "password-too-weak"
    title = "The password does not satisfy the policy."


class PasswordReused(InvalidRequest):
    """The pool's password history refuses the password."""

    code = "password-reused"
    title = "This password was used before."


class WrongPassword(InvalidRequest):
    """The present password is not right. Not a 401: who is asking is known, and the token is good."""

    status = 400
    code = "wrong-password"
    title = "The current password is not right."


class CodeMismatch(InvalidRequest):
    """The confirmation code is not the one that was sent."""

    status = 400
    code = "code-mismatch"
    title = "That code is not right."


class CodeExpired(InvalidRequest):
    """The confirmation code is too old, or was used already: Cognito does not say which."""

    status = 400
    code = "code-expired"
    title = "That code has expired or was already used."


class SessionInvalid(InvalidRequest):
    """The challenge's session is not ours, too old, or was used already."""

    status = 400
    code = "session-invalid"
    title = "This step has expired. Please sign in again."


class RejectedByPool(InvalidRequest):
    """A Lambda trigger of the pool refused; `detail` is what it said."""

    status = 400
    code = "rejected-by-pool"
    title = "The request was refused."


class NotAuthenticated(AppError):
    """Who is asking is not known."""

    status = 401
    code = "not-authenticated"
    title = "Please sign in."


class InvalidCredentials(NotAuthenticated):
    """Wrong username or wrong password: one error for both, so neither can be probed."""

    code = "invalid-credentials"
    title = "Incorrect username or password."


class SessionEnded(NotAuthenticated):
    """The refresh token is missing, expired, revoked or was used already."""

    code = "session-ended"
    title = "Your session has ended. Please sign in again."


class BearerError(NotAuthenticated):
    """A bearer token that does not open the door (RFC 6750, section 3)."""

    challenge: ClassVar[str] = "Bearer"

    @property
    def headers(self) -> dict[str, str]:
        """The challenge, as RFC 6750 words it."""
        return super().headers | {"WWW-Authenticate": self.challenge}


class TokenMissing(BearerError):
    """No bearer token was sent."""

    code = "token-missing"
    title = "A bearer token is needed."


class TokenInvalid(BearerError):
    """The token is malformed, forged, foreign or of the wrong kind."""

    code = "token-invalid"
    title = "The token is not valid."
    challenge = 'Bearer error="invalid_token"'


class TokenExpired(TokenInvalid):
    """The token was good, and is too old."""

    code = "token-expired"
    title = "The token has expired."


class TokenRevoked(TokenInvalid):
    """The token was signed out before it expired."""

    code = "token-revoked"
    title = "The token was signed out."


class Forbidden(AppError):
    """Who is asking is known, and may not."""

    status = 403
    code = "forbidden"
    title = "You may not do this."


class MissingGroup(Forbidden):
    """The endpoint is for members of a group."""

    code = "missing-group"
    title = "This is for members of another group."


class InsufficientScope(Forbidden):
    """The token lacks a scope that the endpoint needs (RFC 6750, section 3.1)."""

    code = "insufficient-scope"
    title = "The token lacks a scope that is needed here."

    def __init__(self, *scopes: str) -> None:
        super().__init__()
        self.scopes = scopes

    @property
    def headers(self) -> dict[str, str]:
        """The challenge names the scopes that would do."""
        needed = f' scope="{" ".join(self.scopes)}"' if self.scopes else ""
        return {"WWW-Authenticate": f'Bearer error="insufficient_scope"{needed and "," + needed}'}


class OriginRefused(Forbidden):
    """Another site's page tried to use our cookie."""

    code = "origin-refused"
    title = "This origin may not do this."


class SignUpDisabled(Forbidden):
    """Only administrators create users in this pool."""

    code = "sign-up-disabled"
    title = "Signing up is not open to everyone here."


class NotAllowed(Forbidden):
    """Cognito understood, and refuses this user or this app client."""

    code = "not-allowed"
    title = "This is not allowed."


class NotFound(AppError):
    """There is nothing at this address."""

    status = 404
    code = "not-found"
    title = "There is nothing here."


class MethodNotAllowed(AppError):
    """The address exists, and does not take this method."""

    status = 405
    code = "method-not-allowed"
    title = "This address does not take that method."


class Conflict(AppError):
    """The request contradicts what is."""

    status = 409
    code = "conflict"
    title = "This contradicts the present state."


class UserExists(Conflict):
    """The address has an account already; told only where the settings say so."""

    code = "user-exists"
    title = "There is already an account with this address."


class AddressInUse(Conflict):
    """The e-mail address or phone number belongs to another account."""

    code = "address-in-use"
    title = "This address belongs to another account."


class AlreadyConfirmed(Conflict):
    """The account needs no confirming: the code was used before."""

    code = "already-confirmed"
    title = "This account is already confirmed."


class TooManyRequests(AppError):
    """A limit of ours or of Cognito's was reached."""

    status = 429
    code = "too-many-requests"
    title = "Too many requests. Please wait a little."


class TooManyAttempts(TooManyRequests):
    """Too many wrong passwords or codes."""

    code = "too-many-attempts"
    title = "Too many attempts. Please wait a little."


class Misconfigured(AppError):
    """Cognito refuses our own settings; the operator finds the reason in the log."""

    status = 500
    code = "misconfigured"
    title = "The service is not set up correctly."


class CodeDeliveryFailed(AppError):
    """Cognito could not send the code."""

    status = 502
    code = "code-delivery-failed"
    title = "The code could not be sent."


class Unavailable(AppError):
    """Something we depend on is away for now."""

    status = 503
    code = "unavailable"
    title = "The service is not available at the moment."

    def __init__(self, detail: str | None = None, *, field: str | None = None, retry_after: int | None = 5) -> None:
        super().__init__(detail, field=field, retry_after=retry_after)


class CognitoUnavailable(Unavailable):
    """Cognito answered with a fault, nonsense, or not at all."""

    code = "cognito-unavailable"
    title = "The account service is not available at the moment."


class KeysUnavailable(Unavailable):
    """No keys are known to verify tokens with, and none can be fetched."""

    code = "keys-unavailable"
    title = "Tokens cannot be verified at the moment."


class StoreUnavailable(Unavailable):
    """The shared store is away, and the settings say to refuse rather than to guess."""

    code = "store-unavailable"
    title = "The service is not available at the moment."


class CognitoTimeout(AppError):
    """Cognito did not answer in time."""

    status = 504
    code = "cognito-timeout"
    title = "The account service did not answer in time."
