"""The commands `token`, `openapi` and `check`."""

import asyncio
import json
import threading
import time
from collections.abc import Iterator
from email.utils import formatdate
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from fastapi import FastAPI, Response
from typer.testing import CliRunner

from tests.servers import serve
from tests.shared_store import StoreServer, store_server
from tests.unit.tokens.forge import key_set, pool_key, token, user_claims
from vestibule.cli import app
from vestibule.revocations import Revocations, open_revocations
from vestibule.settings.store import EMBEDDED
from vestibule.storage import open_storage
from vestibule.tokens.claims import AccessClaims

COMMITTED = Path(__file__).parents[2] / "frontend/src/api/openapi.json"
POOL = {"COGNITO_USER_POOL_ID": "us-east-1_Vestibule", "COGNITO_CLIENT_ID": "vestibulelocal"}
ORIGIN_JTI = "5b9f50a3-05da-454a-8b99-b79c2349de77"


@pytest.fixture(autouse=True)
def _away_from_the_developers_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def keys() -> Iterator[str]:
    """A server of the pool's keys."""
    pool, document = FastAPI(), key_set(pool_key())
    pool.get("/keys.json")(lambda: Response(document, media_type="application/json"))
    with serve(pool) as url:
        yield f"{url}/keys.json"


@pytest.fixture(scope="module")
def store() -> Iterator[StoreServer]:
    with store_server() as server:
        yield server


CLAIMS = AccessClaims("alice", "alice", "client", frozenset(), (), None, None, 2e9, None, ORIGIN_JTI)


def fresh_token() -> str:
    now = int(time.time())
    return token(user_claims({"auth_time": now - 60, "iat": now - 60, "exp": now + 3600, "origin_jti": ORIGIN_JTI}))


async def sign_out(store_url: str) -> None:
    storage = open_storage(store_url)
    revocation_list = open_revocations(storage)
    await revocation_list.start()
    Revocations(revocation_list).revoke_session(CLAIMS)
    await revocation_list.aclose()
    storage.close()


class TestToken:
    @pytest.mark.parametrize("scheme", ["", "Bearer ", "bearer  "])
    def test_valid_token_is_shown_with_its_claims(self, keys: str, scheme: str) -> None:
        answer = CliRunner().invoke(
            app, ["token", "inspect", "-"], input=f"{scheme}{fresh_token()}\n", env=POOL | {"COGNITO_JWKS_URL": keys}
        )

        assert answer.exit_code == 0, answer.output
        claims = json.loads(answer.stdout)
        assert claims["client_id"] == "vestibulelocal"
        assert answer.stdout == json.dumps(claims, indent=2) + "\n"

    @pytest.mark.parametrize("embedded", [True, False])
    def test_signed_out_token_is_reported(self, keys: str, store: StoreServer, embedded: bool) -> None:
        settings = POOL | {"COGNITO_JWKS_URL": keys} | ({} if embedded else {"STORE_URL": store.url})
        asyncio.run(sign_out(EMBEDDED if embedded else store.url))

        answer = CliRunner().invoke(app, ["token", "inspect", "-"], input=fresh_token(), env=settings)

        assert answer.exit_code == 1
        assert "token-revoked" in answer.stderr


class TestOpenapi:
    @pytest.mark.parametrize(
        "settings", [{"ENVIRONMENT": "production"}, {"COGNITO_REGION": "eu-west-1"}, {"API_WORKERS": "4"}, {"MFA": "x"}]
    )
    def test_document_does_not_depend_on_the_settings(self, settings: dict[str, str]) -> None:
        answer = CliRunner().invoke(app, ["openapi"], env=settings)

        assert answer.exit_code == 0, answer.output
        assert answer.stdout == COMMITTED.read_text("utf-8")


class TestCheck:
    @pytest.fixture
    def settings(self, cognito_url: str) -> dict[str, str]:
        return POOL | {"COGNITO_ENDPOINT_URL": cognito_url}

    @staticmethod
    def check(settings: dict[str, str]) -> tuple[int, dict[str, str]]:
        """The exit status, and the result of each check by name."""
        result = CliRunner().invoke(app, ["check"], env=settings)
        lines = [line.split(None, 2) for line in result.output.splitlines()]
        return result.exit_code, {name: outcome for outcome, name, _ in lines}

    def test_check_succeeds_without_faults(self, settings: dict[str, str]) -> None:
        status, found = self.check(settings)

        # Local Cognito has the tests' clock, which differs from the real one by years.
        assert found | {"clock": "ok"} == dict.fromkeys(["settings", "keys", "store", "cognito", "clock"], "ok")
        assert status == (0 if found["clock"] == "ok" else 1)

    def test_check_fails_without_cognito_and_its_keys(self, settings: dict[str, str]) -> None:
        status, found = self.check(settings | {"COGNITO_ENDPOINT_URL": "http://127.0.0.1:9"})

        assert status == 1
        assert found == {"settings": "ok", "keys": "FAILED", "store": "ok", "cognito": "FAILED"}

    def test_check_fails_without_the_store(self, settings: dict[str, str]) -> None:
        status, found = self.check(settings | {"STORE_URL": "redis://127.0.0.1:9"})

        assert (status, found["store"]) == (1, "FAILED")

    @pytest.mark.parametrize("behind", [0, 61, 3600, -61])
    def test_check_compares_the_clock_with_cognitos(self, settings: dict[str, str], behind: int) -> None:
        class Cognito(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(404)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def date_time_string(self, timestamp: float | None = None) -> str:  # noqa: ARG002  inherited
                return formatdate(time.time() + behind, usegmt=True)

            def log_message(self, *_: object) -> None:
                pass

        with HTTPServer(("127.0.0.1", 0), Cognito) as server:
            threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True).start()
            status, found = self.check(settings | {"COGNITO_ENDPOINT_URL": f"http://127.0.0.1:{server.server_port}"})
            server.shutdown()

        assert status == 1  # this server has no keys
        assert found["clock"] == ("ok" if behind == 0 else "FAILED")

    def test_check_fails_with_invalid_settings(self) -> None:
        result = CliRunner().invoke(app, ["check"], env=POOL | {"API_PORT": "x"})

        assert result.exit_code != 0
