"""Health probes, and their access-log lines."""

import pytest

from tests.apps import running, settings_for
from tests.servers import Clock


class TestHealth:
    def test_live_calls_no_other_service(self, clock: Clock) -> None:
        with running(settings_for("http://127.0.0.1:9", log_level="ERROR"), clock) as lonely:
            assert lonely.get("/api/health/live").json() == {"status": "ok"}

    def test_ready_fails_without_keys(self, clock: Clock) -> None:
        with running(settings_for("http://127.0.0.1:9", log_level="ERROR"), clock) as lonely:
            answer = lonely.get("/api/health/ready")

        assert answer.status_code == 503
        assert answer.json() == {"status": "unavailable", "keys": False, "store": True}


class TestAccessLog:
    @pytest.mark.parametrize("path", ["/api/health/live", "/api/health/ready"])
    def test_successful_probe_is_not_logged(
        self, cognito_url: str, clock: Clock, capsys: pytest.CaptureFixture[str], path: str
    ) -> None:
        with running(settings_for(cognito_url, log_level="INFO"), clock) as client:
            client.get("/api/auth/config")
            while client.get("/api/health/ready").status_code != 200:
                pass
            capsys.readouterr()

            assert client.get(path).status_code == client.head(path).status_code == 200
            assert client.get("/api/auth_test").status_code == 401

        lines = [line for line in capsys.readouterr().out.splitlines() if "method=" in line]
        assert ["/api/auth_test" in line for line in lines] == [True]

    def test_failed_probe_is_logged(self, clock: Clock, capsys: pytest.CaptureFixture[str]) -> None:
        with running(settings_for("http://127.0.0.1:9", log_level="INFO"), clock) as lonely:
            lonely.get("/api/health/ready")

        assert any("/api/health/ready" in line and "503" in line for line in capsys.readouterr().out.splitlines())
