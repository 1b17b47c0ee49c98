"""Every failure as application/problem+json (RFC 9457), with a stable `code`."""

from asyncio import CancelledError
from collections.abc import Callable
from typing import Any, TypeVar

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict
from starlette.background import BackgroundTask
from starlette.exceptions import HTTPException
from starlette.requests import HTTPConnection
from starlette.routing import Match

from vestibule import errors
from vestibule.api.http.handler import Handler
from vestibule.api.http.late_tasks import run_late_tasks
from vestibule.api.services import services_of
from vestibule.errors import AppError
from vestibule.settings.security import RESOURCE_METADATA_PATH

log = structlog.get_logger(__name__)

MEDIA_TYPE = "application/problem+json"
TYPE = "urn:vestibule:problem:"
MAX_FIELD_NAME = 100
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE")

BY_STATUS: dict[int, type[AppError]] = {
    400: errors.MalformedRequest,
    404: errors.NotFound,
    405: errors.MethodNotAllowed,
    413: errors.BodyTooLarge,
    415: errors.UnsupportedMediaType,
}


class FieldFault(BaseModel):
    """One invalid member of the request."""

    model_config = ConfigDict(frozen=True)

    field: str
    code: str
    message: str


class Problem(BaseModel):
    """What went wrong (RFC 9457). Tell errors apart by `code`; the texts may change."""

    type: str
    title: str
    status: int
    code: str
    detail: str | None = None
    field: str | None = None
    retry_after: int | None = None
    errors: list[FieldFault] | None = None
    methods: list[str] | None = None


def respond(error: AppError, faults: list[FieldFault] | None = None) -> JSONResponse:
    """Make the response for an error."""
    problem = Problem(
        type=f"{TYPE}{error.code}",
        title=error.title,
        status=error.status,
        code=error.code,
        detail=error.detail,
        field=error.field,
        retry_after=error.retry_after,
        errors=faults,
        methods=list(error.methods) if isinstance(error, errors.StepUpRequired) else None,
    )
    headers = {"Cache-Control": "no-store", **error.headers}
    return JSONResponse(problem.model_dump(exclude_none=True), error.status, headers, MEDIA_TYPE)


PROBLEM = {"$ref": "#/components/schemas/Problem"}

Dependency = TypeVar("Dependency", bound=Callable[..., object])


def raises(*kinds: type[AppError]) -> Callable[[Dependency], Dependency]:
    """Decorate a dependency with the errors that it raises; OpenAPI then lists them for each endpoint that uses it."""

    def decorate(dependency: Dependency) -> Dependency:
        dependency.errors = kinds  # type: ignore[attr-defined]  # functions accept attributes
        return dependency

    return decorate


def problems(*kinds: type[AppError]) -> dict[int | str, dict[str, Any]]:
    """OpenAPI's `responses` for these errors, grouped by status."""
    statuses: dict[int | str, dict[str, Any]] = {}
    documented: tuple[type[AppError], ...] = (errors.InvalidRequest, *kinds)
    for kind in documented:
        describe(statuses.setdefault(kind.status, {}), kind)
    return statuses


def describe(response: dict[str, Any], kind: type[AppError]) -> None:
    """Add an error to one of OpenAPI's responses, unless it is listed already."""
    content = response.setdefault("content", {}).setdefault(MEDIA_TYPE, {"schema": PROBLEM, "examples": {}})
    example = {"type": f"{TYPE}{kind.code}", "title": kind.title, "status": kind.status, "code": kind.code}
    content["examples"][kind.code] = {"value": example}
    description = response.get("description", "")
    if f"`{kind.code}`" not in description:
        separator = " · " if description else ""
        response["description"] = f"{description}{separator}`{kind.code}`: {kind.title}"


async def _app_error(request: Request, exc: Exception) -> JSONResponse:
    """Respond, with the cookie and the tasks of the endpoint before it failed, which FastAPI would drop."""
    assert isinstance(exc, AppError)  # noqa: S101  Starlette types every handler alike
    response = _counted(request, exc)
    challenge = response.headers.get("www-authenticate")
    if challenge and (url := _metadata_url(request)):
        separator = ", " if " " in challenge else " "
        response.headers["www-authenticate"] = f'{challenge}{separator}resource_metadata="{url}"'
    if cookie := getattr(request.state, "set_cookie", None):
        response.headers["set-cookie"] = cookie
    response.background = BackgroundTask(run_late_tasks, request)
    return response


def _metadata_url(request: Request) -> str | None:
    """Where clients find the metadata of RFC 9728, if this application serves it; one that embeds us need not."""
    is_served = any(getattr(route, "path", None) == RESOURCE_METADATA_PATH for route in request.app.routes)
    return services_of(request).settings.resource_metadata_url if is_served else None


async def _http_error(request: Request, exc: Exception) -> JSONResponse:
    assert isinstance(exc, HTTPException)  # noqa: S101
    error = BY_STATUS.get(exc.status_code, errors.InvalidRequest if exc.status_code < 500 else AppError)()
    response = _counted(request, error)
    if exc.status_code == errors.MethodNotAllowed.status:
        response.headers["Allow"] = ", ".join(_allowed(request))
    return response


def _counted(request: Request, error: AppError, faults: list[FieldFault] | None = None) -> JSONResponse:
    """Make the response for an error, and count it."""
    route = request.scope.get("route")
    path = route.path if isinstance(route, APIRoute) else "-"
    services_of(request).metrics.problems.labels(path, error.code).inc()
    return respond(error, faults)


def _allowed(request: Request) -> list[str]:
    """The methods of the path. Starlette names only those of the first matching route."""
    return [
        method
        for method in METHODS
        if any(route.matches({**request.scope, "method": method})[0] is Match.FULL for route in request.app.routes)
    ]


async def _invalid(request: Request, exc: Exception) -> JSONResponse:
    assert isinstance(exc, RequestValidationError)  # noqa: S101
    found = exc.errors()
    if any(fault["type"] == "json_invalid" for fault in found):
        return _counted(request, errors.MalformedRequest())
    # FastAPI reports the fault of a body once for each dependency that declares the body.
    faults = dict.fromkeys(
        FieldFault(field=_name(fault), code=fault["type"], message=_message(fault)) for fault in found
    )
    return _counted(request, errors.InvalidRequest(field=next(iter(faults)).field), [*faults])


def _name(fault: dict[str, Any]) -> str:
    """`("body", "attributes", "name")` → `attributes.name`, at most MAX_FIELD_NAME characters."""
    where = [str(part) for part in fault["loc"] if part not in ("body", "query", "path", "header")]
    name = ".".join(where) or "body"
    return name[:MAX_FIELD_NAME] if name.isprintable() else "body"


def _message(fault: dict[str, Any]) -> str:
    """Pydantic's message, unless it could quote the input."""
    return "This value is not valid." if fault["type"] in ("value_error", "assertion_error") else str(fault["msg"])


async def unexpected(_request: Request, exc: BaseException) -> JSONResponse:
    """Respond to an unexpected exception without details, which go to the log; or to a cancellation at shutdown."""
    if isinstance(exc, CancelledError):
        return respond(errors.Unavailable())
    log.error("request.failed", exc_info=exc)
    return respond(AppError())


def translated(handler: Handler) -> Handler:
    """Wrap a route's handler so that its errors become problems without any exception handler of the application."""

    async def handle(request: Request) -> Response:
        try:
            return await handler(request)
        except AppError as exc:
            return await _app_error(request, exc)
        except RequestValidationError as exc:
            return await _invalid(request, exc)

    return handle


def ensure_handler(connection: HTTPConnection) -> None:
    """Have the application that serves this connection translate AppErrors, unless it registered a handler of its own.

    Guards are used on other applications' endpoints, where nothing else makes problems of the errors. Starlette keeps
    the handlers of the innermost application in the scope.
    """
    handlers, _ = connection.scope["starlette.exception_handlers"]
    handlers.setdefault(AppError, _app_error)


def install(app: FastAPI) -> None:
    """Translate every error of endpoints, FastAPI and Starlette."""
    app.add_exception_handler(AppError, _app_error)
    app.add_exception_handler(HTTPException, _http_error)
    app.add_exception_handler(RequestValidationError, _invalid)
