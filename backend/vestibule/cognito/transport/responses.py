"""Responses from Cognito, or from a proxy in front of it: limits on size and time, and strict validation."""

import json
import time
from collections.abc import Callable, Iterator
from http import HTTPStatus
from typing import Any

from botocore.awsrequest import AWSPreparedRequest, AWSResponse
from botocore.exceptions import BotoCoreError, ConnectionClosedError, ReadTimeoutError
from botocore.httpsession import URLLib3Session
from botocore.model import OperationModel
from urllib3 import BaseHTTPResponse
from urllib3.exceptions import ProtocolError, ReadTimeoutError as UrllibReadTimeout

from vestibule.strict_json import NotStrictJson, parse_object

MAX_BYTES = 1_000_000  # Cognito's longest response, a user with every attribute full, is a quarter of this
CHUNK_BYTES = 64 * 1024
THROTTLED_BY_PROXY = "TooManyRequestsException"


class MalformedResponse(BotoCoreError):
    """The response is not Cognito's; botocore would accept it as an empty success."""

    fmt = "The response is not a JSON object"


class BoundedSession:
    """botocore's HTTP session with limits; without them an endless response would fill the memory.

    `seconds` limits a whole exchange. botocore's own timeout restarts with each byte.
    """

    def __init__(self, session: URLLib3Session, *, seconds: float, timer: Callable[[], float] = time.monotonic) -> None:
        self._session = session
        self._seconds = seconds
        self._timer = timer

    def send(self, request: AWSPreparedRequest) -> AWSResponse:
        """The response with its body; MalformedResponse if it is too long, ReadTimeoutError if it takes too long."""
        ends = self._timer() + self._seconds
        request.stream_output = True
        response = self._session.send(request)
        try:
            body = self._read(response.raw, ends)
        except (UrllibReadTimeout, TimeoutError) as exc:
            raise ReadTimeoutError(endpoint_url=request.url, error=exc) from exc
        except ProtocolError as exc:
            raise ConnectionClosedError(endpoint_url=request.url, request=request, error=exc) from exc
        finally:
            response.raw.close()
            response.raw.release_conn()
        response.raw = _BufferedBody(body)
        return response

    def _read(self, raw: BaseHTTPResponse, ends: float) -> bytes:
        body = b""
        while chunk := raw.read1(CHUNK_BYTES, decode_content=False):
            body += chunk
            if len(body) > MAX_BYTES:
                raise MalformedResponse
            if self._timer() > ends:
                raise TimeoutError
        if raw.length_remaining:
            raise ProtocolError("the connection ended before the response did")
        return body

    def close(self) -> None:
        """Close the connections."""
        self._session.close()


class _BufferedBody:
    """A body in memory, with the interface that botocore reads."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self) -> Iterator[bytes]:
        yield self._body


def validate_response(response_dict: dict[str, Any], operation_model: OperationModel, **_: object) -> None:
    """MalformedResponse unless this is AWS's success or error; botocore would accept it as an empty success."""
    status = response_dict["status_code"]
    if status >= HTTPStatus.BAD_REQUEST:
        response_dict["body"] = json.dumps(_error_of(response_dict)).encode()
    elif status != HTTPStatus.OK:
        raise MalformedResponse
    elif response_dict["body"] or not _may_be_empty(response_dict, operation_model):
        try:
            body = parse_object(response_dict["body"])
        except NotStrictJson as exc:
            raise MalformedResponse from exc
        if "__type" in body:  # an error, which botocore recognizes by the status alone
            raise MalformedResponse


def _error_of(response_dict: dict[str, Any]) -> dict[str, str]:
    """The error's name and message, from any of the places where AWS or a proxy may put them."""
    try:
        body = parse_object(response_dict["body"])
    except NotStrictJson:
        body = {}
    throttled = THROTTLED_BY_PROXY if response_dict["status_code"] == HTTPStatus.TOO_MANY_REQUESTS else None
    names = (body.get("__type"), body.get("code"), response_dict["headers"].get("x-amzn-errortype"), throttled)
    name = next((name for name in names if isinstance(name, str) and name), "")
    message = body.get("message") or body.get("Message") or ""
    if not isinstance(message, str):
        raise MalformedResponse
    return {"__type": name.partition(":")[0].rpartition("#")[2], "message": message}


def _may_be_empty(response_dict: dict[str, Any], operation_model: OperationModel) -> bool:
    """Whether an empty body is valid: AWS sends a request id with every response, a broken proxy does not."""
    output = operation_model.output_shape
    return not (output and output.members) and "x-amzn-requestid" in response_dict["headers"]
