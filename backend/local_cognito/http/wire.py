"""The wire protocol of Cognito's services, AWS JSON 1.1: `POST /` with the operation's name in X-Amz-Target."""

import json
import logging
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, replace

from anyio import CapacityLimiter, to_thread
from starlette.requests import Request
from starlette.responses import Response

from local_cognito.context import Context, HttpRequest, Output
from local_cognito.errors import (
    CognitoError,
    InternalErrorException,
    InvalidParameterException,
    MissingAuthenticationTokenException,
    NotAuthorizedException,
    NotImplementedException,
    UnknownOperationException,
)
from local_cognito.http.browser_access import KnownOrigins
from local_cognito.http.service_model import ServiceModel, is_signed
from local_cognito.identity.errors import ValidationException
from local_cognito.identity.registry import OPERATIONS as IDENTITY_OPERATIONS
from local_cognito.operations.registry import OPERATIONS, Operation
from local_cognito.settings import REGION

FOREIGN_ORIGIN = "Only websites in LOCAL_COGNITO_APP_URLS, and on this machine, may call operations that are signed."
MEDIA_TYPE = "application/x-amz-json-1.1"
SIGNATURE = "AWS4-HMAC-SHA256 "
# The credential scope of a signature: <access key>/<date>/<region>/<service>/aws4_request
CREDENTIAL_REGION = re.compile(r"Credential=[^/,]+/\d{8}/([a-z]{2}(?:-[a-z]+)+-\d{1,2})/")
# Operations block (SQLite, password hashes), so each runs in a thread.
MAX_THREADS = 16

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Service:
    """A service. `type_suffix` is what it adds to an error's name in the header x-amzn-errortype."""

    model: ServiceModel
    operations: Mapping[str, Operation]
    type_suffix: str = ""


class Wire:
    """Runs operations and turns every exception into an error of Cognito.

    Signatures are not checked, so `administrators` are the origins whose pages may call operations that are signed.
    """

    def __init__(self, context: Context, administrators: KnownOrigins) -> None:
        self._context = context
        self._administrators = administrators
        user_pools = ServiceModel("cognito-idp", invalid=InvalidParameterException)
        identity_pools = ServiceModel("cognito-identity", invalid=ValidationException)
        self._services = {
            "AWSCognitoIdentityProviderService": Service(user_pools, OPERATIONS),
            "AWSCognitoIdentityService": Service(identity_pools, IDENTITY_OPERATIONS, type_suffix=":"),
        }
        self._limiter = CapacityLimiter(MAX_THREADS)

    async def operation(self, request: Request) -> Response:
        """POST /."""
        body = await request.body()
        context = replace(self._context, http=http_request(request))
        return await to_thread.run_sync(self._respond, context, request.headers, body, limiter=self._limiter)

    def _respond(self, context: Context, headers: Mapping[str, str], body: bytes) -> Response:
        prefix, _, name = headers.get("x-amz-target", "").partition(".")
        service = self._services.get(prefix)
        if service is None:
            targets = " or ".join(f"{known}.<operation>" for known in self._services)
            return error_response(UnknownOperationException(f"X-Amz-Target must be {targets}."))
        try:
            return _response(200, self._perform(service, name, context, headers, body))
        except CognitoError as error:
            return error_response(error, service.type_suffix)
        except Exception:
            log.exception("%s failed", headers.get("x-amz-target"))
            return error_response(InternalErrorException())

    def _perform(
        self, service: Service, name: str, context: Context, headers: Mapping[str, str], body: bytes
    ) -> Output:
        operation = service.model.operation(name)
        if is_signed(operation) and not headers.get("authorization", "").startswith(SIGNATURE):
            raise MissingAuthenticationTokenException
        if is_signed(operation) and "origin" in headers and headers["origin"] not in self._administrators:
            raise NotAuthorizedException(FOREIGN_ORIGIN)
        if name not in service.operations:
            raise NotImplementedException(f"{name} is not implemented by local_cognito.")
        return service.operations[name](context, service.model.parse(operation, body))


def http_request(request: Request) -> HttpRequest:
    """What operations know of the HTTP request."""
    signed_for = CREDENTIAL_REGION.search(request.headers.get("authorization", ""))
    return HttpRequest(
        endpoint=str(request.base_url).rstrip("/"),
        region=signed_for[1] if signed_for else REGION,
        client_ip=request.client.host if request.client else "",
        user_agent=request.headers.get("user-agent", ""),
    )


def error_response(error: CognitoError, type_suffix: str = "") -> Response:
    """An error as Cognito sends it."""
    # Messages can quote any text, but a header is one line of printable ASCII.
    header = re.sub(r"[^ -~]", "?", " ".join(str(error).split()))
    headers = {"x-amzn-errortype": error.code + type_suffix, "x-amzn-errormessage": header}
    return _response(error.status, {"__type": error.code, "message": str(error)}, headers)


def _response(status: int, content: Output, headers: Mapping[str, str] | None = None) -> Response:
    request_id = {"x-amzn-requestid": str(uuid.uuid4())}
    return Response(json.dumps(content), status, request_id | dict(headers or {}), MEDIA_TYPE)
