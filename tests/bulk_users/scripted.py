"""Calls to Cognito that are answered from a table."""

import math
from collections.abc import Mapping
from typing import Any, cast

from tests.service_models import validate_request
from vestibule.cognito.bulk_users.pace import Pace, PacedCalls
from vestibule.cognito.bulk_users.target_pool import TargetPool
from vestibule.cognito.transport.aws import Aws, CallFailed

TARGET = TargetPool(
    username_attributes=("email",),
    attributes=frozenset({"email", "email_verified", "phone_number", "phone_number_verified", "name", "birthdate"}),
    required=frozenset(),
    auto_verified=("email",),
    password_length=8,
    groups=frozenset({"editors"}),
    providers=frozenset({"Google"}),
)


class Scripted:
    """`answers` has, by operation, what each call gets: a document, or an error. The last one is repeated."""

    pool_id = "us-east-1_Pool"
    is_local = True

    def __init__(self, answers: Mapping[str, list[Any]]) -> None:
        self._answers = {operation: [*each] for operation, each in answers.items()}
        self.received: list[tuple[str, dict[str, Any]]] = []

    def call(self, operation: str, **request: Any) -> dict[str, Any]:
        validate_request("cognito-idp", operation, request)
        assert request.pop("UserPoolId") == self.pool_id
        self.received.append((operation, request))
        answers = self._answers.get(operation, [{}])
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if isinstance(answer, Exception):
            raise answer
        return cast("dict[str, Any]", answer)

    @property
    def calls(self) -> PacedCalls:
        """As the import takes them."""
        return PacedCalls(cast("Aws", self), self.pool_id, Pace(math.inf))

    @property
    def operations(self) -> list[str]:
        return [operation for operation, _ in self.received]


def failure(code: str) -> CallFailed:
    return CallFailed("Operation", code, "a message")
