"""Tests of other applications replace our dependencies: `dependency_overrides` takes the place of a token."""

from typing import Annotated

import pytest
from fastapi import FastAPI, Security
from fastapi.testclient import TestClient

from vestibule import AccessClaims, CurrentUser, OptionalUser, current_user, optional_user, require_group, require_scope
from vestibule.testing import FakePool

Staff = Annotated[AccessClaims, Security(require_group("admins", "staff"))]
Reader = Annotated[AccessClaims, Security(require_scope("reports/read"))]


@pytest.fixture
def app() -> FastAPI:
    """An application whose lifespan never runs: what is overridden needs nothing of ours."""
    app = FastAPI()

    @app.get("/mine")
    async def mine(user: CurrentUser) -> str | None:
        return user.username

    @app.get("/anyone")
    async def anyone(user: OptionalUser) -> str | None:
        return user.username if user else "nobody"

    @app.get("/staff")
    async def staff(user: Staff) -> str | None:
        return user.username

    @app.get("/readers")
    async def readers(user: Reader) -> str | None:
        return user.username

    return app


def test_users_are_replaced_by_claims_of_the_test(app: FastAPI) -> None:
    ada = FakePool().user("ada")
    app.dependency_overrides[current_user] = lambda: ada.claims
    app.dependency_overrides[optional_user] = lambda: None

    assert TestClient(app).get("/mine").json() == "ada"
    assert TestClient(app).get("/anyone").json() == "nobody"


def test_a_guard_is_overridden_by_one_that_requires_the_same(app: FastAPI) -> None:
    ada = FakePool().user("ada")
    app.dependency_overrides[require_group("staff", "admins")] = lambda: ada.claims
    app.dependency_overrides[require_scope("reports/read")] = lambda: ada.claims

    assert TestClient(app).get("/staff").json() == "ada"
    assert TestClient(app).get("/readers").json() == "ada"


@pytest.mark.parametrize(
    "another",
    [
        require_group("admins"),
        require_group("admins", "staff", match="all"),
        require_group("admins", "staff", own_pool=True),
        require_scope("admins", "staff", match="any"),
        current_user,
        "admins",
    ],
)
def test_guards_that_require_something_else_are_different(another: object) -> None:
    assert require_group("admins", "staff") != another
