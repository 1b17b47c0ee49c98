"""Exact-path routing: FastAPI's routes, flattened and looked up in a dictionary.

FastAPI keeps included routers as a tree and walks it several times for each request. Measured: see decision 9.
"""

from collections.abc import Iterable, Iterator
from inspect import signature
from typing import cast

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, APIRouter, iter_route_contexts
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

ROUTE_PARAMETERS = [name for name in signature(APIRoute).parameters if name != "form_limits"]


def flatten_routes(router: APIRouter, app: FastAPI, *, max_body_size: int) -> Iterator[APIRoute]:
    """Yield the routes of a router and of all routers that it includes, each with its complete options, for `app`.

    Routes without a body get no `max_body_size`, which saves the layer that measures it.
    """
    for context in iter_route_contexts(router.routes):
        options = {name: getattr(context, name) for name in ROUTE_PARAMETERS}
        options["dependency_overrides_provider"] = app
        options["generate_unique_id_function"] = _operation_id
        options["max_body_size"] = max_body_size if context.body_field else None
        kind = cast("type[APIRoute]", type(context.original_route))
        yield kind(**options)


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
    """The endpoint and every dependency that it has, directly or indirectly."""
    yield dependant.call
    for child in dependant.dependencies:
        yield from dependencies(child)
