"""Log lines: masked, one line per event, as text and as JSON."""

import json
import logging
import time

import pytest
import structlog

from tests.apps import settings_for
from vestibule import logs

TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"


def begin(log_format: str) -> None:
    """Log to the current standard output, because pytest replaces it for each test."""
    logs.configure(settings_for("http://127.0.0.1:9", log_format=log_format, log_level="DEBUG"))


@pytest.mark.parametrize("log_format", ["console", "json"])
class TestLines:
    @pytest.mark.parametrize(
        "text",
        [
            "one\n2026-01-01 [info] forged",
            "one\r\nforged",
            "\x1b[2J\x1b[31mred",
            "a\x00b\x07c\x7f",
            "a\u2028b\u2029c\x85d",
            "a\u202eb\u200fc",
        ],
    )
    def test_text_from_requests_cannot_forge_a_line(
        self, capsys: pytest.CaptureFixture[str], log_format: str, text: str
    ) -> None:
        begin(log_format)
        structlog.get_logger().info("seen", path=text, nested={"deep": [text], text: 1}, other=ValueError(text))
        structlog.get_logger().info(text)
        logging.getLogger("library").warning("heard of %s", text)

        lines = capsys.readouterr().out.splitlines()
        assert len(lines) == 3
        assert all(line.isprintable() for line in lines)

    def test_tracebacks_keep_their_lines_and_mark_them(
        self, capsys: pytest.CaptureFixture[str], log_format: str
    ) -> None:
        begin(log_format)
        try:
            int("one\n2026-01-01 [info] forged \x1b[31m\u2028")
        except ValueError:
            structlog.get_logger().exception("failed")

        first, *others = capsys.readouterr().out.splitlines()
        assert "failed" in first
        assert "\x1b" not in first
        assert all(line.startswith("  | ") and line.isprintable() for line in others)
        assert bool(others) == (log_format == "console")

    @pytest.mark.parametrize(
        "text",
        [
            "alice@example.com",
            "to alice@example.com, bob",
            "<alice@example.com>",
            "/verify?email=alice%40example.com&code=1",
            "mailto:alice@example.com",
            "alice+tag@sub.example.com",
        ],
    )
    def test_email_addresses_are_masked(self, capsys: pytest.CaptureFixture[str], log_format: str, text: str) -> None:
        begin(log_format)
        structlog.get_logger().info("seen", text=text, nested=[{"text": text}])

        out = capsys.readouterr().out
        assert "alice" not in out
        assert "example.com" not in out
        assert "a***@" in out

    def test_tokens_are_masked(self, capsys: pytest.CaptureFixture[str], log_format: str) -> None:
        begin(log_format)
        structlog.get_logger().info("seen", text=f"Bearer {TOKEN}", nested=[TOKEN])

        assert "eyJ" not in capsys.readouterr().out


def test_json_lines_are_json(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure(settings_for("http://127.0.0.1:9", log_format="json"))

    structlog.get_logger().warning("seen", status=200, nested={"a": [1, None]})

    line = json.loads(capsys.readouterr().out)
    assert (line["event"], line["level"], line["status"], line["nested"]) == ("seen", "warning", 200, {"a": [1, None]})


@pytest.mark.parametrize("name", logs.NOISY_LOGGERS)
def test_libraries_that_log_requests_are_silenced(capsys: pytest.CaptureFixture[str], name: str) -> None:
    logs.configure(settings_for("http://127.0.0.1:9", log_level="DEBUG"))

    logging.getLogger(f"{name}.deep").debug("password=x")

    assert capsys.readouterr().out == ""


@pytest.mark.parametrize("piece", ["@ a", "eyJaaaaaaa", "a", "aa-"])
def test_long_texts_are_masked_quickly(piece: str, capsys: pytest.CaptureFixture[str]) -> None:
    begin("json")
    started = time.monotonic()

    structlog.get_logger().error("seen", message=piece * 50_000)

    assert time.monotonic() - started < 1
    assert len(capsys.readouterr().out) < 5000
