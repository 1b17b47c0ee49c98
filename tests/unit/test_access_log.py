"""The access log writes the lines that structlog would write."""

import io
import logging
import re

import pytest
import structlog

from tests.apps import settings_for
from vestibule import logs
from vestibule.access_log import AccessLog


class Writes(io.StringIO):
    """A stream that records each write separately."""

    def __init__(self) -> None:
        super().__init__()
        self.texts: list[str] = []

    def write(self, text: str) -> int:
        self.texts.append(text)
        return len(text)


@pytest.mark.parametrize("log_format", ["console", "json"])
def test_lines_equal_those_that_structlog_writes(capsys: pytest.CaptureFixture[str], log_format: str) -> None:
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


def test_nothing_is_written_below_the_log_level(capsys: pytest.CaptureFixture[str]) -> None:
    access_log = logs.configure(settings_for("http://127.0.0.1:9", log_level="WARNING"))

    access_log.write("GET", "/api/me", 200, request_id="4f2a", seconds=0.1)

    assert capsys.readouterr().out == ""


def test_each_line_is_written_immediately() -> None:
    stream = Writes()
    access_log = AccessLog(logging.StreamHandler(stream), lambda _logger, _method, event: str(event), enabled=True)

    for request_id in "123":
        access_log.write("GET", "/api/me", 200, request_id=request_id, seconds=0.1)

    assert [re.findall(r"'request_id': '(\d)'", text) for text in stream.texts] == [["1"], ["2"], ["3"]]
    assert all(text.endswith("\n") for text in stream.texts)


@pytest.mark.parametrize(
    ("now", "written"), [(1_700_000_000.25, "2023-11-14T22:13:20.250000"), (0.0, "1970-01-01T00:00:00.000000")]
)
def test_the_time_is_written_with_microseconds(now: float, written: str) -> None:
    stream = Writes()
    access_log = AccessLog(
        logging.StreamHandler(stream), lambda _logger, _method, event: str(event), enabled=True, clock=lambda: now
    )

    access_log.write("GET", "/api/me", 200, request_id="4f2a", seconds=0.1)

    assert f"'timestamp': '{written}Z'" in stream.texts[0]
