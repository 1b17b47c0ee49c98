"""Malformed, too large and wrongly typed bodies are refused and never reach Cognito."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response

from tests.apps import assert_problem, running, settings_for
from tests.faults import FaultyProxy, faulty
from tests.servers import Clock

JSON = {"Content-Type": "application/json"}
SIGN_IN = "/api/auth/sign-in"
ENDPOINTS = (
    "/api/auth/sign-up",
    "/api/auth/sign-up/confirm",
    "/api/auth/sign-up/resend",
    "/api/auth/sign-in",
    "/api/auth/challenge",
    "/api/auth/password/forgot",
    "/api/auth/password/reset",
)
GOOD = '{"email": "a@example.com", "password": "Correct-horse-9"}'

MALFORMED = {
    "nothing": b"",
    "text": b"hello",
    "half": b'{"email": "a@example.com", "pass',
    "two": b"{}{}",
    "comment": b'{"email": "a@example.com" /* x */}',
    "trailing-comma": b'{"email": "a@example.com",}',
    "single-quotes": b"{'email': 'a@example.com'}",
    "duplicate": b'{"email": "a@example.com", "email": "b@example.com", "password": "x"}',
    "duplicate-by-escape": b'{"email": "a@example.com", "\\u0065mail": "b@example.com", "password": "x"}',
    "duplicate-within": b'{"email": "a@example.com", "password": "x", "attributes": {"name": "a", "name": "b"}}',
    "nan": b'{"email": NaN, "password": "x"}',
    "infinity": b'{"email": -Infinity, "password": "x"}',
    "out-of-range": b'{"email": 1e999, "password": "x"}',
    "nul": b'{"email": "a@example.com", "password": "x\\u0000"}',
    "raw-nul": b'{"email": "a@example.com", "password": "x\x00"}',
    "lone-surrogate": b'{"email": "a@example.com", "password": "\\ud800"}',
    "reversed-surrogates": b'{"email": "a@example.com", "password": "\\udc00\\ud800"}',
    "surrogate-in-name": b'{"email": "a@example.com", "\\ud800": "x"}',
    "latin-1": '{"email": "a@example.com", "password": "pässword"}'.encode("latin-1"),
    "utf-16": '{"email": "a@example.com", "password": "x"}'.encode("utf-16"),
    "bom": b"\xef\xbb\xbf" + GOOD.encode(),
    "overlong": b'{"email": "a@example.com", "password": "\xc0\x80"}',
    "arrays": b"[" * 30_000,
    "objects": b'{"a":' * 10_000 + b"1" + b"}" * 10_000,
    "array": b"[]",
    "string": b'"x"',
    "null": b"null",
}
WRONG_TYPES = {
    "number": b'{"email": 7, "password": "x"}',
    "boolean": b'{"email": true, "password": "x"}',
    "null-member": b'{"email": null, "password": "x"}',
    "list": b'{"email": ["a@example.com"], "password": "x"}',
    "object": b'{"email": {"$ne": ""}, "password": "x"}',
    "number-for-password": b'{"email": "a@example.com", "password": 12345678}',
    "extra-member": b'{"email": "a@example.com", "password": "x", "admin": true}',
    "missing": b"{}",
}


@pytest.fixture(scope="module")
def proxy(cognito_url: str) -> Iterator[FaultyProxy]:
    with faulty(cognito_url) as found:
        yield found


@pytest.fixture(scope="module")
def watched(proxy: FaultyProxy, cognito_url: str, clock: Clock) -> Iterator[TestClient]:
    """The API behind a proxy that counts the calls to Cognito."""
    jwks = f"{cognito_url}/us-east-1_Vestibule/.well-known/jwks.json"
    with running(settings_for(proxy.url, cognito_jwks_url=jwks), clock) as client:
        yield client


def post(client: TestClient, body: bytes, url: str = SIGN_IN) -> Response:
    return client.post(url, content=body, headers=JSON)


class TestMalformed:
    @pytest.mark.parametrize("name", MALFORMED)
    def test_malformed_json_is_refused(self, watched: TestClient, proxy: FaultyProxy, name: str) -> None:
        proxy.heal()
        answer = post(watched, MALFORMED[name])

        assert answer.status_code in (400, 422), answer.text
        assert answer.headers["content-type"] == "application/problem+json"
        assert answer.json()["code"] in ("malformed-request", "invalid-request")
        assert proxy.received.total() == 0

    @pytest.mark.parametrize("url", ENDPOINTS)
    def test_malformed_json_is_refused_by_every_endpoint(self, watched: TestClient, url: str) -> None:
        assert_problem(post(watched, MALFORMED["duplicate"], url), 400, "malformed-request")

    def test_an_escaped_backslash_before_u0000_is_accepted(self, watched: TestClient) -> None:
        answer = post(watched, b'{"email": "a@example.com", "password": "x\\\\u0000"}')

        assert_problem(answer, 401, "invalid-credentials")


class TestWrongTypes:
    @pytest.mark.parametrize("name", WRONG_TYPES)
    def test_wrong_types_are_not_coerced(self, watched: TestClient, proxy: FaultyProxy, name: str) -> None:
        proxy.heal()
        answer = post(watched, WRONG_TYPES[name])

        assert (answer.status_code, answer.json()["code"]) == (422, "invalid-request")
        assert answer.json()["field"] == answer.json()["errors"][0]["field"]
        assert proxy.received.total() == 0

    def test_values_are_not_echoed(self, watched: TestClient) -> None:
        answer = post(watched, b'{"email": "a@example.com", "password": ["S3cret-horse"], "S3cret\\u001b": 1}')

        assert answer.status_code == 422
        assert "S3cret-horse" not in answer.text
        assert "\\u001b" not in answer.text


class TestSize:
    @pytest.mark.parametrize("url", [*ENDPOINTS, "/api/auth/sign-out", "/api/auth_test", "/api/auth/refresh"])
    def test_a_large_body_is_refused(self, watched: TestClient, url: str) -> None:
        answer = post(watched, b'{"email": "' + b"x" * 65_536 + b'"}', url)

        assert_problem(answer, 413, "body-too-large")

    @pytest.mark.parametrize("url", ENDPOINTS)
    def test_a_large_body_without_content_length_is_refused(self, watched: TestClient, url: str) -> None:
        sent = 0

        def chunks() -> Iterator[bytes]:
            nonlocal sent
            for _ in range(1000):
                sent += 1024
                yield b"x" * 1024

        answer = watched.post(url, content=chunks(), headers=JSON)

        assert_problem(answer, 413, "body-too-large")

    def test_a_large_form_is_refused_too(self, watched: TestClient) -> None:
        answer = watched.post("/api/auth/token", data={"grant_type": "password", "username": "x" * 65_536})

        assert_problem(answer, 413, "body-too-large")

    def test_a_body_of_the_maximum_size_is_accepted(self, watched: TestClient) -> None:
        padded = GOOD.encode() + b" " * (65_536 - len(GOOD))

        assert post(watched, padded).status_code == 401

    def test_content_length_may_have_leading_zeros(self, watched: TestClient) -> None:
        answer = watched.post(SIGN_IN, content=b"{}", headers=JSON | {"Content-Length": f"{'0' * 24}70000"})

        assert_problem(answer, 413, "body-too-large")

    @pytest.mark.parametrize("length", ["-1", "1e3", "9" * 30])
    def test_impossible_content_lengths_are_refused(self, watched: TestClient, length: str) -> None:
        answer = watched.post(SIGN_IN, content=b"{}", headers=JSON | {"Content-Length": length})

        assert 400 <= answer.status_code < 500


class TestContentType:
    @pytest.mark.parametrize(
        "kind",
        [
            "text/plain",
            "application/x-www-form-urlencoded",
            "multipart/form-data; boundary=x",
            "application/jsonp",
            "application/json-patch+json",
            "text/json",
            "",
        ],
    )
    @pytest.mark.parametrize("url", [SIGN_IN, "/api/auth/sign-up", "/api/auth/sign-out"])
    def test_only_json_is_accepted_by_json_endpoints(self, watched: TestClient, url: str, kind: str) -> None:
        answer = watched.post(url, content=GOOD, headers={"Content-Type": kind})

        assert_problem(answer, 415, "unsupported-media-type")

    @pytest.mark.parametrize("url", [SIGN_IN, "/api/auth/sign-out"])
    def test_a_body_without_a_length_has_a_content_type_too(self, watched: TestClient, url: str) -> None:
        answer = watched.post(url, content=iter([GOOD.encode()]), headers={"Content-Type": "text/plain"})

        assert_problem(answer, 415, "unsupported-media-type")

    @pytest.mark.parametrize("second", ["text/plain", "application/json"])
    def test_a_second_content_type_is_refused(self, watched: TestClient, second: str) -> None:
        headers = [("Content-Type", "application/json"), ("Content-Type", second)]

        answer = watched.post(SIGN_IN, content=GOOD, headers=headers)

        assert_problem(answer, 415, "unsupported-media-type")

    @pytest.mark.parametrize("coding", ["gzip", "identity, gzip", "x"])
    def test_a_coding_that_nobody_undoes_is_refused(self, watched: TestClient, coding: str) -> None:
        headers = {"Content-Type": "application/json", "Content-Encoding": coding}

        assert_problem(watched.post(SIGN_IN, content=GOOD, headers=headers), 415, "unsupported-media-type")

    @pytest.mark.parametrize("coding", ["gzip, chunked", "chunked, chunked", "identity", "gzip"])
    def test_a_body_that_is_not_simply_chunked_is_refused(self, watched: TestClient, coding: str) -> None:
        headers = {"Content-Type": "application/json", "Transfer-Encoding": coding}

        assert_problem(watched.post(SIGN_IN, content=iter([GOOD]), headers=headers), 400, "unreadable-request")

    @pytest.mark.parametrize("kind", ["application/json", "Application/JSON; charset=utf-8", "application/json ;x=y"])
    def test_json_content_types_are_accepted_in_any_spelling(self, watched: TestClient, kind: str) -> None:
        answer = watched.post(SIGN_IN, content=GOOD, headers={"Content-Type": kind})

        assert_problem(answer, 401, "invalid-credentials")
