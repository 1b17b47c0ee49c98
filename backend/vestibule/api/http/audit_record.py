"""The audit event of a request: filled in by dependencies and endpoints, recorded by the route.

Not by a dependency that yields: `StrictRoute` runs dependencies in a task of their own, which ends before they would be
left. `api/security/audited.py` starts the event.
"""

from collections.abc import Callable, Coroutine
from typing import Annotated, Any, cast

from fastapi import Depends, Request, Response
from fastapi.exceptions import RequestValidationError

from vestibule.api.services import services_of
from vestibule.audit import AuditEvent
from vestibule.errors import AppError

Handler = Callable[[Request], Coroutine[Any, Any, Response]]


async def audit_event(request: Request) -> AuditEvent:
    """The event of this request, to be filled in; it is not recorded if the endpoint is not audited."""
    return cast("AuditEvent", getattr(request.state, "audit_event", None) or AuditEvent(""))


AuditEventDep = Annotated[AuditEvent, Depends(audit_event)]


def recorded(handler: Handler) -> Handler:
    """Wrap the handler of an audited route: record how it ended before the response is sent."""

    async def record(request: Request) -> Response:
        try:
            response = await handler(request)
        except RequestValidationError:  # the endpoint did not run
            raise
        except Exception as error:
            _record(request, error)
            raise
        _record(request)
        return response

    return record


def _record(request: Request, error: Exception | None = None) -> None:
    """The action is the endpoint's name. There is no event if the request failed before the dependencies were run."""
    event: AuditEvent | None = getattr(request.state, "audit_event", None)
    if event is None:
        return
    if error is not None:
        event.fail(error.code if isinstance(error, AppError) else AppError.code)
    services = services_of(request)
    services.audit.record(request.scope["route"].name, event)
