"""local_cognito with triggers, and an HTTP server in place of AWS Lambda."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from local_cognito.http.app import create_app
from local_cognito.settings import TRIGGERS
from tests.local_cognito.factors import EMAIL_ON, USER_AUTH, first_factors, pool
from tests.local_cognito.people import Person, StandIn, boto3_client
from tests.servers import Clock, serve

Event = dict[str, Any]
Handler = Callable[[Event], object]
CUSTOM = ("ALLOW_CUSTOM_AUTH", "ALLOW_USER_SRP_AUTH")


@dataclass
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


@pytest.fixture(scope="module")
def functions() -> Functions:
    return Functions()


@pytest.fixture(scope="module")
def hooked(functions: Functions, tmp_path_factory: pytest.TempPathFactory) -> Iterator[StandIn]:
    clock = Clock()
    hook = Starlette(routes=[Route("/", functions.invoke, methods=["POST"])])
    with serve(hook) as hook_url:
        data = tmp_path_factory.mktemp("cognito") / "pool.sqlite3"
        with serve(create_app(data, clock=clock, triggers=dict.fromkeys(TRIGGERS, hook_url))) as url:
            client = boto3_client(url)
            yield StandIn(url, clock, client)
            client.close()


@pytest.fixture(autouse=True)
def _reset(functions: Functions) -> None:
    functions.handlers.clear()
    functions.events.clear()


@pytest.fixture
def person(hooked: StandIn) -> Person:
    """A person who has not signed up, in a pool with every flow."""
    settings = first_factors("PASSWORD", "EMAIL_OTP")
    return pool(hooked, "OPTIONAL", EMAIL_ON, flows=(*CUSTOM, *USER_AUTH[:1]), **settings)
