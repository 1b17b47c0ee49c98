"""Tokens of several pools: each is verified with the keys, issuer and clients of its own pool."""

import json
from collections.abc import Iterator
from functools import partial

import pytest
from fastapi import FastAPI, Response
from fastapi.testclient import TestClient

import vestibule
from tests.apps import assert_problem
from tests.servers import serve
from vestibule import CurrentUser
from vestibule.testing import FakePool

OTHER_POOL, OTHER_CLIENT = "eu-west-1_Other1", "otherclient"


@pytest.fixture(scope="module")
def pool() -> Iterator[FakePool]:
    with FakePool() as pool:
        yield pool


@pytest.fixture(scope="module")
def other() -> Iterator[FakePool]:
    with FakePool(OTHER_POOL, OTHER_CLIENT) as pool:
        yield pool


@pytest.fixture(scope="module")
def client(pool: FakePool, other: FakePool) -> Iterator[TestClient]:
    """An application that trusts both pools; a server of the test replaces AWS's for the keys of the other pool."""
    cognito = FastAPI()
    keys = json.dumps({"keys": [other.public_key]})
    cognito.get(f"/{OTHER_POOL}/.well-known/jwks.json")(lambda: Response(keys, media_type="application/json"))
    with serve(cognito) as url:
        settings = pool.settings(cognito_endpoint_url=url, additional_pools=f"{OTHER_POOL}:{OTHER_CLIENT}")
        app = FastAPI(lifespan=partial(vestibule.lifespan, settings=settings))
        vestibule.add_account_endpoints(app)

        @app.get("/issuer")
        async def issuer(user: CurrentUser) -> str:
            return user.issuer

        with TestClient(app) as client:
            yield client


def test_tokens_of_both_pools_are_accepted(client: TestClient, pool: FakePool, other: FakePool) -> None:
    assert client.get("/issuer", headers=pool.user().headers).json() == pool.issuer
    assert client.get("/issuer", headers=other.user().headers).json() == other.issuer


def test_pool_cannot_sign_for_another_pool(client: TestClient, pool: FakePool, other: FakePool) -> None:
    forged = other.token(other.user(), iss=pool.issuer, client_id=pool.client_id)

    assert_problem(client.get("/issuer", headers={"Authorization": f"Bearer {forged}"}), 401, "token-invalid")


def test_client_of_one_pool_is_not_accepted_in_the_other(client: TestClient, pool: FakePool, other: FakePool) -> None:
    token = other.token(other.user(), client_id=pool.client_id)

    assert_problem(client.get("/issuer", headers={"Authorization": f"Bearer {token}"}), 401, "token-invalid")


@pytest.mark.parametrize("issuer", ["https://elsewhere.example", "", None, 7, ["https://elsewhere.example"]])
def test_unknown_issuer_is_refused(client: TestClient, pool: FakePool, issuer: object) -> None:
    token = pool.token(pool.user(), iss=issuer)

    assert_problem(client.get("/issuer", headers={"Authorization": f"Bearer {token}"}), 401, "token-invalid")


@pytest.mark.parametrize("token", ["", "a.b", "a.b.c", "e30.e30.e30", "e30.W10.e30", "e30.!!!!.e30", "." * 20_000])
def test_malformed_token_is_refused(client: TestClient, token: str) -> None:
    answer = client.get("/issuer", headers={"Authorization": f"Bearer {token}"})

    assert_problem(answer, 401, "token-invalid" if token else "token-missing")


def test_users_and_administrators_of_another_pool_have_no_account_here(client: TestClient, other: FakePool) -> None:
    other_user = other.user(groups=["admins"])

    assert_problem(client.get("/account/me", headers=other_user.headers), 401, "token-invalid")
    assert_problem(client.delete("/account/users/ada", headers=other_user.headers), 401, "token-invalid")


@pytest.mark.parametrize("body", [{}, {"everywhere": True}])
def test_another_pool_cannot_sign_out_a_user_with_the_same_id(
    client: TestClient, pool: FakePool, other: FakePool, body: dict[str, bool], caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO", "vestibule.audit")
    user, session = pool.user(), "5a9f0f0e-6a53-4d0c-9a11-9b1d6f0f3c55"
    own = {"Authorization": f"Bearer {pool.token(user, origin_jti=session)}"}
    forged = {"Authorization": f"Bearer {other.token(user, origin_jti=session)}"}

    assert_problem(client.post("/account/auth/sign-out", json=body, headers=forged), 401, "token-invalid")

    assert client.get("/issuer", headers=own).status_code == 200
    assert [json.loads(record.message)["actor"] for record in caplog.records] == [None]


def test_an_app_without_the_scope_of_the_account_can_end_its_own_session_only(
    client: TestClient, pool: FakePool
) -> None:
    user = pool.user()
    limited = {"Authorization": f"Bearer {pool.token(user, scope='reports/read')}"}

    everywhere = client.post("/account/auth/sign-out", json={"everywhere": True}, headers=limited)
    assert_problem(everywhere, 403, "insufficient-scope")
    assert 'error="insufficient_scope"' in everywhere.headers["www-authenticate"]
    assert client.get("/issuer", headers=user.headers).status_code == 200

    assert client.post("/account/auth/sign-out", headers=limited).status_code == 204
    assert client.get("/issuer", headers=limited).status_code == 401
    assert client.get("/issuer", headers=user.headers).status_code == 200


def test_an_app_without_the_scope_of_the_account_administers_nothing_for_an_administrator(
    client: TestClient, pool: FakePool
) -> None:
    admin = pool.user(groups=["admins"], scopes=["reports/read"])

    for method, path in [("DELETE", "ada"), ("POST", "ada/disable"), ("POST", "ada/enable")]:
        answer = client.request(method, f"/account/users/{path}", headers=admin.headers)
        assert_problem(answer, 403, "insufficient-scope")
