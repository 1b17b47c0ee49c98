"""Guards and the optional user, each on its own endpoint; the test signs the tokens."""

from collections.abc import Iterator
from typing import Annotated

import pytest
from fastapi import APIRouter, FastAPI, Response, Security
from fastapi.testclient import TestClient
from httpx2 import Response as Answer

from tests.apps import assert_problem, settings_for
from tests.servers import Clock, serve
from tests.unit.tokens.forge import ABSENT, NOW, OTHER_CLIENT_ID, key_set, machine_claims, pool_key, token, user_claims
from vestibule.api.deps import OptionalUser
from vestibule.api.security.bearer import current_user
from vestibule.api.security.guards import require_group, require_scope
from vestibule.main import create_app
from vestibule.tokens.claims import AccessClaims

KEYS = "/keys.json"

router = APIRouter()


@router.get("/optional")
async def optional(user: OptionalUser) -> str:
    return user.sub if user else "nobody"


@router.get("/any-group")
async def any_group(user: Annotated[AccessClaims, Security(require_group("admins", "staff"))]) -> str:
    return user.sub


@router.get("/all-groups")
async def all_groups(user: Annotated[AccessClaims, Security(require_group("admins", "staff", match="all"))]) -> str:
    return user.sub


@router.get("/all-scopes")
async def all_scopes(user: Annotated[AccessClaims, Security(require_scope("reports/read", "reports/write"))]) -> str:
    return user.sub


@router.get("/any-scope")
async def any_scope(
    user: Annotated[AccessClaims, Security(require_scope("reports/read", "reports/write", match="any"))],
) -> str:
    return user.sub


@pytest.fixture(scope="module")
def keys() -> Iterator[str]:
    """A server of the pool's keys."""
    pool, document = FastAPI(), key_set(pool_key())
    pool.get(KEYS)(lambda: Response(document, media_type="application/json"))
    with serve(pool) as url:
        yield f"{url}{KEYS}"


@pytest.fixture(scope="module")
def guarded(cognito_url: str, keys: str) -> Iterator[TestClient]:
    """The API with one endpoint per guard."""
    settings = settings_for(
        cognito_url, cognito_jwks_url=keys, cognito_client_id=f"vestibulelocal,{OTHER_CLIENT_ID}", log_level="ERROR"
    )
    app = create_app(settings, clock=Clock(NOW))
    app.include_router(router)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def get(client: TestClient, path: str, claims: dict[str, object]) -> Answer:
    return client.get(path, headers={"Authorization": f"Bearer {token(claims)}"})


def member_of(*groups: str) -> dict[str, object]:
    return user_claims({"cognito:groups": list(groups) or ABSENT})


def with_scopes(*scopes: str) -> dict[str, object]:
    return user_claims({"scope": " ".join(scopes)})


class TestGroups:
    @pytest.mark.parametrize(
        ("path", "groups"),
        [("/any-group", ["admins"]), ("/any-group", ["staff", "others"]), ("/all-groups", ["staff", "admins", "x"])],
    )
    def test_members_of_the_group_are_accepted(self, guarded: TestClient, path: str, groups: list[str]) -> None:
        assert get(guarded, path, member_of(*groups)).status_code == 200

    @pytest.mark.parametrize(
        ("path", "groups"),
        [("/any-group", []), ("/any-group", ["Admins"]), ("/all-groups", ["admins"]), ("/all-groups", ["staff", "x"])],
    )
    def test_others_are_refused_with_missing_group(self, guarded: TestClient, path: str, groups: list[str]) -> None:
        assert_problem(get(guarded, path, member_of(*groups)), 403, "missing-group")

    def test_authentication_is_checked_before_the_group(self, guarded: TestClient) -> None:
        assert_problem(guarded.get("/any-group"), 401, "token-missing")


class TestScopes:
    @pytest.mark.parametrize(
        ("path", "scopes"),
        [
            ("/any-scope", ["reports/write"]),
            ("/any-scope", ["openid", "reports/read"]),
            ("/all-scopes", ["reports/write", "reports/read"]),
        ],
    )
    def test_tokens_with_the_scope_are_accepted(self, guarded: TestClient, path: str, scopes: list[str]) -> None:
        assert get(guarded, path, with_scopes(*scopes)).status_code == 200

    @pytest.mark.parametrize(
        ("path", "scopes"),
        [("/any-scope", ["openid"]), ("/any-scope", ["reports"]), ("/all-scopes", ["reports/read"])],
    )
    def test_missing_scopes_are_named(self, guarded: TestClient, path: str, scopes: list[str]) -> None:
        answer = get(guarded, path, with_scopes(*scopes))

        assert_problem(answer, 403, "insufficient-scope")
        challenge = answer.headers["www-authenticate"]
        assert 'error="insufficient_scope"' in challenge
        assert 'scope="reports/read reports/write"' in challenge


class TestOptionalUser:
    def test_request_without_a_token_has_no_user(self, guarded: TestClient) -> None:
        assert guarded.get("/optional").json() == "nobody"

    def test_request_with_a_token_has_its_user(self, guarded: TestClient) -> None:
        claims = user_claims()

        assert get(guarded, "/optional", claims).json() == claims["sub"]

    @pytest.mark.parametrize("header", ["Bearer not-a-token", "Basic YTpi"])
    def test_request_with_an_invalid_token_is_refused(self, guarded: TestClient, header: str) -> None:
        assert guarded.get("/optional", headers={"Authorization": header}).status_code == 401


class TestMachines:
    def test_machine_tokens_are_accepted_if_only_a_valid_token_is_required(self, guarded: TestClient) -> None:
        answer = get(guarded, "/api/auth_test", machine_claims())

        assert answer.status_code == 200
        assert answer.json()["claims"]["sub"] == OTHER_CLIENT_ID

    def test_machine_tokens_have_no_profile(self, guarded: TestClient) -> None:
        answer = get(guarded, "/api/me", machine_claims())

        assert_problem(answer, 403, "insufficient-scope")
        assert 'scope="aws.cognito.signin.user.admin"' in answer.headers["www-authenticate"]


def test_dependencies_can_be_overridden_in_one_application(cognito_url: str) -> None:
    app, other = create_app(settings_for(cognito_url)), create_app(settings_for(cognito_url))
    somebody = AccessClaims("somebody", "somebody", "client", frozenset(), (), None, None, 0, None, None)
    app.dependency_overrides[current_user] = lambda: somebody

    answer, elsewhere = (TestClient(each).get("/api/auth_test") for each in (app, other))

    assert answer.json()["claims"]["sub"] == "somebody"
    assert_problem(elsewhere, 401, "token-missing")
