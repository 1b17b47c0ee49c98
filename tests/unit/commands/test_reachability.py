"""What `vestibule check` says about each thing that the API depends on."""

import asyncio
import threading
import time
from collections.abc import Iterator
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from starlette.applications import Starlette
from typer.testing import CliRunner

from tests.apps import settings_for
from tests.certificates import self_signed
from tests.processes import free_port
from tests.servers import serve
from vestibule.cli import app
from vestibule.cli.reachability import Result, results
from vestibule.services import build_services
from vestibule.settings.network import CA_BUNDLE_VARIABLES

MAIL_ADVICE, NETWORK = "check MAIL_URL", "check the network, and that the name is right"
NTP = "synchronize this machine's clock (NTP)"


class Aws(HTTPServer):
    """Answers everything with 404 and a date, if there is one."""

    date: str | None = None

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        server: Any = self.server
        self.send_response_only(404)
        if server.date:
            self.send_header("Date", server.date)
        self.send_header("Content-Length", "0")
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Write nothing."""


@pytest.fixture(scope="module")
def aws() -> Iterator[Aws]:
    with Aws() as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        yield server
        server.shutdown()
        thread.join()


def found(url: str, **settings: Any) -> dict[str, Result]:
    async def run() -> list[Result]:
        services = build_services(settings_for(url, **settings))
        try:
            return await results(services)
        finally:
            await services.aclose()

    return {result.name: result for result in asyncio.run(run())}


def test_certificates_of_private_authorities_are_verified_with_them_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ALL_PROXY", "http://127.0.0.1:9")  # of the environment, which is not used
    certificate = self_signed(tmp_path)

    with serve(Starlette(), certificate=certificate) as address:
        url = address.replace("127.0.0.1", "localhost")
        domain = {"store_url": "memory://", "cognito_domain": url}
        known = found(url, cognito_ca_bundle=str(certificate), **domain)["domain"]
        unknown = [found(url, **domain)["domain"]]
        for name in CA_BUNDLE_VARIABLES:
            monkeypatch.delenv(name, raising=False)
        unknown.append(found(url, **domain)["domain"])

    assert known.ok
    for result in unknown:
        assert (result.ok, result.advice) == (False, NETWORK)
        assert "CERTIFICATE_VERIFY_FAILED" in result.finding


def test_reachable_cognito_has_its_urls(aws: Aws) -> None:
    aws.date = formatdate(time.time(), usegmt=True)

    every = found(aws.url, store_url="memory://")

    assert [*every] == ["settings", "keys", "store", "cognito", "clock"]
    assert every["settings"] == Result(True, "settings", "development, pool us-east-1_Vestibule")
    assert (every["keys"].ok, every["keys"].advice) == (False, "without keys every access token is refused")
    keys_url = f"{aws.url}/us-east-1_Vestibule/.well-known/jwks.json"
    assert every["keys"].finding.startswith(f"{keys_url}: ")
    assert every["store"] == Result(True, "store", "sign-outs can be stored")
    assert every["cognito"] == Result(True, "cognito", aws.url)
    assert every["clock"].ok


@pytest.mark.parametrize(
    ("behind", "ok", "direction"),
    [(58, True, "ahead of"), (70, False, "ahead of"), (-58, True, "behind"), (-70, False, "behind")],
)
def test_clock_may_differ_by_a_minute(aws: Aws, behind: int, ok: bool, direction: str) -> None:
    aws.date = formatdate(time.time() - behind, usegmt=True)

    clock = found(aws.url)["clock"]

    assert (clock.ok, clock.advice) == (ok, NTP)
    seconds, _, rest = clock.finding.partition(" s ")
    assert abs(int(seconds) - abs(behind)) <= 2
    assert rest == f"{direction} Cognito's"


def test_answer_without_a_date_is_said(aws: Aws) -> None:
    aws.date = None

    assert found(aws.url)["clock"] == Result(False, "clock", f"{aws.url} sends no Date header")


def test_what_cannot_be_reached_is_named_with_advice() -> None:
    url = f"http://127.0.0.1:{free_port()}"
    pool = "us-east-1:00000000-0000-4000-8000-000000000001"

    every = found(
        url,
        cognito_domain=url,
        cognito_identity_pool_id=pool,
        mail_url=f"smtp://127.0.0.1:{free_port()}",
    )

    advices = {name: (result.ok, result.advice) for name, result in every.items()}
    assert advices == {
        "settings": (True, ""),
        "keys": (False, "without keys every access token is refused"),
        "store": (True, ""),
        "cognito": (False, "check the network, COGNITO_PROXY and COGNITO_CA_BUNDLE"),
        "domain": (False, NETWORK),
        "identity": (False, NETWORK),
        "mail": (False, MAIL_ADVICE),
    }
    assert every["cognito"].finding.startswith(f"{url}: ")
    assert every["domain"].finding.startswith(f"{url}: ")
    assert ": ConnectionRefusedError: " in every["mail"].finding


def test_domain_and_identity_pool_have_their_urls(aws: Aws) -> None:
    pool = "us-east-1:00000000-0000-4000-8000-000000000001"

    every = found(aws.url, cognito_domain=aws.url, cognito_identity_pool_id=pool)

    assert (every["domain"], every["identity"]) == (
        Result(True, "domain", aws.url),
        Result(True, "identity", aws.url),
    )


def test_each_thing_has_a_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    url = f"http://127.0.0.1:{free_port()}"
    pool = {"COGNITO_USER_POOL_ID": "us-east-1_A", "COGNITO_CLIENT_ID": "c", "COGNITO_ENDPOINT_URL": url}

    result = CliRunner().invoke(app, ["check"], env=pool | {"STORE_URL": "memory://"})

    settings, keys, store, cognito = result.output.splitlines()
    assert settings == "ok      settings  development, pool us-east-1_A"
    assert keys.startswith(f"FAILED  keys      {url}/us-east-1_A/.well-known/jwks.json: ")
    assert keys.endswith(" (without keys every access token is refused)")
    assert store == "ok      store     sign-outs can be stored"
    assert cognito.startswith(f"FAILED  cognito   {url}: ")
    assert result.exit_code == 1
