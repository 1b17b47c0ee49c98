"""Health and metrics, for whoever keeps the process running."""

from tests.apps import running, settings_for
from tests.servers import Clock


class TestHealth:
    def test_live_asks_nobody(self, clock: Clock) -> None:
        with running(settings_for("http://127.0.0.1:9", log_level="ERROR"), clock) as lonely:
            assert lonely.get("/api/health/live").json() == {"status": "ok"}

    def test_not_ready_without_keys(self, clock: Clock) -> None:
        with running(settings_for("http://127.0.0.1:9", log_level="ERROR"), clock) as lonely:
            answer = lonely.get("/api/health/ready")

        assert answer.status_code == 503
        assert answer.json() == {"status": "unavailable", "keys": False, "store": True}
