"""Cognito's wire protocol, AWS JSON 1.1: `POST /` with the operation's name in X-Amz-Target."""

import json
import logging
import re
import uuid
from collections.abc import Mapping
from dataclasses import replace

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response

from local_cognito.context import Answer, Context, HttpRequest
from local_cognito.errors import (
    CognitoError,
    InternalErrorException,
    MissingAuthenticationTokenException,
    NotImplementedException,
    UnknownOperationException,
)
from local_cognito.http.service_model import ServiceModel, is_signed
from local_cognito.operations.registry import OPERATIONS
from local_cognito.settings import REGION

SERVICE = "AWSCognitoIdentityProviderService"
MEDIA_TYPE = "application/x-amz-json-1.1"
SIGNATURE = "AWS4-HMAC-SHA256 "
# The credential scope of a signature: <access key>/<date>/<region>/<service>/aws4_request
CREDENTIAL_REGION = re.compile(r"Credential=[^/,]+/\d{8}/([a-z]{2}(?:-[a-z]+)+-\d{1,2})/")
# Operations block (SQLite, password hashes), so each runs in a thread.
MAX_THREADS = 16

log = logging.getLogger(__name__)


class Wire:
    """Runs operations and turns every exception into an error of Cognito."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._model = ServiceModel()
        self._limiter = CapacityLimiter(MAX_THREADS)

    async def operation(self, request: Request) -> Response:
        """POST /."""
        body = await request.body()
        context = replace(self._context, http=http_request(request))
        return await to_thread.run_sync(self._respond, context, request.headers, body, limiter=self._limiter)

    def _respond(self, context: Context, headers: Mapping[str, str], body: bytes) -> Response:
        try:
            return _response(200, self._perform(context, headers, body))
        except CognitoError as error:
            return error_response(error)
        except Exception:
            log.exception("%s failed", headers.get("x-amz-target"))
            return error_response(InternalErrorException())

    def _perform(self, context: Context, headers: Mapping[str, str], body: bytes) -> Answer:
        service, _, name = headers.get("x-amz-target", "").partition(".")
        if service != SERVICE:
            raise UnknownOperationException(f"X-Amz-Target must be {SERVICE}.<operation>.")
        operation = self._model.operation(name)
        if is_signed(operation) and not headers.get("authorization", "").startswith(SIGNATURE):
            raise MissingAuthenticationTokenException
        if name not in OPERATIONS:
            raise NotImplementedException(f"{name} is not implemented by local_cognito.")
        return OPERATIONS[name](context, self._model.parse(operation, body))


def http_request(request: Request) -> HttpRequest:
    """What operations know of the HTTP request."""
    signed_for = CREDENTIAL_REGION.search(request.headers.get("authorization", ""))
    return HttpRequest(
        endpoint=str(request.base_url).rstrip("/"),
        region=signed_for[1] if signed_for else REGION,
        client_ip=request.client.host if request.client else "",
        user_agent=request.headers.get("user-agent", ""),
    )


def error_response(error: CognitoError) -> Response:
    """An error as Cognito sends it."""
    # Messages can quote any text, but a header is one line of printable ASCII.
    header = re.sub(r"[^ -~]", "?", " ".join(str(error).split()))
    headers = {"x-amzn-errortype": error.code, "x-amzn-errormessage": header}
    return _response(error.status, {"__type": error.code, "message": str(error)}, headers)


def _response(status: int, content: Answer, headers: Mapping[str, str] | None = None) -> Response:
    request_id = {"x-amzn-requestid": str(uuid.uuid4())}
    return Response(json.dumps(content), status, request_id | dict(headers or {}), MEDIA_TYPE)
