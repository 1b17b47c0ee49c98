"""What both commands do: connect to the store, end sessions, and say what did not work."""

import asyncio
from collections.abc import Awaitable, Callable

import typer

from vestibule import logs
from vestibule.cli.store import StoreUnreachable, connect_store
from vestibule.errors import AppError
from vestibule.services import Services, build_services
from vestibule.settings import load_settings

End = Callable[[Services], Awaitable[str]]


def end_sessions(end: End) -> None:
    """Print what `end` returns. A store that only this process has is refused, because the API cannot see it."""
    settings = load_settings()
    logs.silence()  # the output says what the log lines would
    if not settings.store_is_durable:
        raise fail("STORE_URL is memory://, which each process has for itself: the API would not know.")
    try:
        outcome = asyncio.run(_end_sessions(build_services(settings), end))
    except StoreUnreachable as error:
        raise fail(f"The store is unavailable: {error}") from error
    except AppError as error:
        raise fail(f"{error.code}: {error.detail or error.title}") from error
    typer.echo(outcome)


def fail(reason: str) -> typer.Exit:
    """Say why, and return what to raise."""
    typer.echo(reason, err=True)
    return typer.Exit(1)


async def _end_sessions(services: Services, end: End) -> str:
    try:
        await connect_store(services)
        return await end(services)
    finally:
        await services.aclose()
