"""The routes of an application: each built once, and looked up by exact path in a dictionary.

FastAPI keeps included routers as a tree and walks it several times for each request. Measured: see decision 9.
"""

from collections.abc import Callable, Iterable, Iterator
from functools import wraps
from inspect import iscoroutinefunction, unwrap
from typing import Any, cast

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, APIRouter
from starlette.concurrency import run_in_threadpool
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from vestibule.api.http.strict_route import MAX_BODY_BYTES

METHODS_WITHOUT_BODY = {"GET", "HEAD"}

Responses = dict[int | str, dict[str, Any]]


class TopicRouter(APIRouter):
    """The endpoints of a topic. `add_to` builds their routes, once for each application.

    FastAPI's own router builds each route where it is declared, again where the router is included, and a third time to
    flatten the tree of routers: a tenth of the time that the start takes.
    """

    def __init__(self, **options: Any) -> None:  # noqa: ANN401  APIRouter's
        super().__init__(**options)
        self._declared: list[tuple[str, Callable[..., Any], dict[str, Any]]] = []

    def add_api_route(self, path: str, endpoint: Callable[..., Any], **options: Any) -> None:  # noqa: ANN401
        """Keep an endpoint. The decorators (`get`, `post`) call this."""
        self._declared.append((path, endpoint, options))

    def add_to(self, app: FastAPI, *, prefix: str = "", responses: Responses | None = None) -> None:
        """Add the endpoints to `app`, below `prefix`. `responses` are in OpenAPI beside their own.

        Dependencies of the application apply too, as they do to routers that FastAPI includes.
        """
        router = APIRouter(
            prefix=prefix + self.prefix,
            tags=self.tags,
            dependencies=[*app.router.dependencies, *self.dependencies],
            responses={**(responses or {}), **self.responses},
            route_class=self.route_class,
            include_in_schema=self.include_in_schema,
            dependency_overrides_provider=app,
            generate_unique_id_function=_operation_id,
        )
        for path, endpoint, options in self._declared:
            # Without a limit, FastAPI adds no layer that measures the body.
            limit = None if {*options["methods"]} <= METHODS_WITHOUT_BODY else MAX_BODY_BYTES
            router.add_api_route(path, _with_one_thread(endpoint), **{**options, "max_body_size": limit})
        app.router.routes.extend(router.routes)


def _with_one_thread(endpoint: Callable[..., Any]) -> Callable[..., Any]:
    """Run a `def` endpoint in a thread, and validate its response on the event loop.

    FastAPI sends both to a thread, one after the other. Our responses are small: the way there costs more.
    """
    if iscoroutinefunction(endpoint):
        return endpoint

    @wraps(endpoint)
    async def run(**values: object) -> object:
        return await run_in_threadpool(endpoint, **values)

    return run


def _operation_id(route: APIRoute) -> str:
    """Operation ids in OpenAPI, and so in generated clients, are the names of the endpoint functions."""
    return route.name


class ExactPathRouter:
    """ASGI app that finds routes without path parameters by dictionary, and leaves the others to `fallback`."""

    def __init__(self, fallback: ASGIApp, routes: Iterable[BaseRoute]) -> None:
        self._fallback = fallback
        self._routes = {
            (method, route.path): route
            for route in routes
            if isinstance(route, APIRoute) and not route.param_convertors
            for method in route.methods or ()
        }

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on; see ASGI."""
        route = self._routes.get((scope["method"], scope["path"])) if scope["type"] == "http" else None
        if route is None:
            await self._fallback(scope, receive, send)
            return
        scope["route"] = route
        scope["endpoint"] = route.endpoint
        scope["path_params"] = {}
        await route.app(scope, receive, send)


def dependencies(dependant: Dependant) -> Iterator[object]:
    """The endpoint and every dependency that it has, directly or indirectly: functions and classes."""
    yield unwrap(cast("Callable[..., object]", dependant.call))
    for child in dependant.dependencies:
        yield from dependencies(child)
