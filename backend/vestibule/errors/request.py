"""Errors that the request itself causes (400, 404, 405, 408, 409, 413, 415, 422, 429, 431)."""

from vestibule.errors.base import AppError


class InvalidRequest(AppError):
    """The request is well-formed, but a value is not acceptable."""

    status = 422
    code = "invalid-request"
    title = "The request contains an invalid value."


class MalformedRequest(InvalidRequest):
    """The body is not JSON, or is ambiguous (duplicate members, NaN, lone surrogates)."""

    status = 400
    code = "malformed-request"
    title = "The body is not well-formed JSON."


class UnreadableRequest(InvalidRequest):
    """The bytes are not one unambiguous HTTP request."""

    status = 400
    code = "unreadable-request"
    title = "This is not a valid HTTP request."

    @property
    def headers(self) -> dict[str, str]:
        """Close the connection: the parser cannot find the next request."""
        return super().headers | {"Connection": "close"}


class BodyTooLarge(InvalidRequest):
    """The body is over the limit."""

    status = 413
    code = "body-too-large"
    title = "The body is too large."


class BodyTimeout(InvalidRequest):
    """The body did not arrive in time."""

    status = 408
    code = "body-timeout"
    title = "The body did not arrive in time."

    @property
    def headers(self) -> dict[str, str]:
        """Close the connection: the rest of the body would be read as the next request."""
        return super().headers | {"Connection": "close"}


class HeadersTooLarge(InvalidRequest):
    """The headers are over the limit."""

    status = 431
    code = "headers-too-large"
    title = "The headers are too large."


class UnsupportedMediaType(InvalidRequest):
    """The content type is not the one of this endpoint. A cross-site form cannot send JSON."""

    status = 415
    code = "unsupported-media-type"
    title = "This endpoint does not accept this content type."


class UnknownAttribute(InvalidRequest):
    """The pool does not have this attribute, or users may not set it."""

    code = "unknown-attribute"
    title = "This attribute cannot be set."


class InvalidAttribute(InvalidRequest):
    """The attribute is missing, or the pool's schema rejects its value."""

    code = "invalid-attribute"
    title = "This attribute is missing or its value is not valid."


class PasswordTooWeak(InvalidRequest):
    """The password does not satisfy the pool's policy."""

    code = "password-too-weak"
    title = "The password does not satisfy the policy."


class PasswordReused(InvalidRequest):
    """The password is in the pool's password history."""

    code = "password-reused"
    title = "This password was used before."


class WrongPassword(InvalidRequest):
    """The current password is wrong. Not 401: the access token is valid."""

    status = 400
    code = "wrong-password"
    title = "The current password is not correct."


class CodeMismatch(InvalidRequest):
    """The code is wrong, expired or already used, or none was sent. One error for all, to prevent user enumeration."""

    status = 400
    code = "code-mismatch"
    title = "This code is not right, has expired, or was used already."


class PasskeyRejected(InvalidRequest):
    """The browser's credential is not one that Cognito asked for, or accepts."""

    status = 400
    code = "passkey-rejected"
    title = "This passkey was not accepted."


class CodeExpired(InvalidRequest):
    """The confirmation code is too old, or was used already: Cognito does not say which."""

    status = 400
    code = "code-expired"
    title = "This code has expired or was already used."


class IdTokenInvalid(InvalidRequest):
    """The ID token is not valid, or not of the session of the access token. A refresh gives a new one."""

    status = 400
    code = "id-token-invalid"
    title = "The ID token is not valid for this session."


class SessionInvalid(InvalidRequest):
    """The challenge session is forged, expired or already used."""

    status = 400
    code = "session-invalid"
    title = "This step has expired. Please sign in again."


class RejectedByPool(InvalidRequest):
    """A Lambda trigger of the pool rejected the request; `detail` is its message."""

    status = 400
    code = "rejected-by-pool"
    title = "The request was refused."


class NotFound(AppError):
    """No resource has this path."""

    status = 404
    code = "not-found"
    title = "There is nothing here."


class MethodNotAllowed(AppError):
    """The path exists, but not for this method."""

    status = 405
    code = "method-not-allowed"
    title = "This path does not support this method."


class Conflict(AppError):
    """The request conflicts with the current state."""

    status = 409
    code = "conflict"
    title = "This conflicts with the current state."


class UserExists(Conflict):
    """The e-mail address has an account. Only used with REVEAL_EXISTING_USERS=on."""

    code = "user-exists"
    title = "There is already an account with this address."


class AddressInUse(Conflict):
    """The e-mail address or phone number belongs to another account."""

    code = "address-in-use"
    title = "This address belongs to another account."


class FactorUnavailable(Conflict):
    """The pool does not offer the factor, or the user has not set it up; `field` names it."""

    code = "factor-unavailable"
    title = "This way to confirm a sign-in is not available, or not set up yet."


class LastFactor(Conflict):
    """Without this factor, the user could not sign in any more."""

    code = "last-factor"
    title = "This is your only way to sign in, so it cannot be removed."


class FactorRequired(Conflict):
    """The pool requires a second factor, and this is the user's last one."""

    code = "factor-required"
    title = "A second factor is required here, so the last one cannot be turned off."


class NewCodeSent(Conflict):
    """The code confirmed the address, but could not reset the password as well; another code was sent for that."""

    code = "new-code-sent"
    title = "Your address is confirmed. Enter the new code that was just sent to you to choose your password."


class AlreadyConfirmed(Conflict):
    """The account is already confirmed."""

    code = "already-confirmed"
    title = "This account is already confirmed."


class TooManyRequests(AppError):
    """One of our rate limits or of Cognito's was reached."""

    status = 429
    code = "too-many-requests"
    title = "Too many requests. Please try again later."


class TooManyAttempts(TooManyRequests):
    """Too many wrong passwords or codes."""

    code = "too-many-attempts"
    title = "Too many attempts. Please try again later."
