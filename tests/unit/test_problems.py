"""Errors as problem+json: the status and the stable code of each, and the response's members and headers."""

import json
from typing import Any

import pytest

from vestibule import errors
from vestibule.api.http.problems import FieldFault, describe, problems, respond
from vestibule.errors import AppError

CODES = {
    400: {
        *("code-expired", "code-mismatch", "id-token-invalid", "malformed-request", "oauth-state-invalid"),
        *("other-identity", "passkey-rejected", "provider-email-missing", "rejected-by-pool", "session-invalid"),
        *("sign-in-cancelled", "unreadable-request", "wrong-password"),
    },
    401: {
        *("invalid-credentials", "invitation-expired", "not-authenticated", "session-ended"),
        *("token-expired", "token-invalid", "token-missing", "token-revoked"),
    },
    403: {
        *("feature-unavailable", "forbidden", "insufficient-scope", "missing-group", "not-allowed", "origin-refused"),
        *("sign-up-disabled", "step-up-required", "token-too-large"),
    },
    404: {"not-found"},
    405: {"method-not-allowed"},
    408: {"body-timeout"},
    409: {
        *("account-exists", "address-in-use", "already-confirmed", "authorize-again", "conflict", "factor-required"),
        *("factor-unavailable", "identity-in-use", "last-factor", "new-code-sent", "primary-identity", "user-exists"),
    },
    413: {"body-too-large"},
    415: {"unsupported-media-type"},
    422: {
        *("invalid-attribute", "invalid-request", "password-reused", "password-too-weak", "unknown-attribute"),
    },
    429: {"too-many-attempts", "too-many-requests"},
    431: {"headers-too-large"},
    500: {"internal-error", "misconfigured"},
    502: {"code-delivery-failed", "provider-failed"},
    503: {"cognito-unavailable", "keys-unavailable", "store-unavailable", "unavailable"},
    504: {"cognito-timeout", "provider-timeout"},
}
INVALID_TOKEN = 'Bearer error="invalid_token"'


def kinds(of: type[AppError] = AppError) -> set[type[AppError]]:
    """The error and its subclasses; those of tests are not the API's."""
    return {of}.union(*(kinds(kind) for kind in of.__subclasses__() if kind.__module__.startswith("vestibule.")))


def body_of(error: AppError, faults: list[FieldFault] | None = None) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(bytes(respond(error, faults).body))
    return body


def test_every_code_has_its_status() -> None:
    by_status = {status: {kind.code for kind in kinds() if kind.status == status} for status in CODES}

    assert by_status == CODES
    assert {kind.status for kind in kinds()} == {*CODES}


@pytest.mark.parametrize("kind", sorted(kinds(), key=lambda kind: kind.__name__), ids=lambda kind: kind.__name__)
def test_every_error_can_be_raised_without_arguments(kind: type[AppError]) -> None:
    response = respond(kind())

    assert response.status_code == kind.status
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["content-type"] == "application/problem+json"
    assert body_of(kind())["type"] == f"urn:vestibule:problem:{kind.code}"
    assert str(kind()) == kind.title


@pytest.mark.parametrize(
    ("error", "headers"),
    [
        (errors.TooManyRequests(retry_after=7), {"retry-after": "7"}),
        (errors.TooManyRequests(), {}),
        (errors.CognitoUnavailable(), {"retry-after": "5"}),
        (errors.KeysUnavailable(retry_after=1), {"retry-after": "1"}),
        (errors.Unavailable(retry_after=None), {}),
        (errors.UnreadableRequest(), {"connection": "close"}),
        (errors.BodyTimeout(), {"connection": "close"}),
        (errors.TokenMissing(), {"www-authenticate": "Bearer"}),
        (errors.TokenInvalid(), {"www-authenticate": INVALID_TOKEN}),
        (errors.TokenExpired(), {"www-authenticate": INVALID_TOKEN}),
        (errors.TokenRevoked(), {"www-authenticate": INVALID_TOKEN}),
        (errors.InvalidCredentials(), {}),
        (errors.MissingGroup(), {}),
        (errors.InsufficientScope(), {"www-authenticate": 'Bearer error="insufficient_scope"'}),
        (
            errors.InsufficientScope("a", "b"),
            {"www-authenticate": 'Bearer error="insufficient_scope", scope="a b"'},
        ),
    ],
)
def test_headers_tell_clients_what_to_do(error: AppError, headers: dict[str, str]) -> None:
    usual = {"cache-control", "content-length", "content-type"}

    assert {name: value for name, value in respond(error).headers.items() if name not in usual} == headers


def test_problem_has_only_the_members_that_apply() -> None:
    plain = {"type": "urn:vestibule:problem:not-found", "title": "There is nothing here.", "status": 404}
    fault = FieldFault(field="email", code="missing", message="Field required")

    assert body_of(errors.NotFound()) == plain | {"code": "not-found"}
    assert body_of(errors.NotFound("Why.", field="x", retry_after=3)) == plain | {
        "code": "not-found",
        "detail": "Why.",
        "field": "x",
        "retry_after": 3,
    }
    assert body_of(errors.InvalidRequest(), [fault])["errors"] == [fault.model_dump()]
    assert body_of(errors.StepUpRequired("totp", "passkey"))["methods"] == ["totp", "passkey"]


class TestDocumentation:
    def test_errors_of_one_status_share_a_response(self) -> None:
        found = problems(errors.UserExists, errors.CodeMismatch, errors.AddressInUse, errors.UserExists)

        documents = {status: response["content"]["application/problem+json"] for status, response in found.items()}
        assert {status: [*document["examples"]] for status, document in documents.items()} == {
            422: ["invalid-request"],
            409: ["user-exists", "address-in-use"],
            400: ["code-mismatch"],
        }
        assert {document["schema"]["$ref"] for document in documents.values()} == {"#/components/schemas/Problem"}
        assert documents[400]["examples"]["code-mismatch"] == {"value": body_of(errors.CodeMismatch())}
        assert found[409]["description"] == (
            "`user-exists`: There is already an account with this address. · "
            "`address-in-use`: This address belongs to another account."
        )

    def test_description_of_a_response_is_kept(self) -> None:
        response = {"description": "Taken."}

        describe(response, errors.Conflict)

        assert response["description"] == "Taken. · `conflict`: This conflicts with the current state."


def test_text_of_an_error_is_its_detail_or_its_title() -> None:
    assert str(errors.InvalidRequest("The name is too long.")) == "The name is too long."
    assert str(errors.InvalidRequest()) == errors.InvalidRequest.title
