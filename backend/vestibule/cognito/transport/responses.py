"""What comes back from Cognito, or from whatever stands in front of it: bounded, and read strictly."""

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
from urllib3.exceptions import ProtocolError
from urllib3.exceptions import ReadTimeoutError as SilenceError

from vestibule.strict_json import NotStrictJson, parse_object

MOST_BYTES = 1_000_000  # Cognito's longest, a user whose every attribute is full, has a quarter of it
PIECE_BYTES = 64 * 1024
THROTTLED_BY_PROXY = "TooManyRequestsException"


class MalformedAnswer(BotoCoreError):
    """What came back is not what Cognito says. botocore would take it for an empty success."""

    fmt = "The answer is not a JSON object"


class BoundedSession:
    """botocore's HTTP session; that one alone reads an answer without end until the memory ends.

    `seconds` is what an exchange may take in all. botocore's own time-out begins anew with each byte.
    """

    def __init__(self, session: URLLib3Session, *, seconds: float, timer: Callable[[], float] = time.monotonic) -> None:
        self._session = session
        self._seconds = seconds
        self._timer = timer

    def send(self, request: AWSPreparedRequest) -> AWSResponse:
        """The answer, read; MalformedAnswer where it is too long, ReadTimeoutError where it takes too long."""
        ends = self._timer() + self._seconds
        request.stream_output = True
        response = self._session.send(request)
        try:
            body = self._read(response.raw, ends)
        except (SilenceError, TimeoutError) as exc:
            raise ReadTimeoutError(endpoint_url=request.url, error=exc) from exc
        except ProtocolError as exc:
            raise ConnectionClosedError(endpoint_url=request.url, request=request, error=exc) from exc
        finally:
            response.raw.close()
            response.raw.release_conn()
        response.raw = _Whole(body)
        return response

    def _read(self, raw: BaseHTTPResponse, ends: float) -> bytes:
        body = b""
        while piece := raw.read1(PIECE_BYTES, decode_content=False):
            body += piece
            if len(body) > MOST_BYTES:
                raise MalformedAnswer
            if self._timer() > ends:
                raise TimeoutError
        return body

    def close(self) -> None:
        """Close the connections."""
        self._session.close()


class _Whole:
    """A body that was read, for botocore to read."""

    def __init__(self, body: bytes) -> None:
        self._body = body

    def stream(self) -> Iterator[bytes]:
        yield self._body


def read_strictly(response_dict: dict[str, Any], operation_model: OperationModel, **_: object) -> None:
    """Refuse what is neither an answer nor an error of AWS's, before botocore makes an empty success of it."""
    status = response_dict["status_code"]
    if status >= HTTPStatus.BAD_REQUEST:
        response_dict["body"] = json.dumps(_refusal(response_dict)).encode()
    elif status != HTTPStatus.OK:
        raise MalformedAnswer
    elif response_dict["body"] or not _may_be_empty(response_dict, operation_model):
        try:
            parse_object(response_dict["body"])
        except NotStrictJson as exc:
            raise MalformedAnswer from exc


def _refusal(response_dict: dict[str, Any]) -> dict[str, str]:
    """The name of an error and its message, wherever AWS, or what stands in front of it, has put them."""
    try:
        body = parse_object(response_dict["body"])
    except NotStrictJson:
        body = {}
    throttled = THROTTLED_BY_PROXY if response_dict["status_code"] == HTTPStatus.TOO_MANY_REQUESTS else None
    names = (body.get("__type"), body.get("code"), response_dict["headers"].get("x-amzn-errortype"), throttled)
    name = next((name for name in names if isinstance(name, str) and name), "")
    message = body.get("message") or body.get("Message") or ""
    if not isinstance(message, str):
        raise MalformedAnswer
    return {"__type": name.partition(":")[0].rpartition("#")[2], "message": message}


def _may_be_empty(response_dict: dict[str, Any], operation_model: OperationModel) -> bool:
    """Whether nothing is an answer: AWS signs every answer with a request id, a broken proxy does not."""
    output = operation_model.output_shape
    return not (output and output.members) and "x-amzn-requestid" in response_dict["headers"]
