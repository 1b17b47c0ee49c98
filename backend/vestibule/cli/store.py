"""The store, for commands that end when they are done."""

import asyncio

from vestibule.errors import AppError
from vestibule.services import Services

ATTEMPTS, PAUSE_SECONDS = 30, 0.1


class StoreUnreachable(Exception):
    """The store cannot be used; the message says why."""


async def connect_store(services: Services) -> None:
    """Start the store, and wait until it is connected. StoreUnreachable after five seconds, two of the start."""
    try:
        await services.start()
    except (AppError, OSError) as error:
        raise StoreUnreachable(str(error)) from error
    for _ in range(ATTEMPTS):  # a server that is unavailable connects in the background, if at all
        if services.store.revocation_list.connected:
            return
        await asyncio.sleep(PAUSE_SECONDS)
    raise StoreUnreachable("the server cannot be reached")
