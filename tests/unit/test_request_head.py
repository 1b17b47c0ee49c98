"""Heads of requests that are refused before anything else is read, and the request's id."""

import pytest

from vestibule.api.http.request_head import MAX_HEADER_BYTES, read_head
from vestibule.errors import AppError, BodyTooLarge, HeadersTooLarge, UnreadableRequest

HOST = ("host", "api.example.com")


def error_of(*headers: tuple[str, str], http_version: str = "1.1") -> type[AppError] | None:
    _, error = read_head(scope(headers, http_version))
    return error and type(error)


def request_id(*values: str) -> str:
    return read_head(scope([HOST, *(("x-request-id", value) for value in values)]))[0].decode()


def scope(headers: object, http_version: str = "1.1") -> dict[str, object]:
    encoded = [(name.encode(), value.encode("latin-1")) for name, value in headers]
    return {"http_version": http_version, "headers": encoded}


class TestHost:
    @pytest.mark.parametrize(
        "host",
        [
            *("localhost", "api.example.com:443", "api.example.com:1", "a:65535", "a:0", "192.0.2.1:8000", "a_b-c.d"),
            *("[::1]", "[2001:db8::1]:8000", "[::ffff:192.0.2.1]", "x" * 255),
        ],
    )
    def test_name_or_address_is_accepted(self, host: str) -> None:
        assert error_of(("host", host)) is None

    @pytest.mark.parametrize(
        "host",
        [
            *("", " ", "a b", "a/b", "a,b", "user@a", "a:", "a:b", "a:65536", "a:123456", "a:1:2", "x" * 256),
            *("::1", "[::1", "[::1]x", "[]", "[:::]", "[12345::]", "[1.2.3.4]", "[::1]:65536", "[::1%eth0]", "\xe9"),
        ],
    )
    def test_anything_else_is_refused(self, host: str) -> None:
        assert error_of(("host", host)) is UnreadableRequest

    def test_http_1_1_has_exactly_one(self) -> None:
        assert error_of(HOST, HOST) is UnreadableRequest
        assert error_of(HOST, HOST, http_version="1.0") is UnreadableRequest
        assert error_of() is UnreadableRequest
        assert error_of(("host", ""), http_version="1.0") is UnreadableRequest

    def test_http_1_0_may_have_none(self) -> None:
        assert error_of(http_version="1.0") is None
        assert error_of(("content-length", "65537"), http_version="1.0") is BodyTooLarge


class TestBody:
    @pytest.mark.parametrize("length", ["0", "65536", "0065536", "-1", "1e9", "x", "", "\xb2"])
    def test_length_up_to_the_limit_is_left_to_the_parser(self, length: str) -> None:
        assert error_of(HOST, ("content-length", length)) is None

    @pytest.mark.parametrize("length", ["65537", "9" * 5000, "0" * 5000 + "65537", "1" + "0" * 20])
    def test_length_beyond_the_limit_is_refused(self, length: str) -> None:
        assert error_of(HOST, ("content-length", length)) is BodyTooLarge
        assert error_of(HOST, ("content-length", "1"), ("content-length", length)) is BodyTooLarge

    @pytest.mark.parametrize("coding", ["gzip", "gzip, chunked", "chunked, chunked", "", "identity"])
    def test_body_is_at_most_chunked(self, coding: str) -> None:
        assert error_of(HOST, ("transfer-encoding", coding)) is UnreadableRequest
        assert error_of(HOST, ("transfer-encoding", "chunked"), ("transfer-encoding", coding)) is UnreadableRequest

    def test_chunked_body_is_accepted_in_any_spelling_of_http_1_1(self) -> None:
        assert error_of(HOST, ("transfer-encoding", " Chunked ")) is None
        assert error_of(HOST, ("transfer-encoding", "chunked"), http_version="1.0") is UnreadableRequest
        assert error_of(("transfer-encoding", "chunked"), http_version="1.0") is UnreadableRequest

    def test_upgrade_has_no_body(self) -> None:
        upgrade = ("upgrade", "websocket")

        assert error_of(HOST, upgrade) is None
        assert error_of(HOST, upgrade, ("content-length", "1")) is UnreadableRequest
        assert error_of(HOST, upgrade, ("transfer-encoding", "chunked")) is UnreadableRequest


def test_size_of_all_headers_together_has_its_limit() -> None:
    rest = MAX_HEADER_BYTES - sum(map(len, HOST)) - len("x") - len("y1")

    assert MAX_HEADER_BYTES == 65_536
    assert error_of(HOST, ("y", "1"), ("x", "a" * rest)) is None
    assert error_of(HOST, ("y", "1"), ("x", "a" * (rest + 1))) is HeadersTooLarge


class TestRequestId:
    @pytest.mark.parametrize("value", ["a", "A-b_c.9", "x" * 64])
    def test_plain_identifier_of_the_client_is_kept(self, value: str) -> None:
        assert request_id(value) == value
        assert request_id("not plain", value, "another") == value

    @pytest.mark.parametrize("value", ["", "x" * 65, "a b", "a\nb", "a;b", "eyJhbGciOi", "x.eyJ", "\xe9"])
    def test_anything_else_is_replaced_by_a_random_one(self, value: str) -> None:
        made = [request_id(value), request_id(value), request_id()]

        assert len({*made}) == 3
        assert {len(text) for text in made} == {16}
        assert all(int(text, 16) >= 0 for text in made)
