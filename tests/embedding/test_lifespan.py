"""The lifespan in another application: combined with its own, under any client, with settings from outside."""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from pathlib import Path

import anyio
import httpx2
import pytest
from fastapi import FastAPI, Request
from fastapi.testclient import TestClient

import vestibule
from vestibule import CurrentUser
from vestibule.testing import FakePool

Lifespan = Callable[[FastAPI], AbstractAsyncContextManager[Mapping[str, object] | None]]


def application(lifespan: Lifespan) -> FastAPI:
    app = FastAPI(lifespan=lifespan)

    @app.get("/greeting")
    async def greeting(request: Request, user: CurrentUser) -> str:
        return f"{getattr(request.state, 'greeting', 'Hi')} {user.username}"

    return app


def test_lifespan_can_be_combined_with_the_applications_own(pool: FakePool) -> None:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[Mapping[str, object]]:
        async with vestibule.lifespan(app, settings=pool.settings()) as state:
            yield {**state, "greeting": "Hello"}

    with TestClient(application(lifespan)) as client:
        assert client.get("/greeting", headers=pool.user("ada").headers).json() == "Hello ada"


def test_lifespan_of_the_application_may_keep_the_state_to_itself(pool: FakePool) -> None:
    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        async with vestibule.lifespan(app, settings=pool.settings()):
            yield

    with TestClient(application(lifespan)) as client:
        assert client.get("/greeting", headers=pool.user("ada").headers).json() == "Hi ada"


def test_guards_work_where_the_server_hands_no_state_to_requests(pool: FakePool) -> None:
    app = application(partial(vestibule.lifespan, settings=pool.settings()))

    async def greeting() -> httpx2.Response:
        transport = httpx2.ASGITransport(app=app)
        async with (
            app.router.lifespan_context(app),
            httpx2.AsyncClient(transport=transport, base_url="http://test") as client,
        ):
            return await client.get("/greeting", headers=pool.user("ada").headers)

    assert anyio.run(greeting).json() == "Hi ada"


def test_error_without_the_lifespan_says_what_is_missing(pool: FakePool) -> None:
    app = application(partial(vestibule.lifespan, settings=pool.settings()))
    with TestClient(app):
        pass

    with pytest.raises(RuntimeError, match=r"lifespan=vestibule\.lifespan"):
        TestClient(app).get("/greeting", headers=pool.user().headers)


def test_settings_come_from_the_environment(pool: FakePool, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in pool.environment.items():
        monkeypatch.setenv(name, value)

    with TestClient(application(vestibule.lifespan)) as client:
        assert client.get("/greeting", headers=pool.user().headers).status_code == 200


def test_invalid_settings_fail_the_start_with_one_line_for_each_fault(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("TOKEN_LEEWAY_SECONDS", "soon")

    client = TestClient(FastAPI(lifespan=vestibule.lifespan))
    with pytest.raises(RuntimeError, match=r"COGNITO_USER_POOL_ID: is missing") as caught, client:
        pass

    assert "TOKEN_LEEWAY_SECONDS" in str(caught.value)
    assert "Cognito → User pools → Overview" in str(caught.value)


def test_a_prefix_separates_our_settings_from_those_of_the_application(
    pool: FakePool, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ENVIRONMENT", "staging")
    monkeypatch.setenv("CORS_ORIGIN", "of the application")
    for name, value in pool.environment.items():
        monkeypatch.setenv(f"ACCOUNTS_{name}", value)
    lifespan = partial(vestibule.lifespan, env_prefix="ACCOUNTS_")

    with TestClient(application(lifespan)) as client:
        assert client.get("/greeting", headers=pool.user("ada").headers).json() == "Hi ada"
    monkeypatch.setenv("ACCOUNTS_ENVIRONMENT", "staging")
    monkeypatch.setenv("ACCOUNTS_CORS_ORIGIN", "https://app.example.com")
    with pytest.raises(RuntimeError) as caught, TestClient(application(lifespan)):
        pass

    assert str(caught.value).splitlines()[1:] == [
        "  ACCOUNTS_CORS_ORIGIN: is not a setting; ACCOUNTS_CORS_ORIGINS is",
        "  ACCOUNTS_ENVIRONMENT: Input should be 'development' or 'production'",
    ]


@pytest.mark.parametrize("mounted", [False, True])
def test_account_endpoints_of_a_real_pool_in_development_mode_are_warned_of(
    pool: FakePool, caplog: pytest.LogCaptureFixture, *, mounted: bool
) -> None:
    lifespan = partial(vestibule.lifespan, settings=pool.settings(cognito_endpoint_url=None))
    guarded, with_accounts, inner = application(lifespan), application(lifespan), FastAPI()
    vestibule.add_account_endpoints(inner if mounted else with_accounts)
    with_accounts.mount("/inner", inner)

    with TestClient(guarded):
        assert not caplog.records
    with TestClient(with_accounts):
        pass

    assert "settings.real_pool_in_development_mode" in caplog.text
    assert "ENVIRONMENT=production" in caplog.text
