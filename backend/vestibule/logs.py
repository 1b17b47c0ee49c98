"""Logging: readable lines in development, JSON in production, and no secrets at any level."""

import logging
import re
import sys
from collections.abc import Mapping
from contextvars import ContextVar

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

from vestibule.access_log import AccessLog
from vestibule.settings import Settings

request_id: ContextVar[str] = ContextVar("request_id", default="")
"""The id of the current request; it is added to every line."""

AUDIT = "vestibule.audit"
"""The logger of the audit log."""

# Below WARNING these log requests and responses in full, passwords among them.
NOISY_LOGGERS = ("botocore", "boto3", "urllib3", "httpx", "httpcore", "asyncio", "multipart", "python_multipart")

RECORD_FIELDS = {*vars(logging.makeLogRecord({})), "message", "asctime"}
TRACEBACK = "exception"
MAX_TEXT = 2000  # scrubbing takes quadratic time
PLAIN = (int, float, bool, type(None))

_EMAIL = re.compile(r"([^\s@\"'<>/=:,%])[^\s@\"'<>/=:,%]*(?:@|%40)([^\s@\"'<>/.])[^\s@\"'<>/,?&]*", re.IGNORECASE)
_JWT = re.compile(r"eyJ[\w-]{8,}(?:\.[\w-]*){1,4}")


def configure(settings: Settings) -> AccessLog:
    """Log everything, also of libraries, to standard output in one format. Returns the access log."""
    shared = _shared_processors()
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.make_filtering_bound_logger(settings.log_level),
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    renderer = _renderer(settings)
    handler = logging.StreamHandler(sys.stdout)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=[structlog.stdlib.ExtraAdder(), _without_colour, *shared],
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        )
    )
    logging.basicConfig(handlers=[handler], level=settings.log_level, force=True)
    _redirect_uvicorn()
    _configure_audit()
    for name in NOISY_LOGGERS:
        logging.getLogger(name).setLevel(max(logging.WARNING, logging.getLevelNamesMapping()[settings.log_level]))
    return AccessLog(handler, renderer, enabled=logging.getLogger().isEnabledFor(logging.INFO))


def _shared_processors() -> list[Processor]:
    """What is done with every line, ours and those of libraries."""
    return [
        _with_request_id,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
        scrub,
    ]


def _renderer(settings: Settings) -> Processor:
    if settings.json_logs:
        return structlog.processors.JSONRenderer()
    return structlog.dev.ConsoleRenderer(colors=sys.stdout.isatty(), pad_event_to=0)


def use_standard_logging() -> None:
    """Send our log events to the standard library's loggers, unless the application configured structlog itself."""
    if structlog.is_configured():
        return
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            structlog.processors.format_exc_info,
            scrub,
            _for_standard_logging,
        ],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )


def _for_standard_logging(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """The arguments of a standard logger: a message that contains everything, and the fields for formatters of JSON.

    A field whose name a LogRecord has already gets an underscore, because logging raises KeyError for it.
    """
    name, traceback = event.pop("event"), event.pop(TRACEBACK, None)
    lines = [" ".join([str(name), *(f"{field}={value!r}" for field, value in event.items())])]
    if traceback:
        lines.append(str(traceback))
    extra = {f"{field}_" if field in RECORD_FIELDS else field: value for field, value in event.items()}
    # exc_info: Logger.exception would add the traceback again, with what was masked.
    return {"msg": "\n".join(lines), "extra": extra, "exc_info": None}


def silence() -> None:
    """Show no log lines."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger("CRITICAL"))


def _with_request_id(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Add the id of the current request."""
    if current := request_id.get():
        event["request_id"] = current
    return event


def _configure_audit() -> None:
    """Write the audit log's lines as they are, at every LOG_LEVEL."""
    audit = logging.getLogger(AUDIT)
    audit.handlers = [logging.StreamHandler(sys.stdout)]
    audit.propagate = False
    audit.setLevel(logging.INFO)


def _redirect_uvicorn() -> None:
    """Route uvicorn's log lines to our handler, and disable its access log, which contains query strings.

    `vestibule serve` configures uvicorn so anyway. This is for uvicorn's own command, which also logs the query of
    WebSocket requests and, at DEBUG, their headers.
    """
    uvicorn = logging.getLogger("uvicorn.error")
    uvicorn.setLevel(max(logging.INFO, logging.getLogger().level))
    uvicorn.addFilter(_is_not_about_websockets)
    for name in ("uvicorn", "uvicorn.error"):
        logging.getLogger(name).handlers.clear()
        logging.getLogger(name).propagate = True
    logging.getLogger("uvicorn.access").disabled = True


def _is_not_about_websockets(record: logging.LogRecord) -> bool:
    return "WebSocket" not in str(record.msg)


def _without_colour(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Drop the second message that uvicorn adds for terminals."""
    event.pop("color_message", None)
    return event


def scrub(_logger: WrappedLogger, _method: str, event: EventDict) -> EventDict:
    """Mask e-mail addresses and tokens, and escape control characters, which could forge lines or move a cursor."""
    scrubbed = {name: _scrubbed(value) for name, value in event.items() if name != TRACEBACK}
    if TRACEBACK in event:
        lines = str(event[TRACEBACK]).splitlines()
        scrubbed[TRACEBACK] = "\n".join(f"  | {_scrubbed(line)}" for line in lines)
    return scrubbed


def _scrubbed(value: object) -> object:
    if isinstance(value, str):
        return _masked(value)
    if isinstance(value, PLAIN):
        return value
    if isinstance(value, Mapping):
        return {_masked(str(name)): _scrubbed(member) for name, member in value.items()}
    if isinstance(value, list | tuple):
        return [_scrubbed(member) for member in value]
    return _masked(str(value))


def _masked(text: str) -> str:
    if len(text) > MAX_TEXT:
        text = f"{text[:MAX_TEXT]} …"
    if "@" in text or "%40" in text:
        text = _EMAIL.sub(r"\1***@\2***", text)
    if "eyJ" in text:
        text = _JWT.sub("[token]", text)
    return text if text.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in text)
