"""Functions in place of AWS Lambda, behind the HTTP hooks of local Cognito."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

Event = dict[str, Any]
Handler = Callable[[Event], object]


@dataclass
class Functions:
    """The functions behind the hooks: each takes the event's request and returns its response, or raises."""

    handlers: dict[str, Handler] = field(default_factory=dict)
    events: list[Event] = field(default_factory=list)

    def on(self, source: str, handler: Handler) -> None:
        """Answer events of this source, or of this trigger, with a handler."""
        self.handlers[source] = handler

    def of(self, source: str) -> list[Event]:
        """The events of one source."""
        return [event for event in self.events if event["triggerSource"] == source]

    @property
    def app(self) -> Starlette:
        """The server of the hooks."""
        return Starlette(routes=[Route("/", self.invoke, methods=["POST"])])

    async def invoke(self, request: Request) -> Response:
        event = await request.json()
        self.events.append(event)
        source = event["triggerSource"]
        handler = self.handlers.get(source) or self.handlers.get(source.partition("_")[0])
        if handler is None:
            return JSONResponse(event)
        try:
            response = handler(event["request"])
        except ValueError as error:
            return JSONResponse({"errorMessage": str(error)}, status_code=400)
        return response if isinstance(response, Response) else JSONResponse(event | {"response": response})
