"""Cognito's wire protocol: JSON 1.1, the operation named by X-Amz-Target."""

import json
import logging
from collections.abc import Mapping

from starlette.responses import Response

from local_cognito.context import Answer, Context
from local_cognito.errors import (
    CognitoError,
    InternalErrorException,
    MissingAuthenticationTokenException,
    NotImplementedException,
    UnknownOperationException,
)
from local_cognito.http.service_model import Contract, is_signed
from local_cognito.operations.registry import OPERATIONS

SERVICE = "AWSCognitoIdentityProviderService"
MEDIA_TYPE = "application/x-amz-json-1.1"
SIGNATURE = "AWS4-HMAC-SHA256 "

log = logging.getLogger(__name__)


class Wire:
    """Answers requests; any fault becomes an error in Cognito's form."""

    def __init__(self, context: Context) -> None:
        self._context = context
        self._contract = Contract()

    def answer(self, headers: Mapping[str, str], body: bytes) -> Response:
        """The response to one POST; blocks while it works."""
        try:
            return _response(200, self._perform(headers, body))
        except CognitoError as error:
            return refusal(error)
        except Exception:
            log.exception("%s failed", headers.get("x-amz-target"))
            return refusal(InternalErrorException())

    def _perform(self, headers: Mapping[str, str], body: bytes) -> Answer:
        service, _, name = headers.get("x-amz-target", "").partition(".")
        if service != SERVICE:
            raise UnknownOperationException(f"X-Amz-Target must be {SERVICE}.<operation>.")
        operation = self._contract.operation(name)
        if is_signed(operation) and not headers.get("authorization", "").startswith(SIGNATURE):
            raise MissingAuthenticationTokenException
        if name not in OPERATIONS:
            raise NotImplementedException(f"{name} is not implemented by local_cognito.")
        return OPERATIONS[name](self._context, self._contract.parse(operation, body))


def refusal(error: CognitoError) -> Response:
    """An error, as Cognito sends it."""
    return _response(error.status, {"__type": error.code, "message": str(error)}, {"x-amzn-errortype": error.code})


def _response(status: int, content: Answer, headers: Mapping[str, str] | None = None) -> Response:
    return Response(json.dumps(content), status, headers, MEDIA_TYPE)
