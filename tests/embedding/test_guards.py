"""The guards in another application: a plain FastAPI with middleware and sub-applications."""

import logging
from collections.abc import Callable, Iterator
from functools import partial
from typing import Annotated

import pytest
from fastapi import FastAPI, HTTPException, Request, Security, WebSocket
from fastapi.responses import JSONResponse
from fastapi.testclient import TestClient
from starlette.middleware.gzip import GZipMiddleware
from starlette.testclient import WebSocketDenialResponse

import vestibule
from tests.apps import assert_problem
from tests.servers import Clock
from vestibule import (
    AccessClaims,
    AppError,
    CurrentUser,
    OptionalUser,
    current_user,
    optional_user,
    require_group,
    require_scope,
)
from vestibule.testing import FakePool

Admin = Annotated[AccessClaims, Security(require_group("admins"))]
Reader = Annotated[AccessClaims, Security(require_scope("reports/read"))]


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def pool(clock: Clock) -> Iterator[FakePool]:
    with FakePool(clock=clock) as pool:
        yield pool


@pytest.fixture
def app(pool: FakePool, clock: Clock) -> FastAPI:
    app = FastAPI(lifespan=partial(vestibule.lifespan, settings=pool.settings(), clock=clock))
    add_endpoints(app)
    return app


@pytest.fixture
def client(app: FastAPI) -> Iterator[TestClient]:
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def add_endpoints(app: FastAPI) -> None:
    @app.get("/mine")
    async def mine(user: CurrentUser) -> str:
        return user.sub

    @app.get("/anyone")
    def anyone(user: OptionalUser) -> str:
        return user.sub if user else "nobody"

    @app.get("/admins")
    async def admins(user: Admin) -> str:
        return user.sub

    @app.get("/readers")
    async def readers(user: Reader) -> str:
        return user.sub

    @app.get("/teapot")
    async def teapot(number: int) -> int:
        raise HTTPException(418, f"{number} is short and stout")


def test_valid_token_is_accepted(client: TestClient, pool: FakePool) -> None:
    ada = pool.user()

    assert client.get("/mine", headers=ada.headers).json() == ada.sub
    assert client.get("/anyone", headers=ada.headers).json() == ada.sub
    assert client.get("/anyone").json() == "nobody"


def test_our_errors_are_problems_without_an_exception_handler(client: TestClient, pool: FakePool, clock: Clock) -> None:
    ada = pool.user()

    missing = client.get("/mine")
    forbidden = client.get("/admins", headers=ada.headers)
    clock.advance(3601)
    expired = client.get("/mine", headers=ada.headers)

    assert_problem(missing, 401, "token-missing")
    assert missing.headers["www-authenticate"] == "Bearer"
    assert_problem(forbidden, 403, "missing-group")
    assert_problem(expired, 401, "token-expired")
    assert 'error="invalid_token"' in expired.headers["www-authenticate"]


def test_metadata_that_the_application_does_not_serve_is_not_named(pool: FakePool) -> None:
    settings = pool.settings(resource_url="https://api.example.com")
    outer = FastAPI(lifespan=partial(vestibule.lifespan, settings=settings))
    add_endpoints(outer)

    with TestClient(outer) as client:
        assert client.get("/mine").headers["www-authenticate"] == "Bearer"


def test_errors_of_the_application_stay_as_they_are(client: TestClient) -> None:
    assert client.get("/mine").status_code == 401  # one of our errors; those of the application are not changed by it

    assert client.get("/teapot", params={"number": 3}).json() == {"detail": "3 is short and stout"}
    assert client.get("/teapot", params={"number": "x"}).json()["detail"][0]["type"] == "int_parsing"


def test_application_can_handle_our_errors_itself(app: FastAPI) -> None:
    @app.exception_handler(AppError)
    async def translate(_: Request, exc: AppError) -> JSONResponse:
        return JSONResponse({"detail": exc.code}, exc.status)

    with TestClient(app) as client:
        assert client.get("/mine").json() == {"detail": "token-missing"}


def test_custom_claims_are_part_of_the_user(app: FastAPI, client: TestClient, pool: FakePool) -> None:
    @app.get("/claims")
    async def claims(user: CurrentUser) -> AccessClaims:
        return user

    # A response must not fail by any value that a trigger can write.
    custom = {"tenant": "acme", "nested": {"numbers": [1.5, 10**4000, None, True]}, "text": "\x00\u2028 é 😀"}
    token = pool.token(pool.user(), **custom)

    assert client.get("/claims", headers={"Authorization": f"Bearer {token}"}).json()["custom"] == custom


def test_groups_and_scopes_are_required_by_the_guards(client: TestClient, pool: FakePool) -> None:
    admin, reader = pool.user(groups=["admins"]), pool.user(scopes=["reports/read"])

    assert client.get("/admins", headers=admin.headers).status_code == 200
    assert client.get("/readers", headers=reader.headers).status_code == 200
    assert client.get("/readers", headers=admin.headers).status_code == 403


def test_scopes_that_fastapi_collects_are_required(app: FastAPI, client: TestClient, pool: FakePool) -> None:
    async def reader(user: Annotated[AccessClaims, Security(current_user)]) -> str:
        return user.sub

    @app.get("/audited")
    async def audited(
        reader: Annotated[str, Security(reader, scopes=["reports/read"])],
        user: Annotated[AccessClaims | None, Security(optional_user, scopes=["reports/audit"])],
        _: Annotated[AccessClaims, Security(require_group("auditors"), scopes=["reports/audit"])],
    ) -> bool:
        return user is not None and reader == user.sub

    def status(*scopes: str) -> int:
        return client.get("/audited", headers=pool.user(scopes=scopes, groups=["auditors"]).headers).status_code

    assert [status("reports/read", "reports/audit"), status("reports/read"), status("reports/audit")] == [200, 403, 403]
    refused = client.get("/audited", headers=pool.user(scopes=["reports/audit"]).headers)
    assert_problem(refused, 403, "insufficient-scope")
    assert 'scope="reports/read"' in refused.headers["www-authenticate"]


@pytest.mark.parametrize("require", [require_group, require_scope])
def test_guard_that_would_require_nothing_is_refused_where_it_is_made(require: Callable[..., object]) -> None:
    with pytest.raises(ValueError, match="Name at least one"):
        require()
    with pytest.raises(ValueError, match="match"):
        require("admins", match="ALL")
    for wrong in (["admins"], "", None):
        with pytest.raises(ValueError, match="'admins', 'owners'"):
            require(wrong)


def test_guards_work_in_sub_applications_and_with_middleware(app: FastAPI, pool: FakePool) -> None:
    inner = FastAPI()
    add_endpoints(inner)
    app.mount("/inner", inner)
    app.add_middleware(GZipMiddleware, minimum_size=1)
    ada = pool.user()

    with TestClient(app) as client:
        assert client.get("/inner/mine", headers=ada.headers).json() == ada.sub
        assert_problem(client.get("/inner/mine"), 401, "token-missing")


def test_a_websocket_is_guarded_like_a_request(app: FastAPI, pool: FakePool) -> None:
    @app.websocket("/greet")
    async def greet(websocket: WebSocket, user: CurrentUser, _: Admin, anyone: OptionalUser) -> None:
        await websocket.accept()
        await websocket.send_text(f"{user.username} {anyone == user}")
        await websocket.close()

    def greeting(**headers: str) -> str | tuple[int, str, str]:
        try:
            with client.websocket_connect("/greet", headers=headers) as websocket:
                return websocket.receive_text()
        except WebSocketDenialResponse as denied:
            return denied.status_code, denied.json()["code"], denied.headers.get("www-authenticate", "")

    with TestClient(app) as client:
        assert greeting(**pool.user("ada", groups=["admins"]).headers) == "ada True"
        assert greeting() == (401, "token-missing", "Bearer")
        assert greeting(Authorization="Bearer x.y.z") == (401, "token-invalid", 'Bearer error="invalid_token"')
        assert greeting(**pool.user().headers) == (403, "missing-group", "")


def test_logging_of_the_application_is_not_changed(app: FastAPI) -> None:
    before = (list(logging.getLogger().handlers), logging.getLogger().level)

    with TestClient(app):
        assert (logging.getLogger().handlers, logging.getLogger().level) == before


def test_openapi_describes_a_bearer_token(app: FastAPI) -> None:
    document = app.openapi()

    scheme = document["components"]["securitySchemes"]["account"]
    assert (scheme["type"], scheme["scheme"]) == ("http", "bearer")
    for path in ("/mine", "/anyone", "/admins"):
        assert document["paths"][path]["get"]["security"] == [{"account": []}]


@pytest.mark.parametrize(
    "changes",
    [{"iss": "https://elsewhere.example"}, {"client_id": "another"}, {"token_use": "id"}, {"exp": None}, {"sub": 7}],
)
def test_token_with_another_claim_is_refused(client: TestClient, pool: FakePool, changes: dict[str, object]) -> None:
    token = pool.token(pool.user(), **changes)

    answer = client.get("/mine", headers={"Authorization": f"Bearer {token}"})

    assert_problem(answer, 401, "token-invalid")
