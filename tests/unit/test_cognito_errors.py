"""The table that maps Cognito's errors to ours."""

import pytest
from botocore import xform_name
from botocore.exceptions import ClientError
from structlog.testing import capture_logs

from tests.service_models import service_model
from vestibule import errors
from vestibule.cognito.admin.role import AdminTopic
from vestibule.cognito.app.topic import AppTopic
from vestibule.cognito.errors import ERRORS, FIELDS, cognito_errors
from vestibule.cognito.user.topic import UserTopic
from vestibule.services import build_services

TOPICS = [topic for base in (AppTopic, UserTopic, AdminTopic) for topic in base.__subclasses__()]
MODEL = service_model("cognito-idp")


def wrapped_operations() -> list[str]:
    """The operations that the gateways call, found by the method names in their code."""
    assert build_services  # imports every topic
    used = {
        name
        for topic in TOPICS
        for member in vars(topic).values()
        if hasattr(member, "__code__")
        for name in member.__code__.co_names
    }
    return [operation for operation in MODEL.operation_names if xform_name(operation) in used]


def raised(name: str, message: str) -> errors.AppError:
    refusal = ClientError({"Error": {"Code": name, "Message": message}}, "SignUp")
    with pytest.raises(errors.AppError) as caught, cognito_errors():
        raise refusal
    return caught.value


INNER = [
    'could not translate host name "db.prod.internal" to address',
    'connection to server at "users-db.corp.local", port 5432 failed',
    "redis.cache.internal:6379 is down",
    "ip-10-0-0-7.ec2.internal unreachable",
    "[2001:db8::7]:443 refused",
    "ARN:AWS:lambda:us-east-1:123456789012:function:x",
    "cannot open: '/var/task/config.json'",
    "goroutine 1 [running]: main.handler(0x0) main.go:12",
    "at com.acme.Handler.handle(Handler.java:12)",
    "at Acme.Fn.Handle(String s) in C:\\src\\Fn.cs:line 3",
    "(handler.rb:4)",
    "at handler (index.cjs:3:5)",
    "RequestId: 3f1b Process exited before completing request",
]


class TestAnswers:
    @pytest.mark.parametrize("defect", [TypeError(), KeyError("UserSub"), AttributeError()])
    def test_unexpected_exception_is_logged_with_its_traceback(self, defect: Exception) -> None:
        with capture_logs() as lines, pytest.raises(errors.CognitoUnavailable), cognito_errors():
            raise defect

        assert [line["exc_info"] for line in lines] == [defect]


class TestTable:
    def test_the_wrapped_operations_are_found(self) -> None:
        assert {"SignUp", "InitiateAuth", "GetUser", "RevokeToken", "DescribeUserPool"} <= set(wrapped_operations())
        assert len(wrapped_operations()) >= 19

    @pytest.mark.parametrize("operation", wrapped_operations())
    def test_the_table_maps_every_error_of_the_service_model(self, operation: str) -> None:
        listed = {shape.name for shape in MODEL.operation_model(operation).error_shapes}

        assert listed - ERRORS.keys() == set()

    @pytest.mark.parametrize("name", [name for name, found in ERRORS.items() if isinstance(found, dict)])
    def test_the_last_phrase_matches_every_message(self, name: str) -> None:
        phrases = ERRORS[name]

        assert isinstance(phrases, dict)
        assert list(phrases)[-1] == ""

    def test_fields_are_listed_for_our_errors_only(self) -> None:
        assert all(issubclass(error, errors.AppError) for error in FIELDS)


REFUSALS = {
    "Password attempts exceeded": "too-many-attempts",
    "Incorrect username or password.": "invalid-credentials",
    "User is disabled.": "invalid-credentials",
    "Temporary password has expired and must be reset by an administrator.": "invitation-expired",
    "Access Token has been revoked": "token-revoked",
    "Access Token has expired": "token-expired",
    "Access Token does not have required scopes": "insufficient-scope",
    "Invalid Access Token": "token-invalid",
    "Invalid Refresh Token": "session-ended",
    "Invalid session for the user.": "session-invalid",
    "User cannot be confirmed. Current status is CONFIRMED": "already-confirmed",
    "SignUp is not permitted for this user pool": "sign-up-disabled",
    "Unable to verify secret hash for client abc": "misconfigured",
    "SecretHash does not match for the client: abc": "misconfigured",
    "Client abc is configured with secret but SECRET_HASH was not received": "misconfigured",
    "Unable to verify secret of client abc": "misconfigured",
    "Client abc has no client secret": "misconfigured",
    "A client attempted to write unauthorized attribute": "unknown-attribute",
    "Something new": "not-allowed",
}
INVALID_PARAMETERS = {
    "USER_PASSWORD_AUTH flow not enabled for this client": "misconfigured",
    "Auth flow not enabled for this client": "misconfigured",
    "Attributes did not conform to the schema: name: The attribute is required": "invalid-attribute",
    "Invalid email address format.": "invalid-attribute",
    "Invalid phone number format.": "invalid-attribute",
    "Value at 'password' failed to satisfy constraint: Member must satisfy a pattern": "password-too-weak",
    "1 validation error: Value at 'proposedPassword' failed to satisfy constraint": "password-too-weak",
    "Cannot reset password for the user as there is no registered/verified email": "code-delivery-failed",
    "Invalid session for the user.": "session-invalid",
    "User is already confirmed.": "already-confirmed",
    "Something new": "invalid-request",
}
MESSAGES = {"NotAuthorizedException": REFUSALS, "InvalidParameterException": INVALID_PARAMETERS}


class TestMessages:
    @pytest.mark.parametrize(
        ("message", "field"),
        [
            ("Attributes did not conform to the schema: name: The attribute is required\n", "attributes.name"),
            ("Attributes did not conform to the schema: custom:agentName: Too long", "attributes.agentName"),
            ("Attributes did not conform to the schema.", "attributes"),
            ("Invalid email address format.", "attributes.email"),
            ("Invalid phone number format.", "attributes.phone_number"),
        ],
    )
    def test_refused_attribute_is_named(self, message: str, field: str) -> None:
        error = raised("InvalidParameterException", message)

        assert (error.code, error.field) == ("invalid-attribute", field)

    @pytest.mark.parametrize("name", MESSAGES)
    def test_errors_of_one_name_are_distinguished_by_their_messages(self, name: str) -> None:
        assert {message: raised(name, message).code for message in MESSAGES[name]} == MESSAGES[name]

    @pytest.mark.parametrize("name", MESSAGES)
    def test_every_phrase_of_the_table_has_a_message_here(self, name: str) -> None:
        phrases = ERRORS[name]

        assert isinstance(phrases, dict)
        assert [phrase for phrase in phrases if not any(phrase in message for message in MESSAGES[name])] == []

    @pytest.mark.parametrize(
        ("message", "detail"),
        [
            ("PreSignUp failed with error Ask your manager first.", "Ask your manager first"),
            ("PreSignUp failed with error Zuerst\r\nfragen.", "Zuerst fragen"),
            ("Not today", "Not today"),
            ("PreSignUp failed with error arn:aws:lambda:eu-west-1:1:function:f said no.", None),
            ("PreSignUp failed with error KeyError: 'email'.", None),
            ("PreSignUp failed with error pool eu-west-1_AbCdEf123 is full.", None),
            (
                "PreSignUp failed with error Use your address at work (name@work.example).",
                "Use your address at work (name@work.example)",
            ),
            *((f"PreSignUp failed with error {inner}", None) for inner in INNER),
        ],
    )
    def test_only_safe_trigger_messages_are_shown(self, message: str, detail: str | None) -> None:
        assert raised("UserLambdaValidationException", message).detail == detail
