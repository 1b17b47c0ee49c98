"""Every failure of an endpoint as a problem: errors, wrong methods, and faults of a body."""

import asyncio
from types import SimpleNamespace
from typing import Any

import pytest
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.testclient import TestClient
from pydantic import BaseModel
from starlette.exceptions import HTTPException

from tests.apps import settings_for
from vestibule.api.http import problems
from vestibule.errors import AppError, StepUpRequired
from vestibule.metrics import Metrics

FAILURES = {
    **{str(status): HTTPException(status) for status in (400, 404, 413, 415, 418, 507)},
    "step": StepUpRequired("totp"),
    "app": AppError(),
}


class Item(BaseModel):
    name: str
    number: int


@pytest.fixture(scope="module")
def client() -> TestClient:
    """An application whose endpoints fail in every way."""
    app = FastAPI()
    problems.install(app)
    services = SimpleNamespace(
        metrics=Metrics(), settings=settings_for("http://127.0.0.1:9", resource_url="https://a/r")
    )

    @app.get("/raise/{name}")
    def fail(name: str) -> None:
        raise FAILURES[name]

    @app.put("/raise/{name}")
    def other(name: str) -> str:
        return name

    @app.post("/items")
    def item(item: Item) -> int:
        return item.number

    async def with_services(scope: Any, receive: Any, send: Any) -> None:
        await app({**scope, "state": {"vestibule": services}}, receive, send)

    return TestClient(with_services)


@pytest.mark.parametrize(
    ("path", "status", "code"),
    [
        ("/raise/400", 400, "malformed-request"),
        ("/raise/404", 404, "not-found"),
        ("/raise/413", 413, "body-too-large"),
        ("/raise/415", 415, "unsupported-media-type"),
        ("/raise/418", 422, "invalid-request"),
        ("/raise/507", 500, "internal-error"),
        ("/raise/step", 403, "step-up-required"),
        ("/raise/app", 500, "internal-error"),
        ("/nothing", 404, "not-found"),
    ],
)
def test_every_error_is_a_problem(client: TestClient, path: str, status: int, code: str) -> None:
    answer = client.get(path)

    assert (answer.status_code, answer.json()["code"]) == (status, code)
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_wrong_method_is_answered_with_those_of_the_path(client: TestClient) -> None:
    answer = client.delete("/raise/x")

    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, PUT")


def test_faults_of_a_body_are_named_without_its_values(client: TestClient) -> None:
    answer = client.post("/items", json={"name": 7, "x" * 200: 1, "number": "secret"})
    problem = answer.json()

    assert (answer.status_code, problem["code"], problem["field"]) == (422, "invalid-request", "name")
    assert [fault["field"] for fault in problem["errors"]] == ["name", "number"]
    assert [fault["code"] for fault in problem["errors"]] == ["string_type", "int_parsing"]
    assert "secret" not in answer.text
    broken = client.post("/items", content=b"{", headers={"content-type": "application/json"}).json()
    assert (broken["status"], broken["code"]) == (400, "malformed-request")
    assert client.post("/items", json=[]).json()["field"] == "body"


@pytest.mark.parametrize(
    ("location", "field"),
    [
        (("body", "a", 0, "b"), "a.0.b"),
        (("query", "x"), "x"),
        (("body",), "body"),
        (("body", "x" * 101), "x" * 100),
        (("body", "a\nb"), "body"),
    ],
)
def test_the_name_of_a_field_is_short_and_printable(location: tuple[Any, ...], field: str) -> None:
    fault = {"type": "value_error", "loc": location, "msg": "Value error, secret"}

    async def handler(_request: Any) -> Any:
        raise RequestValidationError([fault])

    request: Any = SimpleNamespace(scope={"state": {"vestibule": SimpleNamespace(metrics=Metrics())}})
    answer = asyncio.run(problems.translated(handler)(request))

    assert f'"field":"{field}"' in bytes(answer.body).decode()
    assert "This value is not valid." in bytes(answer.body).decode()
    assert "secret" not in bytes(answer.body).decode()
