"""`vestibule.token_verifier`: tokens are verified outside FastAPI as the guards do it."""

import asyncio
from pathlib import Path

import pytest

import vestibule
from tests.apps import Outbox, Person, running, settings_for
from tests.servers import Clock
from vestibule.errors import TokenInvalid, TokenRevoked


def test_a_token_is_verified_until_its_session_is_signed_out_at_the_api(
    cognito_url: str, outbox: Outbox, clock: Clock, tmp_path: Path
) -> None:
    settings = settings_for(cognito_url, store_url=f"sqlite:///{tmp_path}/vestibule.sqlite3")
    with running(settings, clock) as client:
        person = Person(client, outbox).sign_up().confirm().sign_in()
        token = person.access_token.encode()

        async def use() -> None:
            async with vestibule.token_verifier(settings, clock=clock) as verifier:
                claims = await verifier.verify_access(token)
                assert claims.username
                with pytest.raises(TokenInvalid):
                    await verifier.verify_access(token[:-4])
                headers = person.headers | {"Origin": "http://localhost:5173"}
                answer = await asyncio.to_thread(client.post, "/api/auth/sign-out", headers=headers)
                assert answer.status_code == 204
                with pytest.raises(TokenRevoked):
                    await verifier.verify_access(token)

        asyncio.run(use())
