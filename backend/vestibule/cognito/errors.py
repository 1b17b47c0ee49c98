"""The one table in which Cognito's errors become ours.

Cognito tells many things apart only by an exception's message, so a name leads to a list of phrases; the first phrase
found in the message decides, and the empty phrase, last, catches the rest.
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
from vestibule.cognito.attributes import outside
from vestibule.errors import AppError

log = structlog.get_logger(__name__)

Phrases = dict[str, type[AppError]]

LONGEST_MESSAGE = 1000  # the rest is not looked at: to search it could hold the interpreter for long

NOT_AUTHORIZED: Phrases = {
    "Password attempts exceeded": errors.TooManyAttempts,
    "Incorrect username or password": errors.InvalidCredentials,
    "User is disabled": errors.InvalidCredentials,
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
    "MFAMethodNotFoundException": errors.NotAllowed,
    "SoftwareTokenMFANotFoundException": errors.NotAllowed,
    "EnableSoftwareTokenMFAException": errors.CodeMismatch,
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
    errors.AddressInUse: "attributes.email",
    errors.UserExists: "email",
}

ADDRESSES = {"Invalid email": "attributes.email", "Invalid phone number": "attributes.phone_number"}

# The message goes on "… to the schema: name: The attribute is required".
_SCHEMA = re.compile(r"schema: (?P<attribute>(?:custom:)?\w+): ")

# "PreSignUp failed with error <what the trigger raised>."
_TRIGGER = re.compile(r"^\w+ failed with error (?P<reason>.+?)\.?$", re.DOTALL)

LONGEST_REASON = 200
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]")

# A trigger that failed, rather than refused: names of resources, files and hosts, and stacks.
_NOT_FOR_USERS = re.compile(
    r"(?i:arn:|://|amazonaws|traceback|timed out|goroutine|requestid|runtime error|process exited|host ?name)|"
    r"\b\w*(?:Error|Exception)\b|\bE[A-Z]{4,}\b|\b[a-z]{2}(?:-[a-z]+)+-\d_\w+|"
    r"\b\d{1,3}(?:\.\d{1,3}){3}\b|[\da-fA-F]{0,4}(?:::?[\da-fA-F]{1,4}){2,}|:\d{2,5}\b|\bport \d+|"
    r"(?:^|[\s\"'(\[])/\w|\b[A-Za-z]:\\|\bat [\w.<$]+\(|\w\.\w{1,4}:\d+|"
    r"\.(?:js|cjs|mjs|jsx|ts|cts|mts|tsx|py|rb|go|java|kt|cs|internal|local|localdomain|corp|lan)\b"
)


@contextmanager
def cognito_errors(**overrides: type[AppError] | Phrases) -> Iterator[None]:
    """Raise our errors in place of botocore's; `overrides` win over `ERRORS`.

    An answer that lacks what it must hold, or holds something else, is a fault of Cognito's.
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
    except (AttributeError, LookupError, TypeError, RecursionError) as exc:
        log.warning("cognito.unusable_answer", exc_info=exc)  # or a defect of ours: the traceback tells
        raise errors.CognitoUnavailable from exc
    except (BotoCoreError, ResponseParserError, ValueError) as exc:
        log.warning("cognito.unusable_answer", reason=type(exc).__name__)
        raise errors.CognitoUnavailable from exc


@contextmanager
def password_field(name: str) -> Iterator[None]:
    """Say that it was the member `name` of the request that held a password which the pool refuses."""
    try:
        yield
    except (errors.PasswordTooWeak, errors.PasswordReused) as error:
        error.field = name
        raise


def translate(exc: ClientError, overrides: dict[str, type[AppError] | Phrases]) -> AppError:
    """Our error for Cognito's, its message read where only the message tells."""
    said = exc.response.get("Error", {})
    name, message = said.get("Code", ""), said.get("Message", "")[:LONGEST_MESSAGE]
    found = (ERRORS | overrides).get(name, errors.CognitoUnavailable)
    if isinstance(found, dict):
        found = next(error for phrase, error in found.items() if phrase in message)
    if issubclass(found, errors.Misconfigured | errors.CognitoUnavailable):
        log.error("cognito.refused_us", operation=exc.operation_name, error=name, message=message)
    return _build(found, name, message)


def _reason(message: str) -> str | None:
    """What the pool's trigger says to the user; None where it rather speaks of itself."""
    trigger = _TRIGGER.match(message)
    reason = " ".join(_CONTROL.sub(" ", trigger["reason"] if trigger else message).split())
    return None if _NOT_FOR_USERS.search(reason) else reason[:LONGEST_REASON]


def _refused_attribute(message: str) -> str:
    if refused := _SCHEMA.search(message):
        return f"attributes.{outside(refused['attribute'])}"
    return next((field for phrase, field in ADDRESSES.items() if phrase in message), "attributes")


def _build(error: type[AppError], name: str, message: str) -> AppError:
    if issubclass(error, errors.InsufficientScope):
        return error()
    if issubclass(error, errors.RejectedByPool):
        return error(_reason(message))
    if issubclass(error, errors.InvalidAttribute):
        return error(field=_refused_attribute(message))
    if issubclass(error, errors.TooManyRequests):
        return error(retry_after=RETRY_AFTER.get(name, RETRY_AFTER_THROTTLING))
    return error(field=FIELDS.get(error)) if error in FIELDS else error()
