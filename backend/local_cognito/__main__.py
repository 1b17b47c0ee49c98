"""`python -m local_cognito`: serve the stand-in until it is told to stop."""

import os
import signal
import socket
import sqlite3
import sys
from typing import TextIO

import uvicorn

from local_cognito.embedded_pool import CLIENT_ID, POOL_ID
from local_cognito.http.app import create_app
from local_cognito.mail.outbox import Message
from local_cognito.settings import Settings, SettingsError, from_environment

BACKLOG = 1024
STOP_SECONDS = 5
KEEP_ALIVE_SECONDS = 300  # AWS keeps idle connections; closing one just as a caller takes it up again fails that call


def main() -> int:
    """Serve by the environment's settings; answers the exit status."""
    try:
        settings = from_environment()
        listener = listen(settings)
        app = create_app(settings.data, listener=announce, access_token_seconds=settings.access_token_seconds)
    except (SettingsError, OSError, sqlite3.Error) as error:
        say(f"local Cognito cannot start: {error}", sys.stderr)
        return 1
    for line in banner(settings, listener.getsockname()[1]):
        say(line)
    signal.signal(signal.SIGTERM, signal.default_int_handler)  # uvicorn stops cleanly, and then raises it once more
    config = uvicorn.Config(
        app,
        log_level="warning",
        access_log=False,
        timeout_keep_alive=KEEP_ALIVE_SECONDS,
        timeout_graceful_shutdown=STOP_SECONDS,
    )
    try:
        with listener:
            uvicorn.Server(config).run(sockets=[listener])
    except KeyboardInterrupt:
        pass
    say("local Cognito has stopped.")
    return 0


def listen(settings: Settings) -> socket.socket:
    """The listening socket; raises SettingsError where the address is taken or is not ours."""
    try:
        return socket.create_server((settings.host, settings.port), backlog=BACKLOG)
    except OSError as error:
        reason = os.strerror(error.errno) if error.errno and error.errno > 0 else str(error)
        raise SettingsError(f"{settings.host}:{settings.port} cannot be listened on: {reason}.") from error


def banner(settings: Settings, port: int) -> list[str]:
    """Where everything is."""
    endpoint = f"http://{settings.host}:{port}"
    return [
        f"local Cognito listens on {endpoint}",
        f"  outbox     {endpoint}/outbox",
        f"  user pool  {POOL_ID}, client {CLIENT_ID}",
        f"  data       {settings.data}",
    ]


def announce(message: Message) -> None:
    """One line for each message: it is the outbox of a stand-in, so the code may be read here."""
    say(f"message to {message.to!r}: {message.subject}: {message.code!r} ({message.purpose})")


def say(line: str, stream: TextIO | None = None) -> None:
    """Print at once, also into a pipe."""
    print(line, file=stream or sys.stdout, flush=True)


if __name__ == "__main__":
    sys.exit(main())
