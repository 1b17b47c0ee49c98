"""The log of many successful and failed requests contains what an operator needs, and no secret."""

import base64
import json
import logging
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient

from tests.apps import Outbox, Person, settings_for
from tests.faults import FaultyProxy, answering, cognito_error, faulty, passing, reset_before
from tests.servers import Clock
from vestibule.main import create_app

NEW = "A-new-password-1"
WRONG = "Wrong-horse-9"


@pytest.fixture
def proxy(cognito_url: str) -> Iterator[FaultyProxy]:
    with faulty(cognito_url) as found:
        yield found


def journey(person: Person, proxy: FaultyProxy) -> set[str]:
    """Make valid and invalid requests to the endpoints; returns the texts that the log must not contain."""
    client = person.client
    secrets = {person.email, person.password, NEW, WRONG}
    step = person.sign_up(name="Alice").try_to_sign_in().json()
    secrets |= {step["session"], person.code}
    person.confirm().sign_in()
    secrets |= {person.access_token, person.refresh_token}
    person.try_to_sign_in(WRONG)
    fresh = client.post("/api/auth/refresh")
    secrets |= {fresh.json()["access_token"], fresh.json()["id_token"], fresh.cookies["vestibule_refresh"]}
    form = {"grant_type": "password", "username": person.email, "password": person.password}
    granted = client.post("/api/auth/token", data=form).json()
    secrets |= {granted["access_token"], granted["id_token"], granted["refresh_token"]}
    client.post("/api/auth/password/forgot", json={"email": person.email})
    secrets.add(person.code)
    client.post("/api/auth/password/reset", json={"email": person.email, "code": "000000", "password": NEW})
    client.get(f"/api/{person.email}/{person.access_token}?password={person.password}")
    client.get(f"/api/{person.email.replace('@', '%40')}?password={person.password}")
    client.get("/api/x%0a%1b[31mforged", headers={"User-Agent": "x\x1b[31m", "Referer": person.email})
    client.post("/api/auth/sign-in", content=json.dumps({"email": person.email, "password": [NEW]}))
    client.get("/api/auth_test", headers={"Authorization": f"Bearer {person.access_token}x"})
    for fault in (
        cognito_error("ResourceNotFoundException", f"User {person.email} of arn:aws:cognito-idp:x is gone"),
        answering(200, json.dumps({"echo": person.email, "password": person.password}).encode()),
        answering(502, person.email.encode()),
        reset_before,
        passing,
    ):
        proxy.set(fault)
        person.try_to_sign_in()
        client.get("/api/me", headers=person.headers)
    client.get(f"/api/defect/{person.email}")
    client.post("/api/auth/sign-out", headers=person.headers)
    return secrets


@pytest.mark.parametrize("log_format", ["console", "json"])
def test_no_request_leaves_a_secret_in_the_log(
    proxy: FaultyProxy,
    outbox: Outbox,
    clock: Clock,
    secret_app: dict[str, str],
    log_format: str,
    capsys: pytest.CaptureFixture[str],
) -> None:
    settings = settings_for(proxy.url, log_level="DEBUG", log_format=log_format, **secret_app)
    app: FastAPI = create_app(settings, clock=clock)

    @app.get("/api/defect/{email}")
    async def defect(email: str) -> None:
        raise RuntimeError(f"cannot do this for {email}")

    logging.getLogger("httpx2").setLevel(logging.WARNING)  # the test's own client
    with TestClient(app, raise_server_exceptions=False) as client:
        secrets = journey(Person(client, outbox), proxy) | {secret_app["cognito_client_secret"]}

    out = capsys.readouterr().out
    assert out.count("/api/auth/sign-in") > 5
    assert "arn:aws:cognito-idp:x" in out  # details for the operator only
    assert [secret for secret in secrets if secret in out] == []
    assert all(line.isprintable() for line in out.splitlines())
    basic = base64.b64encode(secret_app["cognito_client_secret"].encode()).decode()
    assert basic not in out


@pytest.mark.parametrize(
    "spelling",
    [
        *("alice'@example.com", "alice=@example.com", "alice%2540example.com", "alice%EF%BC%A0example.com"),
        *("%65yJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln", "eyJhbGciOiJSUzI1NiJ9%2EeyJzdWIiOiIxIn0%2Ec2ln"),
    ],
)
def test_unknown_path_is_logged_only_if_it_is_plain(
    cognito_url: str, spelling: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with TestClient(create_app(settings_for(cognito_url, log_level="INFO")), raise_server_exceptions=False) as client:
        logging.getLogger("httpx2").setLevel(logging.WARNING)  # the test's own client
        client.get(f"/api/{spelling}")
        client.get("/api/nothing-here")

    out = capsys.readouterr().out
    assert spelling not in out
    assert "/api/nothing-here" in out
