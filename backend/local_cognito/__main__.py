"""`python -m local_cognito`: run the server until SIGINT or SIGTERM."""

import os
import signal
import socket
import sqlite3
import sys
from contextlib import suppress
from typing import TextIO

import uvicorn
from starlette.applications import Starlette

from local_cognito.embedded_pool import CLIENT_ID, POOL_ID
from local_cognito.http.app import create_app
from local_cognito.mail.outbox import Message
from local_cognito.migrations import DataFileTooNewError
from local_cognito.settings import Settings, SettingsError, from_environment

BACKLOG = 1024
STOP_SECONDS = 5
# Longer than clients keep idle connections: a request sent on a connection that is just being closed would fail.
KEEP_ALIVE_SECONDS = 300


def main() -> int:
    """Run with the settings of the environment. Returns the exit status."""
    try:
        settings = from_environment()
        listener = listen(settings.host, settings.port)
        smtp_listener = None if settings.smtp_port is None else listen(settings.host, settings.smtp_port)
        app = create_app(settings, on_message=announce, smtp_listener=smtp_listener)
    except (SettingsError, DataFileTooNewError, OSError, sqlite3.Error) as error:
        say(f"local Cognito cannot start: {error}", sys.stderr)
        return 1
    for line in banner(settings, listener, smtp_listener):
        say(line)
    serve(app, listener)
    say("local Cognito has stopped.")
    return 0


def serve(app: Starlette, listener: socket.socket) -> None:
    """Serve until SIGINT or SIGTERM."""
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # uvicorn shuts down and then re-raises the signal
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    with suppress(KeyboardInterrupt), listener:
        uvicorn.Server(config).run(sockets=[listener])


def listen(host: str, port: int) -> socket.socket:
    """The listening socket; raises SettingsError if the address is in use or not available."""
    try:
        return socket.create_server((host, port), backlog=BACKLOG)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else str(error)
        raise SettingsError(f"{host}:{port} cannot be used: {reason}.") from error


def banner(settings: Settings, listener: socket.socket, smtp_listener: socket.socket | None) -> list[str]:
    """The lines printed at the start."""
    endpoint = f"http://{settings.host}:{listener.getsockname()[1]}"
    mail = [f"  mail       smtp://{settings.host}:{smtp_listener.getsockname()[1]}"] if smtp_listener else []
    return [
        f"local Cognito listens on {endpoint}",
        f"  outbox     {endpoint}/outbox",
        *mail,
        f"  user pool  {POOL_ID}, client {CLIENT_ID}",
        f"  data       {settings.data}",
    ]


def announce(message: Message) -> None:
    """Print one line per message, including its code: this output is the developer's mailbox."""
    code = f": {message.code!r}" if message.code else ""
    say(f"message to {message.to!r}: {message.subject}{code} ({message.purpose})")


def say(line: str, stream: TextIO | None = None) -> None:
    """Print without buffering, so that a pipe receives the line immediately."""
    print(line, file=stream or sys.stdout, flush=True)


if __name__ == "__main__":
    sys.exit(main())
