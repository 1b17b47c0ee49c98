"""Access to the services from dependencies and endpoints, in our own application and in others."""

from typing import Annotated, cast

from fastapi import Depends, Request
from starlette.requests import HTTPConnection

from vestibule.services import Services

STATE_KEY = "vestibule"
"""The name of the services in the state of the lifespan, and in `app.state`."""


def services_of(connection: HTTPConnection) -> Services:
    """Return the services that the lifespan started. RuntimeError if none did.

    The state of the lifespan reaches mounted sub-applications too. `app.state` does not, but it is there under clients
    and servers without lifespan state, such as httpx, and where a lifespan around ours does not yield the state.
    """
    try:
        return cast("Services", connection.scope["state"][STATE_KEY])
    except KeyError:
        services = getattr(connection.scope["app"].state, STATE_KEY, None)
    if services is None:
        raise RuntimeError(
            "Vestibule was not started. Pass `lifespan=vestibule.lifespan` to the outermost application; in tests, use "
            "`with TestClient(app) as client`. For sub-applications, your own lifespan must yield the state of ours."
        )
    return cast("Services", services)


async def get_services(request: Request) -> Services:
    """Return the services of the application that serves this request."""
    return services_of(request)


ServicesDep = Annotated[Services, Depends(get_services)]
