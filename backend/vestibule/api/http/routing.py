"""Routes by their paths: found by one look, however many there are."""

from collections.abc import Iterable, Iterator
from inspect import signature
from typing import cast

from fastapi import FastAPI
from fastapi.routing import APIRoute, APIRouter, iter_route_contexts
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

PARAMETERS = [name for name in signature(APIRoute).parameters if name != "form_limits"]


def flat(router: APIRouter, app: FastAPI, *, max_body_size: int) -> Iterator[APIRoute]:
    """The routes of a router and of those that it includes, each complete in itself, for `app`.

    FastAPI keeps inclusions as a tree, and walks all of it several times for each request. A route without a body has
    nothing to measure, and goes without what would do it.
    """
    for context in iter_route_contexts(router.routes):
        options = {name: getattr(context, name) for name in PARAMETERS}
        options["dependency_overrides_provider"] = app
        options["generate_unique_id_function"] = _name
        options["max_body_size"] = max_body_size if context.body_field else None
        kind = cast("type[APIRoute]", type(context.original_route))
        yield kind(**options)


def _name(route: APIRoute) -> str:
    """Operations are called by their functions' names, in OpenAPI and so in clients."""
    return route.name


class Directory:
    """Hands a request to its route by a look into a dictionary; to the router where the path has parameters."""

    def __init__(self, router: ASGIApp, routes: Iterable[BaseRoute]) -> None:
        self._router = router
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
            await self._router(scope, receive, send)
            return
        scope["route"] = route
        scope["endpoint"] = route.endpoint
        scope["path_params"] = {}
        await route.app(scope, receive, send)
