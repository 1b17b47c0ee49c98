"""moto over HTTP, for commands that take an endpoint: its own server would bring a web framework and much else."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

import boto3
from botocore import xform_name
from botocore.exceptions import ClientError, ParamValidationError
from moto import mock_aws
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

from tests.servers import serve

SERVICES = {
    "AWSCognitoIdentityProviderService": "cognito-idp",
    "AWSCognitoIdentityService": "cognito-identity",
}


@contextmanager
def moto_server() -> Iterator[str]:
    """Serve moto's user pools and identity pools; yields the endpoint."""
    with mock_aws():
        clients = {
            target: boto3.client(service, "us-east-1", aws_access_key_id="test", aws_secret_access_key="test")
            for target, service in SERVICES.items()
        }

        async def operation(request: Request) -> JSONResponse:
            target, _, name = request.headers["x-amz-target"].partition(".")
            try:
                answer = getattr(clients[target], xform_name(name))(**json.loads(await request.body()))
            except NotImplementedError:
                return refusal("NotImplementedException", name)
            except ParamValidationError as error:
                return refusal("InvalidParameterException", str(error))
            except ClientError as error:
                return refusal(error.response["Error"]["Code"], error.response["Error"]["Message"])
            answer.pop("ResponseMetadata")
            return JSONResponse(json.loads(json.dumps(answer, default=seconds)))

        # The commands run in this process too: their requests must reach this server, and not moto.
        with serve(Starlette(routes=[Route("/", operation, methods=["POST"])])) as url:
            yield url


def seconds(value: object) -> float:
    if not isinstance(value, datetime):
        raise TypeError(f"{value!r} is not JSON")
    return value.timestamp()


def refusal(code: str, message: str) -> JSONResponse:
    return JSONResponse({"__type": code, "message": message}, 400)
