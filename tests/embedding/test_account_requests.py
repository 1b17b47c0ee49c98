"""What the account endpoints of another application refuse, and what of that application applies to them."""

from collections.abc import Iterator
from functools import partial

import pytest
from fastapi import Depends, FastAPI, HTTPException, Request
from fastapi.testclient import TestClient

import vestibule
from tests.apps import assert_problem
from vestibule.testing import FakePool

SIGN_IN = "/account/auth/sign-in"
JSON = {"Content-Type": "application/json"}


async def only_from_inside(request: Request) -> None:
    if "x-inside" not in request.headers:
        raise HTTPException(418, "outside")


@pytest.fixture(scope="module")
def client(pool: FakePool) -> Iterator[TestClient]:
    lifespan = partial(vestibule.lifespan, settings=pool.settings())
    app = FastAPI(lifespan=lifespan, dependencies=[Depends(only_from_inside)])
    vestibule.add_account_endpoints(app)
    with TestClient(app, raise_server_exceptions=False, headers={"X-Inside": "yes"}) as client:
        yield client


@pytest.mark.parametrize(
    ("body", "status", "code", "field"),
    [
        (b"{", 400, "malformed-request", None),
        (b"[]", 400, "malformed-request", None),
        (b"\xff", 400, "malformed-request", None),
        (b'{"email": "a@b.co", "email": "b@b.co"}', 400, "malformed-request", None),
        (b'{"email": NaN}', 400, "malformed-request", None),
        (b'{"a":' * 10_000, 400, "malformed-request", None),
        (b'"' + b"x" * 65_536, 413, "body-too-large", None),
        (b"", 422, "invalid-request", "body"),
    ],
)
def test_bodies_are_refused_by_problems_as_in_our_own_application(
    client: TestClient, body: bytes, status: int, code: str, field: str | None
) -> None:
    for content in (body, iter([body])):  # with a length, and in chunks
        assert_problem(client.post(SIGN_IN, content=content, headers=JSON), status, code, field)


def test_request_that_a_proxy_could_read_otherwise_is_refused(client: TestClient) -> None:
    answer = client.post(SIGN_IN, content=b"{}", headers=JSON | {"Upgrade": "websocket"})

    assert_problem(answer, 400, "unreadable-request")


def test_dependencies_of_the_application_apply_and_their_errors_stay_its_own(client: TestClient) -> None:
    answer = client.post(SIGN_IN, json={}, headers={"X-Inside": ""})
    del client.headers["X-Inside"]
    refused = client.post(SIGN_IN, json={"email": "a@b.co", "password": "x"})
    client.headers["X-Inside"] = "yes"

    assert_problem(answer, 422, "invalid-request", "email")
    assert (refused.status_code, refused.json()) == (418, {"detail": "outside"})
