"""The access log: the lines that structlog would write, without what they cost."""

import re
from collections.abc import Iterator

import pytest
import structlog

from tests.apps import settings_for
from vestibule import logs


@pytest.fixture(autouse=True)
def configured_as_before() -> Iterator[None]:
    yield
    logs.configure(settings_for("http://127.0.0.1:9"))


@pytest.mark.parametrize("log_format", ["console", "json"])
def test_lines_are_those_that_structlog_writes(capsys: pytest.CaptureFixture[str], log_format: str) -> None:
    access_log = logs.configure(settings_for("http://127.0.0.1:9", log_format=log_format, log_level="INFO"))
    token = logs.request_id.set("4f2a")
    structlog.get_logger().info("request", method="GET", path="/api/{100%}", status=200, ms=1.5)
    logs.request_id.reset(token)

    access_log.write("GET", "/api/{100%}", 200, request_id="4f2a", seconds=0.0015)

    by_structlog, ours = (
        re.sub(r"\d{4}-\d\d-\d\dT[\d:.]+Z", "now", line) for line in capsys.readouterr().out.split("\n")[:2]
    )
    assert ours == by_structlog
    assert "now" in ours


def test_nothing_is_written_below_the_level(capsys: pytest.CaptureFixture[str]) -> None:
    access_log = logs.configure(settings_for("http://127.0.0.1:9", log_level="WARNING"))

    access_log.write("GET", "/api/me", 200, request_id="4f2a", seconds=0.1)

    assert capsys.readouterr().out == ""
