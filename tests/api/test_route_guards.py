"""Which endpoints accept strict bodies only, are closed to other sites, and need a fresh proof of identity."""

from collections.abc import Iterator

import pytest
from fastapi.routing import APIRoute

from tests.apps import settings_for
from vestibule.api.deps import require_step_up
from vestibule.api.http.routing import dependencies
from vestibule.api.http.strict_route import StrictRoute
from vestibule.api.http.union_route import UnionRoute
from vestibule.api.routes.auth.token import TokenRoute
from vestibule.api.security.same_origin import same_origin
from vestibule.main import create_app

WITHOUT_BODY = ("/api/auth_test", "/api/health", "/api/brand", "/metrics", "/.well-known")
SPECIAL: dict[str, type[APIRoute]] = {
    "POST /api/auth/challenge": UnionRoute,
    "POST /api/auth/step-up": UnionRoute,
    "POST /api/auth/token": TokenRoute,
}
CLOSED_TO_OTHER_SITES = {
    "POST /api/auth/sign-in",
    "POST /api/auth/challenge",
    "POST /api/auth/refresh",
    "POST /api/auth/sign-out",
    "POST /api/auth/oauth/callback",
    "POST /api/auth/aws-credentials",
    "POST /api/me/identities/{provider}",
    "DELETE /api/me",
}
NEED_A_PROOF = {
    "DELETE /api/me",
    "DELETE /api/me/mfa/totp",
    "POST /api/me/passkeys/options",
    "POST /api/me/passkeys",
    "DELETE /api/me/passkeys/{passkey_id}",
    "POST /api/me/recovery-codes",
    "POST /api/me/identities/{provider}",
    "DELETE /api/me/identities/{provider}",
}


@pytest.fixture(scope="module")
def routes() -> dict[str, APIRoute]:
    """The routes of the application, by method and path."""

    def found() -> Iterator[tuple[str, APIRoute]]:
        for route in create_app(settings_for("http://127.0.0.1:9")).routes:
            if isinstance(route, APIRoute):
                yield from ((f"{method} {route.path}", route) for method in route.methods)

    return dict(found())


def test_account_endpoints_accept_strict_bodies_only(routes: dict[str, APIRoute]) -> None:
    of_accounts = {name: type(route) for name, route in routes.items() if not route.path.startswith(WITHOUT_BODY)}

    assert len(of_accounts) > 40
    assert of_accounts == {name: SPECIAL.get(name, StrictRoute) for name in of_accounts}


def test_endpoints_that_use_or_set_a_cookie_are_closed_to_other_sites(routes: dict[str, APIRoute]) -> None:
    closed = {name for name, route in routes.items() if same_origin in dependencies(route.dependant)}

    assert closed == CLOSED_TO_OTHER_SITES


def test_sensitive_changes_need_a_proof(routes: dict[str, APIRoute]) -> None:
    proven = {name for name, route in routes.items() if require_step_up in dependencies(route.dependant)}

    assert proven == NEED_A_PROOF
