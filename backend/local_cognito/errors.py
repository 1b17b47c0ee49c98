"""Cognito's errors. A class's name is the `__type` on the wire.

CognitoError
├── InvalidParameterException, InvalidPasswordException, …       the request is invalid
├── NotAuthorizedException, UserNotFoundException, …             the caller is not allowed, or unknown
├── CodeMismatchException, ExpiredCodeException, LimitExceededException
├── ResourceNotFoundException, UsernameExistsException, …        something exists, or does not
├── SerializationException, UnknownOperationException, …         protocol errors, common to all AWS services
├── OAuthError                                                   an error of the domain's endpoints
└── InternalErrorException 500
"""

from typing import ClassVar


class CognitoError(Exception):
    """An error response. The class's `message` is used if none is given."""

    status: ClassVar[int] = 400
    message: ClassVar[str] = ""

    def __init__(self, message: str | None = None) -> None:
        super().__init__(self.message if message is None else message)

    @property
    def code(self) -> str:
        """The error's name on the wire."""
        return type(self).__name__


class InvalidParameterException(CognitoError):
    """A parameter that the service model, the pool or the app client does not allow."""


class InvalidPasswordException(CognitoError):
    """The password violates the pool's policy."""


class NotAuthorizedException(CognitoError):
    """Wrong password, invalid token, or an app client without permission."""

    message = "Incorrect username or password."


class UserNotFoundException(CognitoError):
    """No such user. Raised only if the client does not prevent existence errors."""

    message = "User does not exist."


class UserNotConfirmedException(CognitoError):
    """The password is correct, but the sign-up is not confirmed."""

    message = "User is not confirmed."


class PasswordResetRequiredException(CognitoError):
    """An administrator reset the password."""

    message = "Password reset required for the user"


class CodeMismatchException(CognitoError):
    """Wrong code."""

    message = "Invalid verification code provided, please try again."


class ExpiredCodeException(CognitoError):
    """The code has expired, was used, or was never requested."""

    message = "Invalid code provided, please request a code again."


class LimitExceededException(CognitoError):
    """Too many wrong codes, or too many messages."""

    message = "Attempt limit exceeded, please try after some time."


class TooManyRequestsException(CognitoError):
    """Too many requests; also used by operations that have no LimitExceededException."""


class UsernameExistsException(CognitoError):
    """The username or alias is taken."""

    message = "User already exists"


class AliasExistsException(CognitoError):
    """Another user has this address as an alias."""

    message = "An account with the given email already exists."


class GroupExistsException(CognitoError):
    """The pool has a group with this name."""

    message = "A group with the name already exists."


class ManagedLoginBrandingExistsException(CognitoError):
    """The app client has a managed login branding."""


class TermsExistsException(CognitoError):
    """The app client has terms with this name."""


class ResourceNotFoundException(CognitoError):
    """No such pool, app client or group."""


class UnsupportedUserStateException(CognitoError):
    """The user's status does not allow the operation."""


class UnsupportedOperationException(CognitoError):
    """The app client does not allow the operation."""


class OperationNotEnabledException(CognitoError):
    """The pool does not have the feature turned on."""


class UserPoolAddOnNotEnabledException(CognitoError):
    """The pool does not have threat protection turned on."""


class PreconditionNotMetException(CognitoError):
    """The import job is not in the state that the operation needs."""


class UserImportInProgressException(CognitoError):
    """The pool cannot be changed like this while users are imported."""


class UnsupportedTokenTypeException(CognitoError):
    """RevokeToken accepts only refresh tokens."""

    message = "Unsupported token type"


class UnauthorizedException(CognitoError):
    """RevokeToken's error for a caller without permission."""


class RefreshTokenReuseException(CognitoError):
    """The refresh token was rotated, and its grace period is over."""

    message = "Refresh token has been invalidated by rotation."


class EnableSoftwareTokenMFAException(CognitoError):
    """The code at the set-up of an authenticator app is wrong."""

    message = "Code mismatch and fail enable Software Token MFA"


class SoftwareTokenMFANotFoundException(CognitoError):
    """The pool does not have authenticator apps enabled."""

    message = "Software Token MFA has not been enabled by the userPool"


class DeviceKeyExistsException(CognitoError):
    """The device is confirmed already."""

    message = "Device already exists"


class PasswordHistoryPolicyViolationException(CognitoError):
    """The password is one of the last PasswordHistorySize passwords."""

    message = "Password has previously been used."


class TierChangeNotAllowedException(CognitoError):
    """Features that the lower plan lacks are in use."""


class UserLambdaValidationException(CognitoError):
    """A trigger refused the operation."""


class UnexpectedLambdaException(CognitoError):
    """A trigger failed, or did not respond in time."""


class InvalidLambdaResponseException(CognitoError):
    """The response of a trigger is not what Cognito expects."""


class FeatureUnavailableInTierException(CognitoError):
    """The pool's feature plan does not include this."""


class InvalidUserPoolConfigurationException(CognitoError):
    """The pool's settings do not let this user continue."""


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


class DuplicateProviderException(CognitoError):
    """The pool has an identity provider with this name or identifier."""


class ScopeDoesNotExistException(CognitoError):
    """The scope is neither one of OpenID Connect's nor of the pool's resource servers."""


class InvalidOAuthFlowException(CognitoError):
    """The app client's OAuth flows exclude each other, or lack what they need."""


class SerializationException(CognitoError):
    """The body is not JSON, or a value has the wrong type."""


class UnknownOperationException(CognitoError):
    """Cognito has no such operation."""


class MissingAuthenticationTokenException(CognitoError):
    """The operation must be signed (SigV4)."""

    message = "Missing Authentication Token"


class NotImplementedException(CognitoError):
    """Cognito has the operation, local_cognito does not."""


class OAuthError(CognitoError):
    """An error of the domain's OAuth endpoints. `error` is one of RFC 6749 or RFC 7009."""

    def __init__(self, error: str, description: str = "", http_status: int = 400) -> None:
        super().__init__(description)
        self.error = error
        self.http_status = http_status


class InternalErrorException(CognitoError):
    """An unexpected exception; see the log."""

    status = 500
    message = "Internal Server Error"
