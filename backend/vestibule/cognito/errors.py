"""The only table that maps Cognito's errors to ours.

Cognito distinguishes many cases only by an exception's message. So a name can map to a table of phrases: the first
phrase that occurs in the message decides; the empty phrase at the end matches everything else.
"""

import re
from collections.abc import Iterator
from contextlib import contextmanager

import structlog
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectTimeoutError,
    CredentialRetrievalError,
    NoCredentialsError,
    ParamValidationError,
    PartialCredentialsError,
    ReadTimeoutError,
)
from botocore.parsers import ResponseParserError

from vestibule import errors
from vestibule.cognito.attributes import from_cognito_name
from vestibule.cognito.messages import trigger_message
from vestibule.errors import AppError

log = structlog.get_logger(__name__)

Phrases = dict[str, type[AppError]]
"""Our error by a part of Cognito's message: the first that occurs, or that of the empty phrase if none does."""

MAX_MESSAGE_LENGTH = 1000  # the rest is ignored: searching it could block the interpreter

NOT_AUTHORIZED: Phrases = {
    "Password attempts exceeded": errors.TooManyAttempts,
    "Incorrect username or password": errors.InvalidCredentials,
    "User is disabled": errors.InvalidCredentials,
    "Temporary password has expired": errors.InvitationExpired,
    "Access Token has been revoked": errors.TokenRevoked,
    "Access Token has expired": errors.TokenExpired,
    "Access Token does not have required scopes": errors.InsufficientScope,
    "Access Token": errors.TokenInvalid,
    "Refresh Token": errors.SessionEnded,
    "Invalid session": errors.SessionInvalid,
    "Current status is CONFIRMED": errors.AlreadyConfirmed,
    "SignUp is not permitted": errors.SignUpDisabled,
    "secret hash": errors.Misconfigured,
    "SecretHash": errors.Misconfigured,
    "SECRET_HASH": errors.Misconfigured,
    "Unable to verify secret": errors.Misconfigured,
    "client secret": errors.Misconfigured,
    "unauthorized attribute": errors.UnknownAttribute,
    "": errors.NotAllowed,
}

INVALID_PARAMETER: Phrases = {
    "USER_PASSWORD_AUTH flow not enabled": errors.Misconfigured,
    "Auth flow not enabled": errors.Misconfigured,
    "Attributes did not conform to the schema": errors.InvalidAttribute,
    "Invalid email address": errors.InvalidAttribute,
    "Invalid phone number": errors.InvalidAttribute,
    "assword' failed to satisfy constraint": errors.PasswordTooWeak,
    "Cannot reset password for the user as there is no registered/verified": errors.CodeDeliveryFailed,
    "Invalid session": errors.SessionInvalid,
    "User is already confirmed": errors.AlreadyConfirmed,
    "": errors.InvalidRequest,
}

ERRORS: dict[str, type[AppError] | Phrases] = {
    "NotAuthorizedException": NOT_AUTHORIZED,
    "UserNotFoundException": errors.InvalidCredentials,
    "UserNotConfirmedException": errors.InvalidCredentials,
    "PasswordResetRequiredException": errors.InvalidCredentials,
    "UsernameExistsException": errors.UserExists,
    "AliasExistsException": errors.AddressInUse,
    "CodeMismatchException": errors.CodeMismatch,
    "ExpiredCodeException": errors.CodeExpired,
    "InvalidPasswordException": errors.PasswordTooWeak,
    "PasswordHistoryPolicyViolationException": errors.PasswordReused,
    "InvalidParameterException": INVALID_PARAMETER,
    "SerializationException": errors.InvalidRequest,
    "ValidationException": errors.InvalidRequest,
    "RefreshTokenReuseException": errors.SessionEnded,
    "ForbiddenException": errors.Forbidden,
    "UnsupportedOperationException": errors.NotAllowed,
    "UnsupportedUserStateException": errors.NotAllowed,
    "UnsupportedTokenTypeException": errors.SessionEnded,
    "UnauthorizedException": errors.Misconfigured,
    "UserLambdaValidationException": errors.RejectedByPool,
    "CodeDeliveryFailureException": errors.CodeDeliveryFailed,
    "LimitExceededException": errors.TooManyAttempts,
    "TooManyFailedAttemptsException": errors.TooManyAttempts,
    "TooManyRequestsException": errors.TooManyRequests,
    "ThrottlingException": errors.TooManyRequests,
    "Throttling": errors.TooManyRequests,
    "RequestLimitExceeded": errors.TooManyRequests,
    "RequestThrottled": errors.TooManyRequests,
    "RequestThrottledException": errors.TooManyRequests,
    "ThrottledException": errors.TooManyRequests,
    "SlowDown": errors.TooManyRequests,
    "ResourceNotFoundException": errors.Misconfigured,
    "InvalidUserPoolConfigurationException": errors.Misconfigured,
    "OperationNotEnabledException": errors.Misconfigured,
    "UserPoolTaggingException": errors.Misconfigured,
    "UserPoolAddOnNotEnabledException": errors.Misconfigured,
    "FeatureUnavailableInTierException": errors.Misconfigured,
    "DeviceKeyExistsException": errors.NotAllowed,
    "MFAMethodNotFoundException": errors.NotAllowed,
    "SoftwareTokenMFANotFoundException": errors.NotAllowed,
    "EnableSoftwareTokenMFAException": errors.CodeMismatch,
    "WebAuthnNotEnabledException": errors.FeatureUnavailable,
    "WebAuthnConfigurationMissingException": errors.Misconfigured,
    "WebAuthnChallengeNotFoundException": errors.PasskeyRejected,
    "WebAuthnClientMismatchException": errors.PasskeyRejected,
    "WebAuthnRelyingPartyMismatchException": errors.PasskeyRejected,
    "WebAuthnOriginNotAllowedException": errors.PasskeyRejected,
    "WebAuthnCredentialNotSupportedException": errors.PasskeyRejected,
    "InvalidEmailRoleAccessPolicyException": errors.Misconfigured,
    "InvalidSmsRoleAccessPolicyException": errors.Misconfigured,
    "InvalidSmsRoleTrustRelationshipException": errors.Misconfigured,
    "InvalidLambdaResponseException": errors.Misconfigured,
    "UnexpectedLambdaException": errors.Misconfigured,
    "AccessDeniedException": errors.Misconfigured,
    "InvalidSignatureException": errors.Misconfigured,
    "IncompleteSignatureException": errors.Misconfigured,
    "IncompleteSignature": errors.Misconfigured,
    "SignatureDoesNotMatch": errors.Misconfigured,
    "InvalidClientTokenId": errors.Misconfigured,
    "MissingAuthenticationToken": errors.Misconfigured,
    "NotAuthorized": errors.Misconfigured,
    "OptInRequired": errors.Misconfigured,
    "RequestExpired": errors.Misconfigured,
    "MissingAuthenticationTokenException": errors.Misconfigured,
    "UnrecognizedClientException": errors.Misconfigured,
    "ExpiredTokenException": errors.Misconfigured,
    "UnknownOperationException": errors.Misconfigured,
    "NotImplementedException": errors.Misconfigured,
    "PreconditionNotMetException": errors.Misconfigured,
    "ConcurrentModificationException": errors.CognitoUnavailable,
    "InternalErrorException": errors.CognitoUnavailable,
    "InternalFailure": errors.CognitoUnavailable,
    "ServiceUnavailable": errors.CognitoUnavailable,
}

# Cognito never says how long to wait. Seconds; "LimitExceeded" counts by the hour.
RETRY_AFTER: dict[str, int] = {"LimitExceededException": 300, "TooManyFailedAttemptsException": 300}
RETRY_AFTER_THROTTLING = 2

FIELDS: dict[type[AppError], str] = {
    errors.WrongPassword: "current_password",
    errors.CodeMismatch: "code",
    errors.CodeExpired: "code",
    errors.PasswordTooWeak: "password",
    errors.PasswordReused: "password",
    errors.SessionInvalid: "session",
    errors.PasskeyRejected: "credential",
    errors.AddressInUse: "attributes.email",
    errors.UserExists: "email",
}

ADDRESSES = {"Invalid email": "attributes.email", "Invalid phone number": "attributes.phone_number"}

# The message continues "… to the schema: name: The attribute is required".
_SCHEMA = re.compile(r"schema: (?P<attribute>(?:custom:)?\w+): ")


@contextmanager
def cognito_errors(**overrides: type[AppError] | Phrases) -> Iterator[None]:
    """Translate botocore's errors to ours; `overrides` take precedence over `ERRORS`.

    A response with a missing or malformed member counts as CognitoUnavailable.
    """
    try:
        yield
    except ClientError as exc:
        raise translate(exc, overrides) from exc
    except (ConnectTimeoutError, ReadTimeoutError) as exc:
        raise errors.CognitoTimeout from exc
    except ParamValidationError as exc:
        raise errors.InvalidRequest from exc
    except (NoCredentialsError, PartialCredentialsError, CredentialRetrievalError) as exc:
        log.warning("cognito.no_credentials", reason=type(exc).__name__)
        raise errors.Misconfigured from exc
    except (AttributeError, LookupError, TypeError, ArithmeticError, RuntimeError) as exc:
        log.warning("cognito.invalid_response", exc_info=exc)  # or a bug of ours: the traceback shows which
        raise errors.CognitoUnavailable from exc
    except (BotoCoreError, ResponseParserError, ValueError) as exc:
        log.warning("cognito.invalid_response", reason=type(exc).__name__)
        raise errors.CognitoUnavailable from exc


@contextmanager
def password_field(name: str) -> Iterator[None]:
    """Name the request's member that held a refused password."""
    try:
        yield
    except (errors.PasswordTooWeak, errors.PasswordReused) as error:
        error.field = name
        raise


def translate(exc: ClientError, overrides: dict[str, type[AppError] | Phrases]) -> AppError:
    """Our error for Cognito's."""
    said = exc.response.get("Error", {})
    name, message = said.get("Code", ""), said.get("Message", "")[:MAX_MESSAGE_LENGTH]
    found = (ERRORS | overrides).get(name, errors.CognitoUnavailable)
    if isinstance(found, dict):
        found = next((error for phrase, error in found.items() if phrase and phrase in message), found[""])
    if issubclass(found, errors.Misconfigured | errors.CognitoUnavailable):
        log.error("cognito.request_refused", operation=exc.operation_name, error=name, message=message)
    return _build(found, name, message)


def _refused_attribute(message: str) -> str:
    if refused := _SCHEMA.search(message):
        return f"attributes.{from_cognito_name(refused['attribute'])}"
    return next((field for phrase, field in ADDRESSES.items() if phrase in message), "attributes")


def _build(error: type[AppError], name: str, message: str) -> AppError:
    if issubclass(error, errors.InsufficientScope):
        return error()
    if issubclass(error, errors.RejectedByPool):
        return error(trigger_message(message))
    if issubclass(error, errors.InvalidAttribute):
        return error(field=_refused_attribute(message))
    if issubclass(error, errors.TooManyRequests):
        return error(retry_after=RETRY_AFTER.get(name, RETRY_AFTER_THROTTLING))
    return error(field=FIELDS.get(error)) if error in FIELDS else error()
