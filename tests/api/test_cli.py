"""The command line, where it needs what the API needs."""

import asyncio
import json
import time
from collections.abc import Iterator
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

POOL = {"COGNITO_USER_POOL_ID": "us-east-1_Vestibule", "COGNITO_CLIENT_ID": "vestibulelocal"}
ORIGIN_JTI = "5b9f50a3-05da-454a-8b99-b79c2349de77"


@pytest.fixture(autouse=True)
def _away_from_the_developers_settings(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.fixture(scope="module")
def keys() -> Iterator[str]:
    """Where the pool's keys are."""
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
    def test_good_one_is_told_with_its_claims(self, keys: str) -> None:
        answer = CliRunner().invoke(
            app, ["token", "inspect", "-"], input=fresh_token(), env=POOL | {"COGNITO_JWKS_URL": keys}
        )

        assert answer.exit_code == 0, answer.output
        assert json.loads(answer.stdout)["client_id"] == "vestibulelocal"

    @pytest.mark.parametrize("embedded", [True, False])
    def test_one_that_was_signed_out_is_told(self, keys: str, store: StoreServer, embedded: bool) -> None:
        settings = POOL | {"COGNITO_JWKS_URL": keys} | ({} if embedded else {"STORE_URL": store.url})
        asyncio.run(sign_out(EMBEDDED if embedded else store.url))

        answer = CliRunner().invoke(app, ["token", "inspect", "-"], input=fresh_token(), env=settings)

        assert answer.exit_code == 1
        assert "token-revoked" in answer.stderr


class TestOpenapi:
    @pytest.mark.parametrize(
        "settings", [{"ENVIRONMENT": "production"}, {"COGNITO_REGION": "eu-west-1"}, {"API_WORKERS": "4"}, {"MFA": "x"}]
    )
    def test_does_not_depend_on_the_settings(self, settings: dict[str, str]) -> None:
        answer = CliRunner().invoke(app, ["openapi"], env=settings)

        assert answer.exit_code == 0, answer.output
        assert json.loads(answer.stdout)["openapi"].startswith("3.1")
