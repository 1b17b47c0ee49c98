"""Access to the services from dependencies and endpoints, in our own application and in others."""

from typing import Annotated, cast

from fastapi import Depends, Request
from starlette.requests import HTTPConnection

from vestibule.services import Services

STATE_KEY = "vestibule"
"""Where the lifespan state holds the services. Mounted sub-applications share that state; `app.state` they do not."""


def services_of(connection: HTTPConnection) -> Services:
    """Return the services that the lifespan started. RuntimeError if none did."""
    try:
        return cast("Services", connection.scope["state"][STATE_KEY])
    except KeyError:
        raise RuntimeError(
            "Vestibule was not started. Pass `lifespan=vestibule.lifespan` to the outermost application; "
            "in tests, use `with TestClient(app) as client`."
        ) from None


async def get_services(request: Request) -> Services:
    """Return the services of the application that serves this request."""
    return services_of(request)


ServicesDep = Annotated[Services, Depends(get_services)]
