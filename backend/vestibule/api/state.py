"""What the running application was built with, for dependencies to ask for."""

from typing import Annotated, cast

from fastapi import Depends, Request

from vestibule.services import Services


async def get_services(request: Request) -> Services:
    """The services of the application that serves this request."""
    return cast("Services", request.app.state.services)


ServicesDep = Annotated[Services, Depends(get_services)]
