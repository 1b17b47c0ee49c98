"""What a request passes on its way to its endpoint."""

from fastapi import FastAPI
from fastapi.middleware.asyncexitstack import AsyncExitStackMiddleware
from starlette.middleware.exceptions import ExceptionMiddleware
from starlette.types import ASGIApp

from vestibule.api.http.routing import Directory


def middleware_stack(app: FastAPI) -> ASGIApp:
    """The middleware that was added, outermost first, around what FastAPI needs for its endpoints.

    In place of FastAPI's own, which has three more layers: one answers what nobody expected, as Observability does, and
    the others are for FastAPI's telemetry and for applications that are mounted in others.
    """
    endpoints = AsyncExitStackMiddleware(Directory(app.router, app.routes))
    stack: ASGIApp = ExceptionMiddleware(endpoints, handlers=app.exception_handlers)
    for kind, args, options in reversed(app.user_middleware):
        stack = kind(stack, *args, **options)
    return stack
