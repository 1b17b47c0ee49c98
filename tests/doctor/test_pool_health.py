"""The cheap checks in the running API: at start, and in `/api/health/ready?deep=1`."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO

import pytest
from fastapi.testclient import TestClient
from mypy_boto3_cognito_idp import CognitoIdentityProviderClient

from tests import faults
from tests.apps import running
from tests.doctor.pools import Pool, Variant, build
from tests.faults import FaultyProxy, faulty
from vestibule.cognito.doctor.registry import CHEAP_CHECKS
from vestibule.settings import Settings

DEEP = "/api/health/ready?deep=1"


@contextmanager
def with_keys(settings: Settings) -> Iterator[TestClient]:
    """The API, once it has fetched the pool's keys."""
    with running(settings) as api:
        while api.get("/api/health/ready").status_code != 200:
            pass
        yield api


def changed(settings: Settings, **changes: object) -> Settings:
    return settings.model_copy(update=changes)


@pytest.fixture(scope="module")
def no_password_flow(cognito: CognitoIdentityProviderClient, healthy: Pool) -> Pool:
    return build(cognito, Variant(client={"ExplicitAuthFlows": ["ALLOW_USER_AUTH"]}), healthy.id)


class TestDeepReadiness:
    def test_healthy_pool_is_ready(self, healthy: Pool) -> None:
        with with_keys(healthy.settings) as api:
            answer = api.get(DEEP)

        assert answer.status_code == 200
        assert answer.json()["pool"] == {check.id: "ok" for check in CHEAP_CHECKS}

    def test_faulty_pool_is_not_ready_though_the_process_is(self, no_password_flow: Pool) -> None:
        with with_keys(no_password_flow.settings) as api:
            deep, shallow = api.get(DEEP), api.get("/api/health/ready")

        assert (deep.status_code, deep.json()["status"]) == (503, "unavailable")
        assert deep.json()["pool"]["auth-flows"] == "error"
        assert (shallow.status_code, shallow.json().keys()) == (200, {"status", "keys", "store"})

    def test_checks_that_need_aws_credentials_do_not_count_without_them(self, healthy: Pool) -> None:
        with with_keys(changed(healthy.settings, cognito_admin=False)) as api:
            answer = api.get(DEEP)

        assert answer.status_code == 200
        assert answer.json()["pool"]["callback-url"] == "unknown"
        assert answer.json()["pool"]["auth-flows"] == "ok"

    def test_response_has_no_details(self, no_password_flow: Pool) -> None:
        with running(no_password_flow.settings) as api:
            text = api.get(DEEP).text

        for detail in (no_password_flow.id, no_password_flow.client_id, "127.0.0.1", "aws ", "ALLOW_", "arn:"):
            assert detail not in text

    @pytest.fixture
    def proxy(self, cognito_url: str) -> Iterator[FaultyProxy]:
        with faulty(cognito_url) as proxy:
            yield proxy

    def test_unreachable_cognito_is_not_ready(self, healthy: Pool, proxy: FaultyProxy) -> None:
        settings = changed(healthy.settings, cognito_endpoint_url=proxy.url, cognito_timeout_seconds=0.5)
        with running(settings) as api:
            proxy.set(faults.reset_before)
            answer = api.get(DEEP)

        assert (answer.status_code, answer.json()["pool"]["pool-exists"]) == (503, "unknown")

    def test_cognito_is_asked_once_however_many_ask_us(self, healthy: Pool, proxy: FaultyProxy) -> None:
        with running(changed(healthy.settings, cognito_endpoint_url=proxy.url)) as api:
            for _ in range(5):
                api.get(DEEP)

        assert proxy.received["InitiateAuth"] == 1

    @pytest.mark.parametrize("value", ["maybe", "1&deep=x", ""])
    def test_invalid_deep_is_refused(self, healthy: Pool, value: str) -> None:
        with running(healthy.settings) as api:
            answer = api.get(f"/api/health/ready?deep={value}")

        assert answer.status_code == 422


class TestStart:
    def test_faults_are_logged_at_start(self, no_password_flow: Pool, monkeypatch: pytest.MonkeyPatch) -> None:
        output = StringIO()  # `capsys` loses what another thread writes while it is read
        monkeypatch.setattr(sys, "stdout", output)
        with running(changed(no_password_flow.settings, check_pool_at_start=True)) as api:
            while "pool.fault" not in output.getvalue():  # a slow machine finishes in the background
                api.get("/api/health/live")

        [line] = [line for line in output.getvalue().splitlines() if "pool.fault" in line]
        assert "auth-flows" in line
        assert "vestibule pool doctor" in line

    def test_healthy_pool_is_not_logged(self, healthy: Pool, capsys: pytest.CaptureFixture[str]) -> None:
        with running(changed(healthy.settings, check_pool_at_start=True)):
            pass

        assert "pool.fault" not in capsys.readouterr().out

    def test_unreachable_cognito_does_not_hold_up_the_start(self, healthy: Pool, cognito_url: str) -> None:
        with faulty(cognito_url) as proxy:
            proxy.set(faults.silent)
            settings = changed(healthy.settings, cognito_endpoint_url=proxy.url, check_pool_at_start=True)
            with running(settings) as api:
                assert api.get("/api/health/live").status_code == 200
