"""Which text is masked in a log line, and how."""

import logging
import re
from collections.abc import Iterator

import pytest
import structlog

from tests.apps import settings_for
from vestibule import logs

TOKEN = "eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"


@pytest.fixture(autouse=True)
def _restored() -> Iterator[None]:
    """What a test configures is for itself only."""
    root = logging.getLogger()
    before, level = structlog.get_config(), root.level
    yield
    structlog.configure(**before)
    root.setLevel(level)


class Shown:
    def __str__(self) -> str:
        return f"for ann@example.com {TOKEN}"


@pytest.mark.parametrize(
    ("value", "scrubbed"),
    [
        (7, 7),
        (1.5, 1.5),
        (True, True),
        (None, None),
        ("", ""),
        ("plain", "plain"),
        ("ann@example.com", "a***@e***"),
        ("a@b", "a***@b***"),
        ("from <ann@example.com>, bob@x.org!", "from <a***@e***>, b***@x***"),
        ("email=ann%40example.com&code=1", "email=a***@e***&code=1"),
        ("mailto:ann@example.com?subject=x", "mailto:a***@e***?subject=x"),
        ("/ann@example.com/x", "/a***@e***/x"),
        ("'ann@example.com' \"bob@x.org\"", "'a***@e***' \"b***@x***\""),
        ("@example.com", "@example.com"),
        ("ann@", "ann@"),
        (f"Bearer {TOKEN};", "Bearer [token];"),
        (TOKEN.rpartition(".")[0], "[token]"),
        ("eyJhbGciOi.x", "eyJhbGciOi.x"),
        ("eyJhbGciOiJ.x", "[token]"),
        ("eyJhbGciOiJSUzI1NiJ9", "eyJhbGciOiJSUzI1NiJ9"),
        ("a\nb\x1b\u2028c", "a\\nb\\x1b\\u2028c"),
        ("x" * 2000, "x" * 2000),
        ("x" * 2001, "x" * 2000 + " …"),
        ({"ann@example.com": ["ann@example.com", {"a": TOKEN}]}, {"a***@e***": ["a***@e***", {"a": "[token]"}]}),
        (("ann@example.com", 1), ["a***@e***", 1]),
        (Shown(), "for a***@e*** [token]"),
    ],
)
def test_value_is_scrubbed(value: object, scrubbed: object) -> None:
    assert logs.scrub(None, "info", {"seen": value}) == {"seen": scrubbed}


def test_traceback_keeps_its_lines() -> None:
    event = {"event": "failed", "exception": f"one ann@example.com\r\ntwo {TOKEN}\x1b\n"}

    assert logs.scrub(None, "error", event) == {
        "event": "failed",
        "exception": "  | one a***@e***\n  | two [token]\\x1b",
    }


def configure(log_level: str) -> None:
    logs.configure(settings_for("http://127.0.0.1:9", log_format="json", log_level=log_level))


@pytest.mark.parametrize("log_level", ["DEBUG", "ERROR"])
def test_audit_log_is_written_at_every_level_and_as_it_is(capsys: pytest.CaptureFixture[str], log_level: str) -> None:
    configure(log_level)

    logging.getLogger(logs.AUDIT).info("the line of ann@example.com")

    assert capsys.readouterr().out == "the line of ann@example.com\n"


@pytest.mark.parametrize(
    ("log_level", "shown"),
    [
        ("DEBUG", ["debug", "info", "warning", "error"]),
        ("INFO", ["info", "warning", "error"]),
        ("WARNING", ["warning", "error"]),
        ("ERROR", ["error"]),
    ],
)
def test_lines_below_the_level_are_not_written(
    capsys: pytest.CaptureFixture[str], log_level: str, shown: list[str]
) -> None:
    configure(log_level)
    for level in ("debug", "info", "warning", "error"):
        getattr(structlog.get_logger(), level)(level)
        getattr(logging.getLogger("some.library"), level)(f"library {level}")

    out = capsys.readouterr().out
    assert [line.partition('"event": "')[2].partition('"')[0] for line in out.splitlines()] == [
        text for level in shown for text in (level, f"library {level}")
    ]


@pytest.mark.parametrize(("log_level", "levels"), [("DEBUG", ["warning", "error"]), ("ERROR", ["error"])])
def test_libraries_that_log_requests_warn_only(
    capsys: pytest.CaptureFixture[str], log_level: str, levels: list[str]
) -> None:
    configure(log_level)
    for level in ("debug", "info", "warning", "error"):
        getattr(logging.getLogger("botocore.endpoint"), level)("x")

    assert re.findall(r'"level": "(\w+)"', capsys.readouterr().out) == levels


@pytest.mark.parametrize(
    ("name", "message", "written"),
    [
        ("uvicorn.error", "Started", 1),
        ("uvicorn.error", "%s - WebSocket /x?token=1", 0),
        ("uvicorn.access", "GET /x?token=1", 0),
    ],
)
def test_lines_of_uvicorn_are_ours_without_its_access_log(
    capsys: pytest.CaptureFixture[str], name: str, message: str, written: int
) -> None:
    configure("DEBUG")
    arguments = ("client",) if "%s" in message else ()

    logging.getLogger(name).info(message, *arguments, extra={"color_message": "RED"})
    logging.getLogger(name).debug("headers")

    out = capsys.readouterr().out
    assert out.count("\n") == written
    assert "RED" not in out


def test_silence_shows_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    configure("DEBUG")
    logs.silence()

    structlog.get_logger().error("x")

    assert capsys.readouterr().out == ""


def test_lines_of_a_request_have_its_id(capsys: pytest.CaptureFixture[str]) -> None:
    configure("INFO")
    token = logs.request_id.set("the-request")
    structlog.get_logger().info("x")
    logs.request_id.reset(token)
    structlog.get_logger().info("y")

    first, second = capsys.readouterr().out.splitlines()
    assert '"request_id": "the-request"' in first
    assert "request_id" not in second


def test_embedded_package_logs_to_the_applications_loggers(caplog: pytest.LogCaptureFixture) -> None:
    structlog.reset_defaults()
    logs.use_standard_logging()

    with caplog.at_level("WARNING", "some.module"):
        structlog.get_logger("some.module").info("too low")
        structlog.get_logger("some.module").warning("seen", account="ann@example.com")

    (record,) = caplog.records
    assert record.getMessage() == "seen account='a***@e***'"
    assert (record.levelname, record.name) == ("WARNING", "some.module")
    assert record.__dict__["account"] == "a***@e***"


def test_embedded_package_logs_any_name_and_any_text(caplog: pytest.LogCaptureFixture) -> None:
    structlog.reset_defaults()
    logs.use_standard_logging()
    reserved = {name: "x" for name in [*vars(logging.makeLogRecord({})), "message", "asctime"] if name != "exc_info"}

    structlog.get_logger("some.module").warning("100 %s", **reserved, text="line\nline")

    (record,) = caplog.records
    assert record.getMessage().startswith("100 %s ")
    assert record.getMessage().endswith(r"text='line\\nline'")
    assert (record.name, record.__dict__["name_"]) == ("some.module", "x")


def test_embedded_package_logs_exceptions_without_addresses(caplog: pytest.LogCaptureFixture) -> None:
    structlog.reset_defaults()
    logs.use_standard_logging()

    try:
        int("ann@example.com")
    except ValueError:
        structlog.get_logger("some.module").exception("failed")

    assert re.search(r"ValueError: .*'a\*\*\*@e\*\*\*'", caplog.text)
    assert "ann@example.com" not in caplog.text


def test_applications_own_configuration_is_kept() -> None:
    structlog.configure(processors=[logs.scrub])

    logs.use_standard_logging()

    assert structlog.get_config()["processors"] == [logs.scrub]
