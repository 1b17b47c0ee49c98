"""Start: connections and warnings before the first request; whether the docs are served."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from anyio import to_thread
from fastapi.testclient import TestClient

from tests import faults
from tests.apps import assert_problem, running, settings_for
from tests.faults import FaultyProxy, faulty
from vestibule.errors import Misconfigured
from vestibule.main import create_app
from vestibule.services import build_services
from vestibule.settings import Settings

CREDENTIALS = ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "AWS_PROFILE")
ELSEWHERE = ("AWS_EC2_METADATA_DISABLED", "AWS_CONTAINER_CREDENTIALS_RELATIVE_URI", "AWS_WEB_IDENTITY_TOKEN_FILE")


@pytest.fixture
def metadata(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[FaultyProxy]:
    """An AWS machine without a role: neither its metadata server nor anything else has credentials."""
    for name in (*CREDENTIALS, *ELSEWHERE):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    with faulty("http://127.0.0.1:9") as server:
        server.set(faults.answering(404, b""))
        monkeypatch.setenv("AWS_EC2_METADATA_SERVICE_ENDPOINT", server.url)
        yield server


@pytest.fixture
def at_aws() -> Settings:
    """Settings of an API whose pool is at AWS."""
    return settings_for("", cognito_endpoint_url=None)


def test_endpoints_that_call_cognito_have_the_threads_of_the_setting() -> None:
    with running(settings_for("http://127.0.0.1:9", api_threads=7)) as client:
        assert client.portal is not None
        assert client.portal.call(lambda: to_thread.current_default_thread_limiter().total_tokens) == 7


class TestBuilding:
    def test_building_the_application_opens_no_connection(self, metadata: FaultyProxy, at_aws: Settings) -> None:
        build_services(at_aws)

        assert metadata.received.total() == 0

    def test_credentials_are_searched_when_the_pool_is_first_described(
        self, metadata: FaultyProxy, at_aws: Settings
    ) -> None:
        services = build_services(at_aws)

        with pytest.raises(Misconfigured):
            services.cognito.admin.pool.describe()

        assert metadata.received.total() > 0

    def test_signed_client_is_created_once(self, metadata: FaultyProxy, at_aws: Settings) -> None:
        services = build_services(at_aws)

        with ThreadPoolExecutor(8) as threads:
            clients = set(threads.map(lambda _: services.cognito.admin.role.get(), range(8)))

        assert len(clients) == 1
        lookups = metadata.received.total()
        assert services.cognito.admin.role.get() in clients
        assert metadata.received.total() == lookups


class TestDevelopmentMode:
    def test_development_mode_with_a_real_pool_is_logged(
        self, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setenv("HTTPS_PROXY", "http://127.0.0.1:9")
        with running(settings_for("", cognito_endpoint_url=None)):
            pass

        assert "settings.real_pool_in_development_mode" in capsys.readouterr().out

    def test_development_mode_with_local_cognito_is_not_logged(self, capsys: pytest.CaptureFixture[str]) -> None:
        with running(settings_for("http://127.0.0.1:9")):
            pass

        assert "development_mode" not in capsys.readouterr().out


class TestDocs:
    PATHS = ("/api/docs", "/api/openapi.json", "/api/docs/oauth2-redirect")

    @pytest.mark.parametrize("path", PATHS)
    def test_docs_are_served_in_development_unless_the_setting_closes_them(self, path: str) -> None:
        assert TestClient(create_app(settings_for("http://127.0.0.1:9", api_docs=None))).get(path).status_code == 200
        closed = TestClient(create_app(settings_for("http://127.0.0.1:9", api_docs="off")))
        assert_problem(closed.get(path), 404, "not-found")

    def test_docs_are_not_served_in_production_unless_the_setting_opens_them(self) -> None:
        production = {
            "environment": "production",
            "cognito_endpoint_url": None,
            "cors_origins": "https://app.example.com",
            "rate_limits": "on",
            "secret_key": "uCq7hV3mZr0LwXbN9tKd2sPjEyG5fA8o",
            "cookie_secure": None,
            "store_url": "redis://store",
        }

        assert not settings_for("", **production, api_docs=None).serves_docs
        assert settings_for("", **production, api_docs="on").serves_docs
