"""The audit event of a request: filled in by dependencies and endpoints, recorded by the route.

A dependency that yields could not record it: `StrictRoute` runs dependencies in a task of their own, which ends before
the code after their `yield`. `api/security/audited.py` starts the event.
"""

from typing import cast

from fastapi import Request, Response
from fastapi.exceptions import RequestValidationError

from vestibule.api.http.handler import Handler
from vestibule.api.services import services_of
from vestibule.audit import AuditEvent
from vestibule.errors import AppError


def audit_event(request: Request) -> AuditEvent:
    """The event of this request, to be filled in; it is not recorded if the endpoint is not audited."""
    return cast("AuditEvent", getattr(request.state, "audit_event", None) or AuditEvent(""))


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
    """Record the event, by the route's name. There is none if the request failed before its dependencies ran."""
    event: AuditEvent | None = getattr(request.state, "audit_event", None)
    if event is None:
        return
    if error is not None:
        event.fail(error.code if isinstance(error, AppError) else AppError.code)
    services_of(request).audit.record(request.scope["route"].name, event)
