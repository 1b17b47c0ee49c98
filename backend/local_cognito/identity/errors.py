"""The errors that only cognito-identity has. A class's name is the `__type` on the wire."""

from local_cognito.errors import CognitoError


class ValidationException(CognitoError):
    """A parameter violates the service model. cognito-idp has InvalidParameterException for it."""


class ResourceConflictException(CognitoError):
    """The login is linked to another identity, or the identity has a login of the same provider."""

    message = "Logins are already linked to another identity."


class DeveloperUserAlreadyRegisteredException(CognitoError):
    """The developer's user is linked to another identity."""

    message = "The developer user is already linked to another identity."


class InvalidIdentityPoolConfigurationException(CognitoError):
    """The identity pool has no role for this identity."""

    message = "Invalid identity pool configuration. Check assigned IAM roles for this pool."


class ExternalServiceException(CognitoError):
    """The provider of a login did not respond."""
