"""Classes and functions as dependencies: FastAPI would call each in a thread."""

import threading
from typing import Annotated

from fastapi import FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute
from fastapi.testclient import TestClient

from vestibule.api.http.inline_dependency import inline_dependency
from vestibule.api.routes.me.mfa import Mfa


class Place:
    """Where it was constructed, and for which path."""

    def __init__(self, request: Request, greeting: str = "hello") -> None:
        self.thread = threading.current_thread()
        self.path = request.url.path
        self.greeting = greeting


PlaceDep = Annotated[Place, inline_dependency(Place)]


class Neighbour:
    def __init__(self, place: PlaceDep) -> None:
        self.place = place


def test_inline_dependency_is_constructed_once_on_the_event_loop_with_its_own_dependencies() -> None:
    app = FastAPI()

    @app.get("/here")
    async def here(place: PlaceDep, neighbour: Annotated[Neighbour, inline_dependency(Neighbour)]) -> list[object]:
        same = neighbour.place is place and place.thread is threading.current_thread()
        return [same, place.path, place.greeting]

    answer = TestClient(app).get("/here?greeting=salut")

    assert answer.json() == [True, "/here", "salut"]


def test_only_a_class_that_reads_from_cognito_is_constructed_in_a_thread(client: TestClient) -> None:
    routes = [route for route in client.app.routes if isinstance(route, APIRoute)]

    in_threads = {call for route in routes for call in calls_of(route.dependant) if isinstance(call, type)}

    assert in_threads == {Mfa}


def calls_of(dependant: Dependant) -> set[object]:
    below = [calls_of(child) for child in dependant.dependencies]
    return {dependant.call}.union(*below)
