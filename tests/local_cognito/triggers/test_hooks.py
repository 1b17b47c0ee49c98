"""What a hook answers, and what becomes of it, without a pool."""

from collections.abc import Iterator
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local_cognito.errors import (
    CognitoError,
    InvalidLambdaResponseException,
    UnexpectedLambdaException,
    UserLambdaValidationException,
)
from local_cognito.hooks import Hooks
from tests.processes import free_port
from tests.servers import serve

REFUSED = {"errorMessage": "Not you"}
answers: list[Response] = []


async def answer(_: Request) -> Response:
    return answers.pop()


@pytest.fixture(scope="module")
def hooks() -> Iterator[Hooks]:
    with serve(Starlette(routes=[Route("/", answer, methods=["POST"])])) as url:
        yield Hooks({"PreSignUp": url})


@pytest.mark.parametrize(
    ("status", "content", "error", "message"),
    [
        (400, REFUSED, UserLambdaValidationException, "PreSignUp failed with error Not you."),
        (499, REFUSED, UserLambdaValidationException, "PreSignUp failed with error Not you."),
        (400, {"errorMessage": ""}, UserLambdaValidationException, "PreSignUp failed with error ."),
        (399, REFUSED, UnexpectedLambdaException, "PreSignUp invocation failed due to error HTTP 399."),
        (500, REFUSED, UnexpectedLambdaException, "PreSignUp invocation failed due to error HTTP 500."),
        (201, REFUSED, UnexpectedLambdaException, "PreSignUp invocation failed due to error HTTP 201."),
        (400, {}, UnexpectedLambdaException, "PreSignUp invocation failed due to error HTTP 400."),
        (400, [], UnexpectedLambdaException, "PreSignUp invocation failed due to error HTTP 400."),
        (200, {}, InvalidLambdaResponseException, "Unrecognizable lambda output"),
        (200, {"response": []}, InvalidLambdaResponseException, "Unrecognizable lambda output"),
        (200, [], InvalidLambdaResponseException, "Unrecognizable lambda output"),
    ],
)
def test_each_failure_of_a_hook_has_its_error(
    hooks: Hooks, status: int, content: Any, error: type[CognitoError], message: str
) -> None:
    answers.append(JSONResponse(content, status_code=status))

    with pytest.raises(error) as raised:
        hooks.call("PreSignUp", {})

    assert str(raised.value) == message


def test_the_response_of_a_hook_is_in_the_event_that_it_returns(hooks: Hooks) -> None:
    answers.append(JSONResponse({"version": "1", "response": {"autoConfirmUser": True}}))

    assert hooks.call("PreSignUp", {"version": "1"}) == {"autoConfirmUser": True}


def test_a_hook_that_cannot_be_reached_fails_at_once() -> None:
    hooks = Hooks({"PreSignUp": f"http://127.0.0.1:{free_port()}"})

    with pytest.raises(UnexpectedLambdaException, match="invocation failed due to error NewConnectionError"):
        hooks.call("PreSignUp", {})
