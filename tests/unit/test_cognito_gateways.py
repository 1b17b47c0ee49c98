"""The gateways that follow from the settings, and that all their connections are closed."""

from types import SimpleNamespace
from typing import Any, cast

import pytest
from pydantic import SecretStr

from tests.apps import settings_for
from vestibule.cognito.cognito import ADMIN_CONNECTIONS, Cognito
from vestibule.errors import Misconfigured
from vestibule.services import build_services

POOL = "us-east-1:00000000-0000-4000-8000-000000000001"


def built(**settings: Any) -> Cognito:
    return build_services(settings_for("http://127.0.0.1:9", **settings)).cognito


def connections(client: Any) -> int:
    return cast("int", client.meta.config.max_pool_connections)


def test_without_domain_and_identity_pool_there_are_no_gateways_for_them() -> None:
    cognito = built()

    assert (cognito.hosted_ui, cognito.identity_pool, cognito.identity_pool_roles) == (None, None, None)
    cognito.close()


def test_domain_and_identity_pool_have_gateways() -> None:
    cognito = built(cognito_domain="https://auth.example.com", cognito_identity_pool_id=POOL, cognito_client_id="a,b")

    assert cognito.hosted_ui is not None
    assert (cognito.hosted_ui.url, cognito.hosted_ui.app.client_id) == ("https://auth.example.com", "a")
    assert cognito.identity_pool is not None
    assert cognito.identity_pool.pool_id == POOL
    assert cognito.identity_pool.provider == "cognito-idp.us-east-1.amazonaws.com/us-east-1_Vestibule"
    assert cognito.identity_pool_roles is not None
    cognito.close()


def test_each_thread_has_a_connection_and_administration_some() -> None:
    cognito = built(api_threads=7, cognito_identity_pool_id=POOL)

    assert connections(cognito.app.client) == 7
    assert connections(cognito.admin.role.get()) == ADMIN_CONNECTIONS == 10
    assert cognito.identity_pool is not None
    assert connections(cognito.identity_pool.client) == 7
    cognito.close()


def test_administration_is_signed_and_without_a_role_where_it_is_off() -> None:
    on, off = built(), built(cognito_admin="off")

    assert on.admin.role.get().meta.config.signature_version == "v4"
    with pytest.raises(Misconfigured):
        off.admin.role.get()
    on.close()
    off.close()


def test_gateway_of_a_user_has_their_token() -> None:
    cognito = built(brand_name="Acme")
    user = cognito.user(SecretStr("access"))

    assert (user.access_token, user.client) == (SecretStr("access"), cognito.app.client)
    cognito.close()


@pytest.mark.parametrize("is_full", [True, False])
def test_all_connections_are_closed(is_full: bool) -> None:
    closed: list[str] = []

    def closing(name: str) -> Any:
        return SimpleNamespace(close=lambda: closed.append(name))

    members: dict[str, Any] = {
        "app": SimpleNamespace(client=closing("app")),
        "admin": SimpleNamespace(role=closing("admin")),
        "hosted_ui": SimpleNamespace(http=closing("domain")) if is_full else None,
        "identity_pool": SimpleNamespace(client=closing("identity pool")) if is_full else None,
        "identity_pool_roles": closing("roles") if is_full else None,
        "pool": None,
        "cipher": None,
    }
    Cognito(**members).close()

    assert closed == ["app", "admin", *(["domain", "identity pool", "roles"] if is_full else [])]
