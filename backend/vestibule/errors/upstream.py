"""Failures of Cognito, of the store and of our own configuration (5xx)."""

from vestibule.errors.base import AppError


class Misconfigured(AppError):
    """Cognito rejects our configuration; the reason is in the log, not in the response."""

    status = 500
    code = "misconfigured"
    title = "The service is not configured correctly."


class CodeDeliveryFailed(AppError):
    """Cognito could not send the code."""

    status = 502
    code = "code-delivery-failed"
    title = "The code could not be sent."


class Unavailable(AppError):
    """A service that we depend on is unavailable."""

    status = 503
    code = "unavailable"
    title = "The service is not available at the moment."

    def __init__(self, detail: str | None = None, *, field: str | None = None, retry_after: int | None = 5) -> None:
        super().__init__(detail, field=field, retry_after=retry_after)


class CognitoUnavailable(Unavailable):
    """Cognito returned a server error, an invalid response, or none."""

    code = "cognito-unavailable"
    title = "The account service is not available at the moment."


class KeysUnavailable(Unavailable):
    """No verification keys are cached, and none can be fetched."""

    code = "keys-unavailable"
    title = "Tokens cannot be verified at the moment."


class StoreUnavailable(Unavailable):
    """The shared store is unavailable, and STORE_FAILURE=closed."""

    code = "store-unavailable"
    title = "The service is not available at the moment."


class CognitoTimeout(AppError):
    """Cognito did not answer in time."""

    status = 504
    code = "cognito-timeout"
    title = "The account service did not answer in time."


RESPONSE_LOST = (CognitoUnavailable, CognitoTimeout)
"""After one of these, Cognito may have executed the call."""
