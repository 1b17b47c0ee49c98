"""The real API for tests, with real settings and a real local Cognito, and people who use it."""

import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import httpx
import httpx2
from fastapi.testclient import TestClient

from tests.servers import HTTP
from vestibule.main import create_app
from vestibule.settings import Settings

PASSWORD = "Correct-horse-9"
ORIGIN = "http://localhost:5173"

HttpResponse = httpx2.Response | httpx.Response
"""What the test client returns, and what a client of a process returns."""


def settings_for(cognito_url: str, **changes: Any) -> Settings:
    """Settings of an API on the embedded pool at `cognito_url`; limits are off unless a test is about them."""
    values: dict[str, Any] = {
        "cognito_user_pool_id": "us-east-1_Vestibule",
        "cognito_client_id": "vestibulelocal",
        "cognito_endpoint_url": cognito_url,
        "cors_origins": ORIGIN,
        "rate_limits": "off",
        "check_pool_at_start": "off",
        "store_url": "memory://",
        "log_level": "WARNING",
        "api_docs": "off",  # FastAPI's caches would keep every application that serves them
    }
    return Settings(_env_file=None, **values | changes)


@contextmanager
def running(settings: Settings, clock: Callable[[], float] = time.time, **options: Any) -> Iterator[TestClient]:
    """The API in this process, started and stopped as a server would."""
    with TestClient(create_app(settings, clock=clock), raise_server_exceptions=False, **options) as client:
        yield client


def as_sent(address: str) -> str:
    """The address as it is sent to Cognito, with its domain in ASCII."""
    local, _, domain = address.strip().rpartition("@")
    return f"{local}@{domain.encode('idna').decode()}" if local else address


@dataclass
class Outbox:
    """The messages that local Cognito sent."""

    url: str

    def messages(self, to: str) -> list[dict[str, Any]]:
        """The messages to an address, newest first."""
        answer = HTTP.get(f"{self.url}/outbox", params={"to": as_sent(to)}, headers={"Accept": "application/json"})
        messages: list[dict[str, Any]] = answer.json()
        return messages

    def code(self, to: str) -> str:
        """The newest code that was sent to an address."""
        return next(str(message["code"]) for message in self.messages(to) if message["code"])


@dataclass
class Person:
    """A person who uses the API with their own client: in this process, or over HTTP."""

    client: TestClient | httpx.Client
    outbox: Outbox
    email: str = field(default_factory=lambda: f"{secrets.token_hex(6)}@example.com")
    password: str = PASSWORD
    access_token: str = ""
    refresh_token: str = ""

    @property
    def headers(self) -> dict[str, str]:
        """The bearer token, as a header."""
        return {"Authorization": f"Bearer {self.access_token}"}

    @property
    def code(self) -> str:
        """The code in the newest message."""
        return self.outbox.code(self.email)

    def sign_up(self, **attributes: str) -> "Person":
        """Create an account, unconfirmed."""
        body = {"email": self.email, "password": self.password, "attributes": attributes}
        assert self.client.post("/api/auth/sign-up", json=body).status_code == 201
        return self

    def confirm(self) -> "Person":
        """Enter the code from the mail."""
        body = {"email": self.email, "code": self.code}
        assert self.client.post("/api/auth/sign-up/confirm", json=body).status_code == 204
        return self

    def try_to_sign_in(self, password: str | None = None, **headers: str) -> HttpResponse:
        """Send address and password; returns any response."""
        body = {"email": self.email, "password": password or self.password}
        return self.client.post("/api/auth/sign-in", json=body, headers=headers)

    def prove(self) -> "Person":
        """Prove again who they are, by the password: sensitive changes are open to this session for five minutes."""
        body = {"method": "password", "password": self.password}
        assert self.client.post("/api/auth/step-up", json=body, headers=self.headers).status_code == 200
        return self

    def sign_in(self) -> "Person":
        """Sign in, and store the tokens."""
        answer = self.try_to_sign_in()
        assert answer.json()["status"] == "signed_in", answer.text
        self.access_token = answer.json()["access_token"]
        self.refresh_token = answer.cookies["vestibule_refresh"]
        return self


def assert_problem(answer: HttpResponse, status: int, code: str, field: str | None = None) -> None:
    """Assert that the response is a problem with this status, code and field."""
    problem = answer.json()
    assert (answer.status_code, problem["code"], problem.get("field")) == (status, code, field), answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert problem["status"] == status
    assert problem["title"]
