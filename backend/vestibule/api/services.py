"""Access to the application's services from dependencies and endpoints."""

from typing import Annotated, cast

from fastapi import Depends, Request

from vestibule.services import Services


async def get_services(request: Request) -> Services:
    """Return the services of the application that serves this request."""
    return cast("Services", request.app.state.services)


ServicesDep = Annotated[Services, Depends(get_services)]
