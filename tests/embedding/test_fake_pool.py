"""The fake pool that applications use in their tests: its tokens, users, keys and settings."""

from collections.abc import Iterator
from functools import partial
from typing import Any

import anyio
import httpx
import pytest
from fastapi import FastAPI
from fastapi.testclient import TestClient
from jose import jwt

import vestibule
from tests.apps import assert_problem
from tests.servers import HTTP, Clock
from vestibule import AccessClaims
from vestibule.testing import FakePool, FakeUser

NOW = 1_800_000_000.9
ISSUER = "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Pool"


@pytest.fixture(scope="module")
def pool() -> Iterator[FakePool]:
    with FakePool("eu-west-1_Pool", "client", clock=Clock(NOW)) as pool:
        yield pool


def claims_of(token: str, pool: FakePool) -> dict[str, Any]:
    assert jwt.get_unverified_header(token) == {"alg": "RS256", "kid": "fake-pool", "typ": "JWT"}
    without_times = {"verify_exp": False, "verify_iat": False}
    claims: dict[str, Any] = jwt.decode(token, dict(pool.public_key), ["RS256"], options=without_times)
    return claims


def test_token_has_the_claims_that_cognito_issues(pool: FakePool) -> None:
    user = pool.user("ada", groups=["admins", "staff"], scopes=["a", "b"])

    claims = claims_of(user.token, pool)

    random = {name: claims.pop(name) for name in ("jti", "origin_jti")}
    assert claims == {
        "sub": user.sub,
        "username": "ada",
        "iss": ISSUER,
        "client_id": "client",
        "token_use": "access",
        "scope": "a b",
        "auth_time": int(NOW),
        "iat": int(NOW),
        "exp": int(NOW) + 3600,
        "cognito:groups": ["admins", "staff"],
    }
    assert len({*random.values(), *(claims_of(pool.token(user), pool)[name] for name in random)}) == 4


def test_user_is_named_by_the_sub_and_may_administer_the_own_account(pool: FakePool) -> None:
    user = pool.user()

    assert user.username == user.sub != pool.user().sub
    assert (user.groups, user.scopes) == ((), ("aws.cognito.signin.user.admin",))
    assert "cognito:groups" not in claims_of(user.token, pool)
    assert user.headers == {"Authorization": f"Bearer {user.token}"}
    assert user.token not in repr(user)


def test_claims_can_be_replaced_and_omitted(pool: FakePool) -> None:
    user = pool.user(groups=["admins"])

    claims = claims_of(pool.token(user, expires_in=-5, scope=None, iat=1, **{"cognito:groups": ["x"]}), pool)

    assert (claims["exp"], claims["iat"], claims["cognito:groups"]) == (int(NOW) - 5, 1, ["x"])
    assert "scope" not in claims


def test_settings_are_those_of_the_pool(pool: FakePool) -> None:
    settings = pool.settings(api_port=8123)

    assert (settings.cognito_user_pool_id, settings.client_id) == ("eu-west-1_Pool", "client")
    assert settings.cognito_issuer == pool.issuer == ISSUER
    assert (settings.api_port, settings.store_is_durable) == (8123, False)
    assert {name.lower(): value for name, value in pool.environment.items()}.keys() <= settings.model_dump().keys()


def test_key_is_served_during_the_block_only() -> None:
    with FakePool() as pool:
        url = pool.environment["COGNITO_JWKS_URL"]
        response = HTTP.get(url)

    document = response.json()
    assert document == {"keys": [dict(pool.public_key)]}
    assert {"kid": "fake-pool", "alg": "RS256", "use": "sig", "kty": "RSA"}.items() <= document["keys"][0].items()
    assert {"n", "e"} < document["keys"][0].keys()
    assert "d" not in document["keys"][0]
    assert response.headers["content-type"] == "application/json"
    with pytest.raises(httpx.ConnectError):
        HTTP.get(url)
    with pytest.raises(AssertionError, match="with statement"):
        _ = pool.environment


def test_operations_of_cognito_are_refused_whatever_they_send() -> None:
    with FakePool() as pool:
        answer = HTTP.post(pool.environment["COGNITO_ENDPOINT_URL"], content=b"x" * 5_000_000)

    assert (answer.status_code, answer.json()["__type"]) == (400, "NotImplementedByFakePool")


def test_claims_of_a_user_are_those_that_endpoints_get(pool: FakePool) -> None:
    async def verified(user: FakeUser) -> AccessClaims:
        async with vestibule.token_verifier(pool.settings(), clock=Clock(NOW)) as verifier:
            return await verifier.verify_access(user.token.encode())

    ada = pool.user("ada", groups=["admins", "staff"], scopes=["a", "b"], expires_in=60, tenant="acme", auth_time=None)

    for user in (ada, pool.user(), pool.machine(scopes=["a"])):
        assert user.claims == anyio.run(verified, user)
    assert (ada.claims.custom, ada.claims.expires_at) == ({"tenant": "acme"}, int(NOW) + 60)


def test_machine_has_scopes_and_no_username(pool: FakePool) -> None:
    machine = pool.machine(scopes=["reports/read", "reports/write"])

    claims = claims_of(machine.token, pool)

    assert claims.keys() == {
        "sub",
        "iss",
        "client_id",
        "token_use",
        "scope",
        "auth_time",
        "iat",
        "exp",
        "jti",
        "version",
    }
    assert (claims["sub"], claims["client_id"], claims["scope"]) == ("client", "client", "reports/read reports/write")
    assert (machine.username, machine.claims.scopes) == (None, {"reports/read", "reports/write"})


def test_pool_can_stand_for_several_pools() -> None:
    other = FakePool("eu-west-1_Other", "theirs")
    with FakePool(additional_pools=[other]) as pool:

        async def issuer_of(user: FakeUser) -> str:
            async with vestibule.token_verifier(pool.settings()) as verifier:
                return (await verifier.verify_access(user.token.encode())).issuer

        assert anyio.run(issuer_of, pool.user()) == pool.issuer
        assert (
            anyio.run(issuer_of, other.user())
            == other.issuer
            == "https://cognito-idp.eu-west-1.amazonaws.com/eu-west-1_Other"
        )


def test_account_endpoints_call_no_cognito_anywhere_else() -> None:
    with FakePool() as pool:
        app = FastAPI(lifespan=partial(vestibule.lifespan, settings=pool.settings()))
        vestibule.add_account_endpoints(app)
        with TestClient(app) as client:
            config = client.get("/account/auth/config")
            sign_in = client.post("/account/auth/sign-in", json={"email": "ada@example.com", "password": "Correct-9"})

    assert config.status_code == 200
    assert_problem(sign_in, 503, "cognito-unavailable")
