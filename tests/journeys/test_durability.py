"""Acknowledged changes survive a kill of local Cognito, and parallel users."""

import os
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from fastapi import FastAPI

from tests.apps import PASSWORD, Outbox, Person, running, settings_for
from tests.children import child_process
from tests.processes import free_port
from tests.servers import Clock, serve
from vestibule.main import create_app

PEOPLE = 50


@contextmanager
def local_cognito(data: Path, port: int) -> Iterator[subprocess.Popen[bytes]]:
    """Local Cognito as its own process, killed at the end."""
    environment = os.environ | {"LOCAL_COGNITO_DATA": str(data), "LOCAL_COGNITO_PORT": str(port)}
    command = [sys.executable, "-m", "local_cognito"]
    with child_process(command, env=environment, stdout=subprocess.DEVNULL) as process:
        transport = httpx.HTTPTransport(retries=8)  # connection refused, until it listens
        with httpx.Client(transport=transport) as client:
            client.get(f"http://127.0.0.1:{port}/health").raise_for_status()
        yield process


@pytest.fixture
def app(cognito_url: str, clock: Clock) -> FastAPI:
    return create_app(settings_for(cognito_url), clock=clock)


def test_account_survives_a_killed_local_cognito(tmp_path: Path) -> None:
    data, port = tmp_path / "pool.sqlite3", free_port()
    url = f"http://127.0.0.1:{port}"
    clock = Clock()
    with running(settings_for(url), clock) as client:
        person = Person(client, Outbox(url))
        early = Person(client, Outbox(url))

        with local_cognito(data, port):
            early.sign_up().confirm().sign_in()
            person.sign_up()
        with local_cognito(data, port):
            person.confirm().sign_in()
            clock.advance(10)  # the API could not fetch keys when it started, and tries again
            client.cookies.set("vestibule_refresh", early.refresh_token, path="/api/auth")
            refreshed = client.post("/api/auth/refresh")
            welcomes = [client.get("/api/auth_test", headers=who.headers) for who in (early, person)]

    assert refreshed.status_code == 200
    assert [welcome.status_code for welcome in welcomes] == [200, 200]


def test_fifty_parallel_users_can_sign_up_and_in(app: FastAPI, outbox: Outbox) -> None:
    emails = [f"parallel-{number}@example.com" for number in range(PEOPLE)]

    def journey(email: str) -> str:
        with httpx.Client(base_url=f"{url}/api", timeout=60) as client:

            def post(path: str, **body: str) -> httpx.Response:
                """Repeat a request that timed out, because fifty clients share few cores."""
                answer = client.post(path, json={"email": email, **body})
                return answer if answer.status_code != 504 else client.post(path, json={"email": email, **body})

            post("/auth/sign-up", password=PASSWORD).raise_for_status()
            post("/auth/sign-up/confirm", code=outbox.code(email)).raise_for_status()
            signed_in = post("/auth/sign-in", password=PASSWORD).json()
            headers = {"Authorization": f"Bearer {signed_in['access_token']}"}
            return str(client.get("/me", headers=headers).json()["email"])

    with serve(app) as url, ThreadPoolExecutor(PEOPLE) as pool:
        found = list(pool.map(journey, emails))

    assert found == emails
