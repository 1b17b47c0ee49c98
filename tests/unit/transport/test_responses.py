"""Responses from Cognito: how long they may be and may take, and what counts as one."""

import json
from types import SimpleNamespace
from typing import Any

import pytest
from botocore.exceptions import ConnectionClosedError, ReadTimeoutError
from urllib3.exceptions import ProtocolError, ReadTimeoutError as UrllibReadTimeout

from tests.servers import Clock
from vestibule.cognito.transport.responses import BoundedSession, MalformedResponse, validate_response

REQUEST_ID = {"x-amzn-requestid": "1"}


class Raw:
    """urllib3's response, which takes a second for each chunk."""

    length_remaining = 0

    def __init__(self, clock: Clock, *chunks: bytes | Exception) -> None:
        self.clock, self.chunks, self.calls = clock, [*chunks], list[str]()

    def read1(self, size: int, *, decode_content: bool) -> bytes:
        assert (size, decode_content) == (65_536, False)
        self.clock.advance(1)
        chunk = self.chunks.pop(0) if self.chunks else b""
        if isinstance(chunk, Exception):
            raise chunk
        return chunk

    def close(self) -> None:
        self.calls.append("close")

    def release_conn(self) -> None:
        self.calls.append("release")


def exchange(*chunks: bytes | Exception, seconds: float = 10, missing: int = 0) -> tuple[Any, Raw, Any]:
    clock = Clock(100.0)
    raw, sent = Raw(clock, *chunks), list[Any]()
    raw.length_remaining = missing
    inner: Any = SimpleNamespace(
        send=lambda request: (sent.append(request), SimpleNamespace(raw=raw))[1], close=lambda: sent.append("closed")
    )
    session = BoundedSession(inner, seconds=seconds, timer=clock)
    request: Any = SimpleNamespace(url="http://cognito", stream_output=False)
    try:
        return session.send(request), raw, session
    finally:
        assert sent[0].stream_output is True
        assert raw.calls == ["close", "release"]


class TestBounds:
    def test_body_is_read_to_its_end(self) -> None:
        response, _, _ = exchange(b"a", b"b")

        assert [*response.raw.stream()] == [b"ab"]

    def test_longest_body_is_accepted_and_a_longer_one_is_not(self) -> None:
        response, _, _ = exchange(b"a" * 999_999, b"b")
        assert len(b"".join(response.raw.stream())) == 1_000_000

        with pytest.raises(MalformedResponse):
            exchange(b"a" * 1_000_000, b"b")

    def test_body_may_take_as_long_as_the_exchange(self) -> None:
        assert exchange(b"a", b"b", seconds=2)

        with pytest.raises(ReadTimeoutError):
            exchange(b"a", b"b", b"c", seconds=2)

    @pytest.mark.parametrize(
        ("failure", "kind"),
        [
            (UrllibReadTimeout(None, "", ""), ReadTimeoutError),
            (TimeoutError(), ReadTimeoutError),
            (ProtocolError(), ConnectionClosedError),
        ],
    )
    def test_failed_reading_is_botocores_error(self, failure: Exception, kind: type[Exception]) -> None:
        with pytest.raises(kind, match="http://cognito"):
            exchange(failure)

    def test_body_that_ends_early_is_a_closed_connection(self) -> None:
        with pytest.raises(ConnectionClosedError):
            exchange(b"a", missing=1)


def validated(status: int, body: bytes, *, members: bool = True, **headers: str) -> bytes:
    document = {
        "status_code": status,
        "body": body,
        "headers": {name.replace("_", "-"): text for name, text in headers.items()},
    }
    shape = SimpleNamespace(members={"A": 1} if members else {})
    validate_response(document, SimpleNamespace(output_shape=shape))
    return document["body"]


class TestValidation:
    def test_success_is_a_json_object(self) -> None:
        assert validated(200, b'{"A": 1}') == b'{"A": 1}'

    @pytest.mark.parametrize("body", [b"", b"[]", b"null", b"x", b"{", b'{"__type": "X"}'])
    def test_other_bodies_are_malformed(self, body: bytes) -> None:
        with pytest.raises(MalformedResponse):
            validated(200, body, **{"x-amzn-requestid": "1"})

    @pytest.mark.parametrize("status", [201, 204, 302, 399])
    def test_other_statuses_are_malformed(self, status: int) -> None:
        with pytest.raises(MalformedResponse):
            validated(status, b"{}")

    def test_empty_body_is_valid_where_nothing_is_expected_and_aws_sent_it(self) -> None:
        assert validated(200, b"", members=False, **REQUEST_ID) == b""
        validate_response({"status_code": 200, "body": b"", "headers": REQUEST_ID}, SimpleNamespace(output_shape=None))

        for body, headers in ((b"", {}), (b"x", REQUEST_ID)):
            with pytest.raises(MalformedResponse):
                validated(200, body, members=False, **headers)

    @pytest.mark.parametrize(
        ("status", "body", "headers", "error"),
        [
            (400, b'{"__type": "X", "message": "m"}', {}, ("X", "m")),
            (400, b'{"__type": "com.amazonaws#X:http://y", "Message": "m"}', {}, ("X", "m")),
            (400, b'{"code": "X"}', {}, ("X", "")),
            (400, b'{"__type": "X", "code": "Y", "message": "a", "Message": "b"}', {}, ("X", "a")),
            (400, b"{}", {"x_amzn_errortype": "X:http://y"}, ("X", "")),
            (400, b'{"__type": 7}', {"x_amzn_errortype": "X"}, ("X", "")),
            (400, b'{"__type": ""}', {}, ("", "")),
            (500, b"<html>", {}, ("", "")),
            (429, b"<html>", {}, ("TooManyRequestsException", "")),
            (429, b'{"__type": "X"}', {}, ("X", "")),
        ],
    )
    def test_error_is_read_from_wherever_it_is(
        self, status: int, body: bytes, headers: dict[str, str], error: tuple[str, str]
    ) -> None:
        assert json.loads(validated(status, body, **headers)) == {"__type": error[0], "message": error[1]}

    def test_message_that_is_no_text_is_malformed(self) -> None:
        with pytest.raises(MalformedResponse):
            validated(400, b'{"__type": "X", "message": ["m"]}')
