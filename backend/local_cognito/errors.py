"""Cognito's refusals, under Cognito's own names: a class's name is the `__type` on the wire.

CognitoError
├── InvalidParameterException, InvalidPasswordException, …       what was sent cannot be used
├── NotAuthorizedException, UserNotFoundException, …             who is asking may not, or is not known
├── CodeMismatchException, ExpiredCodeException, LimitExceededException
├── ResourceNotFoundException, UsernameExistsException, …        what is, or is not there
├── SerializationException, UnknownOperationException, …         faults of the wire, common to all of AWS
└── InternalErrorException 500
"""

from typing import ClassVar


class CognitoError(Exception):
    """A refusal that the caller is told; the class's own message is used where none is given."""

    status: ClassVar[int] = 400
    message: ClassVar[str] = ""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(self.message if message is None else message)

    @property
    def code(self) -> str:
        """The name on the wire."""
        return type(self).__name__


class InvalidParameterException(CognitoError):
    """A parameter that the service model, the pool or the app client refuses."""


class InvalidPasswordException(CognitoError):
    """A password that the pool's policy refuses."""


class NotAuthorizedException(CognitoError):
    """Wrong password, bad token, or an app client that may not."""

    message = "Incorrect username or password."


class UserNotFoundException(CognitoError):
    """No such user; told only where existence errors are not prevented."""

    message = "User does not exist."


class UserNotConfirmedException(CognitoError):
    """The password is right, and the sign-up is not confirmed."""

    message = "User is not confirmed."


class PasswordResetRequiredException(CognitoError):
    """An administrator reset the password."""

    message = "Password reset required for the user"


class CodeMismatchException(CognitoError):
    """The code is not the one that was sent."""

    message = "Invalid verification code provided, please try again."


class ExpiredCodeException(CognitoError):
    """The code is stale, was used, or was never asked for."""

    message = "Invalid code provided, please request a code again."


class LimitExceededException(CognitoError):
    """Too many wrong codes, or too many messages."""

    message = "Attempt limit exceeded, please try after some time."


class TooManyRequestsException(CognitoError):
    """Too many, for operations that have no LimitExceededException."""


class UsernameExistsException(CognitoError):
    """The username or its alias is taken."""

    message = "User already exists"


class AliasExistsException(CognitoError):
    """The address belongs to another user."""

    message = "An account with the given email already exists."


class GroupExistsException(CognitoError):
    """The pool has a group of this name."""

    message = "A group with the name already exists."


class ResourceNotFoundException(CognitoError):
    """No such pool, app client or group."""


class UnsupportedUserStateException(CognitoError):
    """The user's status does not allow this."""


class UnsupportedOperationException(CognitoError):
    """The app client does not allow this operation."""


class UnsupportedTokenTypeException(CognitoError):
    """RevokeToken takes refresh tokens only."""

    message = "Unsupported token type"


class UnauthorizedException(CognitoError):
    """RevokeToken's own word for a caller that may not."""


class RefreshTokenReuseException(CognitoError):
    """The refresh token was rotated, and its grace is over."""

    message = "Refresh token has been invalidated by rotation."


class EnableSoftwareTokenMFAException(CognitoError):
    """The code at the set-up of an authenticator app is wrong."""

    message = "Code mismatch and fail enable Software Token MFA"


class SoftwareTokenMFANotFoundException(CognitoError):
    """The pool does not have authenticator apps enabled."""

    message = "Software Token MFA has not been enabled by the userPool"


class MFAMethodNotFoundException(CognitoError):
    """No second factor can be used for a user who must have one."""


class WebAuthnNotEnabledException(CognitoError):
    """The pool does not have passkeys enabled."""

    message = "Passkeys are not enabled for this user pool."


class WebAuthnConfigurationMissingException(CognitoError):
    """The pool has neither a relying party id nor a domain."""

    message = "The user pool has no relying party id and no domain."


class WebAuthnChallengeNotFoundException(CognitoError):
    """The registration was never started, has expired, or was completed already."""

    message = "The registration challenge was not found or has expired."


class WebAuthnClientMismatchException(CognitoError):
    """The registration was started with another app client."""

    message = "The registration was started with another app client."


class WebAuthnRelyingPartyMismatchException(CognitoError):
    """The passkey was made for another relying party."""

    message = "The relying party of the credential does not match the user pool's."


class WebAuthnOriginNotAllowedException(CognitoError):
    """The page's origin does not fit the relying party."""

    message = "The origin is not allowed for the relying party of the user pool."


class WebAuthnCredentialNotSupportedException(CognitoError):
    """The authenticator uses an algorithm that the pool does not accept."""

    message = "The credential's public key algorithm is not supported."


class SerializationException(CognitoError):
    """The body is not JSON of the operation's types."""


class UnknownOperationException(CognitoError):
    """Cognito has no such operation."""


class MissingAuthenticationTokenException(CognitoError):
    """The operation must be signed (SigV4)."""

    message = "Missing Authentication Token"


class NotImplementedException(CognitoError):
    """Cognito has the operation; this stand-in does not."""


class InternalErrorException(CognitoError):
    """A fault of our own; the log says which."""

    status = 500
    message = "Internal Server Error"
