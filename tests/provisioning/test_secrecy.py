"""Secrets do not appear on the screen, whatever Cognito answers."""

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from tests.servers import serve
from vestibule.cognito.transport.aws import CallFailed, connect

SECRET = "s3cret-of-google"
REQUEST = {
    "UserPoolId": "us-east-1_A",
    "ProviderName": "Google",
    "ProviderType": "Google",
    "ProviderDetails": {"client_id": "1234", "client_secret": SECRET},
}


async def quote(_: Request) -> JSONResponse:
    """Refuse as Cognito does, quoting the value."""
    message = f"1 validation error detected: Value '{SECRET}' at 'client_secret' failed to satisfy constraint for 1234"
    return JSONResponse({"__type": "InvalidParameterException", "message": message}, 400)


def test_value_that_cognito_quotes_is_masked_if_it_is_secret() -> None:
    with serve(Starlette(routes=[Route("/", quote, methods=["POST"])])) as url, pytest.raises(CallFailed) as failure:
        connect("us-east-1", url).call("CreateIdentityProvider", **REQUEST)

    assert "Value '(secret)' at 'client_secret'" in str(failure.value)
    assert "1234" in str(failure.value)
    assert failure.value.__cause__ is None


def test_value_that_botocore_refuses_is_not_quoted() -> None:
    with pytest.raises(CallFailed) as failure:
        connect("us-east-1", "http://127.0.0.1:9").call(
            "CreateIdentityProvider", **REQUEST | {"ProviderDetails": SECRET}
        )

    assert SECRET not in str(failure.value)
