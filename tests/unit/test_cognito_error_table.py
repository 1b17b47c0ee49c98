"""Each error of Cognito, and what the client is told."""

import pytest
from botocore.exceptions import (
    BotoCoreError,
    ClientError,
    ConnectionClosedError,
    ConnectTimeoutError,
    CredentialRetrievalError,
    EndpointConnectionError,
    NoCredentialsError,
    ParamValidationError,
    PartialCredentialsError,
    ReadTimeoutError,
)
from botocore.parsers import ResponseParserError
from structlog.testing import capture_logs

from vestibule import errors
from vestibule.cognito.errors import ERRORS, cognito_errors, password_field
from vestibule.cognito.messages import trigger_message

BY_CODE = {
    "invalid-credentials": "UserNotFoundException UserNotConfirmedException PasswordResetRequiredException",
    "user-exists": "UsernameExistsException",
    "address-in-use": "AliasExistsException",
    "code-mismatch": "CodeMismatchException EnableSoftwareTokenMFAException",
    "code-expired": "ExpiredCodeException",
    "password-too-weak": "InvalidPasswordException",
    "password-reused": "PasswordHistoryPolicyViolationException",
    "invalid-request": "SerializationException ValidationException",
    "session-ended": "RefreshTokenReuseException UnsupportedTokenTypeException",
    "forbidden": "ForbiddenException",
    "not-allowed": "UnsupportedOperationException UnsupportedUserStateException DeviceKeyExistsException "
    "MFAMethodNotFoundException SoftwareTokenMFANotFoundException",
    "rejected-by-pool": "UserLambdaValidationException",
    "code-delivery-failed": "CodeDeliveryFailureException",
    "too-many-attempts": "LimitExceededException TooManyFailedAttemptsException",
    "too-many-requests": "TooManyRequestsException ThrottlingException Throttling RequestLimitExceeded "
    "RequestThrottled RequestThrottledException ThrottledException SlowDown",
    "feature-unavailable": "WebAuthnNotEnabledException",
    "passkey-rejected": "WebAuthnChallengeNotFoundException WebAuthnClientMismatchException "
    "WebAuthnRelyingPartyMismatchException WebAuthnOriginNotAllowedException WebAuthnCredentialNotSupportedException",
    "misconfigured": "UnauthorizedException ResourceNotFoundException InvalidUserPoolConfigurationException "
    "OperationNotEnabledException UserPoolTaggingException UserPoolAddOnNotEnabledException "
    "FeatureUnavailableInTierException WebAuthnConfigurationMissingException InvalidEmailRoleAccessPolicyException "
    "InvalidSmsRoleAccessPolicyException InvalidSmsRoleTrustRelationshipException InvalidLambdaResponseException "
    "UnexpectedLambdaException AccessDeniedException InvalidSignatureException IncompleteSignatureException "
    "IncompleteSignature SignatureDoesNotMatch InvalidClientTokenId MissingAuthenticationToken NotAuthorized "
    "OptInRequired RequestExpired MissingAuthenticationTokenException UnrecognizedClientException "
    "ExpiredTokenException UnknownOperationException NotImplementedException PreconditionNotMetException",
    "cognito-unavailable": "ConcurrentModificationException InternalErrorException InternalFailure ServiceUnavailable "
    "SomethingNewException",
}
CODES = {name: code for code, names in BY_CODE.items() for name in names.split()}
FIELDS = {
    "user-exists": "email",
    "address-in-use": "attributes.email",
    "code-mismatch": "code",
    "code-expired": "code",
    "password-too-weak": "password",
    "password-reused": "password",
    "passkey-rejected": "credential",
}


def raised(failure: Exception, **overrides: type[errors.AppError]) -> errors.AppError:
    with pytest.raises(errors.AppError) as caught, cognito_errors(**overrides):
        raise failure
    return caught.value


def refusal(name: str, message: str = "") -> ClientError:
    return ClientError({"Error": {"Code": name, "Message": message}}, "SignUp")


class TestTable:
    def test_every_error_is_listed_here(self) -> None:
        assert {name for name, found in ERRORS.items() if not isinstance(found, dict)} - CODES.keys() == set()

    @pytest.mark.parametrize("name", CODES)
    def test_error_has_its_code_its_field_and_its_line_in_the_log(self, name: str) -> None:
        with capture_logs() as lines:
            error = raised(refusal(name, "the message"))

        assert (error.code, error.field) == (CODES[name], FIELDS.get(CODES[name]))
        line = {"event": "cognito.request_refused", "log_level": "error", "operation": "SignUp", "error": name}
        ours = CODES[name] in ("misconfigured", "cognito-unavailable")
        assert lines == ([line | {"message": "the message"}] if ours else [])

    @pytest.mark.parametrize("name", [*BY_CODE["too-many-requests"].split(), *BY_CODE["too-many-attempts"].split()])
    def test_client_is_told_when_to_try_again(self, name: str) -> None:
        assert raised(refusal(name)).retry_after == (300 if CODES[name] == "too-many-attempts" else 2)

    def test_lockout_has_the_time_of_throttling(self) -> None:
        assert raised(refusal("NotAuthorizedException", "Password attempts exceeded")).retry_after == 2

    @pytest.mark.parametrize(
        ("message", "field"), [("Invalid session for the user.", "session"), ("Invalid Refresh Token", None)]
    )
    def test_phrase_has_its_field(self, message: str, field: str | None) -> None:
        assert raised(refusal("NotAuthorizedException", message)).field == field

    def test_scope_that_is_missing_has_no_field(self) -> None:
        error = raised(refusal("NotAuthorizedException", "Access Token does not have required scopes"))

        assert isinstance(error, errors.InsufficientScope)

    def test_caller_may_know_better(self) -> None:
        assert raised(refusal("UserNotFoundException"), UserNotFoundException=errors.NotFound).code == "not-found"
        assert raised(refusal("CodeMismatchException"), UserNotFoundException=errors.NotFound).code == "code-mismatch"

    @pytest.mark.parametrize(
        ("before", "code"), [(978, "too-many-attempts"), (975, "too-many-attempts"), (979, "not-allowed")]
    )
    def test_phrase_beyond_the_first_thousand_characters_does_not_count(self, before: int, code: str) -> None:
        message = "x" * (before - 4) + "Password attempts exceeded"

        assert raised(refusal("NotAuthorizedException", message)).code == code

    def test_error_without_a_name_is_cognitos(self) -> None:
        assert raised(ClientError({}, "SignUp")).code == "cognito-unavailable"


URL = {"endpoint_url": "http://cognito"}


class TestFailures:
    @pytest.mark.parametrize(
        ("failure", "code", "event"),
        [
            (ConnectTimeoutError(**URL), "cognito-timeout", None),
            (ReadTimeoutError(**URL), "cognito-timeout", None),
            (ParamValidationError(report="x"), "invalid-request", None),
            (NoCredentialsError(), "misconfigured", "cognito.no_credentials"),
            (PartialCredentialsError(provider="env", cred_var="x"), "misconfigured", "cognito.no_credentials"),
            (CredentialRetrievalError(provider="sso", error_msg="x"), "misconfigured", "cognito.no_credentials"),
            (ConnectionClosedError(**URL), "cognito-unavailable", "cognito.invalid_response"),
            (EndpointConnectionError(**URL), "cognito-unavailable", "cognito.invalid_response"),
            (BotoCoreError(), "cognito-unavailable", "cognito.invalid_response"),
            (ResponseParserError(), "cognito-unavailable", "cognito.invalid_response"),
            (ValueError("the secret"), "cognito-unavailable", "cognito.invalid_response"),
        ],
    )
    def test_failed_call_is_a_problem_and_its_text_is_not_logged(
        self, failure: Exception, code: str, event: str | None
    ) -> None:
        with capture_logs() as lines:
            error = raised(failure)

        assert error.code == code
        line = {"event": event, "log_level": "warning", "reason": type(failure).__name__}
        assert lines == ([line] if event else [])

    @pytest.mark.parametrize("failure", [IndexError(), ZeroDivisionError(), OverflowError(), RuntimeError()])
    def test_defect_is_a_problem_too(self, failure: Exception) -> None:
        with capture_logs() as lines:
            assert raised(failure).code == "cognito-unavailable"
        assert [(line["event"], line["log_level"]) for line in lines] == [("cognito.invalid_response", "warning")]

    def test_our_own_errors_pass(self) -> None:
        ours = errors.NotFound()

        assert raised(ours) is ours


class TestPasswordField:
    @pytest.mark.parametrize("error", [errors.PasswordTooWeak(field="password"), errors.PasswordReused()])
    def test_refused_password_is_in_the_requests_member(self, error: errors.AppError) -> None:
        with pytest.raises(type(error)), password_field("new_password"):
            raise error

        assert error.field == "new_password"

    def test_other_errors_keep_their_field(self) -> None:
        error = errors.CodeMismatch(field="code")

        with pytest.raises(errors.CodeMismatch), password_field("new_password"):
            raise error
        assert error.field == "code"


class TestTriggerMessages:
    @pytest.mark.parametrize(
        ("message", "shown"),
        [
            ("PreSignUp failed with error Ask us first.", "Ask us first"),
            ("PreSignUp failed with error Ask us first", "Ask us first"),
            ("Custom_Name failed with error No.", "No"),
            ("Pre SignUp failed with error X.", None),
            ("Ask us first.", "Ask us first."),
            ("a\x00b\x1fc\x7fd\x9fe\u2028f\u2029g", "a b c d e f g"),
            ("  too \t much \n space ", "too much space"),
            ("(«“„‘¿¡Hello)»”“’.,!?;:…%", "(«“„‘¿¡Hello)»”“’.,!?;:…%"),  # noqa: RUF001
            ("It's twenty-one, l’été – 7 & 8 + 9 — 100%", "It's twenty-one, l’été – 7 & 8 + 9 — 100%"),  # noqa: RUF001
            ("See example.org or my-shop.example.", "See example.org or my-shop.example."),
            ("Write to a.b+c_d-e%@example.org", None),
            ("Write to a.b+c_d-e@example.org", "Write to a.b+c_d-e@example.org"),
            ("See sub.example.org", None),
            ("See db.internal", None),
            ("See db.local", None),
            ("See db.lan", None),
            ("See db.corp", None),
            ("See 7db.org", None),
            ("See db.o", None),
            ("See a/b", None),
            ("See a:b", None),
            ("See a_b", None),
            ("See a-", None),
            ("See -a", None),
            ("requestId", None),
            ("ECONNREFUSED", None),
            ("EURO", "EURO"),
            ("ECONO", None),
            ("An error", None),
            ("An Exception", None),
            ("A traceback", None),
            ("A hostname", None),
            ("A host name", None),
            ("It Timed Out", None),
            ("The process exited", None),
            ("A terror", "A terror"),
            ("", None),
        ],
    )
    def test_sentences_are_shown_and_faults_are_not(self, message: str, shown: str | None) -> None:
        assert trigger_message(message) == shown

    def test_long_sentence_is_cut(self) -> None:
        assert trigger_message("a" * 201) == "a" * 200
